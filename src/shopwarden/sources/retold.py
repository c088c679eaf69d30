"""Retold: one bill line that two exports tell under two business keys.

JD's layouts differ in what they say of a line: the old one has no 结算单号,
the new one no 账单生成时间, and a short one neither 商户订单号. A line whose
order, SKU, fee, after-sale and amount are equal in two files, and whose known
identifiers nowhere contradict, is one line: each file's row takes over the
identifiers it lacks, so that the keys meet.

What it does not do: join rows of one file, or a pending line and a settled
one (`versions.settled_since` pairs those).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.facts import columns_of
from shopwarden.records.schema import STATE_PENDING, Kind
from shopwarden.sources.sorting import ordered

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = NDArray[Any]

_SAME = ("order", "sku", "fee", "after_sale", "amount_fen")
_IDENTIFIERS = ("trade", "billed_ms", "bill")


def with_identifiers(columns: Mapping[str, Array]) -> dict[str, Array]:
    """The columns of bill lines, identifiers completed from other files' rows."""
    found = dict(columns)
    at = _told_by_several(columns)
    missing = {n: columns[n][at] == _missing(n) for n in _IDENTIFIERS}
    if not any(m.any() and not m.all() for m in missing.values()):
        return found
    index, starts = _groups(columns, at)
    size = np.diff(starts, append=len(index))
    ends = {}
    agree = np.ones(len(starts), np.bool_)
    for name in _IDENTIFIERS:
        values = columns[name][index]
        known = values != _missing(name)
        top = np.iinfo(values.dtype).max
        low = np.minimum.reduceat(np.where(known, values, top), starts)
        high = np.maximum.reduceat(values, starts)  # missing is below all values
        agree &= (low == high) | (high == _missing(name))
        ends[name] = high
    sure = np.repeat(agree, size)
    for name, high in ends.items():
        found[name] = columns[name].copy()
        found[name][index[sure]] = np.repeat(high, size)[sure]
    return found


def _missing(name: str) -> int:
    return columns_of(Kind.BILL_LINE)[name].form.missing


def _told_by_several(columns: Mapping[str, Array]) -> Array:
    """Rows whose order more than one file tells of."""
    order, file = columns["order"], columns["file"]
    last = np.full(int(order.max(initial=-1)) + 2, -1, np.int64)
    last[order] = file
    several = np.zeros(len(last), np.bool_)
    several[order[last[order] != file]] = True
    several[-1] = False  # where lines without an order point
    return np.flatnonzero(several[order])


def _groups(columns: Mapping[str, Array], at: Array) -> tuple[Array, Array]:
    """Rows in groups of one line each, at most one of a file; and their starts."""
    pending = columns["state"][at] == STATE_PENDING
    same = ordered([*(columns[n][at] for n in _SAME), pending])
    inner = [columns[n][at] for n in ("file", *_IDENTIFIERS, "row")]
    index = at[same.refined(inner).index]
    places = np.arange(len(index))
    fresh = np.concatenate(([True], ~same.ties))
    file = columns["file"][index]
    block = fresh | np.concatenate(([True], file[1:] != file[:-1]))
    nth = places - places[block][np.cumsum(block) - 1]
    run = np.cumsum(fresh) - 1
    ranked = np.lexsort((places, nth, run))
    run, nth = run[ranked], nth[ranked]
    edge = np.concatenate(([True], (run[1:] != run[:-1]) | (nth[1:] != nth[:-1])))
    return index[ranked], np.flatnonzero(edge)
