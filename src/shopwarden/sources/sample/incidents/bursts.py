"""Incidents made of orders that an ordinary shop would not have.

Each burst is a handful of orders on top of the shop's own. The company
purchases, which only look like one, are made here too.

What it does not do: faults of the bill (`faults`, `billing`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.catalogue import COMPANY_PIECES, FLOORS_FEN, PRICES
from shopwarden.sources.sample.orders import ordinary, plain_lines
from shopwarden.sources.sample.tables import NEVER, Lines, Orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.draws import Draws
    from shopwarden.sources.sample.incidents.book import Book
    from shopwarden.sources.sample.shop import SampleShop

# Extra orders have keys and buyers far above the shop's own.
_FIRST_KEY = 1 << 33
_FIRST_BUYER = 1 << 30
_KEYS_A_BURST = 10_000

_COMPANY_SKUS = (5, 29, 44)


@dataclass(frozen=True, slots=True)
class Burst:
    """What one burst looks like: `orders` orders from `start_ms`, evenly odd."""

    kind: str
    sku: int
    orders: int
    start_ms: int
    length_ms: int
    buyers: int
    percent: int = 0
    quantity: int = 1


def bursts(sample: SampleShop) -> tuple[Burst, ...]:
    """The bursts of a shop; bigger shops have bigger ones."""
    many = 40 + min(60, sample.orders // 20_000)
    day = sample.period.before_end
    at = HOUR_MS
    # Kind, SKU, orders, start, length, buyers, percent off, pieces. SKUs 12
    # and 27 have a floor.
    known = (
        Burst("price_error", 12, many, day(1) + 2 * at, 12 * MINUTE_MS, many),
        Burst("coupon_gang", 16, 14, day(9) + 15 * at, 8 * MINUTE_MS, 14, 75),
        Burst("coupon_buyer", 20, 12, day(8) + 21 * at, 7 * MINUTE_MS, 1, 80),
        Burst("bulk_refund_buyer", 25, 24, day(14) + 10 * at, 40 * MINUTE_MS, 1, 10),
        Burst("bulk_refund_sku", 31, 30, day(16) + 14 * at, 45 * MINUTE_MS, 30, 10),
        Burst("hoarding", 7, 9, day(6) + 13 * at, 5 * HOUR_MS, 1, 5, 5),
        Burst("stacked_promotion", 27, 6, day(12) + 9 * at, 3 * DAY_MS, 6, 48),
    )
    return tuple(replace(b, sku=sample.stand_in(b.sku)) for b in known)


def _skeleton(
    draws: Draws, burst: Burst, serial: int
) -> tuple[Orders, NDArray[np.int64]]:
    """Paid orders of a burst with an ordinary fate, and their row numbers."""
    row = np.arange(burst.orders, dtype=np.int64)
    key = _FIRST_KEY + serial * _KEYS_A_BURST + row
    step = burst.length_ms // burst.orders
    jitter = draws.below("burst", key, max(1, step // 1000))
    placed = burst.start_ms + row * step + 1000 * jitter
    buyer = _FIRST_BUYER + serial * _KEYS_A_BURST + row % burst.buyers
    orders = ordinary(draws, key, placed // 1000 * 1000, buyer)
    orders.place[:] = orders.place[0]
    orders.freight[:] = 0
    orders.nets[:] = 0
    orders.paid = orders.placed + 1000 * draws.between("pays", key, 10, 60)
    orders.cancelled[:] = NEVER
    orders.shipped = orders.placed + DAY_MS
    orders.finished = orders.shipped + 4 * DAY_MS
    return orders, row


def _cancel(draws: Draws, orders: Orders) -> None:
    """All but one in twelve are cancelled within hours and refunded."""
    wait = HOUR_MS * draws.between("gives up", orders.key, 2, 18)
    gone = np.arange(len(orders)) % 12 != 11
    orders.cancelled = np.where(gone, orders.placed + wait, NEVER)
    orders.shipped = np.where(gone, NEVER, orders.shipped)
    orders.finished = np.where(gone, NEVER, orders.finished)
    orders.nets = gone.astype(np.int64)


def _abandon(orders: Orders) -> None:
    orders.paid[:] = orders.shipped[:] = orders.finished[:] = NEVER
    orders.cancelled = orders.placed + DAY_MS


def make_burst(
    draws: Draws, burst: Burst, serial: int, book: Book
) -> tuple[Orders, Lines]:
    """The orders and lines of one burst, entered in the book."""
    orders, row = _skeleton(draws, burst, serial)
    sku = np.full(len(row), burst.sku, np.int64)
    quantity = np.full(len(row), burst.quantity, np.int64)
    none = np.zeros(len(row), np.int64)
    lines = plain_lines(row, none, sku, quantity, none + burst.percent)
    if burst.kind == "price_error":
        lines.total = lines.total // 10
    if burst.kind.startswith("bulk_refund"):
        _cancel(draws, orders)
    if burst.kind == "hoarding":
        _abandon(orders)
    number = book.open(burst.kind)
    orders.incident[:] = number
    book[number].amount_fen = _amount(burst, orders, lines)
    book[number].skus.add(burst.sku)
    book[number].happened(int(orders.placed.min()))
    return orders, lines


def _amount(burst: Burst, orders: Orders, lines: Lines) -> int:
    if burst.kind == "price_error":
        return int((PRICES[lines.sku] * lines.quantity - lines.receivable).sum())
    if burst.kind.startswith("coupon"):
        return int(lines.seller.sum())
    if burst.kind == "stacked_promotion":
        floor = FLOORS_FEN[burst.sku] * lines.quantity
        return int((floor - lines.receivable).sum())
    refunded = orders.cancelled[lines.order] < NEVER
    return int(lines.receivable[refunded].sum())


def company_purchases(draws: Draws, sample: SampleShop) -> tuple[Orders, Lines]:
    """Three companies, one order each, many pieces, an ordinary discount."""
    serial = 99
    start = sample.period.before_end(18) + 11 * HOUR_MS
    burst = Burst("company", 0, len(_COMPANY_SKUS), start, 6 * DAY_MS, 3)
    orders, row = _skeleton(draws, burst, serial)
    quantity = draws.between("company pieces", orders.key, COMPANY_PIECES, 90)
    none = np.zeros(len(row), np.int64)
    sku = np.array([sample.stand_in(s) for s in _COMPANY_SKUS], np.int64)
    return orders, plain_lines(row, none, sku, quantity, none + 10)
