"""Linking: which orders share a phone, an address or a buyer with earlier ones.

Only strong identifiers link: a masked or missing one has code -1 and links
nobody. The exact meaning, for an order r of the China day D:

    memory    the orders not after r in the total order whose China day is
              D − 30 or later (`memory_days`)
    crowded   a phone or an address with more than `cap` (20) different buyers
              in the memory. Orders whose buyer is not known count as one
              buyer each. A warehouse phone or a pick-up point is such.
    links     two orders of the memory with the same buyer; with the same phone
              or address, unless it was crowded as D began, and unless one of
              the two came with it or after it became crowded during D
    group     the orders of the memory that links lead to from r, r included

So an identifier links nobody any more from the very order that makes it
crowded. What it had linked before stays linked until the day ends: groups are
built anew for each day, so links that are too old or too crowded go away, and
no group grows with the length of the history. Nothing looks ahead; an order's
answer depends on its memory alone. Counts are of the group's orders with a
`ts` in the last 7 days or 24 hours, both ends included; buyers that are not
known are not among `buyers`.

What it does not do: fold addresses (`records.address`), or say that a group is
wrong: families and firms share phones and addresses as well.

>>> import numpy as np
>>> ts, none = np.array([0, 1000, 2000]), np.array([-1, -1, -1])
>>> phone = np.array([7, 3, 7])
>>> links = link(ts, np.array([0, 1, 2]), phone, none, jit=False)
>>> links.group.tolist(), links.orders.tolist(), links.buyers.tolist()
([0, 1, 0], [1, 1, 2], [1, 1, 2])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.link import kernel as k
from shopwarden.engine.link.compiled import functions
from shopwarden.engine.windows.entities import numbered
from shopwarden.records.moment import DAY_MS, SHANGHAI_MS

if TYPE_CHECKING:
    from shopwarden.records.facts import Array

CAP = 20  # buyers
MEMORY_DAYS = 30


@dataclass(frozen=True, slots=True)
class Links:
    """For each order what it is linked with, at its own place in the order.

    `by_phone` and so on: 1 it shares that with an earlier order of its group,
    0 it does not (or it is crowded), -1 it has none.
    """

    group: Array  # the place of the earliest order of the group
    orders: Array  # of the group, in the last 7 days
    orders_24h: Array  # in the last 24 hours
    buyers: Array  # different ones, in the last 7 days
    by_phone: Array
    by_address: Array
    by_buyer: Array


def link(
    ts: Array,
    buyer: Array,
    phone: Array,
    address: Array,
    *,
    cap: int = CAP,
    memory_days: int = MEMORY_DAYS,
    jit: bool = True,
) -> Links:
    """Link orders that are in the total order; codes are -1 where missing.

    Raises ValueError where they are not in order, or the memory is shorter
    than the week that is counted.
    """
    if memory_days * DAY_MS < k.WEEK_MS or (np.diff(ts) < 0).any():
        raise ValueError(memory_days)
    rows, run = len(ts), functions(jit=jit)
    numbers = [numbered([column]) for column in (phone, address, buyer)]
    codes = np.array([column for column, _ in numbers], np.int32)
    most = max(count for _, count in numbers)
    prev = np.array([_chained(run, column, count) for column, count in numbers])
    pairs = [numbered([codes[t], codes[k.BUYER]]) for t in range(k.CAPPED)]
    before = np.array([_chained(run, column, count) for column, count in pairs])
    after = np.empty_like(before)
    for t in range(k.CAPPED):
        run.onward(before[t], after[t])
    found = np.zeros((k.FOUND_ROWS, rows), np.int64)
    flags = np.zeros((k.TYPES, rows), np.int8)
    run.link_days(
        *(_days(ts, memory_days), ts, codes, prev, before, after),
        np.zeros((k.CAPPED, most), np.int32),
        np.zeros(most, np.int32),
        np.zeros((rows, k.NODE_WORDS), np.int32),
        *(found, flags, cap),
    )
    return Links(*found, *flags)


def _chained(run: Any, codes: Array, count: int) -> Array:
    prev = np.empty(len(codes), np.int32)
    run.chain(codes, np.full(count, -1, np.int32), prev)
    return prev


def _days(ts: Array, memory_days: int) -> Array:
    """For each China day with orders: where its memory begins, where it, and stops."""
    day = (ts + SHANGHAI_MS) // DAY_MS
    first = np.flatnonzero(np.diff(day, prepend=day[0] - 1 if len(day) else 0))
    low = np.searchsorted(day, day[first] - memory_days)
    return np.stack((low, first, np.append(first[1:], len(ts))[: len(first)]), axis=1)
