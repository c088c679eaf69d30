"""Entities as small numbers: one code column, or a tuple of them, made dense."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.records.facts import Array

_MOST = 2**62


def numbered(columns: Sequence[Array]) -> tuple[Array, int]:
    """An int32 number for each row, -1 where a column is missing; how many.

    Rows with equal codes get equal numbers. The numbers are below the count,
    and the count is at most about twice the rows.

    >>> numbered([np.array([7, -1, 7, 3], np.int32)])
    (array([ 7, -1,  7,  3], dtype=int32), 8)
    >>> numbered([np.array([1, 1, -1]), np.array([5, 6, 5])])
    (array([ 0,  1, -1], dtype=int32), 2)
    """
    keys = columns[0]
    for column in columns[1:]:
        keys = _paired(keys, column)
    count = int(keys.max(initial=-1)) + 1
    if count > 2 * len(keys) + 1024:
        return _dense(keys)
    return np.asarray(np.maximum(keys, -1), np.int32), count


def _paired(left: Array, right: Array) -> Array:
    """One key for each pair of codes, -1 where either is missing."""
    if (int(left.max(initial=0)) + 1) * (int(right.max(initial=0)) + 1) >= _MOST:
        left, right = _dense(left)[0], _dense(right)[0]
    width = int(right.max(initial=0)) + 1
    keys = left.astype(np.int64) * width + right
    return _dense(np.where((left < 0) | (right < 0), -1, keys))[0]


def _dense(keys: Array) -> tuple[Array, int]:
    values, numbers = np.unique(keys, return_inverse=True)
    missing = int(np.searchsorted(values, 0))
    dense = np.maximum(numbers.reshape(-1) - missing, -1).astype(np.int32)
    return dense, len(values) - missing
