"""Parsing: a piece of a text table becomes the asked columns, as text.

Well-formed blocks go to Arrow as raw bytes, one thread each. Where rows are
shorter or longer than the headings, the odd ones are taken out, read one by
one and put back in their places. Both ways give the same rows.

What it does not do: find record ends (`blocks`), or decide what is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute
from pyarrow import csv

from shopwarden.sources.exports.blocks import outside
from shopwarden.sources.exports.cells import text_buffers
from shopwarden.sources.exports.encoding import decode_column
from shopwarden.sources.exports.records import Record, Scanner
from shopwarden.sources.exports.trouble import trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from shopwarden.records.problem import Problem
    from shopwarden.sources.exports.blocks import Block
    from shopwarden.sources.exports.limits import Limits

_MANY_ODD = 0.3  # from this share on, taking rows out costs more than it saves
_QUOTE = b'"'
_QUOTE_BYTE, _RETURN_BYTE = b'"\r'


@dataclass(frozen=True, slots=True)
class Shape:
    """What every piece of one table has in common."""

    name: str
    headings: tuple[str, ...]
    delimiter: bytes
    encoding: str
    limits: Limits


@dataclass(slots=True)
class Parsed:
    """Rows of one piece: numbers, asked columns, and what was set aside."""

    rows: NDArray[np.int64]
    columns: tuple[pa.Array, ...]
    problems: list[Problem] = field(default_factory=list)


def parse_block(block: Block, shape: Shape, columns: Sequence[int]) -> Parsed:
    """A well-formed block; the fast way where its rows allow it."""
    arrays = _arrow(block.data, len(shape.headings), shape, columns)
    if arrays is not None and len(arrays[0]) == block.rows:
        rows = block.first_row + np.arange(block.rows, dtype=np.int64)
        return _finished(rows, arrays, shape, columns, [])
    repaired = _without_odd_rows(block, shape, columns)
    if repaired is not None:
        return repaired
    return parse_records(_scanned(block.data, block.first_row, shape), shape, columns)


def _scanned(data: bytes, row: int, shape: Shape) -> list[Record]:
    scanner = Scanner(
        shape.delimiter,
        line_bytes=shape.limits.line_bytes,
        row=row,
        width=len(shape.headings),
    )
    return list(scanner.scan(data, final=True))


def _arrow(
    data: bytes, width: int, shape: Shape, columns: Sequence[int]
) -> list[pa.Array] | None:
    """The asked columns as raw bytes; None if a row has another width."""
    names = [str(index) for index in range(width)]
    asked = [str(index) for index in columns]
    try:
        table = csv.read_csv(
            pa.py_buffer(data),
            csv.ReadOptions(
                column_names=names, block_size=len(data) + 1, use_threads=False
            ),
            csv.ParseOptions(
                delimiter=shape.delimiter.decode(),
                newlines_in_values=_QUOTE in data,
            ),
            csv.ConvertOptions(
                column_types=dict.fromkeys(asked, pa.binary()),
                include_columns=asked or names[:1],
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [column.combine_chunks() for column in table.columns]


def _without_odd_rows(
    block: Block, shape: Shape, columns: Sequence[int]
) -> Parsed | None:
    """The fast way for the rows of the commonest width, the rest one by one.

    None where odd rows are many.
    """
    starts, widths = _row_widths(block, shape.delimiter)
    usual = np.bincount(widths[widths <= len(shape.headings)], minlength=1).argmax()
    odd = np.flatnonzero(widths != usual)
    if len(odd) > _MANY_ODD * block.rows or not usual:
        return None
    records = _odd_records(block, starts, odd, shape)
    slow = parse_records(records, shape, columns)
    fast = _usual_rows(block, starts, odd, shape, columns, width=int(usual))
    return _merged(fast, slow) if fast is not None else None


def _row_widths(
    block: Block, delimiter: bytes
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each record starts (and the last one ends), and its number of cells.

    An empty line has 0 cells.
    """
    view = np.frombuffer(block.data, np.uint8)
    marks = np.flatnonzero(view == ord(delimiter))
    quotes = np.flatnonzero(view == _QUOTE_BYTE)
    marks = marks[outside(quotes, marks)]
    starts = np.concatenate([[0], block.line_ends + 1])
    widths = np.diff(np.searchsorted(marks, starts)) + 1
    lengths = np.diff(starts) - 1
    widths[(lengths == 0) | ((lengths == 1) & (view[starts[:-1]] == _RETURN_BYTE))] = 0
    return starts, widths


def _odd_records(
    block: Block, starts: NDArray[np.int64], odd: NDArray[np.int64], shape: Shape
) -> list[Record]:
    return [
        record
        for index in odd.tolist()
        for record in _scanned(
            block.data[starts[index] : starts[index + 1]],
            block.first_row + index,
            shape,
        )
    ]


def _usual_rows(
    block: Block,
    starts: NDArray[np.int64],
    odd: NDArray[np.int64],
    shape: Shape,
    columns: Sequence[int],
    *,
    width: int,
) -> Parsed | None:
    """The rows of the usual `width`; None if Arrow sees them otherwise."""
    keep = np.ones(block.rows, np.bool_)
    keep[odd] = False
    bytes_kept = np.repeat(keep, np.diff(starts))
    data = np.frombuffer(block.data, np.uint8)[bytes_kept].tobytes()
    present = [column for column in columns if column < width]
    rows = block.first_row + np.flatnonzero(keep)
    arrays = _arrow(data, width, shape, present)
    if arrays is None or len(arrays[0]) != len(rows):
        return None
    by_column = dict(zip(present, arrays, strict=False))
    nothing = pa.nulls(len(rows), pa.binary())
    filled = [by_column.get(column, nothing) for column in columns]
    return _finished(rows, filled, shape, columns, [])


def _merged(fast: Parsed, slow: Parsed) -> Parsed:
    """Both in the order of the file."""
    if not len(slow.rows):
        return Parsed(fast.rows, fast.columns, _sorted(fast.problems + slow.problems))
    rows = np.concatenate([fast.rows, slow.rows])
    order = np.argsort(rows)
    columns = tuple(
        pa.concat_arrays(pair).take(pa.array(order))
        for pair in zip(fast.columns, slow.columns, strict=True)
    )
    return Parsed(rows[order], columns, _sorted(fast.problems + slow.problems))


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.row)


def parse_records(
    records: Sequence[Record], shape: Shape, columns: Sequence[int]
) -> Parsed:
    """Records one by one; empty lines are no rows, faults become problems."""
    width = len(shape.headings)
    kept: list[Record] = []
    problems: list[Problem] = []
    for record in records:
        if record.fault:
            problems.append(_fault(record, shape))
        elif any(cell.strip() for cell in record.cells[width:]):
            problems.append(_surplus(record, shape))
        elif record.cells:
            kept.append(record)
    rows = np.array([record.row for record in kept], np.int64)
    arrays = [
        pa.array(
            [
                record.cells[column] if column < len(record.cells) else None
                for record in kept
            ],
            pa.binary(),
        )
        for column in columns
    ]
    return _finished(rows, arrays, shape, columns, problems)


def _fault(record: Record, shape: Shape) -> Problem:
    return trouble(
        f"sources.file_{record.fault}",
        shape.name,
        {"limit_kib": shape.limits.line_bytes >> 10},
        row=record.row,
    )


def _surplus(record: Record, shape: Shape) -> Problem:
    return trouble(
        "sources.file_row_long",
        shape.name,
        {"cells": len(record.cells), "headings": len(shape.headings)},
        row=record.row,
    )


def _finished(
    rows: NDArray[np.int64],
    raw: Sequence[pa.Array],
    shape: Shape,
    columns: Sequence[int],
    problems: list[Problem],
) -> Parsed:
    """Columns decoded; rows with broken or overlong cells set aside."""
    bad = np.zeros(len(rows), np.bool_)
    decoded: list[pa.Array] = []
    for column, array in zip(columns, raw, strict=False):
        texts, broken = decode_column(array, shape.encoding)
        decoded.append(texts)
        for code, mask in (
            ("sources.file_cell_broken", broken),
            ("sources.file_cell_long", _overlong(texts, shape.limits)),
        ):
            if mask is not None and mask.any():
                problems += _cell_problems(code, rows[mask & ~bad], shape, column)
                bad |= mask
    if not bad.any():
        return Parsed(rows, tuple(decoded), problems)
    good = pa.array(~bad)
    columns_kept = tuple(texts.filter(good) for texts in decoded)
    return Parsed(rows[~bad], columns_kept, _sorted(problems))


def _overlong(texts: pa.Array, limits: Limits) -> NDArray[np.bool_] | None:
    """Which cells are longer than a spreadsheet allows; None: none."""
    offsets, _ = text_buffers(texts)
    if not len(texts) or int(np.diff(offsets).max()) <= limits.cell_chars:
        return None
    lengths = pa.compute.utf8_length(texts).fill_null(0).to_numpy()
    overlong: NDArray[np.bool_] = lengths > limits.cell_chars
    return overlong


def _cell_problems(
    code: str, rows: NDArray[np.int64], shape: Shape, column: int
) -> list[Problem]:
    heading = shape.headings[column]
    return [
        trouble(
            code,
            shape.name,
            {"heading": heading, "limit": shape.limits.cell_chars},
            row=row,
            column=heading,
        )
        for row in rows.tolist()
    ]
