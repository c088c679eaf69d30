"""Stated: what a file's name and headings say about the whole export.

When it was made, and whether its bill lines are settled or still pending.
JD's new settlement workbook has no state column: the heading tells (结算时间
or 预计结算时间), else the name the merchant gave the file, else nothing does.

What it does not do: trust a name over the rows. A date in a name that lies
before the newest row is the start of a period, not the time of the export.

>>> stated_time("订单_2026-11-12_0930.csv")
(1794447000000, 1794447059999)
>>> stated_state(("订单编号", "预计结算时间"), "a.xlsx")
(0, 'heading')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, MINUTE_MS, read_moment
from shopwarden.records.schema import STATE_PENDING, STATE_SETTLED, STATE_UNKNOWN
from shopwarden.sources.exports.columns import located

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATE = re.compile(
    r"(?<!\d)(20\d{2})([-_.]?)(\d{2})\2(\d{2})"
    r"(?:[-_ T]?([01]\d|2[0-3])[-_:.]?([0-5]\d)(?:[-_:.]?[0-5]\d)?)?(?!\d)"
)
_PENDING = re.compile("待结算|未结算|pending|unsettled", re.IGNORECASE)
_SETTLED = re.compile("已结算|settled", re.IGNORECASE)


def stated_time(file_name: str) -> tuple[int, int] | None:
    """The interval (UTC ms) in which a file says it was made; the last date counts."""
    found = None
    for match in _DATE.finditer(file_name):
        year, _, month, day, hour, minute = match.groups()
        text = f"{year}-{month}-{day} {hour or '00'}:{minute or '00'}:00"
        try:
            start = read_moment(text)
        except ValueError:  # 19453840 and the like: a serial number
            continue
        if start is not None:
            found = start, start + (MINUTE_MS if hour else DAY_MS) - 1
    return found


def export_time(file_name: str, newest_ms: int | None) -> int | None:
    """When an export was made: its name within reason, else its newest row."""
    stated = stated_time(file_name)
    if stated is None or newest_ms is None:
        return newest_ms if stated is None else stated[0]
    if newest_ms > stated[1]:
        return newest_ms
    return max(stated[0], newest_ms)


def stated_state(headings: Sequence[str], file_name: str) -> tuple[int, str]:
    """The state of all lines of a file, and what told it.

    One of heading, file_name, unknown.
    """
    found = located(headings)
    # A heading that names both times (结算时间(待结算: 预计结算时间)) tells nothing.
    both = any("待结算" in heading for heading in headings)
    if not both and ("due" in found) != ("settled" in found or "arrived" in found):
        return (STATE_PENDING if "due" in found else STATE_SETTLED), "heading"
    if _PENDING.search(file_name):
        return STATE_PENDING, "file_name"
    if _SETTLED.search(file_name):
        return STATE_SETTLED, "file_name"
    return STATE_UNKNOWN, "unknown"
