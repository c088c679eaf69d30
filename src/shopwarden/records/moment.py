"""Moments: UTC milliseconds, read from the China-time texts of JD's exports.

JD writes `2026-11-11 00:00:12`, `20261111`, or `2026/11/11 0:00`, always in
Asia/Shanghai, and `0001-01-01 00:00:00` or `1970-01-01 00:00:00` where there
is no time. Asia/Shanghai has been UTC+8 without summer time since 1991
(tz database); earlier moments are outside what a shop on JD can have.

What it does not do: read the clock.

>>> read_moment("2026-11-11 00:00:12")
1794326412000
>>> read_moment("0001-01-01 00:00:00") is None
True
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

SECOND_MS = 1_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 86_400_000
SHANGHAI_MS = 8 * HOUR_MS
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

# JD's own null dates (reference: JOS order documentation, "null dates").
NULL_TEXTS = frozenset(
    {"", "--", "-", "0001-01-01 00:00:00", "1970-01-01 00:00:00", "null", "NULL"}
)
# What a shop's export can hold; outside it a time is a typing error.
EARLIEST_MS = 946_656_000_000  # 2000-01-01 in Asia/Shanghai
LATEST_MS = 4_102_416_000_000  # 2100-01-01 in Asia/Shanghai

_MOMENT = re.compile(
    r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?"
    r"(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?)?"
)


def read_moment(text: str) -> int | None:
    """UTC milliseconds of a China-time text; None for JD's nulls.

    Raises ValueError when the text is no date at all, or outside 2000–2099.
    """
    text = text.strip()
    if text in NULL_TEXTS:
        return None
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(g or 0) for g in match.groups()[:6])
    fraction = int((match[7] or "0").ljust(6, "0"))
    moment = datetime(year, month, day, hour, minute, second, fraction, tzinfo=SHANGHAI)
    ms = round(moment.timestamp() * 1000)
    if not EARLIEST_MS <= ms < LATEST_MS:
        raise ValueError(text)
    return ms


def day_of(ms: int) -> int:
    """The number of the Shanghai day that holds `ms` (days since 1970-01-01)."""
    return (ms + SHANGHAI_MS) // DAY_MS
