"""A clock as one shop has it: which reading counts for what began when.

A clause may change, and a shop may confirm it: so a clock is a list of terms,
each from a moment on. Where a fact itself names its deadline (a warning of JD,
a promise of the shop), that counts and no clause does.

What it does not do: read clauses or settings (`screening.clocks`).

>>> from shopwarden.engine.clock import read_clock
>>> clock = ShopClock((Term(None, read_clock({"length": "48h"}), confirmed=True),))
>>> times = clock.times(np.array([1_767_225_600_000]))
>>> times.due_ms.tolist(), times.confirmed.tolist()
([1767398400000], [1])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.clock import PERCENTS, deadlines
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from shopwarden.engine.clock import Candidates, Clock, Pause
    from shopwarden.records.facts import Array


@dataclass(frozen=True, slots=True)
class Term:
    """A clock from a moment on; None as clock: from then on there is none."""

    since_ms: int | None  # None: from the beginning
    clock: Clock | Candidates | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Times:
    """Per row the deadline, the three moments to warn, and whether it is sure.

    MISSING, and 0, where there is no deadline.
    """

    due_ms: Array
    warn_ms: Array  # one column a stage before `due`
    confirmed: Array


@dataclass(frozen=True, slots=True)
class ShopClock:
    """Terms, the oldest first, and the pauses during which the clock stands.

    A `goal` is how soon the shop means to be done: it moves warnings forward,
    never a deadline.
    """

    terms: tuple[Term, ...]
    pauses: tuple[Pause, ...] = ()
    goal: Clock | None = None

    def times(self, starts: Array) -> Times:
        """The deadlines of what began at `starts` (UTC ms), each by its own term."""
        found = no_times(len(starts))
        since = [MISSING if t.since_ms is None else t.since_ms for t in self.terms]
        term = np.searchsorted(np.array(since, np.int64), starts, side="right") - 1
        for at in np.unique(term[(term >= 0) & (starts != MISSING)]):
            clock, rows = self.terms[at].clock, np.flatnonzero(term == at)
            if clock is None:
                continue
            own = deadlines(starts[rows], clock, self.pauses)
            found.due_ms[rows], found.warn_ms[rows] = own.due_ms, own.warn_ms
            found.confirmed[rows] = self.terms[at].confirmed
            if self.goal is not None:
                sooner = deadlines(starts[rows], self.goal, self.pauses).warn_ms
                found.warn_ms[rows] = np.minimum(own.warn_ms, sooner)
        return found


def no_times(length: int) -> Times:
    """Rows without any deadline."""
    return Times(
        np.full(length, MISSING, np.int64),
        np.full((length, len(PERCENTS)), MISSING, np.int64),
        np.zeros(length, np.int8),
    )


def stated_or(starts: Array, stated: Array, clock: ShopClock | None) -> Times:
    """The deadlines that facts state themselves, else the clock's.

    A stated one that is not after its start is a slip and counts as not stated.
    """
    told = (stated != MISSING) & (stated > starts)
    found = no_times(len(starts))
    if clock is not None and not told.all():
        rest = np.flatnonzero(~told)
        by_clock = clock.times(starts[rest])
        found.due_ms[rest], found.warn_ms[rest] = by_clock.due_ms, by_clock.warn_ms
        found.confirmed[rest] = by_clock.confirmed
    span = np.where(told, stated - starts, 0)
    parts = [starts + span * percent // 100 for percent in PERCENTS]
    return Times(
        np.where(told, stated, found.due_ms),
        np.where(told[:, None], np.stack(parts, axis=1), found.warn_ms),
        np.where(told, np.int8(1), found.confirmed),
    )
