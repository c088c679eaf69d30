"""Coded columns: int32 codes into a list of distinct values.

Identifiers, words and people travel as codes from the file on, so that a
million rows cost a million integers and each distinct text is handled once.

What it does not do: sort the values (`sources.assemble` does, over all files).

>>> import pyarrow as pa
>>> both = joined([encoded(pa.array(["b", None])), encoded(pa.array(["a", "b"]))])
>>> both.codes.tolist(), both.values.to_pylist()
([0, -1, 1, 0], ['b', 'a'])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from shopwarden.records.schema import NO_CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Codes = NDArray[np.int32]
_LONG = 1000
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Coded:
    """Codes (NO_CODE if missing) into `values`, an Arrow array of distinct values."""

    codes: Codes
    values: Any

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, index: NDArray[Any]) -> Coded:
        """The rows of `index` (positions, or a mask), same values."""
        return Coded(self.codes[index], self.values)

    def used(self) -> Coded:
        """The same rows without the values that no row holds."""
        held = np.bincount(self.codes[self.codes >= 0], minlength=len(self.values)) > 0
        if held.all():
            return self
        at = np.append(np.cumsum(held) - 1, NO_CODE).astype(np.int32)
        return Coded(at[self.codes], self.values.filter(pa.array(held)))

    def code_of(self, value: object) -> int:
        """The code of a value, NO_CODE if no row holds it."""
        found = pc.index(self.values, pa.scalar(value, self.values.type)).as_py()
        return int(found)

    def over_values(
        self, test: Callable[[str], int], dtype: type, missing: int
    ) -> NDArray[Any]:
        """One number per row from a function of the value, called once each."""
        numbers = [test(v) for v in self.values.to_pylist()]
        table: NDArray[Any] = np.array([*numbers, missing], dtype)
        return np.asarray(table[self.codes])


def encoded(column: Any) -> Coded:
    """An Arrow column of texts (or tokens) as codes, values in order of appearance.

    Exports repeat a cell from row to row (an order's lines, a whole column of
    已结算): only the first of each run is looked up.
    """
    heads = _run_heads(column)
    found = pc.dictionary_encode(column if heads is None else column.filter(heads))
    codes = pc.fill_null(found.indices, NO_CODE).to_numpy(zero_copy_only=False)
    codes = codes.astype(np.int32, copy=False)
    if heads is not None:
        runs = np.cumsum(heads.to_numpy(zero_copy_only=False), dtype=np.int32)
        codes = codes[runs - 1]
    return Coded(codes, found.dictionary)


def _run_heads(column: Any) -> Any:
    """Where a cell differs from the one above; None if that hardly saves work."""
    if len(column) < _LONG:
        return None
    # A null beside anything counts as different, which only costs a look-up.
    differs = pc.fill_null(
        pc.not_equal(column.slice(1), column.slice(0, len(column) - 1)),
        fill_value=True,
    )
    if pc.sum(differs).as_py() * 2 > len(column):
        return None
    return pa.concat_arrays([pa.array([True]), differs])


def constant(value: str, length: int) -> Coded:
    """A column that holds one value everywhere; missing if the value is empty."""
    if not value:
        return Coded(np.full(length, NO_CODE, np.int32), pa.array([], pa.string()))
    return Coded(np.zeros(length, np.int32), pa.array([value], pa.string()))


def revalued(column: Coded, values: Any) -> Coded:
    """The column with each value replaced; null becomes missing, equals merge."""
    inner = encoded(values)
    table = np.append(inner.codes, NO_CODE).astype(np.int32)
    return Coded(table[column.codes], inner.values)


def joined(parts: Sequence[Coded]) -> Coded:
    """Columns put one after the other, over one list of values."""
    if len(parts) == 1:
        return parts[0]
    # A column without values has no type of its own.
    valued = [p.values for p in parts if len(p.values)] or [parts[0].values]
    total = encoded(pa.concat_arrays(valued))
    codes = np.empty(sum(map(len, parts)), np.int32)
    at = offset = 0
    for part in parts:
        size = len(part.values)
        table = np.append(total.codes[offset : offset + size], NO_CODE)
        codes[at : at + len(part)] = table[part.codes]
        at, offset = at + len(part), offset + size
    return Coded(codes, total.values)


def texts(values: Sequence[str | None]) -> Any:
    """An Arrow array of texts."""
    return pa.array(values, pa.string())


def alike(first: Coded, second: Coded) -> Mask:
    """Where two equally long columns hold the same known value."""
    both = joined([first, second])
    left, right = both.codes[: len(first)], both.codes[len(first) :]
    return np.asarray((left == right) & (left >= 0))
