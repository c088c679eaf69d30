"""Shares: an order's receivable spread over its lines, exact to the fen.

Each line gets its part by price × quantity, rounded down; the fen left over
go to the lines with the largest remainders, the earlier line first.

>>> import numpy as np
>>> total, weight = np.array([1000, 1000, 1000]), np.array([1, 1, 1])
>>> allocated(np.array([0, 0, 0]), total, weight).tolist()
[334, 333, 333]
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]

# Products of two int64 stay exact below this; larger ones use Python's integers.
_SAFE = 2**62


def allocated(group: Int64, total: Int64, weight: Int64) -> Int64:
    """The part of `total[i]` that row i gets; sums per group equal its total.

    `group` numbers the groups from 0; `total` (≥ 0 fen) is equal within a
    group; `weight` ≥ 0. A group whose weights are all 0 is spread evenly.
    """
    if not len(group):
        return np.empty(0, np.int64)
    size = int(group.max()) + 1
    sums = _sums(group, weight, size)
    weight = np.where(sums[group] == 0, 1, weight)
    sums = np.where(sums == 0, np.bincount(group, minlength=size), sums)[group]
    part, rest = _divided(total, weight, sums)
    left = np.zeros(size, np.int64)
    left[group] = total
    left -= _sums(group, part, size)
    order = np.lexsort((np.arange(len(group)), -rest, group))
    starts = np.searchsorted(group[order], np.arange(size))
    rank = np.arange(len(group)) - starts[group[order]]
    part[order] += rank < left[group[order]]
    return part


def _sums(group: Int64, values: Int64, size: int) -> Int64:
    sums = np.zeros(size, np.int64)
    np.add.at(sums, group, values)
    return sums


def _divided(total: Int64, weight: Int64, sums: Int64) -> tuple[Int64, Int64]:
    """Quotient and remainder of total × weight ÷ sum, exact at any size."""
    if int(total.max()) * int(weight.max()) < _SAFE:
        part, rest = np.divmod(total * weight, sums)
        return part, rest
    product, whole = total.astype(object) * weight, sums.astype(object)
    return (product // whole).astype(np.int64), (product % whole).astype(np.int64)
