"""JSON lines for machines: one finding a line, then one summary line.

`docs/schemas/scan.schema.json` describes both. Texts are in both languages,
money is integer fen, moments are UTC milliseconds.

What it does not do: leave out a finding that reports fold.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shopwarden.report.output import written
from shopwarden.report.shown import counts
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shopwarden.engine.finding import Evidence, Finding
    from shopwarden.records.problem import Problem
    from shopwarden.screening.posture import ControlState
    from shopwarden.screening.result import (
        FileRead,
        Incident,
        MoneySummary,
        NotEvaluated,
        ShopScreening,
    )

SCHEMA_VERSION = 1

Json = dict[str, object]


def write_lines(path: Path, shops: Sequence[ShopScreening]) -> None:
    """Write the lines of these shops to `path`. Raises OutputError."""
    with written(path) as temporary, temporary.open("wb") as stream:
        for line in lines(shops):
            stream.write(f"{line}\n".encode())


def lines(shops: Sequence[ShopScreening]) -> Iterator[str]:
    """The lines, without line ends: findings by shop and incident, the summary."""
    total = 0
    for shop in shops:
        for incident in shop.incidents:
            for alert in incident.alerts:
                for finding in alert.findings:
                    total += 1
                    place = {"incident": incident.id, "alert": alert.id}
                    yield _line(_finding(finding, shop.shop, place))
    yield _line(
        {
            "type": "summary",
            "schema_version": SCHEMA_VERSION,
            "findings": total,
            "shops": [_shop(shop) for shop in shops],
        }
    )


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _finding(finding: Finding, shop: str, place: Mapping[str, str]) -> Json:
    stake, miss = finding.stake, finding.nearest_miss
    return {
        "type": "finding",
        "id": finding.id,
        "shop": shop,
        **place,
        "rule": finding.rule,
        "version": finding.version,
        "entity_kind": finding.entity_kind,
        "entity": finding.entity,
        "ts": finding.ts,
        "window_ms": finding.window_ms,
        "orders": list(finding.orders),
        "evidence": [_evidence(row) for row in finding.evidence],
        "values": dict(finding.values),
        "reason": _text(finding.reason),
        "nearest_miss": None if miss is None else _text(miss),
        "stake": stake and {"kind": stake.kind, "amount_fen": stake.amount_fen},
        "deadline_ms": finding.deadline_ms,
        "severity": finding.severity,
        "lane": finding.lane,
    }


def _evidence(row: Evidence) -> Json:
    return {
        "file": row.file,
        "row": row.row,
        "kind": row.kind,
        "ts": row.ts,
        "order": row.order,
        "sku": row.sku,
        "label": row.label,
        "amount_fen": row.amount_fen,
    }


def _text(text: Text) -> Json:
    return {language: say(text, language) for language in LANGUAGES}


def _shop(shop: ShopScreening) -> Json:
    return {
        "shop": shop.shop,
        "name": shop.name,
        "as_of": shop.as_of,
        "incidents_by_lane": counts(shop),
        "incidents": [_incident(incident) for incident in shop.incidents],
        "money": None if shop.money is None else _money(shop.money),
        "not_evaluated": [_left_open(each) for each in shop.not_evaluated],
        "files": [_file(each) for each in shop.files],
        "problems": [_problem(each) for each in shop.problems],
        "notes": _texts(shop.notes),
        "posture": [_control(each) for each in shop.posture],
    }


def _control(each: ControlState) -> Json:
    attested = each.attestation
    return {
        "control": each.control.id,
        "practice": each.control.practice,
        "title": _text(Text(each.control.title)),
        "state": each.state,
        "rules": each.rules,
        "findings": dict(sorted(each.findings.items())),
        "missing": list(each.missing),
        "open_facts": each.open_facts,
        "attested_until_ms": None if attested is None else attested.until_ms,
    }


def _incident(incident: Incident) -> Json:
    return {
        "id": incident.id,
        "title": _text(incident.title),
        "rules": sorted({alert.rule for alert in incident.alerts}),
        "lane": incident.lane,
        "severity": incident.severity,
        "stake_fen": dict(sorted(incident.stake.items())),
        "orders": list(incident.orders),
        "deadline_ms": incident.deadline_ms,
        "first_ms": incident.first_ms,
        "last_ms": incident.last_ms,
    }


def _money(money: MoneySummary) -> Json:
    return {
        "due_fen": money.due_fen,
        "settled_fen": money.settled_fen,
        "pending_fen": money.pending_fen,
        "remainder_fen": money.remainder_fen,
        "not_due_fen": money.not_due_fen,
        "overdue_fen": money.overdue_fen,
        "orders": money.orders,
        "reasons": [
            {"reason": _text(reason), "count": count, "amount_fen": fen}
            for reason, count, fen in money.reasons
        ],
        "due_by_day": [
            {"day_ms": day, "amount_fen": fen} for day, fen in money.due_by_day
        ],
    }


def _left_open(each: NotEvaluated) -> Json:
    return {
        "rule": each.rule,
        "facts": each.facts,
        "because": _text(each.because),
        "opens_with": _text(each.opens_with),
    }


def _file(each: FileRead) -> Json:
    return {
        "name": each.name,
        "kind": _text(each.kind),
        "rows": each.rows,
        "kept": each.kept,
        "start_ms": each.start_ms,
        "end_ms": each.end_ms,
        "state": _text(each.state),
    }


def _problem(each: Problem) -> Json:
    return {
        "file": each.file,
        "row": each.row,
        "column": each.column,
        "extent": each.extent,
        "reason": _text(each.reason),
        "hint": _text(each.hint),
    }


def _texts(texts: Iterable[Text]) -> list[Json]:
    return [_text(text) for text in texts]
