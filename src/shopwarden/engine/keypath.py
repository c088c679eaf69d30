"""Columns by name: a kind's own, reached over an order, or from the reference.

`order.buyer` is the buyer of the OrderPlaced with the fact's order number. A
fact sees an order only once that was placed: a path never looks ahead.
`floor_fen` is the shop's floor price of the fact's sku.

What it does not do: features (`engine.featured`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.expression import Sort
from shopwarden.engine.rule.environment import FLOOR, environment
from shopwarden.engine.vector import Codes, LabelSets, exact
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import MISSING, Kind

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
        self._placed: dict[tuple[Kind, str], Array] = {}

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
        found = self._placed.get((kind, root))
        if found is None:
            found = self._placed[kind, root] = self._find_orders(kind, root)
        return found

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
        rows = self.orders_of(kind, root)
        missing = columns_of(Kind.ORDER_PLACED)[name].form.missing
        column = self.facts.table(Kind.ORDER_PLACED)[name]
        with_end = np.append(column, column.dtype.type(missing))
        return np.asarray(with_end[rows])

    def _floors(self, kind: Kind) -> Array:
        skus = self.facts.names.get("sku", ())
        floors = np.full(len(skus) + 1, MISSING, np.int64)
        for sku, fen in self.reference.floors_fen.items():
            code = self.facts.code("sku", sku)
            if code >= 0:
                floors[code] = fen
        return np.asarray(floors[self.facts.table(kind)["sku"]])


def is_own(kind: Kind, name: str) -> bool:
    """Whether a name is a column of the kind itself."""
    return name in columns_of(kind)
