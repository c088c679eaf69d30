"""Sections: one sheet read, with all that is known about it as a whole.

What it does not do: join sheets of one workbook or files of one shop
(`intake`), or turn rows into facts until then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.schema import MISSING, STATE_SETTLED, STATE_UNKNOWN, Kind
from shopwarden.sources.exports import recognise
from shopwarden.sources.exports.bills import bill_drafts, foreign_currency
from shopwarden.sources.exports.chats import message_drafts, remark_drafts
from shopwarden.sources.exports.coded import constant
from shopwarden.sources.exports.columns import located
from shopwarden.sources.exports.complaints import Complaints, problem
from shopwarden.sources.exports.draft import newest
from shopwarden.sources.exports.listings import change_drafts, listing_drafts
from shopwarden.sources.exports.orders import order_drafts, timeless
from shopwarden.sources.exports.promotions import promotion_drafts
from shopwarden.sources.exports.reading import Plan, Rows, read_rows
from shopwarden.sources.exports.stated import export_time, stated_state
from shopwarden.sources.exports.templates import templates
from shopwarden.sources.exports.texts import is_text, without_texts
from shopwarden.sources.mapping import Constants, TableMapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from shopwarden.records.judge import TextJudge
    from shopwarden.records.problem import Problem
    from shopwarden.records.tokens import Tokeniser
    from shopwarden.sources.exports.draft import Draft
    from shopwarden.sources.exports.table import Sheet

_PAST = (
    *("placed", "paid", "finished", "cancelled", "refunded", "billed", "arrived"),
    "time",
)


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A recognised sheet: its rows, when it was made, what it says of all rows."""

    name: str
    file_name: str
    kind: str  # for people: orders, settlement_old, …, mapped:<name>
    layout: str  # how its rows become facts
    facts: frozenset[Kind]
    rows: Rows
    state: int
    state_source: str
    complaints: Complaints
    masked: Mapping[str, int]

    @property
    def known_at(self) -> int | None:
        """When the export was made; None if neither rows nor name tell."""
        moments = [] if self.ahead else self._moments()
        return export_time(self.file_name, newest(*moments))

    @property
    def ahead(self) -> bool:
        """Whether its moments lie ahead, as those of a plan do."""
        return self.layout in templates() and templates()[self.layout].ahead

    def _moments(self) -> list[NDArray[np.int64]]:
        names: tuple[str, ...] = _PAST
        if self.layout in templates():
            names = templates()[self.layout].moments
        elif self.state == STATE_SETTLED:
            names = (*_PAST, "settled")
        return [self.rows.numbers[n] for n in names if n in self.rows.numbers]

    def drafts(self, rows: Rows) -> list[Draft]:
        """The facts of some of its rows (those of one shop)."""
        return [draft for draft in self._drafts(rows) if draft.kind in self.facts]

    def _drafts(  # noqa: PLR0911 - one return a layout
        self, rows: Rows
    ) -> list[Draft]:
        known_at = self.known_at or 0
        if self.layout in templates():
            return templates()[self.layout].drafts(rows, known_at)
        match self.layout:
            case recognise.ORDERS:
                return order_drafts(rows, known_at, self.complaints)
            case recognise.PROMOTION:
                return promotion_drafts(rows)
            case recognise.SETTLEMENT_SUMMARY:
                return []
            case recognise.MESSAGES:
                return message_drafts(rows)
            case recognise.REMARKS:
                return remark_drafts(rows, known_at)
            case recognise.LISTINGS:
                return listing_drafts(rows, known_at)
            case recognise.LISTING_CHANGES:
                return change_drafts(rows)
        return bill_drafts(rows, known_at, self.state, self.complaints)

    def span(self) -> tuple[int | None, int | None]:
        """The oldest and the newest moment of its rows."""
        moments = self._moments()
        known = [m[m != MISSING] for m in moments]
        oldest = min((int(m.min()) for m in known if len(m)), default=None)
        return oldest, newest(*moments)


def read_section(
    sheet: Sheet,
    mappings: Sequence[TableMapping],
    tokeniser: Tokeniser,
    judge: TextJudge | None = None,
) -> Section | Problem:
    """Recognise a sheet and read it; a Problem if it is not recognised.

    Without a `judge` no text is read, and what people wrote stays unknown.
    """
    layout = recognise.recognised(sheet.headings)
    mapping = next((m for m in mappings if m.fits(sheet.headings)), None)
    if mapping is not None:
        return _read_mapped(sheet, mapping, tokeniser, judge)
    if layout is None:
        return problem(sheet.name, "unrecognised")
    found = located(sheet.headings)
    columns = {n: at for n, at in found.items() if n in layout.reads}
    plan = Plan(_copied(columns, layout.code), layout.essential, layout.required)
    return _read(sheet, plan, tokeniser, judge, kind=layout.code, layout=layout.code)


def _read_mapped(
    sheet: Sheet,
    mapping: TableMapping,
    tokeniser: Tokeniser,
    judge: TextJudge | None,
) -> Section:
    layout = recognise.BY_CODE[mapping.layout]
    plan = Plan(
        _copied(mapping.columns(sheet.headings), layout.code),
        layout.essential,
        layout.required,
        date_format=mapping.date_format,
    )
    return _read(
        sheet,
        plan,
        tokeniser,
        judge,
        kind=f"mapped:{mapping.name}",
        layout=layout.code,
        facts=frozenset(mapping.facts),
        constants=mapping.constants,
    )


def _copied(columns: dict[str, int], layout: str) -> dict[str, int]:
    """The columns, and the fields that read one of them once more."""
    if layout not in templates():
        return columns
    copies = templates()[layout].copies.items()
    return columns | {name: columns[of] for name, of in copies if of in columns}


def _read(
    sheet: Sheet,
    plan: Plan,
    tokeniser: Tokeniser,
    judge: TextJudge | None,
    *,
    kind: str,
    layout: str,
    facts: frozenset[Kind] = frozenset(Kind),
    constants: Constants = Constants(),  # noqa: B008 - frozen, so sharing it is safe
) -> Section:
    headings = {n: sheet.headings[at] for n, at in plan.columns.items()}
    complaints = Complaints(sheet.name, headings)
    read = read_rows(sheet, _readable(plan, judge), tokeniser, complaints)
    complaints.take_over(sheet.problems)
    rows = with_constants(read.rows, constants)
    rows = _set_aside(
        without_texts(rows, layout, judge, complaints), layout, complaints
    )
    if judge is None and layout in recognise.TEXT_LAYOUTS:
        complaints.whole("texts_unread")
    state, source = _state(sheet, headings, constants)
    return Section(
        sheet.name,
        sheet.file_name,
        kind,
        layout,
        facts,
        rows,
        state,
        source,
        complaints,
        read.masked,
    )


def _readable(plan: Plan, judge: TextJudge | None) -> Plan:
    """The plan without texts where nobody is there to judge them."""
    if judge is not None:
        return plan
    columns = {n: at for n, at in plan.columns.items() if not is_text(n)}
    return replace(plan, columns=columns)


def _state(
    sheet: Sheet, headings: Mapping[str, str], constants: Constants
) -> tuple[int, str]:
    if constants.state != STATE_UNKNOWN:
        return constants.state, "mapping"
    if "state" in headings:
        return STATE_UNKNOWN, "column"
    return stated_state(sheet.headings, sheet.name)


def with_constants(rows: Rows, constants: Constants) -> Rows:
    """The rows with what a mapping states for all of them."""
    numbers, codes = dict(rows.numbers), dict(rows.codes)
    if constants.time_ms is not None:
        time = np.full(len(rows), constants.time_ms, np.int64)
        numbers.setdefault("placed", time)
        numbers.setdefault("arrived", time)
        numbers.setdefault("time", time)
    if constants.fee:
        codes.setdefault("fee", constant(constants.fee, len(rows)))
    if constants.sender:
        codes.setdefault("sender", constant(constants.sender, len(rows)))
    if constants.shop:
        codes["shop_id"] = constant(constants.shop, len(rows))
    if constants.sign < 0 and "amount" in numbers:
        amount = numbers["amount"]
        numbers["amount"] = np.where(amount == MISSING, amount, -amount)
    return Rows(rows.row, numbers, codes)


def _set_aside(rows: Rows, layout: str, complaints: Complaints) -> Rows:
    """The rows that can become facts; the others are complained about."""
    if layout == recognise.ORDERS:
        bad = timeless(rows)
        if bad.any():
            complaints.rows("placed", "no_time", rows.row[bad])
            return rows.take(~bad)
    elif layout == recognise.LISTINGS:
        return _with_a_page(rows, complaints)
    elif "currency" in rows.codes:
        return _without_foreign_amounts(rows, complaints)
    return rows


def _with_a_page(rows: Rows, complaints: Complaints) -> Rows:
    """The listings that have a title or a detail; without, nothing was judged."""
    if "page_length" not in rows.numbers:
        return rows
    empty = rows.numbers["page_length"] == MISSING
    complaints.rows("title", "empty", rows.row[empty])
    return rows.take(~empty) if empty.any() else rows


def _without_foreign_amounts(rows: Rows, complaints: Complaints) -> Rows:
    """The rows, amounts in another currency than renminbi forgotten."""
    bad = foreign_currency(rows)
    if not bad.any():
        return rows
    complaints.cells("currency", "other_currency", rows.row[bad])
    money = ("amount", "income", "expense")
    numbers = {
        n: np.where(bad, MISSING, c) if n in money else c
        for n, c in rows.numbers.items()
    }
    return replace(rows, numbers=numbers)


def with_state(section: Section, state: int, source: str) -> Section:
    """The section with a state told by another sheet of its workbook."""
    return replace(section, state=state, state_source=source)


def with_rows(section: Section, rows: Rows) -> Section:
    """The section with its rows completed from another sheet."""
    return replace(section, rows=rows)
