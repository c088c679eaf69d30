"""Deadlines: when a clock that began at a moment falls due.

A pure calculator over UTC milliseconds, for one moment or a million: natural
or working time of mainland China, pauses, zones, the end of a day, a last day
that gives way to the next working day, and when to warn.

What it does not do: read the time, or know which clock a clause has: that is
data (`read_clock`), and unless somebody confirmed it, there are several
(`Candidates`), of which the earliest deadline counts.

>>> from shopwarden.records.moment import read_moment
>>> signed = read_moment("2026-02-10 15:00:00")
>>> seven = {"length": "7d", "starts": "next_day", "ends": "day_end"}
>>> wall_text(due(signed, read_clock(seven)).due_ms)
'2026-02-17 23:59:59'
>>> rolling = read_clock({**seven, "rolls": True})
>>> wall_text(due(signed, rolling).due_ms)
'2026-02-24 23:59:59'
"""

from shopwarden.engine.clock.clock import (
    SHANGHAI_NAME,
    Candidates,
    Clock,
    Counts,
    Ends,
    Pause,
    Starts,
    Unit,
)
from shopwarden.engine.clock.due import (
    PERCENTS,
    Deadlines,
    Due,
    Reading,
    deadlines,
    due,
    due_ms,
)
from shopwarden.engine.clock.read import read_candidates, read_clock, write_clock
from shopwarden.engine.clock.said import caveats, clock_text
from shopwarden.engine.clock.workdays import (
    Calendar,
    Year,
    china_calendar,
    day_number,
    read_calendar,
)
from shopwarden.engine.clock.zone import wall_text

__all__ = [
    "PERCENTS",
    "SHANGHAI_NAME",
    "Calendar",
    "Candidates",
    "Clock",
    "Counts",
    "Deadlines",
    "Due",
    "Ends",
    "Pause",
    "Reading",
    "Starts",
    "Unit",
    "Year",
    "caveats",
    "china_calendar",
    "clock_text",
    "day_number",
    "deadlines",
    "due",
    "due_ms",
    "read_calendar",
    "read_candidates",
    "read_clock",
    "wall_text",
    "write_clock",
]
