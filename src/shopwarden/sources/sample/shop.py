"""The settings of a sample shop and the stretch of time it covers.

What it does not do: read a clock. `end` is the day the exports were made, at
its first minute; nothing in them is later.

>>> SampleShop(days=60).period.end_ms - SampleShop(days=60).period.start_ms
5184000000
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shopwarden.errors import UsageError
from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.sources.sample.catalogue import FLOORS_FEN, SKUS
from shopwarden.sources.sample.profiles import Profile, profile

Layout = Literal["old", "new", "both"]
Category = Literal["mixed", "fresh", "cosmetics", "electronics", "apparel"]

# A workbook holds at most 1,048,576 rows, and about four bill lines an order.
WORKBOOK_ORDERS = 100_000
MOST_ORDERS = 20_000_000
CYCLE_MS = 7 * DAY_MS
_LEAST_DAYS, _MOST_DAYS = 30, 400


@dataclass(frozen=True, slots=True)
class Period:
    """From the first order to the moment the exports were made, UTC ms."""

    start_ms: int
    end_ms: int

    @property
    def days(self) -> int:
        """Whole days of the period."""
        return (self.end_ms - self.start_ms) // DAY_MS

    def before_end(self, days: int) -> int:
        """The midnight that many days before the exports were made."""
        return self.end_ms - days * DAY_MS


@dataclass(frozen=True, slots=True)
class SampleShop:
    """What shop to write: its size, its seed, its period and its files.

    `layout`: settlement as "old" tables, as "new" workbooks, or "both": old
    for the months before the last, new since. `workbook` False, or more than
    100,000 orders: everything in old CSV tables. The orders of incidents and of
    some look-alikes come on top of `orders`. `category`: what it sells.
    """

    orders: int = 20_000
    seed: int = 1
    days: int = 60
    end: str = "2026-11-20"
    clean: bool = False
    layout: Layout = "both"
    workbook: bool = True
    category: Category = "mixed"

    @property
    def profile(self) -> Profile:
        """What it sells, and how often that comes back."""
        return profile(self.category)

    @property
    def shelf(self) -> tuple[int, ...]:
        """The SKUs it sells, as indices into `catalogue.SKUS`."""
        classes = self.profile.classes
        return tuple(i for i, sku in enumerate(SKUS) if sku.fee_class in classes)

    def stand_in(self, sku: int) -> int:
        """`sku`, or one of the shelf that also has, or has not, a floor."""
        if sku in self.shelf:
            return sku
        alike = [s for s in self.shelf if (s in FLOORS_FEN) == (sku in FLOORS_FEN)]
        return alike[sku % len(alike)]

    @property
    def period(self) -> Period:
        """The stretch of time; raises UsageError for settings out of range."""
        if not 1 <= self.orders <= MOST_ORDERS:
            raise UsageError(
                "sample.orders_range", orders=self.orders, most=MOST_ORDERS
            )
        if not _LEAST_DAYS <= self.days <= _MOST_DAYS:
            raise UsageError(
                "sample.days_range", days=self.days, least=_LEAST_DAYS, most=_MOST_DAYS
            )
        end_ms = self._end_ms()
        return Period(end_ms - self.days * DAY_MS, end_ms)

    @property
    def workbooks(self) -> bool:
        """Whether any workbook is written at all."""
        return self.workbook and self.orders <= WORKBOOK_ORDERS

    def _end_ms(self) -> int:
        try:
            end_ms = read_moment(self.end)
        except ValueError:
            end_ms = None
        if end_ms is None or len(self.end) > len("2026-11-20"):
            raise UsageError("sample.end_day", end=self.end)
        return end_ms
