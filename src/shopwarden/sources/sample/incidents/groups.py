"""Orders made for scenes that the other tables tell: `data/groups.yaml`.

Groups of look-alikes are in every shop, those of incidents only in one that
is not clean. All have an ordinary fate until a scene changes it.

What it does not do: change parcels, after-sales or reviews (`scenes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from shopwarden.records.moment import DAY_MS, HOUR_MS, SHANGHAI_MS
from shopwarden.sources.sample.orders import (
    ordinary,
    plain_lines,
    promotion_percent,
)
from shopwarden.sources.sample.places import MASKED_PLACES
from shopwarden.sources.sample.tables import FULL, NEVER, Lines, Orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.draws import Draws
    from shopwarden.sources.sample.incidents.book import Book
    from shopwarden.sources.sample.shop import SampleShop

# Far from the keys and buyers of the bursts.
FIRST_GROUP_KEY, _FIRST_BUYER = 1 << 34, 1 << 31
_KEYS_A_GROUP = 100_000
_SURGE_SHARE = 1_500


@dataclass(frozen=True, slots=True)
class Group:
    """One group, as `data/groups.yaml` explains."""

    serial: int
    orders: int
    buyers: int
    sku: tuple[int, ...]
    day: int
    hour: int
    hours: float
    kind: str = ""
    strength: str = ""
    benign: str = ""
    pieces: int = 1
    phones: int = 0
    address: int = 0
    refunds: int = 0
    ship: int = 0

    @property
    def keys(self) -> tuple[int, int]:
        """The first key of its orders, and one past the last possible."""
        first = FIRST_GROUP_KEY + self.serial * _KEYS_A_GROUP
        return first, first + _KEYS_A_GROUP


@cache
def groups() -> tuple[Group, ...]:
    """All groups."""
    place = resources.files("shopwarden.sources.sample") / "data" / "groups.yaml"
    said: list[dict[str, Any]] = yaml.safe_load(place.read_text("utf-8"))
    return tuple(
        Group(serial=serial, **each | {"sku": tuple(each["sku"])})
        for serial, each in enumerate(said)
    )


def groups_of(sample: SampleShop) -> tuple[Group, ...]:
    """The groups a shop has: those of incidents only where it is not clean."""
    fitting = [g for g in groups() if g.day < sample.days - 1]
    return tuple(g for g in fitting if g.benign or not sample.clean)


def make_group(
    draws: Draws, sample: SampleShop, group: Group, book: Book
) -> tuple[Orders, Lines]:
    """The orders and lines of one group, entered in the book if an incident."""
    orders = _placed(draws, sample, group)
    shelf = np.array([sample.stand_in(sku) for sku in group.sku], np.int64)
    row = np.arange(len(orders), dtype=np.int64)
    sku, none = shelf[row % len(shelf)], np.zeros(len(row), np.int64)
    percent = promotion_percent(draws, sku, orders.placed)
    lines = plain_lines(row, none, sku, none + group.pieces, percent)
    _refund(draws, orders, lines, group)
    if group.kind:
        number = book.open(group.kind, group.strength)
        orders.incident[:] = number
        book[number].skus.update(sku.tolist())
        book[number].happened(int(orders.placed.min()))
        book[number].amount_fen = int(lines.refund.sum())
    return orders, lines


def _placed(draws: Draws, sample: SampleShop, group: Group) -> Orders:
    count = group.orders
    if group.kind == "order_surge":
        count = max(count, sample.orders // _SURGE_SHARE)
    row = np.arange(count, dtype=np.int64)
    key = group.keys[0] + row
    step = int(group.hours * HOUR_MS) // count
    start = sample.period.before_end(group.day) + group.hour * HOUR_MS
    jitter = 1000 * draws.below("group", key, max(1, step // 1000))
    placed = _by_day(start + row * step + jitter)
    turn = row % (count if group.kind == "order_surge" else group.buyers)
    buyer = _FIRST_BUYER + group.serial * _KEYS_A_GROUP + turn
    orders = ordinary(draws, key, placed // 1000 * 1000, buyer)
    orders.freight[:] = orders.nets[:] = 0
    orders.cancelled[:] = NEVER
    orders.paid = orders.placed + 1000 * draws.between("pays", key, 10, 300)
    wait = draws.between("group shipped", key, 8, 34)
    orders.shipped = orders.placed + HOUR_MS * np.where(
        group.ship > 0, group.ship, wait
    )
    way = draws.between("group on the way", key, 60, 110)
    orders.finished = orders.shipped + HOUR_MS * way
    if group.kind == "fake_shipment" and group.strength == "clear":
        orders.finished = orders.shipped + 30 * DAY_MS
    if group.address:
        orders.place[:] = MASKED_PLACES + group.address
    if group.phones:
        orders.contact = 1 + group.address * 7 % 80 + row % group.phones
    return orders


def _by_day(moments: NDArray[np.int64]) -> NDArray[np.int64]:
    """Nobody of a long group orders at night: after eight in the morning."""
    into = (moments + SHANGHAI_MS) % DAY_MS
    morning = moments - into + 8 * HOUR_MS + into // 8
    return np.where(into < 8 * HOUR_MS, morning, moments)


def _refund(draws: Draws, orders: Orders, lines: Lines, group: Group) -> None:
    """The first orders of the group are refunded in full, days after."""
    back = np.arange(len(orders)) < group.refunds
    wait = HOUR_MS * draws.between("group refund", orders.key, 95, 150)
    lines.refund = np.where(back, lines.goods, 0)
    lines.refund_kind = np.where(back, FULL, lines.refund_kind)
    lines.refunded = np.where(back, orders.finished + wait, NEVER)
