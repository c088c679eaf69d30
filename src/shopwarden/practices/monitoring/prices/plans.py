"""Plans, prices and slow data of each SKU, out of the facts.

A row of the plan without a SKU holds for every SKU. The list price at a
moment is the last price set by then; else what the next change says was there
before; else the 京东价 of the last order; else the first price set later.
A price set for a promotion is no list price.

What it does not do: judge anything (`checks`).

>>> from shopwarden.records.facts import Facts
>>> plans_of(Facts.empty()).skus()
[]
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shopwarden.practices.monitoring.prices.deals import Deals, deals_of
from shopwarden.practices.monitoring.prices.promotion import (
    Promotion,
    assumed_order,
    effect_of,
)
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shopwarden.records.facts import Facts, Table


@dataclass(frozen=True, slots=True)
class Price:
    """One price that was set, or will be."""

    ts: int
    price_fen: int
    before_fen: int | None
    strike_fen: int | None
    named: bool  # the page says what the struck price is
    front_fen: int | None
    promotion: str
    row: int


@dataclass(frozen=True, slots=True)
class Goods:
    """Slow data of a SKU, None where nobody said."""

    cost_fen: int | None = None
    floor_fen: int | None = None
    stock: int | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row of the plan that is not reckoned with, and why: gift or unclear."""

    file: int
    row: int
    name: str
    form: str
    why: str


@dataclass(frozen=True, slots=True)
class Plans:
    """What is planned and known, by the code of the SKU."""

    own: dict[int, list[Promotion]]
    shop: list[Promotion]
    prices: dict[int, list[Price]]
    goods: dict[int, list[tuple[int, Goods]]]
    deals: Deals
    unread: list[Unread] = field(default_factory=list)

    def skus(self) -> list[int]:
        """SKUs with a plan or a price of their own; all known if one is for all."""
        every = set(self.own) | set(self.prices)
        if self.shop:
            every |= set(self.goods) | set(self.deals.sku.tolist())
        return sorted(every)

    def promotions(self, sku: int) -> list[Promotion]:
        """The promotions of a SKU, those for every SKU among them."""
        return [*self.own.get(sku, ()), *self.shop]

    def moments(self, sku: int) -> list[int]:
        """When a set of promotions begins, or a price is set while one runs."""
        promotions = self.promotions(sku)
        starts = {p.start_ms for p in promotions}
        changed = (p.ts for p in self.prices.get(sku, ()) if not p.promotion)
        running = {ts for ts in changed if any(p.active(ts) for p in promotions)}
        return sorted(starts | running)

    def price_at(self, sku: int, moment_ms: int) -> Price | None:
        """The last list price set by a moment."""
        rows = [p for p in self.prices.get(sku, ()) if not p.promotion]
        at = bisect_right(rows, moment_ms, key=lambda p: p.ts)
        return rows[at - 1] if at else None

    def list_price(self, sku: int, moment_ms: int) -> int | None:
        """The price before promotions at a moment."""
        now = self.price_at(sku, moment_ms)
        if now is not None:
            return now.price_fen
        later = [p for p in self.prices.get(sku, ()) if not p.promotion][:1]
        if later and later[0].before_fen is not None:
            return later[0].before_fen
        sold = self.deals.list_price(sku, moment_ms)
        return later[0].price_fen if sold is None and later else sold

    def goods_at(self, sku: int, moment_ms: int) -> Goods:
        """The latest slow data not after a moment, else the oldest."""
        rows = self.goods.get(sku)
        if not rows:
            return Goods()
        at = bisect_right(rows, moment_ms, key=lambda row: row[0])
        return rows[max(at, 1) - 1][1]


def plans_of(facts: Facts) -> Plans:
    """Everything the guard needs, read from the facts once."""
    plans = Plans({}, [], {}, {}, deals_of(facts))
    _read_promotions(facts, plans)
    for sku, price in _prices(facts):
        plans.prices.setdefault(sku, []).append(price)
    for sku, rows in plans.prices.items():
        plans.prices[sku] = list(_with_former(rows))
    for sku, ts, goods in _goods(facts):
        plans.goods.setdefault(sku, []).append((ts, goods))
    return plans


def _with_former(prices: Iterable[Price]) -> Iterator[Price]:
    """Prices in their order; what was there before, where the row is silent."""
    last: int | None = None
    for price in prices:
        before = price.before_fen
        yield replace(price, before_fen=last if before is None else before)
        if not price.promotion:
            last = price.price_fen


def _goods(facts: Facts) -> Iterator[tuple[int, int, Goods]]:
    table = facts.table(Kind.SKU_FACTS)
    cost, floor = _known(table, "cost_fen"), _known(table, "floor_fen")
    stock, limit = _known(table, "stock"), _known(table, "limit")
    moments = table["ts"].tolist()
    for at, sku in enumerate(table["sku"].tolist()):
        if sku != NO_CODE:
            yield sku, moments[at], Goods(cost[at], floor[at], stock[at], limit[at])


def _read_promotions(facts: Facts, plans: Plans) -> None:
    table = facts.table(Kind.PROMOTION_PLAN)
    names, forms = _words(facts, table, "promotion"), _words(facts, table, "form")
    groups, skus = _words(facts, table, "group"), table["sku"].tolist()
    money = ("price_fen", "off_fen", "pay_ppm", "threshold_fen", "limit", "end_ms")
    told = {name: _known(table, name) for name in money}
    starts = table["ts"].tolist()
    for at, form in enumerate(forms):
        values = (told["price_fen"][at], told["off_fen"][at], told["pay_ppm"][at])
        effect = effect_of(form, *values)
        if effect is None:
            why = "gift" if form in assumed_order().without_price else "unclear"
            place = (int(table["file"][at]), int(table["row"][at]))
            plans.unread.append(Unread(*place, names[at], form, why))
            continue
        promotion = Promotion(
            names[at],
            form,
            *effect,
            threshold_fen=max(0, told["threshold_fen"][at] or 0),
            group=groups[at],
            limit=told["limit"][at],
            start_ms=starts[at],
            end_ms=told["end_ms"][at],
            row=at,
        )
        shelf = (
            plans.shop if skus[at] == NO_CODE else plans.own.setdefault(skus[at], [])
        )
        shelf.append(promotion)


def _prices(facts: Facts) -> Iterator[tuple[int, Price]]:
    table = facts.table(Kind.PRICE_SET)
    before, strike = _known(table, "before_fen"), _known(table, "strike_fen")
    price, front = _known(table, "price_fen"), _known(table, "front_fen")
    promotions, named = _words(facts, table, "promotion"), table["named"].tolist()
    moments = table["ts"].tolist()
    for at, sku in enumerate(table["sku"].tolist()):
        now = price[at]
        if sku == NO_CODE or now is None:
            continue
        yield (
            sku,
            Price(
                moments[at],
                now,
                before[at],
                strike[at],
                named[at] == 1,
                front[at],
                promotions[at],
                at,
            ),
        )


def _known(table: Table, name: str) -> list[int | None]:
    return [None if value == MISSING else value for value in table[name].tolist()]


def _words(facts: Facts, table: Table, column: str) -> list[str]:
    domain = {"form": "promotion_form", "group": "promotion_group"}.get(column, column)
    return [facts.name(domain, code) for code in table[column].tolist()]
