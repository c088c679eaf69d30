"""The orders of the sample shop: who bought what, when, and what became of it.

What it does not do: bills (`bills`), or anything unlawful (`incidents`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.sources.sample.calendar import campaign_percent, order_times
from shopwarden.sources.sample.catalogue import (
    CLASS_OF,
    GOVERNMENT_PERCENT,
    PRICES,
    SKUS,
)
from shopwarden.sources.sample.places import MASKED_PLACES
from shopwarden.sources.sample.tables import (
    FULL,
    NEVER,
    NO_REFUND,
    PARTIAL,
    PRICE_PROTECTION,
    Lines,
    Orders,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from shopwarden.sources.sample.draws import Draws
    from shopwarden.sources.sample.profiles import Profile
    from shopwarden.sources.sample.shop import Period

_HOUR_S = HOUR_MS // 1000
_UNPAID, _CANCELLED = 30, 20  # of a thousand orders
# A buyer comes back as in a flattened Zipf law: few often, most once.
_BUYER_POWER = 1.3


def base_orders(draws: Draws, period: Period, count: int) -> Orders:
    """`count` ordinary orders in the order they were placed."""
    key = np.arange(count, dtype=np.int64)
    placed = order_times(draws, period, count)
    rank = draws.share("buyer", key) ** _BUYER_POWER
    buyers = max(1, count * 6 // 10)
    return ordinary(draws, key, placed, (rank * buyers).astype(np.int64))


def ordinary(
    draws: Draws,
    key: NDArray[np.int64],
    placed: NDArray[np.int64],
    buyer: NDArray[np.int64],
) -> Orders:
    """Orders placed at these moments by these buyers, with an ordinary fate."""
    unpaid = draws.chance("unpaid", key, _UNPAID)
    wait = 1000 * draws.between("paid after", key, 8, 600)
    paid = np.where(unpaid, NEVER, placed + wait)
    cancelled = ~unpaid & draws.chance("cancelled", key, _CANCELLED)
    shipped = placed + 1000 * draws.between("shipped", key, 6 * _HOUR_S, 40 * _HOUR_S)
    way = 1000 * draws.between("on the way", key, 36 * _HOUR_S, 190 * _HOUR_S)
    gone = unpaid | cancelled
    given_up = np.where(unpaid, placed + DAY_MS, placed + 3 * HOUR_MS)
    none = np.zeros(len(key), np.int64)
    return Orders(
        key=key,
        placed=placed,
        paid=paid,
        shipped=np.where(gone, NEVER, shipped),
        finished=np.where(gone, NEVER, shipped + way),
        cancelled=np.where(gone, given_up, NEVER),
        buyer=buyer,
        place=draws.below("place", buyer, MASKED_PLACES),
        freight=_freight(draws, key),
        service=none.copy(),
        parent=none.copy(),
        nets=(cancelled & draws.chance("nets", key, 250)).astype(np.int64),
        incident=none.copy(),
        contact=none.copy(),
    )


def _freight(draws: Draws, key: NDArray[np.int64]) -> NDArray[np.int64]:
    charged = draws.chance("freight", key, 60)
    return np.where(charged, 100 * draws.between("freight fen", key, 6, 12), 0)


def base_lines(
    draws: Draws, orders: Orders, shelf: Sequence[int], profile: Profile
) -> Lines:
    """One to three lines for each order, promotions and refunds included."""
    # SKUs sell unevenly: the first of each class best.
    weights = [(8 - i % 8) ** 2 + 4 for i in range(len(shelf))]
    counts = 1 + draws.pick("lines", orders.key, (70, 20, 10))
    row = np.repeat(np.arange(len(orders), dtype=np.int64), counts)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    first = draws.pick("sku", orders.key[row], weights)
    step = 1 + draws.below("next sku", orders.key[row], len(shelf) // 3)
    sku = np.array(shelf, np.int64)[(first + nth * step) % len(shelf)]
    key = orders.key[row] * 4 + nth
    quantity = 1 + draws.pick("quantity", key, (88, 9, 3))
    lines = plain_lines(row, nth, sku, quantity, np.zeros(len(row), np.int64))
    _promote(draws, orders, lines, key)
    _refund(draws, orders, lines, key, profile.refunds)
    return lines


def plain_lines(
    row: NDArray[np.int64],
    nth: NDArray[np.int64],
    sku: NDArray[np.int64],
    quantity: NDArray[np.int64],
    percent: NDArray[np.int64],
) -> Lines:
    """Lines with `percent` off by the seller, no other share and no refund."""
    total = PRICES[sku] * quantity
    none = np.zeros(len(row), np.int64)
    return Lines(
        order=row,
        nth=nth,
        sku=sku,
        quantity=quantity,
        total=total,
        seller=total * percent // 100,
        jd=none.copy(),
        government=none.copy(),
        beans=none.copy(),
        refunded=np.full(len(row), NEVER, np.int64),
        refund=none.copy(),
        refund_kind=np.full(len(row), NO_REFUND, np.int64),
    )


def promotion_percent(
    draws: Draws, sku: NDArray[np.int64], placed: NDArray[np.int64]
) -> NDArray[np.int64]:
    """How many percent the shop's promotion takes off a SKU at a moment."""
    week = placed // (7 * DAY_MS)
    regular = 5 * draws.below("promotion", sku * 10_000 + week, 5)
    return regular + campaign_percent(placed)


def _promote(
    draws: Draws, orders: Orders, lines: Lines, key: NDArray[np.int64]
) -> None:
    placed = orders.placed[lines.order]
    percent = promotion_percent(draws, lines.sku, placed)
    lines.seller = lines.total * percent // 100
    receivable = lines.receivable
    jd = draws.chance("jd coupon", key, 150)
    lines.jd = np.where(jd, receivable * 5 // 100, 0)
    subsidy = GOVERNMENT_PERCENT[CLASS_OF[lines.sku]]
    granted = draws.chance("subsidy", key, 600)
    lines.government = np.where(granted, receivable * subsidy // 100, 0)
    beans = draws.chance("beans", key, 60)
    some = draws.between("bean fen", key, 50, 500)
    lines.beans = np.where(beans, np.minimum(some, receivable // 20), 0)
    heavy = SKUS_WITH_SERVICE[lines.sku] & draws.chance("service", key, 200)
    np.add.at(orders.service, lines.order[heavy], 3000)


# Delivery with installation is offered for the last two SKUs of 小家电.
SKUS_WITH_SERVICE = np.isin(np.arange(len(SKUS)), [38, 39])


def _refund(
    draws: Draws,
    orders: Orders,
    lines: Lines,
    key: NDArray[np.int64],
    shares: Sequence[int],
) -> None:
    finished = orders.finished[lines.order]
    kind = draws.pick("refund", key, shares)
    kind = np.where(finished == NEVER, NO_REFUND, kind)
    wait = 1000 * draws.between("refund after", key, 4 * _HOUR_S, 300 * _HOUR_S)
    part = draws.between("part", key, 10, 60)
    goods = lines.goods
    # A refund never exceeds what the buyer paid for the goods of the line.
    some = lines.buyer_paid * part // 100
    little = np.minimum(100 * draws.between("protection", key, 3, 15), goods // 10)
    lines.refund = np.select(
        [kind == FULL, kind == PARTIAL, kind == PRICE_PROTECTION],
        [goods, some, little],
        0,
    )
    lines.refund_kind = np.where(lines.refund > 0, kind, NO_REFUND)
    lines.refunded = np.where(
        lines.refund > 0, np.where(kind == NO_REFUND, 0, finished) + wait, NEVER
    )


def split_parents(draws: Draws, orders: Orders) -> None:
    """Mark some neighbours as split from one parent: same buyer, place, moment.

    The later order of each pair takes the earlier one's buyer and moments of
    placing and paying, as orders split by JD share them.
    """
    earlier = np.flatnonzero(draws.chance("split", orders.key, 12))
    earlier = earlier[(earlier % 2 == 0) & (earlier + 1 < len(orders))]
    whole = (orders.paid[earlier] < NEVER) & (orders.paid[earlier + 1] < NEVER)
    earlier = earlier[whole]
    for name in ("placed", "paid", "buyer", "place"):
        column = getattr(orders, name)
        column[earlier + 1] = column[earlier]
    number = orders.key[earlier] + 1
    orders.parent[earlier] = orders.parent[earlier + 1] = number
