"""Reading: a sheet's batches become typed columns, bad rows become problems.

Every row read is kept or has one problem of extent `row`. A bad cell in an
essential column costs its row; in any other column it costs the cell, and
says so. People become tokens here, once per distinct value: what they were
called goes no further, and no problem quotes a cell.

What it does not do: say what the columns mean together (`orders`, `bills`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from shopwarden.records.choice import CHOICES
from shopwarden.records.schema import MISSING, NO_CODE
from shopwarden.sources.exports import coded, normalise
from shopwarden.sources.exports.choices import chosen, extension
from shopwarden.sources.exports.coded import Coded
from shopwarden.sources.exports.columns import CODED, Shape, fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shopwarden.records.tokens import Tokeniser
    from shopwarden.sources.exports.complaints import Complaints
    from shopwarden.sources.exports.raw import Batch, Sheet

Int64 = NDArray[np.int64]
Mask = NDArray[np.bool_]

# Words that stand where an order number should: the row is a sum of others.
TOTALS = pa.array(["合计", "总计", "小计", "合计：", "总计：", "合计:", "总计:"])

# Excel turns long ids into numbers: `10160070484512.0` is whole, `1.016E+13`
# has lost its last digits.
_RESTORABLE = r"^[0-9]{1,18}\.0+$"
_LOST = r"^[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+$"

_READERS: Mapping[Shape, Callable[[Any], normalise.Numbers]] = {
    Shape.MONEY: normalise.read_money,
    Shape.SIGNED: normalise.read_money,
    Shape.MOMENT: normalise.read_moments,
    Shape.COUNT: normalise.read_counts,
    Shape.RATE: normalise.read_rates,
    Shape.FLAG: normalise.read_flags,
    Shape.HOURS: normalise.read_hours,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read of a sheet.

    `columns` is field → column; a bad cell of an `essential` field costs its
    row; a row in which a `required` field is empty is set aside. `shapes`
    overrides how a field is read.
    """

    columns: Mapping[str, int]
    essential: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    date_format: str = ""

    def shape(self, name: str) -> Shape:
        """How a field's cells are read."""
        return self.shapes.get(name, fields()[name].shape)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows kept of a sheet: record numbers and the columns read."""

    row: Int64
    numbers: Mapping[str, Int64]
    codes: Mapping[str, Coded]

    def __len__(self) -> int:
        return len(self.row)

    def number(self, name: str) -> Int64:
        """A column of numbers; all MISSING where the sheet has none."""
        found = self.numbers.get(name)
        return np.full(len(self), MISSING, np.int64) if found is None else found

    def code(self, name: str) -> Coded:
        """A coded column; all missing where the sheet has none."""
        found = self.codes.get(name)
        return coded.constant("", len(self)) if found is None else found

    def take(self, index: NDArray[Any]) -> Rows:
        """The rows of `index`."""
        return Rows(
            self.row[index],
            {n: c[index] for n, c in self.numbers.items()},
            {n: c.take(index).used() for n, c in self.codes.items()},
        )


@dataclass(frozen=True, slots=True)
class Read:
    """Rows kept, how many were read, and what was masked (domain → cells)."""

    rows: Rows
    read: int
    masked: Mapping[str, int]


def read_rows(
    sheet: Sheet, plan: Plan, tokeniser: Tokeniser, complaints: Complaints
) -> Read:
    """All rows of a sheet; what could not be read goes to `complaints`."""
    names = list(plan.columns)
    row: list[Int64] = []
    numbers: dict[str, list[Int64]] = {n: [] for n in names if _is_number(plan, n)}
    codes: dict[str, list[Coded]] = {n: [] for n in names if n not in numbers}
    read, whole = 0, True
    for batch in sheet.batches([plan.columns[n] for n in names]):
        part = _Part(plan, dict(zip(names, batch.columns, strict=True)), batch)
        kept: Any = part.kept(complaints)
        whole = whole and bool(kept.all())
        if kept.all():
            kept = slice(None)  # spares a copy of every column
        read += part.read
        row.append(batch.rows[kept])
        for name, columns in numbers.items():
            columns.append(part.numbers[name][kept])
        for name, coded_columns in codes.items():
            coded_columns.append(part.codes[name].take(kept))
    masked: dict[str, int] = {}
    at = _together(row)
    rows = Rows(
        at,
        {n: _together(c) for n, c in numbers.items()},
        {
            n: _finished(plan, n, c if whole else _pruned(c), tokeniser, masked)
            for n, c in codes.items()
        },
    )
    _report_strangers(plan, rows, complaints)
    return Read(rows, read, masked)


def _report_strangers(plan: Plan, rows: Rows, complaints: Complaints) -> None:
    """Say where a word is on no list of its column; it stays as it is."""
    for name, column in rows.codes.items():
        if plan.shape(name) is Shape.CHOICE:
            known = CHOICES[fields()[name].domain]
            strange = column.over_values(lambda v, k=known: v not in k, np.bool_, 0)  # type: ignore[misc]
            complaints.cells(name, "unknown_choice", rows.row[strange])


def _is_number(plan: Plan, name: str) -> bool:
    return plan.shape(name) not in CODED


def _together(parts: list[Int64]) -> Int64:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _pruned(parts: list[Coded]) -> list[Coded]:
    """The parts without values that only rows set aside held."""
    return [part.used() for part in parts]


def _finished(
    plan: Plan,
    name: str,
    parts: list[Coded],
    tokeniser: Tokeniser,
    masked: dict[str, int],
) -> Coded:
    column = coded.joined(parts) if parts else coded.constant("", 0)
    shape, domain = plan.shape(name), fields()[name].domain
    if shape is Shape.CHOICE:
        words = [chosen(domain, v) or v for v in column.values.to_pylist()]
        return coded.revalued(column, coded.texts(words))
    if shape is Shape.EXTENSION:
        types = [extension(v) for v in column.values.to_pylist()]
        return coded.revalued(column, coded.texts(types))
    if shape is not Shape.PERSON:
        return column
    tokens, weak = _tokens(column.values, domain, tokeniser)
    cells = int(weak[column.codes[column.codes >= 0]].sum())
    if cells:
        masked[domain] = masked.get(domain, 0) + cells
    return coded.revalued(column, tokens)


def _tokens(values: Any, domain: str, tokeniser: Tokeniser) -> tuple[Any, Mask]:
    """Tokens of distinct values, null where weak, and where they were weak."""
    masks = pc.match_substring_regex(values, "[*＊]")
    tokens = [
        None if weak else tokeniser.token(domain, value)
        for value, weak in zip(values.to_pylist(), masks.to_pylist(), strict=True)
    ]
    return pa.array(tokens, pa.binary()), np.array([t is None for t in tokens], bool)


class _Part:
    """One batch being read."""

    def __init__(self, plan: Plan, columns: Mapping[str, Any], batch: Batch) -> None:
        self.plan = plan
        self.rows = batch.rows
        self.read = len(batch.rows)
        self.numbers: dict[str, Int64] = {}
        self.codes: dict[str, Coded] = {}
        self.bad: dict[str, Mask] = {}
        self.reason: dict[str, str] = {}
        self.restored: dict[str, Mask] = {}
        self.empty = np.ones(self.read, np.bool_)
        self.total = np.zeros(self.read, np.bool_)
        for name, column in columns.items():
            self.empty &= pc.is_null(column).to_numpy(zero_copy_only=False)
            shape = plan.shape(name)
            if shape in CODED:
                self._read_code(name, shape, column)
            else:
                self._read_number(name, shape, column)

    def _read_number(self, name: str, shape: Shape, column: Any) -> None:
        style = self.plan.date_format
        if shape is Shape.MOMENT and style:
            found = normalise.read_moments_as(column, style)
        else:
            found = _READERS[shape](column)
        self.numbers[name], self.bad[name] = found.values, found.bad
        self.reason[name] = f"bad_{shape}"
        if shape is Shape.MONEY:
            below = (found.values < 0) & (found.values != MISSING)
            if below.any():
                found.bad[below] = True
                found.values[below] = MISSING

    def _read_code(self, name: str, shape: Shape, column: Any) -> None:
        values = coded.encoded(column)
        if shape is Shape.ID:
            values = self._mended(name, values)
        self.codes[name] = values
        if name == "order":
            totals = pc.is_in(values.values, TOTALS).to_numpy(zero_copy_only=False)
            self.total |= np.append(totals, values=False)[values.codes]

    def _mended(self, name: str, ids: Coded) -> Coded:
        lost = _matching(ids.values, _LOST)
        if lost.any():
            self.bad[name] = np.append(lost, values=False)[ids.codes]
            self.reason[name] = "lost_digits"
        whole = _matching(ids.values, _RESTORABLE)
        if not whole.any():
            return ids
        self.restored[name] = np.append(whole, values=False)[ids.codes]
        text = pc.replace_substring_regex(ids.values, r"\.0+$", "")
        return coded.revalued(ids, pc.if_else(pa.array(whole), text, ids.values))

    def kept(self, complaints: Complaints) -> Mask:
        """Which rows are kept; the others are complained about, once each."""
        ignored = self.empty | self.total
        self.read -= int(ignored.sum())
        complaints.totals(self.rows[self.total])
        dropped = ignored.copy()
        for name in self.plan.columns:
            bad = self.bad.get(name)
            if name in self.plan.required:
                self._drop(name, "empty", self._missing(name), dropped, complaints)
            if bad is None or not bad.any():
                continue
            if name in self.plan.essential:
                self._drop(name, self.reason[name], bad, dropped, complaints)
            else:
                at = self.rows[bad & ~ignored]
                complaints.cells(name, self.reason[name], at)
                self._forget(name, bad)
        for name, restored in self.restored.items():
            complaints.restored(name, self.rows[restored & ~dropped])
        return ~dropped

    def _drop(
        self, name: str, why: str, bad: Mask, dropped: Mask, complaints: Complaints
    ) -> None:
        fresh = bad & ~dropped
        if fresh.any():
            complaints.rows(name, why, self.rows[fresh])
            dropped |= fresh

    def _missing(self, name: str) -> Mask:
        if name in self.codes:
            return np.asarray(self.codes[name].codes < 0)
        missing = self.numbers[name] == MISSING
        bad = self.bad.get(name)
        return np.asarray(missing if bad is None else missing & ~bad)

    def _forget(self, name: str, bad: Mask) -> None:
        if name in self.codes:
            column = self.codes[name]
            codes = np.where(bad, np.int32(NO_CODE), column.codes)
            self.codes[name] = Coded(codes, column.values)


def _matching(values: Any, pattern: str) -> Mask:
    mask: Mask = pc.match_substring_regex(values, pattern).to_numpy(
        zero_copy_only=False
    )
    return mask
