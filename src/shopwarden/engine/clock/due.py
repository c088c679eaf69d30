"""Deadlines: of a column of moments, or of one moment with all its readings.

A clock that nobody confirmed comes as `Candidates`: the deadline is the
earliest of them, row by row, and says that it is unconfirmed.

What it does not do: read the time. Whether a deadline has passed is for who
knows the moment of judging (`as_of`).

>>> from shopwarden.engine.clock.read import read_candidates
>>> unsure = read_candidates([{"length": "48h"}, {"length": "24h"}])
>>> found = due(1_767_225_600_000, unsure)
>>> found.due_ms - 1_767_225_600_000, found.confirmed, len(found.readings)
(86400000, False, 2)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shopwarden.engine.clock.clock import Candidates
from shopwarden.engine.clock.timer import Timer, checked
from shopwarden.engine.clock.workdays import china_calendar
from shopwarden.errors import RuleError
from shopwarden.records.moment import EARLIEST_MS, LATEST_MS
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.engine.clock.clock import Clock, Pause
    from shopwarden.engine.clock.workdays import Calendar
    from shopwarden.records.facts import Array

# Parts of the running time after which people are warned (threat T8.1).
PERCENTS = (50, 75, 90)


class Deadlines(NamedTuple):
    """A column a field, a row a moment; MISSING where the moment is missing."""

    begin_ms: Array
    due_ms: Array
    warn_ms: Array  # one column for each of PERCENTS
    calendar_known: Array  # False as well where the moment is missing
    reading: Array  # which candidate; 0 for a clock
    confirmed: bool


class Reading(NamedTuple):
    """The deadline of one moment under one clock."""

    clock: Clock
    begin_ms: int
    due_ms: int
    warn_ms: tuple[int, ...]
    calendar_known: bool


class Due(NamedTuple):
    """The deadline of one moment: all readings, the earliest first."""

    readings: tuple[Reading, ...]
    confirmed: bool

    @property
    def due_ms(self) -> int:
        """The earliest deadline, which is the one to keep."""
        return self.readings[0].due_ms

    @property
    def warn_ms(self) -> tuple[int, ...]:
        """When to warn, of the earliest deadline."""
        return self.readings[0].warn_ms

    @property
    def calendar_known(self) -> bool:
        """Whether the calendar is known as far as the earliest deadline needs it."""
        return self.readings[0].calendar_known


def due_ms(
    starts: Array,
    clock: Clock | Candidates,
    pauses: Iterable[Pause] = (),
    calendar: Calendar | None = None,
) -> Array:
    """When each moment's deadline is, the earliest of candidates; UTC ms.

    MISSING where the moment is. Pauses hold for every row.
    """
    given, moments = _given(starts)
    pauses = checked(pauses)
    found = np.full(len(moments), np.iinfo(np.int64).max)
    for one in _clocks(clock):
        timer = Timer(one, pauses, calendar or china_calendar())
        dues = timer.due(timer.run_out(timer.begin(moments)))
        np.minimum(found, dues, out=found)
    return _spread(found, given, MISSING)


def deadlines(
    starts: Array,
    clock: Clock | Candidates,
    pauses: Iterable[Pause] = (),
    calendar: Calendar | None = None,
) -> Deadlines:
    """Deadlines with their beginnings, warnings and state of knowledge."""
    given, moments = _given(starts)
    pauses = checked(pauses)
    clocks = _clocks(clock)
    each = [_timed(moments, c, pauses, calendar or china_calendar()) for c in clocks]
    reading = np.argmin([columns[1] for columns in each], axis=0)
    rows = np.arange(len(moments))
    begin, due, warn, known = (
        np.stack(columns)[reading, rows] for columns in zip(*each, strict=True)
    )
    return Deadlines(
        _spread(begin, given, MISSING),
        _spread(due, given, MISSING),
        _spread(warn, given, MISSING),
        _spread(known, given, fill=False),
        _spread(reading, given, 0),
        not isinstance(clock, Candidates),
    )


def due(
    start_ms: int,
    clock: Clock | Candidates,
    pauses: Iterable[Pause] = (),
    calendar: Calendar | None = None,
) -> Due:
    """The deadline of one moment, which is not missing."""
    pauses = checked(pauses)
    start = np.array([start_ms], np.int64)
    found = []
    for one in _clocks(clock):
        columns = deadlines(start, one, pauses, calendar)
        begin, when, warn, known = (column[0].tolist() for column in columns[:4])
        found.append(Reading(one, begin, when, tuple(warn), known))
    found.sort(key=lambda reading: reading.due_ms)
    return Due(tuple(found), confirmed=not isinstance(clock, Candidates))


def _clocks(clock: Clock | Candidates) -> tuple[Clock, ...]:
    return clock.clocks if isinstance(clock, Candidates) else (clock,)


def _timed(
    moments: Array, clock: Clock, pauses: Iterable[Pause], calendar: Calendar
) -> tuple[Array, Array, Array, Array]:
    timer = Timer(clock, pauses, calendar)
    begins = timer.begin(moments)
    ends = timer.run_out(begins)
    dues = timer.due(ends)
    warn = [timer.stage(begins, dues, percent) for percent in PERCENTS]
    known = timer.calendar_known(moments, begins, ends)
    return begins, dues, np.stack(warn, axis=1), known


def _given(starts: Array) -> tuple[Array, Array]:
    """Which moments are given, and those; RuleError for one no fact can have."""
    starts = np.asarray(starts)
    assert starts.dtype == np.int64
    assert starts.ndim == 1
    given = starts != MISSING
    moments = starts[given]
    wrong = moments[(moments < EARLIEST_MS) | (moments >= LATEST_MS)]
    if len(wrong):
        raise RuleError("engine.clock_moment", moment=int(wrong[0]))
    return given, moments


def _spread(found: Array, given: Array, fill: int) -> Array:
    column = np.full((len(given), *found.shape[1:]), fill, found.dtype)
    column[given] = found
    return column
