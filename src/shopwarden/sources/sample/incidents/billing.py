"""Faults of the bill: what goes wrong with the lines of the chosen orders.

Each fault takes the lines of its orders, changes, drops or adds lines, and
says which of them show the incident and what each is worth in fen.

What it does not do: choose the orders (`faults`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.sources.sample import catalogue as c
from shopwarden.sources.sample.catalogue import half_up
from shopwarden.sources.sample.incidents.book import KIND_NUMBER
from shopwarden.sources.sample.incidents.faults import LATE_WITHIN_GRACE
from shopwarden.sources.sample.tables import NEVER, Bill

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from shopwarden.sources.sample.bills import Biller
    from shopwarden.sources.sample.incidents.book import Book
    from shopwarden.sources.sample.incidents.faults import Faults

_FOREIGN_FIRST = 299_870_000_000


@dataclass(frozen=True, slots=True)
class FaultyBiller:
    """Bills orders, the faults among them put in and entered in the book."""

    biller: Biller
    faults: Faults
    book: Book

    def bill(self, first: int, last: int) -> Bill:
        """The bill lines of the orders in rows [first, last), faults included."""
        bill = self.biller.bill(first, last)
        kinds = np.unique(self.faults.kind[first:last])
        for name, fault in _FAULTS.items():
            if KIND_NUMBER.get(name, LATE_WITHIN_GRACE) in kinds:
                bill = self._apply(name, fault, bill, first, last)
        if self.book.incidents:
            self._wrong_rate(bill)
            self._tag_refund_bursts(bill)
        return bill.take(np.argsort(bill.order, kind="stable"))

    def _apply(
        self, name: str, fault: Fault, bill: Bill, first: int, last: int
    ) -> Bill:
        kind = KIND_NUMBER.get(name, LATE_WITHIN_GRACE)
        mine = self.faults.kind[bill.order] == kind
        orders = np.arange(first, last)[self.faults.kind[first:last] == kind]
        lines, worth = fault(self, bill.take(mine), orders)
        numbers = self.faults.incident[lines.order]
        lines.incident = np.where(lines.incident > 0, numbers, 0)
        self.book.add_amounts(numbers, worth)
        if name == "unsettled":
            self._unsettled_gross(orders)
            lines = lines.take(np.zeros(0, np.int64))
        return Bill.joined([bill.take(~mine), lines])

    def _unsettled_gross(self, orders: NDArray[np.int64]) -> None:
        biller = self.biller
        for row in orders.tolist():
            line = int(biller.first_line[row])
            extra = int(biller.orders.freight[row] + biller.orders.service[row])
            incident = self.book[int(self.faults.incident[row])]
            incident.gross_fen = int(biller.lines.receivable[line]) + extra

    def _wrong_rate(self, bill: Bill) -> None:
        """From a day on a class is charged a rate that no contract holds."""
        biller, kind = self.biller, KIND_NUMBER["wrong_rate"]
        number = int(np.flatnonzero(self.book.kinds() == kind)[0])
        wrong = (bill.fee == c.COMMISSION) & (bill.after_sale == 0)
        wrong &= c.CLASS_OF[biller.lines.sku[bill.line]] == c.WRONG_CLASS
        wrong &= bill.billed >= biller.period.before_end(c.WRONG_DAYS)
        wrong &= biller.orders.incident[bill.order] == 0
        charged = np.where(wrong, -half_up(bill.base, c.WRONG_PPM), bill.amount)
        self.book[number].amount_fen += int((bill.amount - charged).sum())
        self.book[number].skus.update(biller.lines.sku[bill.line[wrong]].tolist())
        bill.amount = charged
        bill.rate = np.where(wrong, c.WRONG_PPM, bill.rate)
        bill.incident = np.where(wrong, number, bill.incident)

    def _tag_refund_bursts(self, bill: Bill) -> None:
        kinds = self.book.kinds()
        bursts = [KIND_NUMBER["bulk_refund_buyer"], KIND_NUMBER["bulk_refund_sku"]]
        number = self.biller.orders.incident[bill.order]
        tagged = np.isin(kinds[number], bursts) & (bill.refunded < NEVER)
        bill.incident = np.where(tagged, number, bill.incident)

    def key(self, bill: Bill) -> NDArray[np.int64]:
        """What the draws of a line's order go by."""
        return self.biller.orders.key[bill.order]


Fault: TypeAlias = (
    "Callable[[FaultyBiller, Bill, NDArray[np.int64]], tuple[Bill, NDArray[np.int64]]]"
)


def _lose(
    _: FaultyBiller, bill: Bill, _orders: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    return bill, bill.amount


def _short_pay(
    biller: FaultyBiller, bill: Bill, _: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    goods = (bill.fee == c.GOODS) & (bill.after_sale == 0)
    percent = biller.biller.draws.between("short", biller.key(bill), 6, 40)
    cut = np.where(goods, 100 + bill.amount * percent // 100, 0)
    bill.amount = bill.amount - cut
    bill.incident = goods.astype(np.int64)
    return bill, cut


def _over_charge(
    biller: FaultyBiller, bill: Bill, _: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    commission = (bill.fee == c.COMMISSION) & (bill.after_sale == 0)
    more = biller.biller.draws.between("over", biller.key(bill), 320, 2900)
    extra = np.where(commission, more, 0)
    bill.amount = bill.amount - extra
    bill.incident = commission.astype(np.int64)
    return bill, extra


def _settle_later(bill: Bill, days: NDArray[np.int64]) -> None:
    for name in ("due", "billed", "arrived"):
        setattr(bill, name, getattr(bill, name) + days * DAY_MS)


def _late(
    biller: FaultyBiller, bill: Bill, _: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    _settle_later(bill, biller.biller.draws.between("late", biller.key(bill), 9, 14))
    bill.incident = np.ones(len(bill), np.int64)
    return bill, bill.amount


def _late_within_grace(
    biller: FaultyBiller, bill: Bill, orders: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    _settle_later(bill, biller.biller.draws.between("late", biller.key(bill), 1, 5))
    biller.book.benign["late_within_grace"].add(orders)
    return bill, np.zeros(len(bill), np.int64)


def _again(bill: Bill, fee: int) -> tuple[Bill, NDArray[np.int64]]:
    twice = (bill.fee == fee) & (bill.after_sale == 0)
    copy = bill.take(twice)
    bill.incident = twice.astype(np.int64)
    copy.incident = np.ones(len(copy), np.int64)
    worth = np.concatenate([np.zeros(len(bill), np.int64), np.abs(copy.amount)])
    return Bill.joined([bill, copy]), worth


def _fee_twice(
    _: FaultyBiller, bill: Bill, _orders: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    return _again(bill, c.COMMISSION)


def _income_twice(
    _: FaultyBiller, bill: Bill, _orders: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    return _again(bill, c.GOODS)


def _added(bill: Bill, extra: Bill) -> tuple[Bill, NDArray[np.int64]]:
    """`bill` with lines that are the incident."""
    extra.incident = np.ones(len(extra), np.int64)
    worth = np.concatenate([np.zeros(len(bill), np.int64), np.abs(extra.amount)])
    return Bill.joined([bill, extra]), worth


def _unknown_fee(
    biller: FaultyBiller, bill: Bill, _: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    extra = bill.take((bill.fee == c.GOODS) & (bill.after_sale == 0))
    extra.fee = np.full(len(extra), c.UNKNOWN_FEE, np.int64)
    fen = 100 * biller.biller.draws.between("unknown", biller.key(extra), 6, 60)
    extra.amount = -fen
    return _added(bill, extra)


def _foreign(
    biller: FaultyBiller, bill: Bill, _: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    """Another shop's order among ours: its goods, commission and service fee."""
    kinds = np.isin(bill.fee, [c.GOODS, c.COMMISSION, c.TRADE_FEE])
    extra = bill.take(kinds & (bill.after_sale == 0))
    stranger = biller.biller.draws.below("stranger", biller.key(extra), 1_000_000_000)
    extra.foreign = _FOREIGN_FIRST + stranger
    joined, worth = _added(bill, extra)
    worth[len(bill) :] = extra.amount
    return joined, worth


def _refund_above(
    _: FaultyBiller, bill: Bill, _orders: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    back = (bill.fee == c.GOODS) & (bill.after_sale > 0)
    extra = np.where(back, 100 - bill.amount // 2, 0)
    bill.amount = bill.amount - extra
    bill.incident = back.astype(np.int64)
    return bill, extra


def _refund_again(
    _: FaultyBiller, bill: Bill, _orders: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    back = (bill.fee == c.GOODS) & (bill.after_sale > 0)
    extra = bill.take(back)
    extra.after_sale = extra.after_sale + 1
    extra.refunded = extra.refunded + 3 * HOUR_MS
    bill.incident = back.astype(np.int64)
    return _added(bill, extra)


def _refund_unpaid(
    biller: FaultyBiller, bill: Bill, orders: NDArray[np.int64]
) -> tuple[Bill, NDArray[np.int64]]:
    shop = biller.biller
    line = shop.first_line[orders]
    moment = shop.orders.cancelled[orders] + 5 * HOUR_MS
    extra = shop.part(line, c.GOODS, -shop.lines.goods[line], moment)
    shop.mark_after_sale(extra, moment, 0)
    return _added(bill, extra)


_FAULTS: dict[str, Fault] = {
    "unsettled": _lose,
    "short_paid": _short_pay,
    "over_charged": _over_charge,
    "late_settlement": _late,
    "late_within_grace": _late_within_grace,
    "duplicate_fee": _fee_twice,
    "duplicate_income": _income_twice,
    "unknown_fee": _unknown_fee,
    "foreign_rows": _foreign,
    "refund_above_paid": _refund_above,
    "refunded_twice": _refund_again,
    "refund_unpaid": _refund_unpaid,
}
