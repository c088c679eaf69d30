"""What goes wrong with the parcels, after-sales and reviews of the groups' orders.

Each kind of `groups` has its scene here: a function that changes the rows of
its orders, which are ordinary until then.

What it does not do: the small tables (`team_scenes`, `goods_scenes`,
`claim_scenes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.incidents.groups import groups_of
from shopwarden.sources.sample.places import CITIES
from shopwarden.sources.sample.tables import NEVER
from shopwarden.sources.sample.trade.after_sales import (
    DAMAGED,
    NO_REASON,
    NOT_RECEIVED,
    REFUND_ONLY,
    RETURN,
    AfterSales,
)
from shopwarden.sources.sample.trade.reviews import COPIED, Reviews

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.incidents.groups import Group
    from shopwarden.sources.sample.trade.parcels import Parcels

    Rows: TypeAlias = NDArray[np.int64]
    ParcelScene: TypeAlias = Callable[[Parcels, Rows, str], None]
    AfterSaleScene: TypeAlias = Callable[[AfterSales, Rows, str], None]

_BOX_G = 120
_EDGE, _CLEAR = "edge", "clear"
_SHARED_PICTURE = 1 << 50


@dataclass(frozen=True, slots=True)
class Scenes:
    """All scenes of one shop; in a clean one only those of look-alikes."""

    shop: Shop

    def _groups(self, keys: NDArray[np.int64]) -> Iterator[tuple[Group, Rows]]:
        """The groups with orders among `keys`, and the rows of those."""
        for group in groups_of(self.shop.sample):
            first, last = group.keys
            rows = np.flatnonzero((keys >= first) & (keys < last))
            if len(rows):
                yield group, rows

    def parcels(self, parcels: Parcels) -> Parcels:
        """A chunk of parcels, changed where a scene is."""
        for group, rows in self._groups(self.shop.orders.key[parcels.order]):
            scene = _PARCELS.get(group.kind or group.benign)
            if scene:
                scene(parcels, rows, group.strength)
            if group.kind == "waybill_reused":
                # All under the waybill of the group's first order.
                lead = int(np.flatnonzero(self.shop.orders.key == group.keys[0])[0])
                parcels.waybill[rows], parcels.carrier[rows] = lead, 0
        return parcels.take(parcels.shipped < self.shop.period.end_ms)

    def after_sales(self, table: AfterSales) -> AfterSales:
        """The after-sales, changed where a scene is."""
        for group, rows in self._groups(self.shop.orders.key[table.order]):
            scene = _AFTER_SALES.get(group.kind or group.benign)
            if scene:
                scene(table, rows, group.strength)
        return table

    def reviews(self, reviews: Reviews, first: int, last: int) -> Reviews:
        """A chunk of reviews, and those that brushers and the angry write."""
        shop = self.shop
        parts = [reviews]
        keys = shop.orders.key[first:last]
        for group, rows in self._groups(keys):
            which = _REVIEWS.get(group.kind)
            if which is not None:
                clear = group.strength == _CLEAR
                parts.append(_written(shop, rows + first, which, clear=clear))
        together = Reviews.joined(parts)
        together = together.take(np.argsort(together.order, kind="stable"))
        return together.take(together.reviewed < shop.period.end_ms)


def _written(
    shop: Shop, order: Rows, which: tuple[int, int, int], *, clear: bool
) -> Reviews:
    """Reviews of these orders: `which` text (edge, clear) and how many stars."""
    edge, more, stars = which
    text = more if clear else edge
    none = np.zeros(len(order), np.int64)
    return Reviews(
        order=order,
        sku=shop.lines.sku[shop.first_line[order]],
        reviewed=shop.orders.finished[order] + 90 * MINUTE_MS + order % 7 * MINUTE_MS,
        score=none + stars,
        text=np.where(text >= COPIED, none + text, order),
        incident=shop.orders.incident[order],
    )


# Kind → the text of the edge and of the clear one, and the stars.
_REVIEWS = {
    "brush_orders": (COPIED, COPIED + 1, 5),
    "review_copied": (COPIED + 2, COPIED + 3, 5),
    "review_harassed": (0, 0, 1),
}


def _lighter(parcels: Parcels, rows: Rows, percent: int) -> None:
    """Weigh so many percent of the goods, at the warehouse and at the carrier."""
    goods = parcels.sent_g[rows] - _BOX_G
    parcels.sent_g[rows] = np.maximum(goods * percent // 100, 30)
    parcels.scanned_g[rows] = parcels.sent_g[rows] + 2


def _empty(parcels: Parcels, rows: Rows, strength: str) -> None:
    _lighter(parcels, rows, 4 if strength == _CLEAR else 17)


def _part(parcels: Parcels, rows: Rows, _strength: str) -> None:
    _lighter(parcels, rows, 45)


def _unscanned(parcels: Parcels, rows: Rows, strength: str) -> None:
    if strength == _CLEAR:
        parcels.scanned[rows] = parcels.signed[rows] = NEVER
        return
    parcels.scanned[rows] = parcels.shipped[rows] + 26 * HOUR_MS
    _sign_after_scan(parcels, rows)


def _slow(parcels: Parcels, rows: Rows, _strength: str) -> None:
    parcels.scanned[rows] = parcels.shipped[rows] + 22 * HOUR_MS
    _sign_after_scan(parcels, rows)


def _sign_after_scan(parcels: Parcels, rows: Rows) -> None:
    least = parcels.scanned[rows] + 11 * HOUR_MS
    parcels.signed[rows] = np.maximum(parcels.signed[rows], least)


def _elsewhere(parcels: Parcels, rows: Rows, _strength: str) -> None:
    parcels.signed_city[rows] = (parcels.city[rows] + 5) % len(CITIES)


def _others(parcels: Parcels, rows: Rows, _strength: str) -> None:
    parcels.own[rows] = 0


def _late(parcels: Parcels, rows: Rows, strength: str) -> None:
    """Shipped when the order says, scanned soon after: both after the promise."""
    after = 180 if strength == _CLEAR else 6
    parcels.shipped[rows] = parcels.promised[rows] + after * HOUR_MS
    parcels.scanned[rows] = parcels.shipped[rows] + 3 * HOUR_MS
    _sign_after_scan(parcels, rows)


def _nearly_late(parcels: Parcels, rows: Rows, _strength: str) -> None:
    parcels.shipped[rows] = parcels.promised[rows] - 3 * HOUR_MS
    parcels.scanned[rows] = parcels.shipped[rows] + 2 * HOUR_MS


def _no_slip(parcels: Parcels, rows: Rows, strength: str) -> None:
    if strength == _CLEAR:
        parcels.slip[rows] = 0


_PARCELS: dict[str, ParcelScene] = {
    "brush_orders": _empty,
    "empty_parcel": _empty,
    "part_parcel": _part,
    "fake_shipment": _unscanned,
    "slow_scan": _slow,
    "wrong_city": _elsewhere,
    "other_sender": _others,
    "late_dispatch": _late,
    "nearly_late": _nearly_late,
    "not_received": _no_slip,
}


def _refund_only(table: AfterSales, rows: Rows, strength: str) -> None:
    table.request[rows], table.cause[rows] = REFUND_ONLY, DAMAGED
    table.returned[rows] = NEVER
    table.picture[rows] = table.number[rows]
    if strength == _CLEAR:
        table.picture[rows[1::2]] = table.picture[rows[0]]


def _two_refunds(table: AfterSales, rows: Rows, _strength: str) -> None:
    _refund_only(table, rows, _EDGE)


def _same_picture(table: AfterSales, rows: Rows, _strength: str) -> None:
    _refund_only(table, rows, _EDGE)
    table.picture[rows] = _SHARED_PICTURE


def _come_back(table: AfterSales, rows: Rows) -> None:
    """A return, applied for days before the refund, received a day before it."""
    table.request[rows], table.cause[rows] = RETURN, NO_REASON
    table.picture[rows] = 0
    table.applied[rows] = table.closed[rows] - 4 * DAY_MS
    table.answered[rows] = table.applied[rows] + 3 * HOUR_MS
    table.returned[rows] = table.closed[rows] - 20 * HOUR_MS


def _swapped(table: AfterSales, rows: Rows, strength: str) -> None:
    _come_back(table, rows)
    out = table.out_g[rows]
    if strength != _CLEAR:
        table.back_g[rows] = out * 83 // 100
        return
    table.back_g[rows] = np.where(np.arange(len(rows)) % 2 == 0, 90, out * 62 // 100)
    table.matches[rows] = 0
    table.video[rows[1:]] = 0


def _packing(table: AfterSales, rows: Rows, _strength: str) -> None:
    _come_back(table, rows)
    table.back_g[rows] = table.out_g[rows] - 47


def _returns(table: AfterSales, rows: Rows, _strength: str) -> None:
    _come_back(table, rows)


def _claimed(table: AfterSales, rows: Rows, _strength: str) -> None:
    table.request[rows], table.cause[rows] = REFUND_ONLY, NOT_RECEIVED
    table.returned[rows], table.picture[rows] = NEVER, 0


def _too_early(table: AfterSales, rows: Rows, strength: str) -> None:
    """The refund is paid before the goods come in, or without them."""
    _come_back(table, rows)
    table.returned[rows] = (
        NEVER if strength == _CLEAR else table.closed[rows] + 30 * HOUR_MS
    )


_AFTER_SALES: dict[str, AfterSaleScene] = {
    "refund_only_abuse": _refund_only,
    "two_refunds": _two_refunds,
    "picture_reused": _same_picture,
    "return_swapped": _swapped,
    "packing_left_out": _packing,
    "serial_returner": _returns,
    "some_returns": _returns,
    "insurance_farming": _returns,
    "not_received": _claimed,
    "refund_before_return": _too_early,
}
