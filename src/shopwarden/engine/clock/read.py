"""Read a clock as a clause names it.

    clock: {length: 48h, counts: natural, starts: moment, ends: moment, rolls: false}

Only `length` must be there; what is left out takes the strictest reading, and
`zone` is Asia/Shanghai. Values may be texts, as settings files keep them.

What it does not do: say whether anybody confirmed a clock (the rulebook).

>>> read_clock({"length": "7d", "starts": "next_day", "ends": "day_end"}).amount
7
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn, TypeVar

from shopwarden.engine.clock.clock import (
    LONGEST_MS,
    SHANGHAI_NAME,
    UNIT_MS,
    Candidates,
    Clock,
    Counts,
    Ends,
    Starts,
    Unit,
)
from shopwarden.engine.clock.zone import zone_of
from shopwarden.errors import RuleError

if TYPE_CHECKING:
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)

KEYS = ("length", "counts", "starts", "ends", "rolls", "zone")
_LENGTH = re.compile(r"([0-9]{1,7}) ?(min|h|d)")
_FLAGS = {"true": True, "false": False}


def read_clock(given: object, place: str = "clock") -> Clock:
    """The clock of a mapping.

    Raises RuleError with `place` (a clause's id, say) and what belongs there.
    """
    if not isinstance(given, Mapping):
        _wrong(place, given, "{length: 48h}")
    for key in given:
        if key not in KEYS:
            _wrong(place, key, " | ".join(KEYS))
    amount, unit = _length(given, place)
    ends = _choice(given, "ends", Ends, place)
    rolls = _flag(given, "rolls", place)
    if rolls and ends is not Ends.DAY_END:
        raise RuleError("engine.clock_rolls", place=place)
    zone = str(given.get("zone", SHANGHAI_NAME))
    zone_of(zone, place)
    return Clock(
        amount,
        unit,
        _choice(given, "counts", Counts, place),
        _choice(given, "starts", Starts, place),
        ends,
        rolls,
        zone,
    )


def read_candidates(given: object, place: str = "candidates") -> Candidates:
    """The candidates of a list of mappings; RuleError as in `read_clock`."""
    if not isinstance(given, list | tuple) or not given:
        _wrong(place, given, "[{length: 24h}, {length: 48h}]")
    return Candidates(
        tuple(read_clock(one, f"{place} {n}") for n, one in enumerate(given, 1))
    )


def write_clock(clock: Clock) -> dict[str, str | bool]:
    """The mapping of a clock, with every entry; `read_clock` reads it back."""
    return {
        "length": f"{clock.amount}{clock.unit}",
        "counts": str(clock.counts),
        "starts": str(clock.starts),
        "ends": str(clock.ends),
        "rolls": clock.rolls,
        "zone": clock.zone,
    }


def _wrong(place: str, given: object, expected: str) -> NoReturn:
    raise RuleError("engine.clock_value", place=place, given=given, expected=expected)


def _length(given: Mapping[str, object], place: str) -> tuple[int, Unit]:
    text = str(given.get("length", ""))
    match = _LENGTH.fullmatch(text)
    expected = "length: 48h | 30min | 7d"
    if match is None:
        _wrong(place, text, expected)
    amount, unit = int(match[1]), Unit(match[2])
    if not 0 < amount * UNIT_MS[unit] <= LONGEST_MS:
        _wrong(place, text, f"{expected}; 1min … {LONGEST_MS // UNIT_MS[Unit.DAY]}d")
    return amount, unit


def _choice(
    given: Mapping[str, object], key: str, kind: type[Choice], place: str
) -> Choice:
    """The value of a key; the first of its kind, the strictest, if not given."""
    values = list(kind)
    if key not in given:
        return values[0]
    for value in values:
        if given[key] == value:
            return value
    return _wrong(place, given[key], f"{key}: {' | '.join(values)}")


def _flag(given: Mapping[str, object], key: str, place: str) -> bool:
    value = given.get(key, False)
    flag = _FLAGS.get(str(value).lower()) if isinstance(value, bool | str) else None
    if flag is None:
        _wrong(place, value, f"{key}: true | false")
    return flag
