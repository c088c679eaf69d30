"""Sorting: wide integer keys packed into 64-bit words, exact at any width.

A business key of nine columns needs few bits: codes are small, moments share
their seconds. Packed into words, millions of rows sort by one integer, and
only rows that tie go on to the next word. Nothing is hashed, so nothing can
collide.

>>> import numpy as np
>>> found = ordered([np.array([2, 1, 1]), np.array([0, 9, 5])])
>>> found.index.tolist(), found.ties.tolist()
([2, 1, 0], [False, False])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = NDArray[Any]
Words = list[NDArray[np.uint64]]

_WORD_BITS = 64
_SECOND = np.uint64(1000)


@dataclass(frozen=True, slots=True)
class Ordering:
    """Row numbers in order, and between which neighbours the keys are equal."""

    index: NDArray[np.int64]
    ties: NDArray[np.bool_]  # ties[i]: rows i and i + 1 of the order have one key

    def runs(self) -> NDArray[np.int64]:
        """Per place in the order the number of its run of equal keys."""
        starts = np.concatenate(([True], ~self.ties)) if len(self.index) else self.ties
        return np.cumsum(starts) - 1

    def refined(self, columns: Sequence[Array]) -> Ordering:
        """The same order with ties put in the order of further columns."""
        index, ties = _refined(self.index.copy(), self.ties.copy(), packed(columns))
        return Ordering(index, ties)


def ordered(columns: Sequence[Array]) -> Ordering:
    """The order of rows by `columns`, the first the most significant.

    Missing values come first. Rows that tie in all columns keep no order.
    """
    words = packed(columns)
    size = len(columns[0])
    if not words:
        return Ordering(np.arange(size), np.ones(max(0, size - 1), np.bool_))
    index = np.argsort(words[0])
    first = words[0][index]
    return Ordering(*_refined(index, first[1:] == first[:-1], words[1:]))


def packed(columns: Sequence[Array]) -> Words:
    """The columns in as few 64-bit words as hold them, order kept."""
    words: Words = []
    room = 0
    for column in columns:
        values, bits = _narrowed(column)
        if bits == 0:
            continue
        if bits > room:
            words.append(values)
            room = _WORD_BITS - bits
        else:
            words[-1] = (words[-1] << np.uint64(bits)) | values
            room -= bits
    return words


def _narrowed(column: Array) -> tuple[NDArray[np.uint64], int]:
    """A column as small unsigned numbers, missing as 0, and their width in bits."""
    wide = column.astype(np.int64, copy=False)
    known = wide != MISSING
    if not known.any():
        return np.zeros(len(wide), np.uint64), 0
    lowest = wide.min(where=known, initial=np.iinfo(np.int64).max)
    # Unsigned subtraction is exact even where the signed one would overflow.
    values = wide.view(np.uint64) - lowest.view(np.uint64)
    some_missing = not known.all()
    if some_missing:
        values[~known] = 0
    if not (values % _SECOND).any():
        values //= _SECOND
    if some_missing:
        values[known] += np.uint64(1)
    return values, int(values.max()).bit_length()


def _refined(
    index: NDArray[np.int64], ties: NDArray[np.bool_], words: Words
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    for word in words:
        if not ties.any():
            break
        tied = np.append(ties, values=False) | np.concatenate(([False], ties))
        at = np.flatnonzero(tied)
        runs = np.cumsum(np.concatenate(([True], ~ties)))[at]
        rows = index[at]
        index[at] = rows[np.lexsort((word[rows], runs))]
        sorted_word = word[index]
        ties = ties & (sorted_word[1:] == sorted_word[:-1])
    return index, ties
