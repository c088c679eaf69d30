"""Which orders' bills go wrong: chosen among quiet, settled, one-line orders.

What it does not do: change bill lines (`billing`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS
from shopwarden.sources.sample.catalogue import ANNOUNCED_CLASS, CLASS_OF, WRONG_CLASS
from shopwarden.sources.sample.incidents.book import KIND_NUMBER
from shopwarden.sources.sample.incidents.groups import FIRST_GROUP_KEY
from shopwarden.sources.sample.incidents.kinds import KINDS
from shopwarden.sources.sample.tables import FULL, NEVER, NO_REFUND, Lines, Orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.draws import Draws
    from shopwarden.sources.sample.incidents.book import Book
    from shopwarden.sources.sample.shop import Period

# Kind → days before the end by which the order must have been finished, for
# the fault to be plain to see in the exports.
_FINISHED_BEFORE = {
    "unsettled": 16,
    "late_settlement": 24,
    "short_paid": 10,
    "duplicate_fee": 10,
    "duplicate_income": 10,
    "over_charged": 10,
    "unknown_fee": 10,
    "foreign_rows": 10,
    "refund_above_paid": 13,
    "refunded_twice": 13,
}
_LATE_WITHIN_GRACE, _GRACE_FINISHED_BEFORE = 10, 16
LATE_WITHIN_GRACE = len(KIND_NUMBER) + 1
_LEAST_TOTAL_FEN = 5_000


@dataclass(slots=True)
class Faults:
    """For each order the incident of its bill, and that incident's kind."""

    incident: NDArray[np.int64]
    kind: NDArray[np.int64]

    @classmethod
    def none(cls, orders: int) -> Faults:
        """No fault at all."""
        return cls(np.zeros(orders, np.int64), np.zeros(orders, np.int64))


def choose_faults(
    draws: Draws, period: Period, orders: Orders, lines: Lines, book: Book
) -> Faults:
    """Open the bill's incidents in the book and say which orders bear them."""
    faults = Faults.none(len(orders))
    pool = _quiet(draws, orders, lines)
    base = int((orders.incident == 0).sum())
    for kind, days in _FINISHED_BEFORE.items():
        chosen, pool = _draw(pool, orders, period.before_end(days), _count(kind, base))
        for row in chosen.tolist():
            _open(book, faults, orders, lines, row=row, kind=kind)
    grace = max(1, round(_LATE_WITHIN_GRACE * _growth(base)))
    before = period.before_end(_GRACE_FINISHED_BEFORE)
    chosen, _ = _draw(pool, orders, before, grace)
    faults.kind[chosen] = LATE_WITHIN_GRACE
    _refund_unpaid(draws, period, orders, lines, book=book, faults=faults)
    _pretend_refunds(orders, lines, faults)
    return faults


def _growth(orders: int) -> float:
    return math.sqrt(orders / 20_000)


def _count(kind: str, orders: int) -> int:
    return max(1, round(KINDS[kind].count * _growth(orders)))


def _quiet(draws: Draws, orders: Orders, lines: Lines) -> NDArray[np.int64]:
    """Rows of finished one-line orders that nothing else happens to, shuffled."""
    sizes = np.bincount(lines.order, minlength=len(orders))
    refunds = np.bincount(
        lines.order, lines.refund_kind != NO_REFUND, minlength=len(orders)
    )
    shared = lines.jd + lines.government + lines.beans
    shares = np.bincount(lines.order, shared > 0, minlength=len(orders))
    small = np.bincount(
        lines.order, lines.total < _LEAST_TOTAL_FEN, minlength=len(orders)
    )
    # Orders of the classes whose rates change are left to those stories.
    fee_class = CLASS_OF[lines.sku]
    changing = (fee_class == WRONG_CLASS) | (fee_class == ANNOUNCED_CLASS)
    changes = np.bincount(lines.order, changing, minlength=len(orders))
    quiet = (sizes == 1) & (refunds + shares + small + changes == 0)
    quiet &= (orders.finished < NEVER) & (orders.incident == 0)
    quiet &= (orders.parent == 0) & (orders.service == 0) & (orders.freight == 0)
    quiet &= orders.key < FIRST_GROUP_KEY
    rows = np.flatnonzero(quiet)
    return rows[np.argsort(draws.words("fault", orders.key[rows]), kind="stable")]


def _draw(
    pool: NDArray[np.int64], orders: Orders, finished_before: int, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first `count` fitting rows of the pool, and the pool without them."""
    fitting = np.flatnonzero(orders.finished[pool] < finished_before)[:count]
    return pool[fitting], np.delete(pool, fitting)


def _open(
    book: Book, faults: Faults, orders: Orders, lines: Lines, *, row: int, kind: str
) -> None:
    number = book.open(kind)
    faults.incident[row], faults.kind[row] = number, KIND_NUMBER[kind]
    line = int(np.searchsorted(lines.order, row))
    book[number].skus.add(int(lines.sku[line]))
    if kind == "unsettled":
        # Nothing in the bill tells of it: its rows are those of the order.
        orders.incident[row] = number


def _refund_unpaid(
    draws: Draws,
    period: Period,
    orders: Orders,
    lines: Lines,
    *,
    book: Book,
    faults: Faults,
) -> None:
    unpaid = (orders.paid == NEVER) & (orders.incident == 0)
    rows = np.flatnonzero(unpaid & (orders.cancelled < period.before_end(5)))
    order = np.argsort(draws.words("fault", orders.key[rows]), kind="stable")
    count = _count("refund_unpaid", int((orders.incident == 0).sum()))
    for row in rows[order][:count].tolist():
        _open(book, faults, orders, lines, row=row, kind="refund_unpaid")


def _pretend_refunds(orders: Orders, lines: Lines, faults: Faults) -> None:
    """Orders refunded twice or beyond have a lawful full refund to begin with."""
    kinds = [KIND_NUMBER["refund_above_paid"], KIND_NUMBER["refunded_twice"]]
    chosen = np.isin(faults.kind[lines.order], kinds)
    finished = orders.finished[lines.order]
    lines.refund = np.where(chosen, lines.goods, lines.refund)
    lines.refund_kind = np.where(chosen, FULL, lines.refund_kind)
    lines.refunded = np.where(
        chosen, np.minimum(finished, NEVER - DAY_MS) + DAY_MS, lines.refunded
    )
