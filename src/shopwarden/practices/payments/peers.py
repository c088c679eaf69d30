"""What the *other* orders pay: medians that leave a row's own order out.

A rate that explains a line must not come from that line. So each row gets the
lower median over the rows of its group that belong to other owners: an
observed value, never an average.

What it does not do: decide how many peers are enough.

>>> rate = np.array([5, 5, 9])
>>> value, peers = median_of_others(np.zeros(3, int), np.arange(3), rate)
>>> value.tolist(), peers.tolist()
([5, 5, 5], [2, 2, 2])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from shopwarden.records.facts import Array


def median_of_others(group: Array, owner: Array, value: Array) -> tuple[Array, Array]:
    """Per row: the lower median of the group without the owner, and its size.

    MISSING where nobody else is there.
    """
    if not len(group):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    ranked = np.lexsort((value, group))
    start, size = _runs(group[ranked])
    place = np.arange(len(group)) - start  # within the group, by value
    key = group[ranked].astype(np.int64) * (int(owner.max()) + 2) + owner[ranked] + 1
    mine = np.argsort(key, kind="stable")
    first, count = _runs(key[mine])
    heads = np.flatnonzero(first == np.arange(len(first)))
    others = size[mine][heads] - count[heads]
    rank = _rank_among_others(place[mine], heads, count[heads], (others - 1) // 2)
    at = np.minimum(start[mine][heads] + rank, len(group) - 1)
    median = np.where(others > 0, value[ranked][at], MISSING)
    found = np.empty((2, len(group)), np.int64)
    rows = ranked[mine]
    found[0, rows] = np.repeat(median, count[heads])
    found[1, rows] = np.repeat(others, count[heads])
    return found[0], found[1]


def _runs(keys: Array) -> tuple[Array, Array]:
    """Per row of a sorted column: where its run starts and how long it is."""
    edges = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    length = np.diff(edges, append=len(keys))
    return np.repeat(edges, length), np.repeat(length, length)


def _rank_among_others(place: Array, heads: Array, count: Array, rank: Array) -> Array:
    """The place of the rank-th row that is not the owner's own."""
    at = np.maximum(rank, 0)
    nth = 0
    active = np.flatnonzero(count > nth)
    while len(active):
        own = place[heads[active] + nth]
        at[active] += own <= at[active]
        nth += 1
        active = active[count[active] > nth]
    return at
