"""Orders: the rows of an order export become the facts they carry times for.

JD writes one row per SKU and repeats the order's amounts on each: an order's
amounts count once. Where the rows of one order disagree, the first stands and
the others are reported.

What it does not do: read the sheet (`reading`), or join exports (`assemble`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.schema import MISSING, NO_CODE, Kind
from shopwarden.sources.exports import coded
from shopwarden.sources.exports.coded import Coded
from shopwarden.sources.exports.draft import Draft, drafted, first_known
from shopwarden.sources.exports.shares import allocated

if TYPE_CHECKING:
    from shopwarden.sources.exports.complaints import Complaints
    from shopwarden.sources.exports.reading import Rows

Int64 = NDArray[np.int64]

AMOUNTS = ("total", "receivable", "payable", "freight", "service")
_DEAREST_FEN, _MOST_PIECES = 10**9, 10**6
_DELETED = ("(删除)", "（删除）")


class Orders:
    """The rows of one sheet by order. Orders are numbered as they appear."""

    def __init__(self, rows: Rows, complaints: Complaints) -> None:
        self.rows = rows
        self.order = rows.code("order").used()
        self.group = self.order.codes.astype(np.int64)
        self.size = len(self.order.values)
        self.first = self._firsts(np.ones(len(rows), np.bool_))
        self.amounts = {n: self.once(n) for n in AMOUNTS}
        self.ts = first_known(
            self.once("placed"), self.once("paid"), self.once("finished")
        )
        self.buyer = self.person("buyer")
        self.address = self.person("address")
        self._complain(complaints)

    def _firsts(self, known: NDArray[np.bool_]) -> Int64:
        """Per order its first known row; -1 if none is known."""
        at = np.flatnonzero(known)[::-1]
        first = np.full(self.size, -1, np.int64)
        first[self.group[at]] = at  # the last write, which is the first row, stays
        return first

    def once(self, name: str) -> Int64:
        """Per order the first known number of a repeated column."""
        if name not in self.rows.numbers:
            return np.full(self.size, MISSING, np.int64)
        values = self.rows.numbers[name]
        first = self._firsts(values != MISSING)
        return np.where(first < 0, MISSING, values[first])

    def word(self, name: str) -> Coded:
        """Per order the first known value of a repeated coded column."""
        column = self.rows.code(name)
        first = self._firsts(column.codes >= 0)
        codes = np.where(first < 0, NO_CODE, column.codes[first])
        return Coded(codes.astype(np.int32), column.values)

    person = word

    def _complain(self, complaints: Complaints) -> None:
        differs = np.zeros(len(self.rows), np.bool_)
        for name in AMOUNTS:
            if name in self.rows.numbers:
                values = self.rows.numbers[name]
                known = values != MISSING
                differs |= known & (values != self.amounts[name][self.group])
        complaints.cells("total", "two_totals", self.rows.row[differs])

    def placed(self) -> Draft:
        """One OrderPlaced per order."""
        rows = self.rows
        columns: dict[str, Any] = {f"{n}_fen": a for n, a in self.amounts.items()}
        columns |= {
            "order": self.codes(),
            "parent": self.word("parent"),
            "buyer": self.buyer,
            "phone": self.person("phone"),
            "address": self.address,
            "pay_method": self.word("pay_method"),
            "channel": self.word("channel"),
            "lines": np.bincount(self.group, minlength=self.size),
        }
        return drafted(Kind.ORDER_PLACED, self.ts, rows.row[self.first], columns)

    def cancelled(self, known_at: int) -> list[Draft]:
        """One OrderCancelled per order that says when; none without the column."""
        if "cancelled" not in self.rows.numbers or not self.size:
            return []
        found = self.at("cancelled", Kind.ORDER_CANCELLED)
        return [replace(found, span=(int(self.ts.min()), known_at))]

    def codes(self) -> Coded:
        """The order of each order."""
        return Coded(np.arange(self.size, dtype=np.int32), self.order.values)

    def at(self, name: str, kind: Kind, **columns: Any) -> Draft:
        """One fact per order that has the moment `name`."""
        own = {"order": self.codes(), "buyer": self.buyer, **columns}
        return drafted(kind, self.once(name), self.rows.row[self.first], own)

    def lines(self) -> Draft:
        """One OrderLine per row, with its share of the order's receivable."""
        rows, group = self.rows, self.group
        quantity = rows.number("quantity")
        line = first_known(rows.number("line"), self._shares())
        pieces = np.where(quantity > 0, quantity, 1)
        unit = np.where(line == MISSING, MISSING, line // pieces)
        columns: dict[str, Any] = {
            "order": Coded(self.order.codes, self.order.values),
            "sku": rows.code("sku"),
            "buyer": self.buyer.take(group),
            "address": self.address.take(group),
            "product": rows.code("product"),
            "quantity": quantity,
            "price_fen": rows.number("price"),
            "unit_fen": unit,
            "line_fen": line,
            "line_freight_fen": rows.number("line_freight"),
        }
        return drafted(Kind.ORDER_LINE, self.ts[group], rows.row, columns)

    def _shares(self) -> Int64:
        """Per row its part of the receivable, by price × quantity."""
        total = self.amounts["receivable"][self.group]
        known = total != MISSING
        price, quantity = self.rows.number("price"), self.rows.number("quantity")
        weight = np.where(price == MISSING, 0, price)
        # Absurd prices and quantities would overflow; capping them shifts
        # only the proportions of an absurd order.
        pieces = np.clip(quantity, 1, _MOST_PIECES)
        weight = np.minimum(weight, _DEAREST_FEN) * pieces
        part = allocated(self.group, np.where(known, total, 0), weight)
        return np.where(known, part, MISSING)

    def remarks(self, known_at: int) -> list[Draft]:
        """One Remark per order and side.

        The buyer's is made with the order; the seller's may be edited any day
        and is true when the export was made.
        """
        sides = ((0, "buyer_remark", self.ts), (1, "seller_remark", None))
        return [
            self._remark(staff, name, known_at, ts)
            for staff, name, ts in sides
            if f"{name}_length" in self.rows.numbers and self.size
        ]

    def _remark(self, staff: int, name: str, known_at: int, ts: Int64 | None) -> Draft:
        length = self.once(f"{name}_length")
        at = np.full(self.size, known_at, np.int64) if ts is None else ts
        columns: dict[str, Any] = {
            "order": self.codes(),
            "buyer": self.buyer,
            "staff": np.full(self.size, staff, np.int8),
            "labels": self.once(f"{name}_labels"),
            "personal": self.once(f"{name}_personal"),
            "length": length,
        }
        written = np.where(length == MISSING, MISSING, at)
        found = drafted(Kind.REMARK, written, self.rows.row[self.first], columns)
        return replace(found, span=(int(self.ts.min()), known_at))

    def states(self, known_at: int) -> Draft:
        """One OrderState per order, true when the export was made."""
        status = self.word("status")
        deleted = status.over_values(_is_deleted, np.int8, -1)
        plain = [_without_mark(v) for v in status.values.to_pylist()]
        named = coded.revalued(status, coded.texts(plain))
        ts = np.where(status.codes >= 0, known_at, MISSING)
        columns: dict[str, Any] = {
            "order": self.codes(),
            "status": named,
            "deleted": deleted,
        }
        return drafted(Kind.ORDER_STATE, ts, self.rows.row[self.first], columns)


def order_drafts(rows: Rows, known_at: int, complaints: Complaints) -> list[Draft]:
    """The facts of an order export: placed, lines, paid, finished, state, remarks.

    Cancelled as well, where the table says when; JD's own export does not.
    """
    orders = Orders(rows, complaints)
    return [
        orders.placed(),
        orders.lines(),
        orders.at("paid", Kind.ORDER_PAID, amount_fen=orders.amounts["payable"]),
        orders.at("finished", Kind.ORDER_FINISHED),
        orders.states(known_at),
        *orders.cancelled(known_at),
        *orders.remarks(known_at),
    ]


def timeless(rows: Rows) -> NDArray[np.bool_]:
    """Rows of orders that state no time at all, in any of their rows."""
    order = rows.code("order").codes
    timed = np.zeros(int(order.max(initial=-1)) + 1, np.bool_)
    for name in ("placed", "paid", "finished"):
        if name in rows.numbers:
            timed[order[rows.numbers[name] != MISSING]] = True
    return ~timed[order]


def _is_deleted(status: str) -> int:
    return int(status.startswith(_DELETED))


def _without_mark(status: str) -> str:
    for mark in _DELETED:
        status = status.removeprefix(mark)
    return status.strip()
