"""Time zones for whole columns: UTC milliseconds to wall time and back.

Wall time is milliseconds since 1970-01-01 00:00 as the wall shows it; each of
its days has 86,400,000. So that later is never earlier:

- an hour that is shown twice counts once, the second time: the first time, the
  wall clock stands at the hour's beginning;
- a wall time that is never shown is the moment the clock was put forward.

Asia/Shanghai is computed, not looked up: UTC+8 without summer time since 1991.
Other zones come from the system's IANA database by `zoneinfo`.

What it does not do: moments before 2000.

>>> int(zone_of("Asia/Shanghai").wall(0))
28800000
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from shopwarden.engine.clock.clock import SHANGHAI_NAME
from shopwarden.engine.clock.workdays import BEGIN_MS, END_MS
from shopwarden.errors import RuleError
from shopwarden.records.moment import DAY_MS, SECOND_MS, SHANGHAI_MS

if TYPE_CHECKING:
    from shopwarden.records.facts import Array

_FAR = 2**62
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A zone's offsets, each from a moment on."""

    since: Array  # UTC ms, ascending; the first is long ago
    offset: Array  # ms to add, from then on

    def wall(self, ms: Array | int) -> Array:
        """The wall time of moments."""
        at = np.searchsorted(self.since, ms, "right") - 1
        return np.asarray(np.minimum(ms + self.offset[at], self._most[at]))

    def moment(self, wall: Array | int) -> Array:
        """The first moment at which the wall shows a time, or a later one."""
        begins = self.since + self.offset
        at = np.searchsorted(begins, wall, "left") - 1
        ends = np.append(self.since[1:], _FAR)
        return np.asarray(np.minimum(wall - self.offset[at], ends[at]))

    @property
    def _most(self) -> Array:
        """Where the wall clock stands before it is put back."""
        return np.append(self.since[1:] + self.offset[1:], _FAR)


def zone_of(name: str, place: str = "clock") -> Zone:
    """The zone of an IANA name; RuleError if there is none, naming the place."""
    try:
        return _zone(name)
    # zoneinfo raises what its search for a file happens to raise.
    except (KeyError, ValueError, OSError) as error:
        raise RuleError("engine.clock_zone", place=place, zone=name) from error


@cache
def _zone(name: str) -> Zone:
    if name == SHANGHAI_NAME:
        return Zone(np.array([-_FAR]), np.array([SHANGHAI_MS]))
    return _looked_up(ZoneInfo(name))


def _looked_up(zone: ZoneInfo) -> Zone:
    """The changes of a zone: found by the day, then to the second."""
    days = range(BEGIN_MS, END_MS, DAY_MS)
    offsets = [_offset(zone, ms) for ms in days]
    since, offset = [-_FAR], [offsets[0]]
    for day, before, after in zip(days, offsets, offsets[1:], strict=False):
        if before != after:
            since.append(_change(zone, day, day + DAY_MS, before))
            offset.append(after)
    return Zone(np.array(since, np.int64), np.array(offset, np.int64))


def _change(zone: ZoneInfo, low: int, high: int, before: int) -> int:
    """The first second in (low, high] whose offset is not `before`."""
    while high - low > SECOND_MS:
        middle = (low + high) // 2 // SECOND_MS * SECOND_MS
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, ms: int) -> int:
    shown = (_EPOCH + timedelta(milliseconds=ms)).astimezone(zone)
    offset = shown.utcoffset()
    assert offset is not None
    return offset // timedelta(milliseconds=1)


def wall_text(ms: int, zone: str = SHANGHAI_NAME) -> str:
    """A moment as a viewer's wall shows it, to the second.

    >>> wall_text(1_767_225_599_000)
    '2026-01-01 07:59:59'
    """
    if zone == SHANGHAI_NAME:
        return f"{_EPOCH + timedelta(milliseconds=ms + SHANGHAI_MS):%Y-%m-%d %H:%M:%S}"
    zone_of(zone)  # the error for an unknown name
    shown = (_EPOCH + timedelta(milliseconds=ms)).astimezone(ZoneInfo(zone))
    return f"{shown:%Y-%m-%d %H:%M:%S}"
