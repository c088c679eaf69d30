"""The price guard: each SKU's lowest reachable price, and what is wrong with it.

`guard` looks at every moment a set of promotions begins, in plans of the past
and of the future, because a plan is checked before it is published.

What it does not do: read files, or say what it found in words.

>>> from shopwarden.records.facts import Facts
>>> from shopwarden.records.reference import Reference
>>> guard(Facts.empty(), Reference()).skus
()
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shopwarden.practices.monitoring.prices.checks import (
    Typed,
    Wrong,
    compared,
    law_start_ms,
    raised_first,
    slips,
    too_low,
    unlimited,
)
from shopwarden.practices.monitoring.prices.plans import Goods, Plans, plans_of
from shopwarden.practices.monitoring.prices.promotion import Effect
from shopwarden.practices.monitoring.prices.reach import lowest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shopwarden.practices.monitoring.prices.plans import Price, Unread
    from shopwarden.practices.monitoring.prices.promotion import Promotion
    from shopwarden.practices.monitoring.prices.reach import Reach
    from shopwarden.records.facts import Facts
    from shopwarden.records.reference import Reference

# Findings about a price that is too low, in the order people read them.
LOW = ("digit_low", "below_floor", "below_cost", "below_usual")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a SKU can be had for from one moment on; `reach` None: no price known."""

    sku: int
    moment_ms: int
    list_fen: int | None
    running: tuple[Promotion, ...]
    reach: Reach | None


@dataclass(frozen=True, slots=True)
class Guarded:
    """A SKU at its lowest, and all that is wrong at any of its moments."""

    sku: str
    offer: Offer
    goods: Goods
    usual_fen: int | None
    wrong: tuple[Wrong, ...]

    @property
    def exposed_fen(self) -> int | None:
        """The largest gap × stock; 0 where nothing is too low, None unknown."""
        if not self.gap_fen:
            return 0
        stock = self.goods.stock
        return None if stock is None else self.gap_fen * stock

    @property
    def gap_fen(self) -> int:
        """How much less than it ought a piece brings; 0 where nothing is too low."""
        return max((w.gap_fen for w in self.wrong if w.what in LOW), default=0)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What nobody said, so that nothing was held against it."""
        told = {
            "price": self.offer.reach,
            "floor": self.goods.floor_fen,
            "cost": self.goods.cost_fen,
            "deals": self.usual_fen,
            "stock": self.exposed_fen,
        }
        return tuple(name for name, value in told.items() if value is None)


@dataclass(frozen=True, slots=True)
class Review:
    """All SKUs looked at, and the rows of the plan that say too little."""

    skus: tuple[Guarded, ...]
    unread: tuple[Unread, ...]


class Offers:
    """Lowest prices, each set of promotions reckoned once."""

    def __init__(self, plans: Plans) -> None:
        self.plans = plans
        self._known: dict[object, Reach | None] = {}

    def of(self, sku: int, moments: Iterable[int]) -> Iterator[Offer]:
        """The offers of a SKU at some moments."""
        promotions = self.plans.promotions(sku)
        for moment in moments:
            price = self.plans.list_price(sku, moment)
            running = tuple(p for p in promotions if p.active(moment))
            limit = self.plans.goods_at(sku, moment).limit
            yield Offer(
                sku, moment, price, running, self._lowest(price, running, limit)
            )

    def _lowest(
        self, price: int | None, running: tuple[Promotion, ...], limit: int | None
    ) -> Reach | None:
        key = (price, running, limit)
        if key not in self._known:
            self._known[key] = lowest(price, running, limit)
        return self._known[key]


def guard(facts: Facts, reference: Reference) -> Review:
    """Every SKU with a plan or a price, in the order of their numbers."""
    plans = plans_of(facts)
    offers = Offers(plans)
    skus = (_guarded(facts, reference, plans, offers, sku) for sku in plans.skus())
    return Review(tuple(skus), tuple(plans.unread))


def _guarded(
    facts: Facts, reference: Reference, plans: Plans, offers: Offers, sku: int
) -> Guarded:
    name = facts.name("sku", sku)
    moments = plans.moments(sku) or [_price_moment(plans, sku)]
    wrong: dict[tuple[str, object], Wrong] = {}
    best: tuple[Offer, Goods, int | None] | None = None
    for offer in offers.of(sku, moments):
        goods = floored(plans.goods_at(sku, offer.moment_ms), reference, name)
        usual = plans.deals.usual(sku, offer.moment_ms)
        for each in judge(plans, offer, goods, usual):
            key = (each.what, each.params.get("price_fen"))
            if key not in wrong or each.gap_fen > wrong[key].gap_fen:
                wrong[key] = each
        if best is None or _lower(offer, best[0]):
            best = (offer, goods, usual)
    assert best is not None  # there is a moment at least
    return Guarded(name, *best, _ranked(wrong.values()))


def _price_moment(plans: Plans, sku: int) -> int:
    """When the last list price was set; the last deal where none ever was."""
    rows = plans.prices.get(sku)
    return rows[-1].ts if rows else plans.deals.end_ms


def _lower(offer: Offer, than: Offer) -> bool:
    if offer.reach is None or than.reach is None:
        return than.reach is None and offer.reach is not None
    return offer.reach.lowest_fen < than.reach.lowest_fen


def floored(goods: Goods, reference: Reference, sku: str) -> Goods:
    """Slow data with the floor of shop.yaml, which comes before a table's."""
    floor = reference.floors_fen.get(sku, goods.floor_fen)
    return replace(goods, floor_fen=floor)


def judge(
    plans: Plans, offer: Offer, goods: Goods, usual_fen: int | None
) -> list[Wrong]:
    """What is wrong with an offer."""
    prices = _in_force(plans, offer)
    planned = (p.value for p in offer.running if p.effect is Effect.PRICE)
    typed = [
        *(Typed(p.price_fen, p.before_fen) for p in prices),
        *(Typed(value, offer.list_fen) for value in planned),
    ]
    found = verdict(offer.reach, typed, goods, usual_fen)
    if offer.reach is None:
        return found
    since = law_start_ms(offer.moment_ms)
    rows = plans.prices.get(offer.sku, ())
    recent = [p for p in rows if not p.promotion and since <= p.ts <= offer.moment_ms]
    deal = plans.deals.lowest(offer.sku, offer.moment_ms)
    for price in prices:
        found += compared(price, deal)
    return [*found, *raised_first(recent, offer.reach.lowest_fen)]


def _in_force(plans: Plans, offer: Offer) -> list[Price]:
    """The list price at the moment, and prices set for what then runs."""
    names = {p.name for p in offer.running if p.name}
    rows = plans.prices.get(offer.sku, ())
    own = [p for p in rows if p.promotion in names]
    price = plans.price_at(offer.sku, offer.moment_ms)
    return own if price is None else [price, *own]


def verdict(
    reach: Reach | None, typed: Sequence[Typed], goods: Goods, usual_fen: int | None
) -> list[Wrong]:
    """A slip of a digit, a price too low, and whether it may be bought freely.

    A slip explains why a price is far below the usual one, which is then not
    said again.
    """
    slipped = slips(typed, usual_fen)
    if reach is None:
        return slipped
    low = too_low(reach.lowest_fen, goods, usual_fen)
    if any(wrong.what == "digit_low" for wrong in slipped):
        low = [wrong for wrong in low if wrong.what != "below_usual"]
    suspects = [w for w in (*slipped, *low) if w.what in LOW]
    return [*slipped, *low, *unlimited(reach, goods, suspects)]


def _ranked(wrong: Iterable[Wrong]) -> tuple[Wrong, ...]:
    order: Mapping[str, int] = {what: at for at, what in enumerate(LOW)}
    return tuple(
        sorted(wrong, key=lambda w: (order.get(w.what, len(LOW)), w.what, -w.gap_fen))
    )
