"""Looking up by code: first and last moments, sums, the only value of a group.

Every answer is an array with one place per code and one more at the end, which
is that of a missing code: `answer[codes]` needs no mask.

What it does not do: know what the moments mean.

>>> first_moments(np.array([1, 0, 1]), np.array([30, 20, 10]), 2).tolist()[:2]
[20, 10]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.disputes.deadlines.begun import NEVER
from shopwarden.records.schema import MISSING, NO_CODE

if TYPE_CHECKING:
    from shopwarden.records.facts import Array, Facts


def width(facts: Facts, domain: str) -> int:
    """How many codes a domain has."""
    return len(facts.names.get(domain, ()))


def first_moments(codes: Array, moments: Array, size: int) -> Array:
    """The earliest moment of each code; NEVER where there is none."""
    found = np.full(size + 1, NEVER, np.int64)
    known = (codes != NO_CODE) & (moments != MISSING)
    np.minimum.at(found, codes[known], moments[known])
    return found


def moments_after(
    codes: Array, moments: Array, asked: Array, starts: Array, *, same: bool
) -> Array:
    """The first moment of the asked code at or after a start; NEVER if none.

    With `same` false the start itself does not count.
    """
    order = np.lexsort((moments, codes))
    codes, moments = codes[order], moments[order]
    ranks, places = np.unique(moments, return_inverse=True)
    rank = np.searchsorted(ranks, starts, side="left" if same else "right")
    span = len(ranks) + 1
    keys = codes.astype(np.int64) * span + places
    at = np.searchsorted(keys, asked.astype(np.int64) * span + rank, side="left")
    with_end = np.append(moments, NEVER)
    owner = np.append(codes, NO_CODE - 1)
    return np.where((owner[at] == asked) & (asked != NO_CODE), with_end[at], NEVER)


def sums(codes: Array, amounts: Array, size: int) -> Array:
    """The sum of the known amounts of each code; MISSING where none is known."""
    known = (codes != NO_CODE) & (amounts != MISSING)
    total = np.zeros(size + 1, np.int64)
    np.add.at(total, codes[known], amounts[known])
    told = np.zeros(size + 1, np.bool_)
    told[codes[known]] = True
    return np.where(told, total, MISSING)


def only(codes: Array, values: Array, size: int) -> Array:
    """The value of each code where all its known values are one, else NO_CODE."""
    known = (codes != NO_CODE) & (values != NO_CODE)
    low = np.full(size + 1, np.iinfo(np.int32).max, np.int32)
    high = np.full(size + 1, NO_CODE, np.int32)
    np.minimum.at(low, codes[known], values[known])
    np.maximum.at(high, codes[known], values[known])
    return np.where(low == high, high, np.int32(NO_CODE)).astype(np.int32)


def column_of(codes: Array, values: Array, size: int, missing: int) -> Array:
    """The first value of each code, in the order of rows."""
    found = np.full(size + 1, missing, values.dtype)
    rows = np.flatnonzero(codes != NO_CODE)[::-1]
    found[codes[rows]] = values[rows]
    return found
