"""Moments in a text: 2026年11月25日18:00, 11月25日24点, 今天下午6点.

A day without its year, and 今天, are resolved by the moment that is passed in;
without one they have no `ms`.

What it does not do: say what a moment is for, or read a clock.

>>> found = moments("请于11月25日24点前", 1_795_000_000_000)[0]
>>> found.ms, found.timed
(1795622400000, True)
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from shopwarden.records.moment import (
    DAY_MS,
    EARLIEST_MS,
    HOUR_MS,
    LATEST_MS,
    MINUTE_MS,
    SECOND_MS,
    SHANGHAI_MS,
    day_of,
)

LAST_OF_DAY = DAY_MS - SECOND_MS
_DAYS = {
    **dict.fromkeys(("今天", "今日", "当天", "当日", "今晚"), 0),
    **dict.fromkeys(("明天", "明日", "次日"), 1),
    "后天": 2,
}
_TIME = (
    r"(?:[ T]*(?P<half>凌晨|早上|上午|中午|下午|晚上|晚)?[ ]*"
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?"
    r"|[时点](?:(?P<minute2>\d{1,2})分?|(?P<thirty>半))?整?))?"
)
_MOMENT = re.compile(
    r"(?:(?<!\d)(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?"
    r"|(?<![\d.])(?P<month2>\d{1,2})月(?P<day2>\d{1,2})[日号]"
    r"|本月(?P<day3>\d{1,2})[日号]"
    rf"|(?P<named>{'|'.join(_DAYS)})(?!起))" + _TIME
)
_EPOCH = date(1970, 1, 1)


class Moment(NamedTuple):
    """A moment, its place, and whether its time and year stood there."""

    start: int
    end: int
    ms: int | None
    timed: bool
    dated: bool


def moments(
    text: str, base_ms: int | None = None, *, past: bool = False
) -> list[Moment]:
    """Every moment in a text, folded and in digits.

    `past` says that what lacks its year lies before `base_ms`, not after.
    """
    found = (_moment(match, base_ms, past=past) for match in _MOMENT.finditer(text))
    return [one for one in found if one is not None]


def _moment(match: re.Match[str], base_ms: int | None, *, past: bool) -> Moment | None:
    timed, dated = match["hour"] is not None, match["year"] is not None
    start, end = match.span()
    if base_ms is None and not dated:
        return Moment(start, end, None, timed, dated)
    try:
        day = _day(match, base_ms, past=past)
    except ValueError:
        return None
    clock = _clock(match) if timed else 0
    if clock is None:
        return None
    ms = (day - _EPOCH).days * DAY_MS - SHANGHAI_MS + clock
    known = EARLIEST_MS <= ms < LATEST_MS
    return Moment(start, end, ms, timed, dated) if known else None


def _day(match: re.Match[str], base_ms: int | None, *, past: bool) -> date:
    """The day meant; ValueError if there is no such day."""
    if match["year"]:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    assert base_ms is not None
    base = _EPOCH + timedelta(days=day_of(base_ms))
    if match["named"]:
        return base + timedelta(days=_DAYS[match["named"]])
    if match["day3"]:
        return base.replace(day=int(match["day3"]))
    day = date(base.year, int(match["month2"]), int(match["day2"]))
    if past:
        return day if day <= base else day.replace(year=day.year - 1)
    return day if day >= base else day.replace(year=day.year + 1)


def _clock(match: re.Match[str]) -> int | None:
    """Milliseconds after midnight; 24:00 is the next day's 00:00."""
    hour = int(match["hour"])
    half = match["half"]
    if (half in ("下午", "晚上", "晚") and hour < 12) or (half == "中午" and hour < 11):
        hour += 12
    minute = int(match["minute"] or match["minute2"] or (30 if match["thirty"] else 0))
    second = int(match["second"] or 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and minute + second):
        return None
    return hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS


def written_moment(ms: int) -> str:
    """A moment of China as our tables write it: 2026-11-25 18:00:00."""
    moment = datetime.fromtimestamp((ms + SHANGHAI_MS) // SECOND_MS, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}"
