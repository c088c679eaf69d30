"""The bill of the sample shop's orders: what JD settles, line by line.

Each finished order is billed on the day its cycle ends and arrives the next
morning; a refund is billed then or, if later, on its own day. Fees are a
rate of a base, rounded half up, or flat. So for every clean order

    R + F + V − Σ lines = the fees, refunds and compensations of those lines.

What it does not do: faults (`incidents`), or files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.sources.sample import catalogue as c
from shopwarden.sources.sample.calendar import shanghai_midnight
from shopwarden.sources.sample.catalogue import half_up
from shopwarden.sources.sample.shop import CYCLE_MS
from shopwarden.sources.sample.tables import FULL, NEVER, NO_REFUND, Bill, Lines, Orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.draws import Draws
    from shopwarden.sources.sample.shop import Period

_GOODS_INSURANCE_FEN = 150
_NET_AFTER_MS = 7 * DAY_MS


@dataclass(frozen=True, slots=True)
class Biller:
    """Bills the orders of one shop; a chunk of orders at a time."""

    draws: Draws
    period: Period
    orders: Orders
    lines: Lines
    first_line: NDArray[np.int64]  # of each order, and one past the last

    @classmethod
    def of(cls, draws: Draws, period: Period, orders: Orders, lines: Lines) -> Biller:
        """The biller of these orders; `lines` in the order of the orders."""
        edges = np.searchsorted(lines.order, np.arange(len(orders) + 1))
        return cls(draws, period, orders, lines, edges.astype(np.int64))

    def bill(self, first: int, last: int) -> Bill:
        """The bill lines of the orders in rows [first, last), order by order."""
        span = np.arange(self.first_line[first], self.first_line[last])
        finished = self.orders.finished[self.lines.order[span]]
        line = span[finished < self.period.end_ms]
        parts = [*self._line_fees(line), *self._order_fees(line), *self._refunds(line)]
        parts += [*self._compensations(line), *self._netting(span)]
        bill = Bill.joined(parts)
        return bill.take(np.lexsort((bill.fee, bill.refunded, bill.line, bill.order)))

    def part(
        self,
        line: NDArray[np.int64],
        fee: int,
        amount: NDArray[np.int64],
        due: NDArray[np.int64],
        *,
        rate: NDArray[np.int64] | int = 0,
        base: NDArray[np.int64] | int = 0,
    ) -> Bill:
        """Bill lines of one fee on these order lines."""
        none = np.zeros(len(line), np.int64)
        row = self.lines.order[line]
        day = shanghai_midnight(due)
        morning = self.draws.between("arrives", self.orders.key[row], 7200, 21_600)
        return Bill(
            order=row,
            line=line,
            fee=none + fee,
            amount=amount,
            rate=none + rate,
            base=none + base,
            due=due,
            billed=day,
            arrived=day + DAY_MS + morning * 1000,
            after_sale=none,
            refunded=none + NEVER,
            on_parent=none.copy(),
            foreign=none.copy(),
            incident=none.copy(),
        )

    def _due(self, line: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.orders.finished[self.lines.order[line]] + CYCLE_MS

    def commission_ppm(
        self, line: NDArray[np.int64], due: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The contract's commission of each line at the day it is billed."""
        fee_class = c.CLASS_OF[self.lines.sku[line]]
        changed = shanghai_midnight(due) >= self.period.before_end(c.ANNOUNCED_DAYS)
        announced = (fee_class == c.ANNOUNCED_CLASS) & changed
        return np.where(announced, c.ANNOUNCED_PPM, c.COMMISSION_PPM[fee_class])

    def _rated(
        self,
        line: NDArray[np.int64],
        fee: int,
        base: NDArray[np.int64],
        ppm: NDArray[np.int64] | int,
    ) -> Bill:
        due = self._due(line)
        return self.part(line, fee, -half_up(base, ppm), due, rate=ppm, base=base)

    def _line_fees(self, line: NDArray[np.int64]) -> list[Bill]:
        lines = self.lines.take(line)
        due, goods, order_key = self._due(line), lines.goods, self._key(line)
        beans = lines.beans > 0
        affiliate = self.draws.chance("affiliate", order_key, 120)
        share = 1000 * self.draws.between("affiliate ppm", order_key, 10, 90)
        rebate = c.IN_REBATE[lines.sku]
        ppm = self.commission_ppm(line, due)
        return [
            self.part(line, c.GOODS, goods, due),
            self.part(line[beans], c.BEANS, lines.beans[beans], due[beans]),
            self._rated(line, c.COMMISSION, goods, ppm),
            self._rated(line, c.TRADE_FEE, lines.buyer_paid, c.TRADE_FEE_PPM),
            self._rated(
                line[affiliate], c.AFFILIATE, goods[affiliate], share[affiliate]
            ),
            self._rated(line[rebate], c.REBATE, goods[rebate], c.REBATE_PPM),
        ]

    def _key(self, line: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.orders.key[self.lines.order[line]]

    def _order_fees(self, line: NDArray[np.int64]) -> list[Bill]:
        """Fees of the whole order, on its first line or on its parent."""
        line = line[self.lines.nth[line] == 0]
        row, key, due = self.lines.order[line], self._key(line), self._due(line)
        freight, service = self.orders.freight[row], self.orders.service[row]
        insured = self.draws.chance("insured", key, 350)
        covered = self.draws.chance("goods insured", key, 20)
        flat = -c.INSURANCE_FEN[c.CLASS_OF[self.lines.sku[line]]]
        goods_flat = np.full(len(line), -_GOODS_INSURANCE_FEN, np.int64)
        chosen = [
            (c.FREIGHT, freight, freight > 0),
            (c.SERVICE, service, service > 0),
            (c.FREIGHT_INSURANCE, flat, insured),
            (c.GOODS_INSURANCE, goods_flat, covered),
        ]
        parts = [self.part(line[m], fee, a[m], due[m]) for fee, a, m in chosen]
        for part in parts:
            self._move_to_parent(part)
        return parts

    def _move_to_parent(self, part: Bill) -> None:
        """Two thirds of the split orders have these fees on the parent's number."""
        parent = self.orders.parent[part.order]
        moved = (parent > 0) & self.draws.chance("on parent", parent, 667)
        part.on_parent = moved.astype(np.int64)

    def _refunds(self, line: NDArray[np.int64]) -> list[Bill]:
        kind = self.lines.refund_kind[line]
        line = line[
            (kind != NO_REFUND) & (self.lines.refunded[line] < self.period.end_ms)
        ]
        return self.refund(line, self.lines.refund[line])

    def refund(self, line: NDArray[np.int64], goods: NDArray[np.int64]) -> list[Bill]:
        """A refund of these goods amounts: goods, 京豆 if whole, commission back."""
        lines = self.lines.take(line)
        usual = self._due(line)
        due = np.maximum(usual, lines.refunded)
        ppm = self.commission_ppm(line, usual)
        whole = (lines.refund_kind == FULL) & (lines.beans > 0)
        parts = [
            self.part(line, c.GOODS, -goods, due),
            self.part(line[whole], c.BEANS, -lines.beans[whole], due[whole]),
            self.part(
                line, c.COMMISSION, half_up(goods, ppm), due, rate=ppm, base=goods
            ),
        ]
        for part in parts:
            self.mark_after_sale(part, self.lines.refunded[part.line], 0)
        return parts

    def mark_after_sale(
        self, part: Bill, refunded: NDArray[np.int64], again: int
    ) -> None:
        """Give lines an after-sale number and the moment of the refund."""
        key = self._key(part.line) * 4 + self.lines.nth[part.line]
        part.after_sale = 1 + key * 2 + again
        part.refunded = refunded

    def _compensations(self, line: NDArray[np.int64]) -> list[Bill]:
        """Money paid to the buyer for a fault of the seller, some days after."""
        key = self._key(line) * 4 + self.lines.nth[line]
        line = line[self.draws.chance("compensated", key, 4)]
        key = self._key(line) * 4 + self.lines.nth[line]
        finished = self.orders.finished[self.lines.order[line]]
        moment = finished + HOUR_MS * self.draws.between("compensation", key, 20, 200)
        amount = -100 * self.draws.between("compensation fen", key, 5, 40)
        due = np.maximum(self._due(line), moment)
        part = self.part(line, c.COMPENSATION, amount, due)
        self.mark_after_sale(part, moment, 1)
        return [part.take(moment < self.period.end_ms)]

    def _netting(self, span: NDArray[np.int64]) -> list[Bill]:
        """An order cancelled after payment: goods in and out, nothing else."""
        row = self.lines.order[span]
        latest = self.period.end_ms - _NET_AFTER_MS
        line = span[(self.orders.nets[row] > 0) & (self.orders.cancelled[row] < latest)]
        moment = self.orders.cancelled[self.lines.order[line]]
        due, goods = moment + _NET_AFTER_MS, self.lines.goods[line]
        back = self.part(line, c.GOODS, -goods, due)
        self.mark_after_sale(back, moment, 0)
        return [self.part(line, c.GOODS, goods, due), back]
