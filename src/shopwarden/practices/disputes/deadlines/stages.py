"""Stages: which moments of what has begun become facts, and what is true then.

    half, three_quarters, nine_tenths   while it waits and is not yet due
    due                                 where it was open when it fell due

A deadline that was met yields nothing. Where the table that would show it does
not cover the time, nobody knows: `open` is -1 at `due`, and so it is before
while the clock still runs. Where no such table was delivered at all, nothing is
said.

Tables are fetched one after the other. So a table less than a day older than
the newest one still says what waits.

What it does not do: decide how bad a late answer is (rules do).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shopwarden.engine.keypath import View
from shopwarden.engine.reach import unbroken
from shopwarden.records.choice import CHOICES
from shopwarden.records.coverage import merged
from shopwarden.records.facts import Table, columns_of, missing_column
from shopwarden.records.moment import DAY_MS
from shopwarden.records.reference import Reference
from shopwarden.records.schema import MISSING, SCHEMAS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.practices.disputes.deadlines.begun import Begun
    from shopwarden.records.facts import Array, Facts

# The words behind the codes of `clock` and `stage`, sorted as names are.
NAMES: Mapping[str, Array] = {
    domain: np.array(sorted(CHOICES[domain])) for domain in ("clock", "stage")
}
_STAGES = CHOICES["stage"]
_DUE = len(_STAGES) - 1
# How much older than now the table may be that says what still waits.
_FRESH_MS = DAY_MS
_COMMON = ("known_at", "file", "row")


class _Said(NamedTuple):
    """What is true of some rows at a moment: 1 not done, 0 done, -1 unknown."""

    rows: Array
    ts: Array
    open: Array
    waiting: Array


def deadline_table(facts: Facts, all_begun: list[Begun], as_of: int) -> Table:
    """The Deadline facts of all clocks, in the total order."""
    parts = [p for b in all_begun for p in _parts(facts, b, as_of)]
    described = columns_of(Kind.DEADLINE)
    columns = {
        name: np.concatenate(
            [np.empty(0, column.form.dtype)] + [p[name] for p in parts]
        )
        for name, column in described.items()
    }
    keys = [columns[name] for name in ("ts", *SCHEMAS[Kind.DEADLINE].key)]
    order = np.lexsort(list(reversed(keys)))
    return Table(Kind.DEADLINE, {n: c[order] for n, c in columns.items()})


def _parts(facts: Facts, what: Begun, as_of: int) -> Iterator[dict[str, Array]]:
    told = what.shown_by is None or merged(facts.coverage, what.shown_by)
    if not len(what) or not told:
        return
    view = View(facts, Reference())
    for stage in range(len(_STAGES)):
        said = _said(view, what, stage, as_of)
        yield _columns(what, stage, said)


def _said(view: View, what: Begun, stage: int, as_of: int) -> _Said:
    times = what.times
    ts = times.due_ms if stage == _DUE else times.warn_ms[:, stage]
    # What was done in time, or owed no more, has nothing to say; neither has
    # what was done since, unless it was due.
    over = np.minimum(what.done_ms, what.dropped_ms)
    rest = over > (times.due_ms if stage == _DUE else as_of)
    rows = np.flatnonzero((ts != MISSING) & (ts <= as_of) & rest)
    ts = ts[rows]
    opened = _state(view, what, rows, ts, ts)
    # Told to the end, or nearly; never less far than the stage itself.
    told = np.maximum(ts, as_of - _FRESH_MS)
    waiting = _state(view, what, rows, np.full(len(rows), as_of), told)
    waiting[over[rows] <= as_of] = 0
    if stage != _DUE:
        # Once it is due, that it was near says nothing more.
        running = times.due_ms[rows] > as_of
        keep = running & (waiting != 0)
        return _Said(rows[keep], ts[keep], opened[keep], waiting[keep])
    return _Said(rows, ts, opened, waiting)


def _state(view: View, what: Begun, rows: Array, at: Array, told: Array) -> Array:
    """Whether rows are undone at moments, as tables that reach `told` show it."""
    started = what.facts["ts"][rows]
    known = ~((what.blind_from_ms[rows] <= at) & (at < what.blind_until_ms[rows]))
    if what.shown_by is not None:
        known &= unbroken(view, what.shown_by, started, told)
    state = np.where(known, np.int8(1), np.int8(-1))
    return np.where(what.done_ms[rows] <= at, np.int8(0), state).astype(np.int8)


def _columns(what: Begun, stage: int, said: _Said) -> dict[str, Array]:
    rows, described = said.rows, columns_of(Kind.DEADLINE)
    columns = {n: missing_column(c, len(rows)) for n, c in described.items()}
    columns |= {name: what.facts[name][rows] for name in _COMMON}
    columns |= {name: codes[rows] for name, codes in what.ids.items()}
    columns |= {
        "ts": said.ts,
        "version": np.zeros(len(rows), np.int64),
        "clock": _word("clock", what.clock, len(rows)),
        "stage": _word("stage", _STAGES[stage], len(rows)),
        "started_ms": what.facts["ts"][rows],
        "due_ms": what.times.due_ms[rows],
        "open": said.open,
        "waiting": said.waiting,
        "confirmed": what.times.confirmed[rows],
        "amount_fen": what.amount_fen[rows],
        "lacking": what.lacking[rows],
        "nth": what.nth[rows],
    }
    return columns


def _word(domain: str, word: str, length: int) -> Array:
    return np.full(length, np.searchsorted(NAMES[domain], word), np.int32)
