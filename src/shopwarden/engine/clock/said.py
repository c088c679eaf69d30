"""A clock in words, and what a reader of a deadline has to be told with it.

What it does not do: show the deadline itself (a parameter named `…_ms` does).

>>> from shopwarden.engine.clock.read import read_clock
>>> from shopwarden.words import say
>>> say(clock_text(read_clock({"length": "48h"})), "en")
'48 h, every day counts, from the moment, until it has run'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.clock.clock import SHANGHAI_NAME
from shopwarden.words import Text

if TYPE_CHECKING:
    from shopwarden.engine.clock.clock import Clock
    from shopwarden.engine.clock.due import Due


def clock_text(clock: Clock) -> Text:
    """A clock in words."""
    ends = "rolls" if clock.rolls else str(clock.ends)
    parts: dict[str, object] = {
        "length": Text(f"engine.clock_unit_{clock.unit}", {"amount": clock.amount}),
        "counts": Text(f"engine.clock_counts_{clock.counts}"),
        "starts": Text(f"engine.clock_starts_{clock.starts}"),
        "ends": Text(f"engine.clock_ends_{ends}"),
    }
    said = Text("engine.clock_said", parts)
    if clock.zone == SHANGHAI_NAME:
        return said
    return Text("engine.clock_said_zone", {"clock": said, "zone": clock.zone})


def caveats(due: Due) -> list[Text]:
    """What is not sure about a deadline; empty where nothing is."""
    found = []
    if not due.confirmed:
        clock = clock_text(due.readings[0].clock)
        count = len(due.readings)
        found.append(Text("engine.clock_unconfirmed", {"clock": clock, "count": count}))
    if not due.calendar_known:
        found.append(Text("engine.clock_calendar_unknown"))
    return found
