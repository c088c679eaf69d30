"""The claim list as a workbook, ready for JD's settlement support.

A summary, a sheet for each kind of claim (what the payments rules found), the
evidence of every incident, and what was not evaluated. Headings are in both
languages, Chinese first. The same screening gives the same bytes.

What it does not do: hold formulas or links. Order ids are text; no cell begins
as a formula, so it stays safe when it is saved as CSV.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from shopwarden.report.claims import claims
from shopwarden.report.output import written
from shopwarden.report.sheet import Sheet, Yuan, both_words, names
from shopwarden.report.shown import evidence, evidence_label
from shopwarden.words import Text, say, show_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shopwarden.engine.finding import StakeKind
    from shopwarden.report.claims import Claim
    from shopwarden.report.sheet import Heads, Row
    from shopwarden.screening.result import ShopScreening

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SHOP = (Text("report.column_shop"), 18)
_RULE = (Text("report.column_rule"), 30)
_AMOUNT = (Text("report.column_amount"), 16)
_STAKE = (Text("report.column_stake"), 16)
_ORDER = (Text("report.column_order"), 18)
_TIME = (Text("report.column_time"), 17)

_SUMMARY: Heads = (
    (Text("report.column_claim"), 44),
    _SHOP,
    (Text("report.column_as_of"), 17),
    (Text("report.column_count"), 11),
    (Text("report.column_orders"), 11),
    _STAKE,
    _AMOUNT,
)
_CLAIMS: Heads = (
    (Text("report.column_number"), 9),
    _SHOP,
    _ORDER,
    _AMOUNT,
    _STAKE,
    _TIME,
    (Text("report.column_deadline"), 17),
    (Text("report.column_reason_zh"), 56),
    (Text("report.column_request"), 48),
    (Text("report.column_bill_rows"), 44),
    (Text("report.column_reason_en"), 56),
    (Text("report.column_request_en"), 48),
)
_EVIDENCE: Heads = (
    (Text("report.column_incident"), 18),
    _SHOP,
    _RULE,
    _ORDER,
    (Text("report.column_sku"), 16),
    (Text("report.column_kind"), 24),
    (Text("report.column_label"), 20),
    _AMOUNT,
    _TIME,
    (Text("report.column_file"), 30),
    (Text("report.column_row"), 9),
)
_OPEN: Heads = (
    _RULE,
    (Text("report.column_claim"), 40),
    _SHOP,
    (Text("report.column_facts"), 11),
    (Text("report.column_because"), 56),
    (Text("report.column_opens"), 56),
)


def write_workbook(path: Path, shops: Sequence[ShopScreening]) -> None:
    """Write the workbook of these shops to `path`. Raises OutputError."""
    newest = max((shop.as_of for shop in shops), default=0)
    with written(path) as temporary:
        # Packed in memory first: a full disk then has one way to fail.
        stream = BytesIO()
        book = xlsxwriter.Workbook(stream, _OPTIONS)
        # The workbook's date is the moment it tells of, for equal bytes.
        book.set_properties({"created": datetime.fromtimestamp(newest // 1000, UTC)})
        for sheet in _sheets(shops):
            sheet.write(book)
        book.close()
        temporary.write_bytes(stream.getbuffer())


def _sheets(shops: Sequence[ShopScreening]) -> Iterator[Sheet]:
    found = claims(shops)
    titles = [say(rows[0].title, "zh") for rows in found.values()]
    summary, evidence_name, left_open, *of_claims = names(
        [
            say(Text("report.sheet_summary"), "zh"),
            say(Text("report.sheet_evidence"), "zh"),
            say(Text("report.sheet_open"), "zh"),
            *titles,
        ]
    )
    yield Sheet(summary, _SUMMARY, _summary(found))
    for name, rows in zip(of_claims, found.values(), strict=True):
        yield Sheet(name, _CLAIMS, map(_claim, range(1, len(rows) + 1), rows))
    yield Sheet(evidence_name, _EVIDENCE, _evidence(shops))
    yield Sheet(left_open, _OPEN, _left_open(shops))


def _summary(found: Mapping[str, Sequence[Claim]]) -> Iterator[Row]:
    """A line per claim kind, shop and kind of stake; kinds are never added."""
    for rows in found.values():
        parts: dict[tuple[str, StakeKind | None], list[Claim]] = {}
        for row in rows:
            parts.setdefault((row.shop.shop, row.stake), []).append(row)
        for part in parts.values():
            yield _summed(part)


def _summed(part: Sequence[Claim]) -> Row:
    first = part[0]
    amount = sum(row.amount_fen or 0 for row in part)
    return (
        both_words(first.title),
        _name(first.shop),
        show_moment(first.shop.as_of),
        len(part),
        len({row.order for row in part if row.order}),
        _stake(first.stake),
        None if first.stake is None else Yuan(amount),
    )


def _claim(number: int, row: Claim) -> Row:
    return (
        number,
        _name(row.shop),
        row.order,
        None if row.amount_fen is None else Yuan(row.amount_fen),
        _stake(row.stake),
        show_moment(row.ts),
        None if row.deadline_ms is None else show_moment(row.deadline_ms),
        say(row.reason, "zh"),
        say(row.request, "zh"),
        row.cited,
        say(row.reason, "en"),
        say(row.request, "en"),
    )


def _evidence(shops: Iterable[ShopScreening]) -> Iterator[Row]:
    for shop in shops:
        for incident in shop.incidents:
            rule = incident.alerts[0].rule
            for row in evidence(incident):
                kind = Text(f"report.kind_{row.kind.name.lower()}")
                yield (
                    incident.id,
                    _name(shop),
                    rule,
                    row.order,
                    row.sku,
                    both_words(kind),
                    both_words(evidence_label(row)),
                    None if row.amount_fen is None else Yuan(row.amount_fen),
                    show_moment(row.ts),
                    row.file,
                    row.row,
                )


def _left_open(shops: Iterable[ShopScreening]) -> Iterator[Row]:
    for shop in shops:
        for each in shop.not_evaluated:
            yield (
                each.rule,
                both_words(each.title),
                _name(shop),
                each.facts,
                both_words(each.because),
                both_words(each.opens_with),
            )


def _name(shop: ShopScreening) -> str:
    return shop.name or shop.shop


def _stake(kind: StakeKind | None) -> str | None:
    return None if kind is None else both_words(Text(f"report.kindname_{kind.value}"))
