"""The facts that made a rule fire: the judged one and those in its windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.expression import names
from shopwarden.engine.finding import Evidence
from shopwarden.records.facts import columns_of
from shopwarden.records.judge import words
from shopwarden.records.schema import MISSING, NO_CODE, SCHEMAS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.evaluate import Judged
    from shopwarden.engine.keypath import View
    from shopwarden.engine.windows import Window
    from shopwarden.records.facts import Array, Facts, Table

# More rows than this prove nothing more; the number of all of them is stated.
MOST_EVIDENCE = 20

# Which column shows a row best, the first that its kind has.
_AMOUNTS = (
    "amount_fen",
    "line_fen",
    "receivable_fen",
    "expected_fen",
    "remainder_fen",
    "seller_fen",
    "unit_fen",
)
_LABELS = (
    *("fee", "status", "promotion", "clock", "action", "content", "request"),
    *("cause", "flow", "level", "verdict", "carrier", "method", "role", "app"),
    *("lesson", "reaction", "paper", "after_sale", "pattern", "pay_method"),
)

Place = tuple[Kind, int]


@dataclass(frozen=True, slots=True)
class Feeding:
    """The rows that feed one window, by key, in total order."""

    window: Window
    rows: Mapping[tuple[int, ...], Array]


def feedings(judged: Judged) -> tuple[Feeding, ...]:
    """The feeding rows of the windows that the condition looks at.

    Baselines are left out: the ordinary orders behind a usual price have done
    nothing.
    """
    plan, features = judged.plan, judged.plan.rule.features
    seen = (n for n in names(plan.when) if n in plan.windows)
    used = [plan.windows[n] for n in seen if not features[n].baseline]
    return tuple(_feeding(judged, window) for window in dict.fromkeys(used))


def _feeding(judged: Judged, window: Window) -> Feeding:
    """Rows of the keys that fired; others are never asked for."""
    view, kind = judged.view, judged.plan.rule.fact
    fired = [view.column(kind, name)[judged.rows] for name in window.read_by]
    keys = [view.column(window.of, name) for name in window.by]
    wanted = np.ones(view.length(window.of), np.bool_)
    for key, some in zip(keys, fired, strict=True):
        wanted &= np.isin(key, some) & (key != NO_CODE)
    if window.feed:
        wanted &= judged.feeds[window.feed]
    rows = np.flatnonzero(wanted)
    if not len(rows):
        return Feeding(window, {})
    parts = np.stack([key[rows] for key in keys])
    order = np.lexsort((rows, *reversed(parts)))
    sorted_parts = parts[:, order]
    starts = np.any(sorted_parts[:, 1:] != sorted_parts[:, :-1], axis=0)
    groups = np.split(rows[order], np.flatnonzero(starts) + 1)
    by_key = {tuple(int(key[g[0]]) for key in keys): g for g in groups}
    return Feeding(window, by_key)


def rows_inside(judged: Judged, feeding: Feeding, row: int) -> Array:
    """The feeding rows inside the window of the judged fact at `row`."""
    view, kind, window = judged.view, judged.plan.rule.fact, feeding.window
    key = tuple(int(view.column(kind, name)[row]) for name in window.read_by)
    rows = feeding.rows.get(key)
    if rows is None:
        return np.empty(0, np.int64)
    ts = int(view.facts.table(kind)["ts"][row])
    stamps = view.facts.table(window.of)["ts"][rows]
    if window.of is kind:
        end = int(np.searchsorted(rows, row + window.include_self))
    else:
        earlier = SCHEMAS[window.of].rank < SCHEMAS[kind].rank
        end = int(np.searchsorted(stamps, ts, side="right" if earlier else "left"))
    start = 0
    if window.window_ms is not None:
        start = int(np.searchsorted(stamps, ts - window.window_ms, side="left"))
    return rows[start:end]


def witnesses(
    judged: Judged, feeding: tuple[Feeding, ...], row: int
) -> tuple[list[Place], int]:
    """The places to show, newest first, and how many there are in all.

    The judged fact leads. A derived fact stands in no file, so the order it
    was derived from stands beside it. Only the newest rows of each window are
    looked at, or a wide one would cost more than its rule; windows that
    overlap in rows beyond those are counted one by one.
    """
    kind = judged.plan.rule.fact
    leading = [(kind, row)]
    order = _order_place(judged.view, kind, row)
    if order is not None:
        leading.append(order)
    newest: dict[Place, None] = {}
    beyond = 0
    for each in feeding:
        rows = rows_inside(judged, each, row)
        of = each.window.of
        newest |= dict.fromkeys((of, int(r)) for r in rows[-MOST_EVIDENCE:])
        beyond = max(beyond, len(rows) - MOST_EVIDENCE)
    places = sorted(
        (place for place in newest if place not in leading),
        key=lambda place: _age(judged.view, place),
    )
    shown = leading + places
    return shown[:MOST_EVIDENCE], len(shown) + beyond


def _age(view: View, place: Place) -> tuple[int, int, int]:
    """What sorts the newest fact first."""
    kind, row = place
    ts = int(view.facts.table(kind)["ts"][row])
    return -ts, -SCHEMAS[kind].rank, -row


def _order_place(view: View, kind: Kind, row: int) -> Place | None:
    if not SCHEMAS[kind].derived or "order" not in columns_of(kind):
        return None
    placed = int(view.orders_of(kind, "order")[row])
    return None if placed < 0 else (Kind.ORDER_PLACED, placed)


def evidence(facts: Facts, place: Place) -> Evidence:
    """One fact as a row of evidence: identifiers and numbers, no person."""
    kind, row = place
    table = facts.table(kind)
    file = int(table["file"][row])
    return Evidence(
        file=facts.files[file] if 0 <= file < len(facts.files) else "",
        row=max(int(table["row"][row]), 0),
        kind=kind,
        ts=int(table["ts"][row]),
        order=text_at(facts, table, "order", row),
        sku=text_at(facts, table, "sku", row),
        label=_first_text(facts, table, row),
        amount_fen=_amount(table, row),
    )


def text_at(facts: Facts, table: Table, name: str, row: int) -> str:
    """The text of a code column at a row; empty if the kind has no such column."""
    column = columns_of(table.kind).get(name)
    if column is None:
        return ""
    return facts.name(column.domain, int(table[name][row]))


def _first_text(facts: Facts, table: Table, row: int) -> str:
    """What kind of row it is, in the words of its file or as its text was judged."""
    if "labels" in columns_of(table.kind):
        return ", ".join(words("label", int(table["labels"][row])))
    texts = (text_at(facts, table, name, row) for name in _LABELS)
    return next((text for text in texts if text), "")


def _amount(table: Table, row: int) -> int | None:
    """The first amount that the row knows."""
    columns = columns_of(table.kind)
    amounts = (int(table[n][row]) for n in _AMOUNTS if n in columns)
    return next((amount for amount in amounts if amount != MISSING), None)
