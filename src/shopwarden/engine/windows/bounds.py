"""Sums that could leave int64 are refused before anything is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.errors import RuleError

if TYPE_CHECKING:
    from shopwarden.records.facts import Array

LIMIT = 2**63 - 1
_HALF = 32


def magnitude(values: Array) -> int:
    """An upper bound of |sum| of any part of the values; exact when it matters.

    >>> magnitude(np.array([3, -4]))
    8
    """
    if not len(values):
        return 0
    largest = max(int(values.max()), -int(values.min()))
    if largest * len(values) <= LIMIT:
        return largest * len(values)
    sizes = np.abs(values)  # MISSING, the one value without a size, is not here
    high, low = sizes >> _HALF, sizes & (2**_HALF - 1)
    return (int(high.sum()) << _HALF) + int(low.sum())


def check_sum(name: str, values: Array, already: int = 0) -> int:
    """The magnitude of all values so far.

    Raises RuleError `engine.sum_too_large` if a sum might not fit in int64.
    """
    total = already + magnitude(values)
    if total > LIMIT:
        raise RuleError("engine.sum_too_large", name=name, rows=len(values))
    return total
