"""Columns by name: a kind's own, reached over an order, or from the reference.

`order.buyer` is the buyer of the OrderPlaced with the fact's order number. A
fact sees an order only once that was placed: a path never looks ahead. Slow
data (`agent.role`, `sku.cost_fen`) is that of the latest row not after the
fact; where the oldest row is younger, that one counts, since a roster says
who is who until another one says otherwise.
`floor_fen` is the shop's floor price of the fact's sku; where the shop names
none, that of the SKU's slow data, of the rows that state one.

What it does not do: features (`engine.featured`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.expression import Sort
from shopwarden.engine.rule.environment import FLOOR, environment, reached_kind
from shopwarden.engine.vector import Codes, LabelSets, exact
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import MISSING, SCHEMAS, Kind

if TYPE_CHECKING:
    from shopwarden.engine.vector import Value
    from shopwarden.records.facts import Array, Facts
    from shopwarden.records.reference import Reference


class View:
    """Facts as known at a moment, with every column a rule can name.

    Columns are made when first asked for and kept, since rules share them.
    """

    def __init__(self, facts: Facts, reference: Reference) -> None:
        self.facts = facts
        self.reference = reference
        self._columns: dict[tuple[Kind, str], Array] = {}
        self._values: dict[tuple[Kind, str], Value] = {}
        self._orders: Array | None = None
        self._rows: dict[tuple[Kind, str], Array] = {}

    def length(self, kind: Kind) -> int:
        """The number of facts of a kind."""
        return len(self.facts.table(kind))

    def column(self, kind: Kind, name: str) -> Array:
        """The raw column behind a name, as `records.facts` codes it."""
        if is_own(kind, name):
            return self.facts.table(kind)[name]
        found = self._columns.get((kind, name))
        if found is None:
            found = self._floors(kind) if name == FLOOR else self._reached(kind, name)
            self._columns[kind, name] = found
        return found

    def value(self, kind: Kind, name: str) -> Value:
        """The column behind a name, ready for an expression."""
        found = self._values.get((kind, name))
        if found is None:
            found = self._value(kind, name)
            self._values[kind, name] = found
        return found

    def _value(self, kind: Kind, name: str) -> Value:
        type_, column = environment(kind)[name], self.column(kind, name)
        if type_.sort is Sort.TEXT:
            return Codes(column, type_.domain)
        if type_.sort is Sort.LABELS:
            return LabelSets(column, type_.domain)
        if type_.sort is Sort.FLAG:
            return exact(column.astype(np.int64), column >= 0)
        return exact(column, column != MISSING)

    def orders_of(self, kind: Kind, root: str) -> Array:
        """Rows of OrderPlaced by the code column `root`; -1 where there is none.

        A row whose order was placed after it counts as having none.
        """
        found = self._rows.get((kind, root))
        if found is None:
            found = self._rows[kind, root] = self._find_orders(kind, root)
        return found

    def slow_rows_of(self, kind: Kind, root: str) -> Array:
        """Rows of the slow data the code column `root` leads to; -1: none."""
        found = self._rows.get((kind, root))
        if found is None:
            found = self._rows[kind, root] = self._find_slow(kind, root)
        return found

    def _find_slow(self, kind: Kind, root: str) -> Array:
        target = reached_kind(kind, root)
        assert target is not None
        slow, table = self.facts.table(target), self.facts.table(kind)
        if not len(slow):
            return np.full(len(table), -1, np.int64)
        return latest_rows(
            (slow[SCHEMAS[target].reference], slow["ts"]), (table[root], table["ts"])
        )

    def _find_orders(self, kind: Kind, root: str) -> Array:
        codes = self.facts.table(kind)[root]
        rows = self._order_rows()[codes]
        placed = self.facts.table(Kind.ORDER_PLACED)["ts"]
        if not len(placed):
            return rows
        ahead = (rows >= 0) & (placed[rows] > self.facts.table(kind)["ts"])
        return np.where(ahead, -1, rows)

    def _order_rows(self) -> Array:
        """For every order code the row of its OrderPlaced; the last is for -1."""
        if self._orders is None:
            codes = self.facts.table(Kind.ORDER_PLACED)["order"]
            rows = np.full(len(self.facts.names.get("order", ())) + 1, -1, np.int64)
            rows[codes] = np.arange(len(codes))
            rows[-1] = -1
            self._orders = rows
        return self._orders

    def _reached(self, kind: Kind, path: str) -> Array:
        root, _, name = path.partition(".")
        target = reached_kind(kind, root)
        assert target is not None
        by_order = target is Kind.ORDER_PLACED
        rows = (self.orders_of if by_order else self.slow_rows_of)(kind, root)
        missing = columns_of(target)[name].form.missing
        column = self.facts.table(target)[name]
        with_end = np.append(column, column.dtype.type(missing))
        return np.asarray(with_end[rows])

    def _floors(self, kind: Kind) -> Array:
        table, slow = self.facts.table(kind), self.facts.table(Kind.SKU_FACTS)
        stated = slow.take(slow["floor_fen"] != MISSING)
        rows = latest_rows((stated["sku"], stated["ts"]), (table["sku"], table["ts"]))
        own = np.full(len(self.facts.names.get("sku", ())) + 1, MISSING, np.int64)
        for sku, fen in self.reference.floors_fen.items():
            code = self.facts.code("sku", sku)
            if code >= 0:
                own[code] = fen
        given = own[table["sku"]]
        listed = np.append(stated["floor_fen"], MISSING)[rows]
        return np.where(given == MISSING, listed, given)


def latest_rows(slow: tuple[Array, Array], asked: tuple[Array, Array]) -> Array:
    """Per asked (code, ts) the row of the latest slow (code, ts) not after it.

    Where all are after it the first one; -1 where the code has none.

    >>> slow = np.array([7, 7]), np.array([10, 20])
    >>> latest_rows(slow, (np.array([7, 7, 7, 8]), np.array([5, 15, 25, 15]))).tolist()
    [0, 0, 1, -1]
    """
    order = np.lexsort((slow[1], slow[0]))
    codes, moments = slow[0][order], slow[1][order]
    first = np.searchsorted(codes, asked[0], side="left")
    behind = np.searchsorted(codes, asked[0], side="right")
    rows = np.full(len(asked[0]), -1, np.int64)
    at = np.flatnonzero((behind > first) & (asked[0] >= 0))
    if not len(at):
        return rows
    # Ranks of moments make one sorted key of (code, ts) without overflow.
    ranks, places = np.unique(moments, return_inverse=True)
    rank = np.searchsorted(ranks, asked[1][at], side="right") - 1
    width = len(ranks) + 1
    keys = codes.astype(np.int64) * width + places
    place = np.searchsorted(
        keys, asked[0][at].astype(np.int64) * width + rank, side="right"
    )
    rows[at] = order[np.maximum(place - 1, first[at])]
    return rows


def is_own(kind: Kind, name: str) -> bool:
    """Whether a name is a column of the kind itself."""
    return name in columns_of(kind)
