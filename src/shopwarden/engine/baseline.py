"""Baselines: what an entity usually has in this hour of the day, and its spread.

The usual is the median of the counts of the same hour of the day over the days
before, the spread 1.4826 × the median absolute deviation (MAD), which for
normal noise is the standard deviation. Both are integer thousandths, and exact
up to the last rounding. An outlier moves neither, unlike mean and deviation.

    DAILY     the same hour of each of the last 28 days
    WEEKDAY   the same hour of the same weekday of the last 8 weeks, where at
              least 4 of them count

Which hours count is the caller's to say (`Hours`): those wholly delivered and
not in a campaign. A counted hour without a fact is a zero. Hours before the
first one in which the entity was ever seen do not count: it may not have been
on sale. `days` says on how many hours the median stands; it is the caller's to
ask for enough.

What it does not do: count facts, or say from when on a count is odd.

>>> cells = Cells(np.zeros(4, int), np.array([0, 24, 48, 72]), np.array([2, 4, 3, 50]))
>>> found = baseline(cells, np.array([3]), Hours(0, np.ones(73, bool)))
>>> found.usual_milli.tolist(), found.spread_milli.tolist(), found.days.tolist()
([3000], [1483], [3])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import HOUR_MS, SHANGHAI_MS
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.records.facts import Array

MILLI = 1_000
DAY_HOURS = 24
LEAST_MILLI = MILLI  # no spread is below one count
_BATCH = 65_536  # rows of one matrix of samples
_PAST = np.iinfo(np.int64).max  # sorts behind every value


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How far apart samples lie, how far back they go, how few are enough."""

    every_days: int
    back_days: int
    least: int = 1


DAILY = Rhythm(1, 28)
WEEKDAY = Rhythm(7, 56, 4)


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts by entity and hour, each pair once, in any order; zeros left out.

    Hours are numbers of whole hours since 1970 (`hour_of`); entities are ≥ 0.
    """

    entity: Array
    hour: Array
    count: Array


@dataclass(frozen=True, slots=True)
class Hours:
    """Which hours count as samples: from `first` on, one flag each; others do not."""

    first: int
    counted: Array


@dataclass(frozen=True, slots=True)
class Baseline:
    """Usual and spread in thousandths, MISSING where too few days stand behind."""

    usual_milli: Array
    spread_milli: Array
    days: Array


def hour_of(ts: Array) -> Array:
    """The number of the hour of each moment; China's hours begin with UTC's."""
    return np.asarray(ts // HOUR_MS)


def day_of_hour(hour: Array) -> Array:
    """The number of the China day of each hour."""
    return np.asarray((hour + SHANGHAI_MS // HOUR_MS) // DAY_HOURS)


def counted_hours(
    spans: Iterable[tuple[int, int]], first: int, last: int, excluded_days: Array
) -> Hours:
    """The hours from first to last that lie wholly in a span and in no excluded day.

    `spans` are (start, end) in ms, both included, as `records.coverage.merged`
    gives them.
    """
    hour = np.arange(first, last + 1)
    inside = np.zeros(len(hour), np.bool_)
    for start, end in spans:
        inside |= (hour * HOUR_MS >= start) & ((hour + 1) * HOUR_MS - 1 <= end)
    return Hours(first, inside & ~np.isin(day_of_hour(hour), excluded_days))


def baseline(cells: Cells, at: Array, hours: Hours, rhythm: Rhythm = DAILY) -> Baseline:
    """The baseline of the cells at positions `at`, none of them its own sample."""
    width = int(cells.hour.max(initial=0)) + 1
    key = cells.entity.astype(np.int64) * width + cells.hour
    order = np.argsort(key)
    counts = _Counts(key[order], cells.count[order], width)
    begun = _begun(cells)
    parts = [
        _of(counts, cells.entity[rows], cells.hour[rows], begun, hours, rhythm)
        for rows in np.split(at, range(_BATCH, len(at), _BATCH))
    ]
    usual, spread, days = (np.concatenate(c) for c in zip(*parts, strict=True))
    return Baseline(usual, spread, days)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Cells by sorted key."""

    key: Array
    count: Array
    width: int

    def of(self, entity: Array, hour: Array) -> Array:
        """The count of each pair, 0 where there is no cell."""
        key = entity.astype(np.int64) * self.width + hour
        place = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        hit = (self.key[place] == key) & (hour >= 0)
        return np.where(hit, self.count[place], 0)


def _begun(cells: Cells) -> Array:
    """The first hour in which each entity was seen."""
    begun = np.full(int(cells.entity.max(initial=-1)) + 1, _PAST)
    np.minimum.at(begun, cells.entity, cells.hour)
    return begun


def _of(
    counts: _Counts,
    entity: Array,
    hour: Array,
    begun: Array,
    hours: Hours,
    rhythm: Rhythm,
) -> tuple[Array, Array, Array]:
    back = np.arange(rhythm.every_days, rhythm.back_days + 1, rhythm.every_days)
    sample = np.empty((len(back), len(entity)), np.int64)
    known = np.empty(sample.shape, np.bool_)
    for row, earlier in enumerate(back.tolist()):
        then = hour - earlier * DAY_HOURS
        place = then - hours.first
        inside = (place >= 0) & (place < len(hours.counted)) & (then >= begun[entity])
        known[row] = inside
        known[row][inside] = hours.counted[place[inside]]
        sample[row] = counts.of(entity, then) if len(counts.key) else 0
    usual, days = median_across(sample.T * MILLI, known.T)
    off = np.abs(sample.T * MILLI - usual[:, None])
    spread = np.maximum(as_deviation(median_across(off, known.T)[0]), LEAST_MILLI)
    enough = days >= rhythm.least
    return np.where(enough, usual, MISSING), np.where(enough, spread, MISSING), days


def median_across(sample: Array, known: Array) -> tuple[Array, Array]:
    """The median of the known values of each row, and how many there are.

    Of an even number the mean of the two in the middle, rounded down; 0 where
    there are none.

    >>> median_across(np.array([[9, 1, 4]]), np.array([[True, True, False]]))
    (array([5]), array([2]))
    """
    ranked = np.sort(np.where(known, sample, _PAST), axis=1)
    size = known.sum(axis=1)
    row = np.arange(len(ranked))
    low = ranked[row, np.maximum(size - 1, 0) // 2]
    high = ranked[row, np.minimum(size // 2, ranked.shape[1] - 1)]
    return np.where(size > 0, _middle(low, high), 0), size


def median_within(group: Array, value: Array, groups: int) -> tuple[Array, Array]:
    """The median of the values of each group 0 … groups − 1, and their number.

    As `median_across`, for groups of any size.

    >>> median_within(np.array([1, 1, 1]), np.array([9, 1, 4]), 2)
    (array([0, 4]), array([0, 3]))
    """
    size = np.bincount(group, minlength=groups)
    ranked = np.append(value[np.lexsort((value, group))], 0)
    start = np.cumsum(size) - size
    low = ranked[start + np.maximum(size - 1, 0) // 2]
    high = ranked[np.minimum(start + size // 2, len(ranked) - 1)]
    return np.where(size > 0, _middle(low, high), 0), size


def _middle(low: Array, high: Array) -> Array:
    """The mean of two numbers, rounded down, without their sum."""
    return np.asarray((low & high) + ((low ^ high) >> 1))


def as_deviation(mad: Array) -> Array:
    """1.4826 × MAD in whole numbers, half up: what a deviation would be.

    >>> as_deviation(np.array([1000])).tolist()
    [1483]
    """
    return np.asarray((mad * 14_826 + 5_000) // 10_000)
