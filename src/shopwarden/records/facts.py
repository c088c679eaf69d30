"""Facts in tables: columnar, versioned, in one total order.

`Facts` is what every reader delivers and every rule reads. Its tables are
sorted in the total order `(ts, kind rank, business key, version)`, which
depends on the content alone: not on files, their order, or the machine.
Code columns index `names[domain]`, whose values are sorted, so codes compare
as their values do.

What it does not do: read files (`sources`), or decide what a fact means.

>>> empty = Facts.empty()
>>> len(empty.table(Kind.BILL_LINE))
0
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.schema import (
    COMMON,
    NO_CODE,
    SCHEMAS,
    TOKEN_DOMAINS,
    Column,
    Form,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.coverage import Coverage

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """The facts of one kind: equally long columns, in the total order."""

    kind: Kind
    columns: Mapping[str, Array]

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns.values()}
        if len(lengths) > 1:
            raise ValueError(lengths)

    def __len__(self) -> int:
        return len(self.columns["ts"])

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def take(self, index: Array) -> Table:
        """The rows of `index` (positions, or a mask), in that order."""
        return Table(self.kind, {n: c[index] for n, c in self.columns.items()})


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one shop, with the names behind the codes.

    `names[domain]` is a sorted array of str (identifiers and words) or of
    16-byte tokens (people). `files[i]` is the display name of source file i.
    """

    tables: Mapping[Kind, Table]
    names: Mapping[str, Array]
    files: tuple[str, ...] = ()
    coverage: tuple[Coverage, ...] = field(default=())

    @classmethod
    def empty(cls) -> Facts:
        """No facts at all."""
        return cls({}, {})

    def table(self, kind: Kind) -> Table:
        """The table of `kind`; an empty one where nothing was delivered."""
        found = self.tables.get(kind)
        return empty_table(kind) if found is None else found

    def name(self, domain: str, code: int) -> str:
        """The value behind a code; an empty text for a missing one.

        Raises ValueError for the tokens of people: they have no name here.
        """
        if domain in TOKEN_DOMAINS:
            raise ValueError(domain)
        return "" if code == NO_CODE else str(self.names[domain][code])

    def code(self, domain: str, value: str) -> int:
        """The code of a value, `NO_CODE` if no fact holds it."""
        names = self.names.get(domain)
        if names is None or not len(names):
            return NO_CODE
        at = int(np.searchsorted(names, value))
        return at if at < len(names) and names[at] == value else NO_CODE

    def with_table(self, table: Table) -> Facts:
        """These facts and one more kind (derived facts join this way)."""
        return Facts(
            {**self.tables, table.kind: table}, self.names, self.files, self.coverage
        )


def columns_of(kind: Kind) -> Mapping[str, Column]:
    """All columns of a kind: the common ones, then its own."""
    return {**COMMON, **SCHEMAS[kind].columns}


def empty_table(kind: Kind) -> Table:
    """A table of `kind` without rows."""
    columns = columns_of(kind).items()
    return Table(kind, {n: np.empty(0, c.form.dtype) for n, c in columns})


def missing_column(column: Column, length: int) -> Array:
    """A column of `length` missing values."""
    return np.full(length, column.form.missing, column.form.dtype)


def known(column: Column, values: Array) -> Array:
    """Where a column's values are known, as a mask."""
    if column.form in (Form.CODE, Form.FLAG):
        return np.asarray(values >= 0)
    return np.asarray(values != column.form.missing)
