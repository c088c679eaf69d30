"""The two values the file layer hands out: a sheet, and batches of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from shopwarden.sources.exports.limits import UnreadableError
from shopwarden.sources.exports.trouble import refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.records.problem import Problem

BATCH_ROWS = 250_000
SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a sheet: their numbers in the file, and the asked columns.

    `rows` are counted as a spreadsheet shows them (the heading counts, and so
    do empty lines). Each column is a `pa.string()` array as long as `rows`,
    cleaned (`cells.clean_cell`), null where a cell holds nothing.
    """

    rows: NDArray[np.int64]
    columns: tuple[pa.Array, ...]


Reader = Callable[[Sequence[int], "list[Problem]"], Iterator[Batch]]


@dataclass(slots=True)
class Sheet:
    """One table of one file: its headings, a sample, and its rows on request."""

    name: str  # for people, such as "导出.zip › 19453840.csv"
    file_name: str  # the innermost file's own name
    preamble: tuple[str, ...]  # lines above the headings
    groups: tuple[str, ...]  # the group row above the headings, else ()
    headings: tuple[str, ...]  # position = column index
    sample: tuple[tuple[str, ...], ...]  # the first rows, "" where empty
    problems: list[Problem]  # grows while batches are read
    reader: Reader = field(repr=False)

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """The rows in file order, only `columns` (indices of `headings`).

        What cannot be read goes to `problems`; a file that breaks off in the
        middle ends the batches with a problem of extent FILE.
        """
        try:
            yield from self.reader(columns, self.problems)
        except UnreadableError as error:
            self.problems.append(refusal(error, self.name))


def joined(batches: Iterator[Batch], size: int = BATCH_ROWS) -> Iterator[Batch]:
    """The same rows in batches of at least `size`, the last one excepted."""
    waiting: list[Batch] = []
    count = 0
    for batch in batches:
        waiting.append(batch)
        count += len(batch.rows)
        if count >= size:
            yield _concatenated(waiting)
            waiting, count = [], 0
    if count:
        yield _concatenated(waiting)


def _concatenated(batches: list[Batch]) -> Batch:
    if len(batches) == 1:
        return batches[0]
    columns = zip(*(batch.columns for batch in batches), strict=True)
    return Batch(
        np.concatenate([batch.rows for batch in batches]),
        tuple(pa.concat_arrays(arrays) for arrays in columns),
    )
