"""The kernel of linking: union by size, path halving, groups with counts.

Plain loops over arrays, in the subset of Python that numba compiles; runs
uncompiled too (`engine.link.compiled`), with equal results. Orders are
numbers from 0 in the total order. What the rows mean:

    prev[t, i]    the order before i with the same identifier of type t, or -1
    before[t, i]  the order before i with the same identifier and buyer, or -1
    after[t, i]   the order after i with both the same, or the number of orders
    seen[t, c]    different buyers of identifier c in the memory, slid along
    node[i]       parent, and of a root: size, earliest order, orders of the
                  week, orders of the day, buyers of the week

What it does not do: know days or columns (`engine.link`).

>>> import numpy as np
>>> node = np.zeros((3, NODE_WORDS), np.int32)
>>> for order in range(3):
...     fresh(node, order)
>>> unite(node, 2, 0)
>>> [int(find(node, order)) for order in range(3)]
[2, 1, 2]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Words of a node; eight, so that a node lies in one line of a cache.
PARENT, SIZE, EARLIEST, WEEK, DAY, BUYERS, NODE_WORDS = 0, 1, 2, 3, 4, 5, 8
# Types of identifiers; the first two are counted against the cap.
PHONE, ADDRESS, BUYER, TYPES, CAPPED = 0, 1, 2, 3, 2
# Rows of what is written: group, orders, orders of the day, buyers; then flags.
GROUP, ORDERS, ORDERS_DAY, GROUP_BUYERS, FOUND_ROWS = 0, 1, 2, 3, 4
# Moments: how far the two counts reach back.
WEEK_MS, DAY_MS = 7 * 86_400_000, 86_400_000


def chain(codes: NDArray[Any], last: NDArray[Any], prev: NDArray[Any]) -> None:
    """The place before each place with the same code; -1 if none or missing."""
    for i in range(len(codes)):
        code = codes[i]
        prev[i] = -1
        if code >= 0:
            prev[i] = last[code]
            last[code] = i


def onward(prev: NDArray[Any], after: NDArray[Any]) -> None:
    """The place after each place: `chain` turned around."""
    for i in range(len(prev)):
        after[i] = len(prev)
        if prev[i] >= 0:
            after[prev[i]] = i


def fresh(node: NDArray[Any], i: int) -> None:
    """Make order i a group of its own, not counted yet."""
    node[i, PARENT], node[i, SIZE], node[i, EARLIEST] = i, 1, i
    node[i, WEEK] = node[i, DAY] = node[i, BUYERS] = 0


def find(node: NDArray[Any], i: int) -> int:
    """The root of an order; halves the path to it."""
    while node[i, PARENT] != i:
        node[i, PARENT] = node[node[i, PARENT], PARENT]
        i = node[i, PARENT]
    return i


def unite(node: NDArray[Any], left: int, right: int) -> None:
    """Make one group of two: the smaller root hangs below the larger."""
    left, right = find(node, left), find(node, right)
    if left == right:
        return
    if node[left, SIZE] < node[right, SIZE]:
        left, right = right, left
    node[right, PARENT] = left
    node[left, EARLIEST] = min(node[left, EARLIEST], node[right, EARLIEST])
    for word in (SIZE, WEEK, DAY, BUYERS):
        node[left, word] += node[right, word]


def count(
    node: NDArray[Any], codes: NDArray[Any], alive: NDArray[Any], i: int, step: int
) -> None:
    """Let order i enter (step 1) or leave (step -1) the week of its group."""
    root, buyer = find(node, i), codes[BUYER, i]
    node[root, WEEK] += step
    if buyer >= 0:
        # All orders of a buyer are in one group, so a buyer is counted once.
        had = alive[buyer] > 0
        alive[buyer] += step
        if had != (alive[buyer] > 0):
            node[root, BUYERS] += step


def forget(
    codes: NDArray[Any],
    after: NDArray[Any],
    seen: NDArray[Any],
    start: int,
    stop: int,
    first: int,
) -> None:
    """Take orders from start to stop out of what identifiers have seen."""
    for i in range(start, stop):
        for t in range(CAPPED):
            if codes[t, i] >= 0 and after[t, i] >= first:
                seen[t, codes[t, i]] -= 1


def rebuild(
    codes: NDArray[Any],
    prev: NDArray[Any],
    seen: NDArray[Any],
    node: NDArray[Any],
    low: int,
    first: int,
    cap: int,
) -> None:
    """The groups of the orders from low to first, by identifiers not crowded."""
    for i in range(low, first):
        fresh(node, i)
        for t in range(TYPES):
            before = prev[t, i]
            if before >= low and (t >= CAPPED or seen[t, codes[t, i]] <= cap):
                unite(node, i, before)


def enter(
    codes: NDArray[Any],
    prev: NDArray[Any],
    before: NDArray[Any],
    seen: NDArray[Any],
    node: NDArray[Any],
    flags: NDArray[Any],
    i: int,
    low: int,
    cap: int,
) -> None:
    """Link order i to the orders of the memory; say by what it is linked."""
    fresh(node, i)
    for t in range(TYPES):
        code = codes[t, i]
        flags[t, i] = -1
        if code < 0:
            continue
        flags[t, i] = 0
        if t < CAPPED and before[t, i] < low:
            seen[t, code] += 1
        if prev[t, i] >= low and (t >= CAPPED or seen[t, code] <= cap):
            unite(node, i, prev[t, i])
            flags[t, i] = 1


def link_day(
    ts: NDArray[Any],
    codes: NDArray[Any],
    prev: NDArray[Any],
    before: NDArray[Any],
    seen: NDArray[Any],
    alive: NDArray[Any],
    node: NDArray[Any],
    found: NDArray[Any],
    flags: NDArray[Any],
    low: int,
    first: int,
    stop: int,
    cap: int,
) -> None:
    """Link the orders of one day, whose memory begins at low."""
    rebuild(codes, prev, seen, node, low, first, cap)
    week, day = first, first
    while week > low and ts[week - 1] >= ts[first] - WEEK_MS:
        week -= 1
        count(node, codes, alive, week, 1)
        if ts[week] >= ts[first] - DAY_MS:
            day = week
            node[find(node, week), DAY] += 1
    for i in range(first, stop):
        enter(codes, prev, before, seen, node, flags, i, low, cap)
        count(node, codes, alive, i, 1)
        node[find(node, i), DAY] += 1
        while ts[week] < ts[i] - WEEK_MS:
            count(node, codes, alive, week, -1)
            week += 1
        while ts[day] < ts[i] - DAY_MS:
            node[find(node, day), DAY] -= 1
            day += 1
        root = find(node, i)
        found[GROUP, i] = node[root, EARLIEST]
        found[ORDERS, i] = node[root, WEEK]
        found[ORDERS_DAY, i] = node[root, DAY]
        found[GROUP_BUYERS, i] = node[root, BUYERS]
    for i in range(week, stop):
        if codes[BUYER, i] >= 0:
            alive[codes[BUYER, i]] = 0


def link_days(
    days: NDArray[Any],
    ts: NDArray[Any],
    codes: NDArray[Any],
    prev: NDArray[Any],
    before: NDArray[Any],
    after: NDArray[Any],
    seen: NDArray[Any],
    alive: NDArray[Any],
    node: NDArray[Any],
    found: NDArray[Any],
    flags: NDArray[Any],
    cap: int,
) -> None:
    """Link all days in turn; a row of `days` is low, first, stop."""
    oldest = 0
    for d in range(len(days)):
        low, first, stop = days[d, 0], days[d, 1], days[d, 2]
        forget(codes, after, seen, oldest, low, first)
        oldest = low
        link_day(
            *(ts, codes, prev, before, seen, alive, node, found, flags),
            *(low, first, stop, cap),
        )
