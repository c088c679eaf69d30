"""The whole sample shop in memory: orders, lines, numbers and what is wrong.

Less than 1 KB an order. Bills are computed from it chunk by chunk.

What it does not do: write files (`write`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.sources.sample.bills import Biller
from shopwarden.sources.sample.draws import Draws
from shopwarden.sources.sample.incidents.billing import FaultyBiller
from shopwarden.sources.sample.incidents.book import Book
from shopwarden.sources.sample.incidents.bursts import (
    bursts,
    company_purchases,
    make_burst,
)
from shopwarden.sources.sample.incidents.faults import Faults, choose_faults
from shopwarden.sources.sample.incidents.groups import (
    FIRST_GROUP_KEY,
    groups_of,
    make_group,
)
from shopwarden.sources.sample.orders import base_lines, base_orders, split_parents
from shopwarden.sources.sample.remarks import (
    Remarks,
    choose_remarks,
    name_remarks,
)
from shopwarden.sources.sample.tables import Lines, Orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.shop import Period, SampleShop

_FIRST_NUMBER = 316_000_000_000
_NUMBER_STEP = 7


@dataclass(frozen=True, slots=True)
class Shop:
    """A sample shop before it is written."""

    sample: SampleShop
    draws: Draws
    period: Period
    orders: Orders
    lines: Lines
    numbers: NDArray[np.int64]  # 订单号 of each order
    biller: FaultyBiller
    book: Book
    remarks: Remarks

    @property
    def first_line(self) -> NDArray[np.int64]:
        """The first line of each order, and one past the last."""
        return self.biller.biller.first_line


def assemble(sample: SampleShop) -> Shop:
    """The shop that `sample` describes; raises UsageError for bad settings."""
    draws, period, book = Draws(sample.seed), sample.period, Book()
    orders, lines = _by_time(*_all_orders(sample, draws, period, book))
    numbers = _numbers(draws, orders)
    remarks = Remarks()
    if sample.clean:
        faults = Faults.none(len(orders))
    else:
        faults = choose_faults(draws, period, orders, lines, book)
        _class_incidents(sample, orders, lines, book)
        free = (orders.incident == 0) & (faults.kind == 0)
        free &= orders.key < FIRST_GROUP_KEY
        remarks = choose_remarks(orders, lines, free, book)
        name_remarks(remarks, orders, numbers, book)
    biller = Biller.of(draws, period, orders, lines)
    faulty = FaultyBiller(biller, faults, book)
    return Shop(sample, draws, period, orders, lines, numbers, faulty, book, remarks)


def _all_orders(
    sample: SampleShop, draws: Draws, period: Period, book: Book
) -> tuple[Orders, Lines]:
    orders = base_orders(draws, period, sample.orders)
    split_parents(draws, orders)
    parts = [
        (orders, base_lines(draws, orders, sample.shelf, sample.profile)),
        company_purchases(draws, sample),
    ]
    if not sample.clean:
        parts += [
            make_burst(draws, burst, serial, book)
            for serial, burst in enumerate(bursts(sample))
        ]
    parts += [make_group(draws, sample, group, book) for group in groups_of(sample)]
    return _stacked(parts)


def _stacked(parts: list[tuple[Orders, Lines]]) -> tuple[Orders, Lines]:
    """All parts below each other, the lines' row numbers moved along."""
    first = 0
    for orders, lines in parts:
        lines.order = lines.order + first
        first += len(orders)
    return (
        Orders.joined([orders for orders, _ in parts]),
        Lines.joined([lines for _, lines in parts]),
    )


def _by_time(orders: Orders, lines: Lines) -> tuple[Orders, Lines]:
    order = np.lexsort((orders.key, orders.placed))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    lines.order = rank[lines.order]
    return orders.take(order), lines.take(np.lexsort((lines.nth, lines.order)))


def _numbers(draws: Draws, orders: Orders) -> NDArray[np.int64]:
    """Even 订单号 that grow with time; `parent` becomes an odd one of its own."""
    row = np.arange(len(orders), dtype=np.int64)
    step = _NUMBER_STEP * row + draws.below("number", orders.key, _NUMBER_STEP)
    numbers = _FIRST_NUMBER + 2 * step
    split = np.flatnonzero(orders.parent)
    _, first, inverse = np.unique(
        orders.parent[split], return_index=True, return_inverse=True
    )
    orders.parent[split] = (numbers[split[first]] - 1)[inverse]
    return numbers


def _class_incidents(
    sample: SampleShop, orders: Orders, lines: Lines, book: Book
) -> None:
    """Incidents of many rows or of the exports themselves."""
    number = book.open("wrong_rate")
    book[number].happened(sample.period.end_ms)
    if sample.workbooks and sample.layout != "old":
        book.open("wallet_changed")
    sizes = np.bincount(lines.order, minlength=len(orders))
    several = np.flatnonzero((sizes > 1) & (orders.incident == 0))
    if len(several):
        row = int(several[len(several) * 2 // 3])
        orders.incident[row] = book.open("two_totals")
