"""What SKUs really sold for: the usual price, and the lowest of the last days.

A deal is an order line with a receivable of one piece above 0 whose order was
not cancelled by then. Looking back from a moment in the future starts at the
last deal known. The receivable holds what JD bears of a discount, so buyers
may have paid less: a struck price above it is too high in any case.

What it does not do: count pieces (a line is one deal), or split by venue.

>>> from shopwarden.records.facts import Facts
>>> deals_of(Facts.empty()).usual(0, 0) is None
True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.monitoring.prices.promotion import limit_of
from shopwarden.records.moment import DAY_MS
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Array, Facts

_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Deal:
    """The price a struck price is held against; `recent`: of the last days."""

    fen: int
    recent: bool


@dataclass(frozen=True, slots=True)
class Deals:
    """Deals in the order of SKU and time; `end_ms` is just after the last one."""

    sku: Array
    ts: Array
    unit_fen: Array
    cancelled_ms: Array
    price_fen: Array  # 京东价, MISSING where the table has none
    end_ms: int

    def usual(self, sku: int, moment_ms: int) -> int | None:
        """The lower median of the days before; None of too few deals."""
        end = min(moment_ms, self.end_ms)
        start = end - limit_of("usual_days") * DAY_MS
        units = self._between(sku, start, end, moment_ms)
        if len(units) < limit_of("least_deals"):
            return None
        return int(np.sort(units)[(len(units) - 1) // 2])

    def lowest(self, sku: int, moment_ms: int) -> Deal | None:
        """The lowest deal of the 7 days before, else the last deal there was."""
        end = min(moment_ms, self.end_ms)
        units = self._between(sku, end - limit_of("law_days") * DAY_MS, end, moment_ms)
        if len(units):
            return Deal(int(units.min()), recent=True)
        earlier = self._between(sku, -_NEVER, end, moment_ms)
        return Deal(int(earlier[-1]), recent=False) if len(earlier) else None

    def list_price(self, sku: int, moment_ms: int) -> int | None:
        """The 京东价 of the last order line before a moment."""
        first, last = self._rows(sku, -_NEVER, min(moment_ms, self.end_ms))
        known = self.price_fen[first:last]
        known = known[known != MISSING]
        return int(known[-1]) if len(known) else None

    def _between(self, sku: int, start_ms: int, end_ms: int, by_ms: int) -> Array:
        """Deals of a span that were not cancelled by a moment."""
        first, last = self._rows(sku, start_ms, end_ms)
        stood = self.cancelled_ms[first:last] >= by_ms
        return np.asarray(self.unit_fen[first:last][stood])

    def _rows(self, sku: int, start_ms: int, end_ms: int) -> tuple[int, int]:
        low = int(np.searchsorted(self.sku, sku, "left"))
        high = int(np.searchsorted(self.sku, sku, "right"))
        first, last = np.searchsorted(self.ts[low:high], (start_ms, end_ms), "left")
        return low + int(first), low + max(int(first), int(last))


def deals_of(facts: Facts) -> Deals:
    """The deals of the order lines of `facts`."""
    lines = facts.table(Kind.ORDER_LINE)
    good = (lines["unit_fen"] > 0) & (lines["sku"] != NO_CODE)
    lines = lines.take(np.flatnonzero(good))
    ranked = lines.take(np.lexsort((lines["ts"], lines["sku"])))
    return Deals(
        sku=ranked["sku"],
        ts=ranked["ts"],
        unit_fen=ranked["unit_fen"],
        cancelled_ms=_cancelled(facts, ranked["order"]),
        price_fen=ranked["price_fen"],
        end_ms=int(ranked["ts"].max()) + 1 if len(ranked) else 0,
    )


def _cancelled(facts: Facts, order: Array) -> Array:
    """When each order was cancelled; never for most."""
    table = facts.table(Kind.ORDER_CANCELLED)
    size = len(facts.names.get("order", ())) + 1
    first = np.full(size, _NEVER, np.int64)
    told = np.flatnonzero(table["order"] != NO_CODE)
    np.minimum.at(first, table["order"][told], table["ts"][told])
    first[NO_CODE] = _NEVER
    return np.asarray(first[order])
