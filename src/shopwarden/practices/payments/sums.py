"""Exact integer sums by key, and looking them up: the joins of this practice.

What it does not do: use floating point (`numpy.bincount` would).

>>> sums = Sums.of(np.array([7, 3, 7]), np.array([10, 1, 5]))
>>> sums.at(np.array([7, 4]), 0).tolist()
[15, 0]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from shopwarden.records.facts import Array


@dataclass(frozen=True, slots=True)
class Sums:
    """Sorted keys, the sum of each and how many rows it had."""

    keys: Array
    sums: Array
    counts: Array

    @classmethod
    def of(cls, keys: Array, values: Array) -> Sums:
        """The sums of int64 `values` by int64 `keys`."""
        if not len(keys):
            return cls(*(np.empty(0, np.int64) for _ in range(3)))
        order = np.argsort(keys, kind="stable")
        ranked = keys[order]
        starts = np.flatnonzero(np.diff(ranked, prepend=ranked[0] - 1))
        sums = np.add.reduceat(values[order], starts)
        return cls(ranked[starts], sums, np.diff(starts, append=len(keys)))

    def at(self, keys: Array, missing: int = MISSING) -> Array:
        """The sum of each key, `missing` where there is none."""
        return self._at(self.sums, keys, missing)

    def count(self, keys: Array) -> Array:
        """How many rows each key had."""
        return self._at(self.counts, keys, 0)

    def _at(self, values: Array, keys: Array, missing: int) -> Array:
        if not len(self.keys):
            return np.full(len(keys), missing, np.int64)
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[found] == keys, values[found], missing)


def pair(first: Array, second: Array, width: int) -> Array:
    """One int64 key of two code columns; `width` bounds the second."""
    return np.asarray(first.astype(np.int64) * (width + 2) + second + 1)


def total_by(size: int, at: Array, values: Array) -> Array:
    """Dense sums: `values` added up by `at` into `size` slots."""
    sums = np.zeros(size, np.int64)
    np.add.at(sums, at, values)
    return sums


def running(order: Array, amount: Array) -> Array:
    """Per row: the sum of its order's amounts up to and with it."""
    ranked = np.argsort(order, kind="stable")
    upto = np.cumsum(amount[ranked])
    starts = np.flatnonzero(np.diff(order[ranked], prepend=-1))
    before = np.repeat(
        (upto - amount[ranked])[starts], np.diff(starts, append=len(order))
    )
    found = np.empty(len(order), np.int64)
    found[ranked] = upto - before
    return found
