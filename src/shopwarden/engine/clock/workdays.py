"""Which days are worked in mainland China, and for which that is known.

Data: `data/holidays.yaml`. Days are numbers, from 1970-01-01 as 0. In a year
without data the weekends are off and nothing else, and its days are not known;
nor are the last days of a year before one without data, to which the next
year's notice may reach back.

What it does not do: other regions, or office hours.

>>> china_calendar().works(day_number("2026-01-04"))  # a Sunday
True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from shopwarden.errors import RuleError
from shopwarden.records.moment import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.records.facts import Array

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_SATURDAY = 5
_NOTICE_KEYS = ("title", "number", "number_state", "issued", "state", "seen_on")
_YEAR_KEYS = frozenset((*_NOTICE_KEYS, "read_in", "compared", "holidays"))
_HOLIDAY_KEYS = frozenset(("zh", "en", "free", "makeup"))
_STATES = ("read", "unverified")


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH_ORDINAL


def day_number(text: str) -> int:
    """The number of a day written `2026-01-04`.

    >>> day_number("1970-01-02")
    1
    """
    return _number(date.fromisoformat(text))


# Facts lie in 2000–2099; the longest clock, in working days, ends before 2120.
FIRST_DAY, END_DAY = day_number("1999-12-30"), day_number("2120-01-01")
BEGIN_MS, END_MS = FIRST_DAY * DAY_MS, END_DAY * DAY_MS


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of a year, and from where."""

    number: int
    notice: str
    source: str
    state: str  # read | unverified
    off: frozenset[int]
    work: frozenset[int]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Per day from FIRST_DAY to END_DAY: worked or not, known or not."""

    working: Array
    known: Array
    years: Mapping[int, Year]

    def works(self, day: int) -> bool:
        """Whether a day is worked, as far as known."""
        return bool(self.working[day - FIRST_DAY])

    def next_working(self, days: Array) -> Array:
        """The first working day on or after each day."""
        return np.asarray(self._next[days - FIRST_DAY] + FIRST_DAY)

    def all_known(self, first: Array, last: Array) -> Array:
        """Whether every day of [first, last] is known."""
        unknown = self._unknown_before
        return np.asarray(
            unknown[last + 1 - FIRST_DAY] == unknown[first - FIRST_DAY], bool
        )

    @cached_property
    def _next(self) -> Array:
        at = np.where(self.working, np.arange(len(self.working)), len(self.working))
        return np.asarray(np.minimum.accumulate(at[::-1])[::-1])

    @cached_property
    def _unknown_before(self) -> Array:
        return np.concatenate(([0], np.cumsum(~self.known)))

    @cached_property
    def off(self) -> tuple[Array, Array]:
        """The stretches of days off, as wall time: their starts and ends."""
        off = np.concatenate(([False], ~self.working, [False])).astype(np.int8)
        edge = (np.flatnonzero(np.diff(off)) + FIRST_DAY) * DAY_MS
        return edge[::2], edge[1::2]


@cache
def china_calendar() -> Calendar:
    """The calendar of `data/holidays.yaml`."""
    place = resources.files("shopwarden.engine.clock") / "data" / "holidays.yaml"
    return read_calendar(place.read_text("utf-8"), "holidays.yaml")


def read_calendar(text: str, place: str) -> Calendar:
    """The calendar of a text written like `data/holidays.yaml`.

    Raises RuleError, naming the place, where the text contradicts itself: a
    make-up workday that is no weekend, a day both off and worked, an end before
    its start.
    """
    try:
        data = yaml.safe_load(text)
        month, day = map(int, data["new_year_from"].split("-"))
        entries = {int(n): year for n, year in data["years"].items()}
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise _wrong(place, "new_year_from: MM-DD; years: {2026: …}") from error
    years = {n: _year(n, year, f"{place}: {n}") for n, year in entries.items()}
    return _calendar(years.values(), (month, day))


def _wrong(place: str, expected: str) -> RuleError:
    return RuleError("engine.clock_calendar", place=place, expected=expected)


def _year(number: int, data: Any, place: str) -> Year:
    if not isinstance(data, dict) or set(data) != _YEAR_KEYS:
        raise _wrong(place, " ".join(sorted(_YEAR_KEYS)))
    if data["state"] not in _STATES:
        raise _wrong(f"{place} state", " | ".join(_STATES))
    off: set[int] = set()
    work: set[int] = set()
    for holiday in data["holidays"]:
        if not isinstance(holiday, dict) or set(holiday) != _HOLIDAY_KEYS:
            raise _wrong(
                f"{place} holidays", "{zh: …, en: …, free: [from, to], makeup: []}"
            )
        here = f"{place} {holiday['zh']}"
        off.update(_stretch(holiday["free"], here))
        work.update(_weekends(holiday["makeup"], here))
    if off & work:
        raise _wrong(place, "free ∩ makeup = ∅")
    notice = f"{data['title']}（{data['number']}）"
    return Year(
        number, notice, data["read_in"], data["state"], frozenset(off), frozenset(work)
    )


def _stretch(given: Any, place: str) -> range:
    expected = "[2026-01-01, 2026-01-03]"
    if not isinstance(given, list) or [type(day) for day in given] != [date, date]:
        raise _wrong(f"{place} free", expected)
    if given[0] > given[1]:
        raise _wrong(f"{place} free", expected)
    return range(_number(given[0]), _number(given[1]) + 1)


def _weekends(given: Any, place: str) -> list[int]:
    """Make-up workdays: a weekday among them is a typing error."""
    expected = "[2026-01-04] (Sat, Sun)"
    if not isinstance(given, list):
        raise _wrong(f"{place} makeup", expected)
    if not all(type(day) is date and day.weekday() >= _SATURDAY for day in given):
        raise _wrong(f"{place} makeup", expected)
    return [_number(day) for day in given]


def _calendar(years: Iterable[Year], new_year_from: tuple[int, int]) -> Calendar:
    days = np.arange(FIRST_DAY, END_DAY)
    working = (days + 3) % 7 < _SATURDAY  # 1970-01-01 was a Thursday
    known = np.zeros(len(days), bool)
    by_number = {year.number: year for year in years}
    for year in by_number.values():
        working[np.array(sorted(year.off), np.int64) - FIRST_DAY] = False
        working[np.array(sorted(year.work), np.int64) - FIRST_DAY] = True
    read = {number for number, year in by_number.items() if year.state == "read"}
    for number in read:
        end = date(number + 1, 1, 1)
        if number + 1 not in read:
            end = date(number, *new_year_from)
        first = _number(date(number, 1, 1)) - FIRST_DAY
        known[first : _number(end) - FIRST_DAY] = True
    return Calendar(working, known, by_number)
