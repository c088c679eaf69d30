"""What a clock is: its length, what it counts, where it starts and ends.

    length  48h, 30min, 7d
    counts  natural  every hour of every day
            working  only hours of working days; a working day has 24 of them
    starts  moment        the moment itself
            next_day      00:00 of the next day (七日自签收次日起算)
            next_workday  00:00 of the next working day
    ends    moment   when the length has run
            day_end  23:59:59 of the day in which it has run
    rolls   a last day that is no working day gives way to the next working day
            (民法典 203). That JD's own clocks do so is unverified.

The law speaks of a last *day*, which ends at 24:00; so only a clock with
`ends: day_end` can roll. One that rolled to a time of day would fall due
earlier for what began later.

What it does not do: know a calendar (`clock.workdays`) or compute
(`clock.due`). There are no office hours: nobody published them for JD.

>>> Clock(48, Unit.HOUR).length_ms
172800000
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS

SHANGHAI_NAME = "Asia/Shanghai"
# Ten years: no clause runs longer, and the calendar has an end.
LONGEST_MS = 3_660 * DAY_MS


class Unit(StrEnum):
    """What a length is written in."""

    MINUTE = "min"
    HOUR = "h"
    DAY = "d"


class Counts(StrEnum):
    """Which time counts."""

    NATURAL = "natural"
    WORKING = "working"


class Starts(StrEnum):
    """Where a clock begins to run."""

    MOMENT = "moment"
    NEXT_DAY = "next_day"
    NEXT_WORKDAY = "next_workday"


class Ends(StrEnum):
    """Where in its last day a clock falls due."""

    MOMENT = "moment"
    DAY_END = "day_end"


UNIT_MS = {Unit.MINUTE: MINUTE_MS, Unit.HOUR: HOUR_MS, Unit.DAY: DAY_MS}


@dataclass(frozen=True, slots=True)
class Clock:
    """One reading of a deadline.

    What is left out takes the strictest reading, the one that falls due first.
    """

    amount: int
    unit: Unit
    counts: Counts = Counts.NATURAL
    starts: Starts = Starts.MOMENT
    ends: Ends = Ends.MOMENT
    rolls: bool = False
    zone: str = SHANGHAI_NAME

    def __post_init__(self) -> None:
        assert 0 < self.length_ms <= LONGEST_MS
        assert self.ends is Ends.DAY_END or not self.rolls

    @property
    def length_ms(self) -> int:
        """The length as running time."""
        return self.amount * UNIT_MS[self.unit]

    @property
    def absolute(self) -> bool:
        """Whether it counts time itself, not days of a place.

        48 natural hours are 48 hours also where summer time begins in between;
        2 days lead to the same time of day.
        """
        return self.counts is Counts.NATURAL and self.unit is not Unit.DAY

    @property
    def reads_calendar(self) -> bool:
        """Whether working days matter to it."""
        working = self.counts is Counts.WORKING
        return working or self.starts is Starts.NEXT_WORKDAY or self.rolls


@dataclass(frozen=True, slots=True)
class Candidates:
    """The possible readings of a clock that nobody confirmed."""

    clocks: tuple[Clock, ...]

    def __post_init__(self) -> None:
        assert self.clocks


class Pause(NamedTuple):
    """An interval during which every clock stands; the end is not part of it.

    A JD notice for a holiday, say, or a disaster that JD acknowledged (报备).
    """

    start_ms: int
    end_ms: int
    why: str = ""
