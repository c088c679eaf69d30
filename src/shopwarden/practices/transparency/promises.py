"""Promises kept or not: how soon a SKU's page says it is sent, and how soon it is.

One PromiseChecked, as of now, for every SKU with at least 20 orders whose first
parcel the carrier scanned in the last 30 days: the promise, and the time from
paying to that scan which nine of ten orders kept to. Only orders of a single
SKU count, since nobody can say which of several goods was waited for. Orders
not scanned yet are not among them, so the true time is no shorter.

A SKU without a stated promise is there as well: what it promises is unknown.

What it does not do: know holidays, presales or disasters (the rule's reader
does).

>>> from shopwarden.records.facts import Facts
>>> len(promises(Facts.empty(), 0))
0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.engine.keypath import latest_rows
from shopwarden.records.facts import Table
from shopwarden.records.moment import DAY_MS
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Array, Facts

LEAST_PARCELS = 20
WINDOW_MS = 30 * DAY_MS
_NEVER = np.iinfo(np.int64).max


def promises(facts: Facts, as_of: int) -> Table:
    """The PromiseChecked facts as of a moment (UTC ms), in the total order."""
    known = as_known(facts, as_of).facts
    sku, took = _took(known, as_of)
    skus, starts, counts = np.unique(sku, return_index=True, return_counts=True)
    enough = counts >= LEAST_PARCELS
    skus, starts, counts = skus[enough], starts[enough], counts[enough]
    slow = known.table(Kind.SKU_FACTS)
    slow = slow.take(slow["promise_ms"] != MISSING)
    row = latest_rows((slow["sku"], slow["ts"]), (skus, np.full(len(skus), as_of)))
    now = np.full(len(skus), as_of, np.int64)
    return Table(
        Kind.PROMISE_CHECKED,
        {
            "ts": now,
            "known_at": now.copy(),
            "version": np.zeros(len(skus), np.int64),
            "file": np.append(slow["file"], -1)[row],
            "row": np.append(slow["row"], 0)[row],
            "sku": skus.astype(np.int32),
            "promised_ms": np.append(slow["promise_ms"], MISSING)[row],
            "actual_ms": took[starts + ninth_tenth(counts)],
            "parcels": counts.astype(np.int64),
        },
    )


def ninth_tenth(counts: Array) -> Array:
    """Which of so many sorted values nine tenths do not exceed, counted from 0.

    >>> ninth_tenth(np.array([1, 10, 20, 21])).tolist()
    [0, 8, 17, 18]
    """
    return (9 * counts + 9) // 10 - 1


def _took(facts: Facts, as_of: int) -> tuple[Array, Array]:
    """The SKU of each order that counts, and paid → first scan; by SKU, sorted."""
    size = len(facts.names.get("order", ()))
    scans, paid = facts.table(Kind.PARCEL_SCANNED), facts.table(Kind.ORDER_PAID)
    first = np.full(size + 1, _NEVER, np.int64)
    scanned = scans["order"] != NO_CODE
    np.minimum.at(first, scans["order"][scanned], scans["ts"][scanned])
    order = paid["order"]
    sku, scan = _only_sku(facts, size)[order], first[order]
    recent = (scan > as_of - WINDOW_MS) & (scan <= as_of)
    # A scan before the payment was paid on delivery, or is a slip.
    counts = recent & (sku != NO_CODE) & (order != NO_CODE) & (scan >= paid["ts"])
    sku, took = sku[counts], (scan - paid["ts"])[counts]
    ranked = np.lexsort((took, sku))
    return sku[ranked], took[ranked]


def _only_sku(facts: Facts, size: int) -> Array:
    """Per order its SKU, NO_CODE where it has several or none is known."""
    lines = facts.table(Kind.ORDER_LINE)
    lines = lines.take(lines["order"] != NO_CODE)
    low = np.full(size + 1, np.iinfo(np.int32).max, np.int32)
    high = np.full(size + 1, NO_CODE, np.int32)
    np.minimum.at(low, lines["order"], lines["sku"])
    np.maximum.at(high, lines["order"], lines["sku"])
    return np.where(low == high, high, np.int32(NO_CODE))
