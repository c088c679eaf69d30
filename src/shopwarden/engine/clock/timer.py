"""One clock over whole columns: where it begins, falls due, and warns.

The time line of a clock is either time itself (48 natural hours) or the wall
time of its zone (days, working hours); see `clock.Clock.absolute`.

A pause that begins after the length has run changes nothing, even on the last
day of a clock that ends with its day: the earlier deadline is the safe one.

What it does not do: choose between candidates (`clock.due`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.clock.clock import Counts, Ends, Pause, Starts
from shopwarden.engine.clock.running import running_time
from shopwarden.engine.clock.workdays import BEGIN_MS, END_MS
from shopwarden.engine.clock.zone import zone_of
from shopwarden.errors import RuleError
from shopwarden.records.moment import DAY_MS, EARLIEST_MS, LATEST_MS, SECOND_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shopwarden.engine.clock.clock import Clock
    from shopwarden.engine.clock.running import Running
    from shopwarden.engine.clock.workdays import Calendar
    from shopwarden.records.facts import Array


class Timer:
    """A clock with its pauses and its calendar, ready for columns of moments.

    Moments are UTC ms within 2000–2099, without missing ones.
    """

    def __init__(
        self, clock: Clock, pauses: Iterable[Pause], calendar: Calendar
    ) -> None:
        self.clock = clock
        self.calendar = calendar
        self.zone = zone_of(clock.zone)
        self.running = self._running(checked(pauses))

    def _running(self, pauses: Sequence[Pause]) -> Running:
        edges = [np.array([p[side] for p in pauses], np.int64) for side in (0, 1)]
        standing = [(self._line(edges[0]), self._line(edges[1]))]
        if self.clock.counts is Counts.WORKING:
            standing.append(self.calendar.off)
        return running_time(standing, BEGIN_MS, END_MS)

    def _line(self, ms: Array) -> Array:
        """Moments on the clock's time line."""
        return ms if self.clock.absolute else self.zone.wall(ms)

    def _moment(self, line: Array) -> Array:
        return line if self.clock.absolute else self.zone.moment(line)

    def begin(self, starts: Array) -> Array:
        """Where the clock begins to run."""
        if self.clock.starts is Starts.MOMENT:
            return starts
        day = self.zone.wall(starts) // DAY_MS + 1
        if self.clock.starts is Starts.NEXT_WORKDAY:
            day = self.calendar.next_working(day)
        return self.zone.moment(day * DAY_MS)

    def run_out(self, begins: Array) -> Array:
        """When the length has run, on the clock's time line."""
        ran = self.running.until(self._line(begins))
        return self.running.reached(ran + self.clock.length_ms)

    def due(self, ends: Array) -> Array:
        """When the clock falls due, its length having run at `ends` of its line."""
        if self.clock.ends is Ends.MOMENT:
            return self._moment(ends)
        day = self.last_day(ends)
        if self.clock.rolls:
            day = self.calendar.next_working(day)
        return self.zone.moment((day + 1) * DAY_MS - SECOND_MS)

    def last_day(self, ends: Array) -> Array:
        """The day in which the length has run: 24:00 still belongs to it."""
        wall = self.zone.wall(ends) if self.clock.absolute else ends
        return np.asarray((wall - 1) // DAY_MS)

    def stage(self, begins: Array, dues: Array, percent: int) -> Array:
        """When a part of the running time from beginning to due has run."""
        ran = self.running.until(self._line(begins))
        whole = self.running.until(self._line(dues)) - ran
        return self._moment(self.running.reached(ran + whole * percent // 100))

    def calendar_known(self, starts: Array, begins: Array, ends: Array) -> Array:
        """Whether every day that was asked whether it is worked is known."""
        clock, calendar = self.clock, self.calendar
        known = np.ones(len(starts), bool)
        first = self.zone.wall(begins) // DAY_MS
        last = self.last_day(ends)
        if clock.starts is Starts.NEXT_WORKDAY:
            next_day = self.zone.wall(starts) // DAY_MS + 1
            known &= calendar.all_known(next_day, first)
        if clock.counts is Counts.WORKING:
            known &= calendar.all_known(first, last)
        if clock.rolls:
            known &= calendar.all_known(last, calendar.next_working(last))
        return known


def checked(pauses: Iterable[Pause]) -> list[Pause]:
    """The pauses; RuleError for one that ends before it begins, or out of range."""
    found = [Pause(*pause) for pause in pauses]
    for pause in found:
        if not EARLIEST_MS <= pause.start_ms < pause.end_ms <= LATEST_MS:
            raise RuleError(
                "engine.clock_pause", start_ms=pause.start_ms, end_ms=pause.end_ms
            )
    return found
