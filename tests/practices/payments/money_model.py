"""Orders and their bills by the money model, as plain records; invented."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shopwarden.engine.examples import facts_of
from shopwarden.records.coverage import Coverage
from shopwarden.records.moment import DAY_MS
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Facts

START = 1_794_000_000_000
AS_OF = START + 60 * DAY_MS
RATES = {"基础扣点": 50_000, "家纺扣点": 60_000}
INSURANCE = {"基础扣点": 65, "家纺扣点": 120}
SKUS = {"1001": "基础扣点", "1002": "基础扣点", "2001": "家纺扣点"}
Record = dict[str, Any]


def half_up(base: int, ppm: int) -> int:
    return (base * ppm + 500_000) // 1_000_000


@dataclass
class Shop:
    """Records of a shop; faults are added by changing them."""

    orders: list[Record] = field(default_factory=list)
    bills: list[Record] = field(default_factory=list)
    extra: list[Record] = field(default_factory=list)

    def facts(self) -> Facts:
        spans = [Coverage(kind, 0, AS_OF) for kind in Kind]
        return facts_of([*self.orders, *self.bills, *self.extra], spans)

    def bill(self, order: str, fee: str) -> Record:
        """The first bill line of an order with a fee."""
        return next(b for b in self.bills if b["order"] == order and b["fee"] == fee)

    def without(self, order: str) -> None:
        """Take an order out of the bill."""
        self.bills = [b for b in self.bills if b.get("order") != order]


def number(index: int) -> str:
    return f"3160000{index:05d}"


def shop(seed: int, orders: int = 40, *, bases: bool = False) -> Shop:
    """A clean shop: its remainder is 0 for every order."""
    draw, made = random.Random(seed), Shop()
    for index in range(orders):
        _order(draw, made, index, bases=bases)
    return made


def _order(draw: random.Random, made: Shop, index: int, *, bases: bool) -> None:
    order, sku = number(index), draw.choice(list(SKUS))
    placed = START + index * 3_600_000
    receivable = draw.randint(900, 60_000)
    jd = receivable // 20 if draw.random() < 0.3 else 0
    beans = draw.randint(1, 50) if draw.random() < 0.3 else 0
    freight = 600 if draw.random() < 0.3 else 0
    paid = receivable - jd - beans
    own: Record = {"order": order, "ts": placed}
    made.orders += [
        {
            "kind": "OrderPlaced",
            **own,
            "receivable_fen": receivable,
            "payable_fen": paid + freight,
            "freight_fen": freight,
            "service_fen": 0,
        },
        {"kind": "OrderLine", **own, "sku": sku, "quantity": 1, "line_fen": receivable},
        {"kind": "OrderPaid", **own, "amount_fen": paid + freight},
        {"kind": "OrderFinished", "order": order, "ts": placed + 3 * DAY_MS},
    ]
    if jd:
        share: Record = {"promotion": "p1", "promotion_kind": "优惠券", "jd_fen": jd}
        made.orders.append({"kind": "PromotionShare", **own, "sku": sku, **share})
    lines = Lines(made, order, sku, placed, bases=bases)
    goods = receivable - beans
    lines.add("货款", goods)
    lines.add("京豆", beans)
    lines.add("代收配送费", freight)
    lines.rated("佣金", goods, RATES[SKUS[sku]])
    lines.rated("交易服务费", paid, 6_000)
    if draw.random() < 0.7:
        lines.add("运费保险服务费", -INSURANCE[SKUS[sku]])
    if draw.random() < 0.15:
        back = draw.randint(1, goods)
        again: Record = {
            "after_sale": f"88{index:05d}",
            "refunded_ms": placed + 8 * DAY_MS,
        }
        lines.add("货款", -back, **again)
        lines.rated("佣金", -back, RATES[SKUS[sku]], **again)
    if draw.random() < 0.05:
        lines.add("售后卖家赔付费", -draw.randint(1, 900), after_sale=f"89{index:05d}")


@dataclass
class Lines:
    """Adds bill lines of one order."""

    made: Shop
    order: str
    sku: str
    placed: int
    bases: bool

    def add(self, fee: str, amount: int, **more: object) -> None:
        if not amount:
            return
        arrived = self.placed + 10 * DAY_MS
        self.made.bills.append(
            {
                "kind": "BillLine",
                "ts": arrived,
                "order": self.order,
                "sku": self.sku,
                "fee": fee,
                "amount_fen": amount,
                "state": 1,
                "placed_ms": self.placed,
                "billed_ms": arrived,
                "arrived_ms": arrived,
                **more,
            }
        )

    def rated(self, fee: str, base: int, ppm: int, **more: object) -> None:
        told: Record = {"base_fen": abs(base)} if self.bases else {}
        if fee == "佣金":
            told["fee_class"] = SKUS[self.sku]
        sign = -1 if base > 0 else 1
        amount = sign * half_up(abs(base), ppm)
        self.add(fee, amount, rate_ppm=ppm, **told, **more)
