"""Tables that are already rows of text in memory: worksheets and pages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from shopwarden.sources.exports.cells import clean_cell, clean_strings
from shopwarden.sources.exports.heading import SEARCHED_ROWS, find_heading
from shopwarden.sources.exports.limits import Limits, UnreadableError
from shopwarden.sources.exports.table import (
    BATCH_ROWS,
    SAMPLE_ROWS,
    Batch,
    Sheet,
    joined,
)
from shopwarden.sources.exports.trouble import too_many_rows, trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shopwarden.records.problem import Problem

_CHUNK_ROWS = 20_000


def sheet_of_rows(
    name: str,
    file_name: str,
    rows: Callable[[], Iterable[list[str]]],
    known: frozenset[str],
    limits: Limits,
) -> Sheet:
    """A sheet over `rows` (raw cells, "" where empty), which start at row 1.

    Raises UnreadableError if there are no headings.
    """
    head = [
        [clean_cell(cell) or "" for cell in row]
        for row in islice(rows(), SEARCHED_ROWS + SAMPLE_ROWS + 1)
    ]
    place = find_heading(head, known)
    if place is None:
        raise UnreadableError("sources.file_no_heading", searched=SEARCHED_ROWS)
    headings = _without_tail(head[place.row])
    if len(headings) > limits.columns:
        raise UnreadableError("sources.file_many_columns", limit=limits.columns)
    above = head[: place.row if place.groups is None else place.groups]
    below = [row for row in head[place.row + 1 :] if any(row)][:SAMPLE_ROWS]
    return Sheet(
        name=name,
        file_name=file_name,
        preamble=tuple(" ".join(filter(None, row)) for row in above if any(row)),
        groups=() if place.groups is None else fitted(head[place.groups], headings),
        headings=headings,
        sample=tuple(fitted(row, headings) for row in below),
        problems=[],
        reader=_Table(rows, place.row + 1, name, headings, limits).read,
    )


def fitted(row: Sequence[str], headings: Sequence[str]) -> tuple[str, ...]:
    """`row` cut or filled up to the width of the headings."""
    return (*row[: len(headings)], *[""] * (len(headings) - len(row)))


def _without_tail(row: Sequence[str]) -> tuple[str, ...]:
    """Headings without the empty ones at the end."""
    last = max((index for index, cell in enumerate(row) if cell), default=-1)
    return tuple(row[: last + 1])


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows below the headings, on request."""

    rows: Callable[[], Iterable[list[str]]]
    skipped: int  # rows up to and with the headings
    name: str
    headings: tuple[str, ...]
    limits: Limits

    def read(self, columns: Sequence[int], problems: list[Problem]) -> Iterator[Batch]:
        return joined(self._batches(columns, problems), BATCH_ROWS)

    def _batches(
        self, columns: Sequence[int], problems: list[Problem]
    ) -> Iterator[Batch]:
        last = self.skipped + self.limits.rows
        numbered = islice(enumerate(self.rows(), 1), self.skipped, None)
        while chunk := list(islice(numbered, _CHUNK_ROWS)):
            kept = [numbered_row for numbered_row in chunk if any(numbered_row[1])]
            found = [self._problem(number, row) for number, row in kept]
            problems.extend(problem for problem in found if problem)
            good = [
                row for row, problem in zip(kept, found, strict=True) if not problem
            ]
            if good and good[-1][0] > last:
                problems.append(too_many_rows(self.name, self.limits))
                good = [row for row in good if row[0] <= last]
            if good:
                yield _batch(good, columns)
            if chunk[-1][0] > last:
                return

    def _problem(self, number: int, row: Sequence[str]) -> Problem | None:
        width = len(self.headings)
        if any(map(clean_cell, row[width:])):
            cells = len(_without_tail(row))
            return trouble(
                "sources.file_row_long",
                self.name,
                {"cells": cells, "headings": width},
                row=number,
            )
        limit = self.limits.cell_chars
        for heading, cell in zip(self.headings, row, strict=False):
            if len(cell) > limit:
                return trouble(
                    "sources.file_cell_long",
                    self.name,
                    {"heading": heading, "limit": limit},
                    row=number,
                    column=heading,
                )
        return None


def _batch(numbered: list[tuple[int, list[str]]], columns: Sequence[int]) -> Batch:
    rows = np.array([number for number, _ in numbered], np.int64)
    arrays = (
        pa.array(
            [row[column] if column < len(row) else "" for _, row in numbered],
            pa.string(),
        )
        for column in columns
    )
    return Batch(rows, tuple(clean_strings(array) for array in arrays))
