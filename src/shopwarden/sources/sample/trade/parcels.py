"""Parcels of the sample shop: shipped within the promise, scanned, signed for.

The warehouse works from eight to ten at night; carriers scan hours later, at
the campaign up to twenty, but before the promise ends; goods are signed for
by day, before the order finishes. Two orders split from one parent may go in
one parcel.

What it does not do: ship anything wrongly (`incidents.parcels`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, SHANGHAI_MS
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.calendar import campaign_percent, day_of_each
from shopwarden.sources.sample.files import CsvFile
from shopwarden.sources.sample.places import CITIES
from shopwarden.sources.sample.tables import NEVER, Table
from shopwarden.sources.sample.trade.goods import WEIGHTS
from shopwarden.sources.sample.trade.hours import within

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop

_NAMES = (
    "订单号,运单号,承运商,发货账号,发货时间,应发货时间,揽收时间,签收时间,出库重量克,"
    "揽收重量克,收货城市,签收城市,本店寄件,有签收底单"
)
PARCEL_HEADER = tuple(_NAMES.split(","))
PROMISE_MS = 48 * HOUR_MS
CARRIERS = ("京东快递", "样例速运", "示范快运")
_PREFIXES = ("JDVA", "YL", "SF0")
_WAYBILLS = 10**12
_PACKERS = ("样例家居:仓储01", "样例家居:仓储02")
_WAREHOUSE, _COURIER = (8, 22, 3), (9, 20, 3)
_BOX_G, _SUNDAY = 120, 6
_CHUNK = 40_000


@dataclass(slots=True)
class Parcels(Table):
    """One row an order that was shipped."""

    order: NDArray[np.int64]
    waybill: NDArray[np.int64]  # the row of the order whose number it derives from
    carrier: NDArray[np.int64]
    shipped: NDArray[np.int64]
    promised: NDArray[np.int64]
    scanned: NDArray[np.int64]
    signed: NDArray[np.int64]
    sent_g: NDArray[np.int64]
    scanned_g: NDArray[np.int64]
    city: NDArray[np.int64]
    signed_city: NDArray[np.int64]
    own: NDArray[np.int64]
    slip: NDArray[np.int64]
    incident: NDArray[np.int64]

    def __len__(self) -> int:
        """How many parcels."""
        return len(self.order)


@dataclass(frozen=True, slots=True)
class Courier:
    """Computes the parcels of a shop, a chunk of orders at a time."""

    shop: Shop
    leads: NDArray[np.int64]  # the order whose parcel each order goes in
    grams: NDArray[np.int64]  # of each order's parcel

    @classmethod
    def of(cls, shop: Shop) -> Courier:
        """The courier of a shop."""
        grams = np.bincount(
            shop.lines.order,
            WEIGHTS[shop.lines.sku] * shop.lines.quantity,
            minlength=len(shop.orders),
        ).astype(np.int64)
        grams += _BOX_G
        courier = cls(shop, np.arange(len(shop.orders)), grams)
        courier._merge()
        return courier

    def _merge(self) -> None:
        """Put most of the pairs split from one parent into one parcel."""
        orders = self.shop.orders
        first = np.flatnonzero(
            (orders.parent[:-1] > 0) & (orders.parent[:-1] == orders.parent[1:])
        )
        first = first[self.shop.draws.chance("merged", orders.parent[first], 850)]
        quiet = (orders.incident[first] == 0) & (orders.incident[first + 1] == 0)
        both = (orders.shipped[first] < NEVER) & (orders.shipped[first + 1] < NEVER)
        first = first[quiet & both]
        signed = self.ways(first)[2]
        first = first[signed < orders.finished[first + 1] - HOUR_MS]
        self.leads[first + 1] = first
        together = self.grams[first] + self.grams[first + 1]
        self.grams[first] = self.grams[first + 1] = together
        self.shop.book.benign["merged_parcel"].add(np.concatenate([first, first + 1]))

    def ways(
        self, row: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """When the parcels of orders are shipped, scanned and signed for."""
        draws, orders = self.shop.draws, self.shop.orders
        key, way = orders.key[row], orders.finished[row] - orders.shipped[row]
        jitter = 1000 * draws.between("shift jitter", key, 60, 5400)
        shipped = within(orders.shipped[row], jitter, _WAREHOUSE)
        busy = campaign_percent(orders.placed[row]) > 0
        sunday = (day_of_each(shipped) + 3) % 7 == _SUNDAY
        lag = 60_000 * draws.between("scan lag", key, 45, 330)
        slow = draws.chance("slow scan", key, 120)
        lag = np.where(busy, lag * 2, lag) + np.where(sunday, 2 * HOUR_MS, 0)
        more = HOUR_MS * draws.between("scan lag at campaign", key, 12, 20)
        lag = np.where(busy & slow, more, lag)
        latest = orders.paid[row] + PROMISE_MS - 20 * 60_000 - shipped
        lag = np.maximum(np.minimum(np.minimum(lag, latest), way * 2 // 5), 30 * 60_000)
        signed = orders.shipped[row] + way * 13 // 20
        spread = 1000 * draws.between("courier jitter", key, 60, 10_800)
        signed = within(signed, spread, _COURIER)
        return shipped, shipped + lag, np.maximum(signed, shipped + lag + HOUR_MS)

    def parcels(self, first: int, last: int) -> Parcels:
        """The parcels of the orders in rows [first, last)."""
        shop, orders = self.shop, self.shop.orders
        row = np.arange(first, last)
        lead = self.leads[first:last]
        gone = orders.shipped[row] < shop.period.end_ms
        row, lead = row[gone], lead[gone]
        key = orders.key[lead]
        shipped, scanned, signed = self.ways(lead)
        draws, grams = shop.draws, self.grams[lead]
        sent = grams * draws.between("weighed", key, 955, 1045) // 1000
        scale = draws.between("weighed again", key, 985, 1015)
        city = orders.place[row] % len(CITIES)
        ones = np.ones(len(row), np.int64)
        return Parcels(
            order=row,
            waybill=lead,
            carrier=draws.pick("carrier", key, (70, 20, 10)),
            shipped=shipped,
            promised=orders.paid[row] + PROMISE_MS,
            scanned=scanned,
            signed=signed,
            sent_g=sent,
            scanned_g=sent * scale // 1000,
            city=city,
            signed_city=city.copy(),
            own=ones,
            slip=ones.copy(),
            incident=orders.incident[row],
        )


def write_parcels(
    path: Path, courier: Courier, spoil: Callable[[Parcels], Parcels]
) -> int:
    """Write all parcels as of the end, each chunk through `spoil`; the rows."""
    shop = courier.shop
    with CsvFile(path, PARCEL_HEADER) as file:
        for first in range(0, len(shop.orders), _CHUNK):
            last = min(len(shop.orders), first + _CHUNK)
            parcels = spoil(courier.parcels(first, last))
            row = file.append(_columns(shop, parcels))
            shop.book.see_rows(file.name, parcels.incident, row)
        return file.rows - 1


def waybill_texts(
    carrier: NDArray[np.int64], number: NDArray[np.int64]
) -> NDArray[np.object_]:
    """运单号: the carrier's letters and twelve digits made of a number."""
    digits = np.array(
        [f"{n:012d}" for n in (number * 7919 % _WAYBILLS).tolist()], object
    )
    known: NDArray[np.object_] = texts.chosen(_PREFIXES, carrier) + digits
    return known if len(number) else np.zeros(0, object)


def _columns(shop: Shop, parcels: Parcels) -> list[NDArray[np.object_]]:
    end = shop.period.end_ms
    signed = parcels.signed < end
    late_shift = (parcels.shipped + SHANGHAI_MS) % DAY_MS >= 15 * HOUR_MS

    def when(moments: NDArray[np.int64]) -> NDArray[np.object_]:
        return texts.moment_texts(moments, moments < end, "")

    return [
        texts.number_texts(shop.numbers[parcels.order]),
        waybill_texts(parcels.carrier, shop.numbers[parcels.waybill]),
        texts.chosen(CARRIERS, parcels.carrier),
        texts.chosen(_PACKERS, late_shift.astype(np.int64)),
        when(parcels.shipped),
        texts.moment_texts(parcels.promised, parcels.promised >= 0, ""),
        when(parcels.scanned),
        when(parcels.signed),
        texts.each(parcels.sent_g, str),
        np.where(parcels.scanned < end, texts.each(parcels.scanned_g, str), ""),
        texts.chosen(CITIES, parcels.city),
        np.where(signed, texts.chosen(CITIES, parcels.signed_city), ""),
        texts.chosen(("否", "是"), parcels.own),
        np.where(signed, texts.chosen(("否", "是"), parcels.slip), ""),
    ]
