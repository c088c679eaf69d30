"""Remarks of the sample shop that should not be there: personal data, a link.

Ordinary remarks are written with the orders (`order_file`); these stand in
their place on a few orders.

What it does not do: hold anybody's data. Mobiles are 139000000xx, the resident
ID is of 1890.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.incidents.book import Book
    from shopwarden.sources.sample.tables import Lines, Orders

# kind, whether the seller wrote it, the remark
_TEXTS = (
    (
        "remark_personal",
        True,
        "客户要求改送：王小样 13900000017 北京市朝阳区样例路8号院3号楼2单元501室",
    ),
    ("remark_personal", True, "代办清关 身份证110101189001010016 已核对"),
    ("remark_link", False, "您店铺已被锁定 请登录 http://jd-renzheng.example/u 解除"),
)


@dataclass(frozen=True, slots=True)
class Remarks:
    """Texts by the row of their order, on either side, and their incidents."""

    buyer: dict[int, str] = field(default_factory=dict)
    seller: dict[int, str] = field(default_factory=dict)
    incidents: dict[int, int] = field(default_factory=dict)

    def put_on(
        self, column: NDArray[np.object_], order: NDArray[np.int64], *, seller: bool
    ) -> NDArray[np.object_]:
        """A column of remarks with these in their places; `order` is each row's."""
        for row, text in (self.seller if seller else self.buyer).items():
            column = np.where(order == row, text, column)
        return column

    def tags(self, order: NDArray[np.int64]) -> NDArray[np.int64]:
        """The incident of each row, 0 for none."""
        tags = np.zeros(len(order), np.int64)
        for row, number in self.incidents.items():
            tags[order == row] = number
        return tags


def choose_remarks(
    orders: Orders, lines: Lines, free: NDArray[np.bool_], book: Book
) -> Remarks:
    """Remarks on some `free` orders, which nothing else has befallen."""
    remarks = Remarks()
    single = np.bincount(lines.order, minlength=len(orders)) == 1
    rows = np.flatnonzero(free & single)
    for i, (kind, seller, text) in enumerate(_TEXTS[: len(rows)]):
        row = int(rows[len(rows) * (i + 1) // (len(_TEXTS) + 1)])
        (remarks.seller if seller else remarks.buyer)[row] = text
        remarks.incidents[row] = book.open(kind)
    return remarks


def name_remarks(
    remarks: Remarks, orders: Orders, numbers: NDArray[np.int64], book: Book
) -> None:
    """Say in the book which orders the remarks stand on, and since when."""
    for row, number in remarks.incidents.items():
        book[number].name_orders(numbers[row : row + 1])
        book[number].happened(int(orders.placed[row]))
