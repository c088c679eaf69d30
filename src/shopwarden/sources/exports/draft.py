"""Drafts: the facts one sheet holds, before they are put together with others.

A draft has the columns of its kind's schema (those the sheet speaks of), codes
still over the sheet's own values. `known_at` is the sheet's, not the row's.

What it does not do: sort, version or number facts (`sources.assemble`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.schema import MISSING
from shopwarden.sources.exports.coded import Coded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.schema import Kind

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Draft:
    """Facts of one kind of one sheet: `ts`, `row` and the kind's own columns."""

    kind: Kind
    ts: Int64
    row: Int64
    columns: Mapping[str, NDArray[Any] | Coded]
    # What the sheet would have told of, where that is more than it had to tell.
    span: tuple[int, int] | None = None

    def __len__(self) -> int:
        return len(self.ts)


def drafted(
    kind: Kind, ts: Int64, row: Int64, columns: Mapping[str, NDArray[Any] | Coded]
) -> Draft:
    """The facts that have a time; a fact without one is none."""
    known = ts != MISSING
    if known.all():
        return Draft(kind, ts, row, columns)
    taken = {n: _taken(c, known) for n, c in columns.items()}
    return Draft(kind, ts[known], row[known], taken)


def _taken(column: NDArray[Any] | Coded, index: NDArray[Any]) -> NDArray[Any] | Coded:
    return column.take(index).used() if isinstance(column, Coded) else column[index]


def first_known(*columns: Int64) -> Int64:
    """Per row the first value that is known."""
    result = columns[0]
    for column in columns[1:]:
        result = np.where(result == MISSING, column, result)
    return result


def newest(*columns: Int64) -> int | None:
    """The newest moment of some columns; None if they know none."""
    known = [int(c.max()) for c in columns if len(c)]
    top = max(known, default=int(MISSING))
    return None if top == MISSING else top
