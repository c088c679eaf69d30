"""Text tables: CSV, TSV and what people call TXT, streamed.

A table is read twice: its head, to find encoding, delimiter and headings,
and later its rows, cut into blocks that are parsed side by side while the
next bytes are read. Only the asked columns are parsed and decoded.

What it does not do: hold the file. Memory is a few blocks and one batch.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from shopwarden.sources.exports.blocks import Block, record_blocks
from shopwarden.sources.exports.cells import clean_cell
from shopwarden.sources.exports.encoding import sniff_encoding
from shopwarden.sources.exports.heading import SEARCHED_ROWS, find_heading
from shopwarden.sources.exports.limits import Limits, UnreadableError
from shopwarden.sources.exports.parsing import Parsed, Shape, parse_block, parse_records
from shopwarden.sources.exports.plain import Plain, plain_text
from shopwarden.sources.exports.records import Record, Scanner
from shopwarden.sources.exports.table import SAMPLE_ROWS, Batch, Sheet, joined
from shopwarden.sources.exports.trouble import note, too_many_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.records.problem import Problem
    from shopwarden.sources.exports.blocks import Piece
    from shopwarden.sources.exports.origin import Origin

_HEADS = (1 << 16, 1 << 19, 1 << 22)
_HEAD_RECORDS = SEARCHED_ROWS + SAMPLE_ROWS + 1
_DELIMITERS = (b",", b"\t", b";")


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the head told: how to go on from the first row below the headings."""

    shape: Shape
    offset: int  # bytes of plain text up to and with the heading row
    row: int  # number of the first row below it


def delimited_sheet(origin: Origin, known: frozenset[str], limits: Limits) -> Sheet:
    """The table of a text file; raises UnreadableError if it has no headings."""
    plain = plain_text(origin)
    head = _head(plain, limits)
    encoding = sniff_encoding(head.data)
    rows = [_texts(record, encoding) for record in head.records]
    place = find_heading(rows, known)
    if place is None:
        raise UnreadableError("sources.file_no_heading", searched=SEARCHED_ROWS)
    headings = tuple(rows[place.row])
    if len(headings) > limits.columns:
        raise UnreadableError("sources.file_many_columns", limit=limits.columns)
    record = head.records[place.row]
    shape = Shape(origin.name, headings, head.delimiter, encoding, limits)
    layout = _Layout(shape, record.end, record.row + 1)
    above = rows[: place.row if place.groups is None else place.groups]
    below = [row for row in rows[place.row + 1 :] if any(row)][:SAMPLE_ROWS]
    return Sheet(
        name=origin.name,
        file_name=origin.file_name,
        preamble=tuple(" ".join(filter(None, row)) for row in above if any(row)),
        groups=() if place.groups is None else _fitted(rows[place.groups], headings),
        headings=headings,
        sample=tuple(_fitted(row, headings) for row in below),
        problems=[],
        reader=partial(_read, plain, layout),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    data: bytes
    delimiter: bytes
    records: list[Record]


def _head(plain: Plain, limits: Limits) -> _Head:
    """The first records; more bytes are looked at while they are too few."""
    for size in _HEADS:
        data = plain.head(size)
        final = len(data) < size
        delimiter = _sniff_delimiter(data)
        scanner = Scanner(delimiter, line_bytes=limits.line_bytes)
        ended = data + b"\n" if final and not data.endswith(b"\n") else data
        records = list(scanner.scan(ended, final=final))[:_HEAD_RECORDS]
        if final or len(records) == _HEAD_RECORDS:
            break
    if not records:
        raise UnreadableError("sources.file_no_heading", searched=SEARCHED_ROWS)
    return _Head(data, delimiter, records)


def _sniff_delimiter(head: bytes) -> bytes:
    """The delimiter that makes the widest line of the first ones."""
    lines = head.split(b"\n", SEARCHED_ROWS)[:SEARCHED_ROWS]
    return max(_DELIMITERS, key=lambda mark: max(line.count(mark) for line in lines))


def _texts(record: Record, encoding: str) -> list[str]:
    """Cells as cleaned text for recognition; broken characters are replaced."""
    texts = (cell.decode(encoding, "replace") for cell in record.cells)
    return [clean_cell(text) or "" for text in texts]


def _fitted(row: Sequence[str], headings: Sequence[str]) -> tuple[str, ...]:
    missing = len(headings) - len(row)
    return (*row[: len(headings)], *[""] * missing)


def _read(
    plain: Plain, layout: _Layout, columns: Sequence[int], problems: list[Problem]
) -> Iterator[Batch]:
    """Batches of the asked columns; what fails goes to `problems`."""
    yield from joined(_parsed_batches(plain, layout, columns, problems))


def _parsed_batches(
    plain: Plain, layout: _Layout, columns: Sequence[int], problems: list[Problem]
) -> Iterator[Batch]:
    limits, name = layout.shape.limits, layout.shape.name
    last_row = layout.row + limits.rows - 1
    for parsed in _in_order(plain, layout, tuple(columns)):
        problems.extend(parsed.problems)
        if len(parsed.rows) and parsed.rows[-1] > last_row:
            problems.append(too_many_rows(name, limits))
            kept = int((parsed.rows <= last_row).sum())
            yield Batch(
                parsed.rows[:kept], tuple(array[:kept] for array in parsed.columns)
            )
            return
        if len(parsed.rows):
            yield Batch(parsed.rows, parsed.columns)
    if plain.nuls:
        problems.append(note("sources.file_nuls", name, count=plain.nuls))


def _in_order(
    plain: Plain, layout: _Layout, columns: tuple[int, ...]
) -> Iterator[Parsed]:
    """Pieces parsed by a few threads, handed out in the file's order."""
    workers = max(1, min(4, os.cpu_count() or 1))
    waiting: deque[Future[Parsed]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for shape, piece in _pieces(plain, layout):
            waiting.append(pool.submit(_parse, shape, piece, columns))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _pieces(plain: Plain, layout: _Layout) -> Iterator[tuple[Shape, Piece]]:
    """The pieces below the headings, with the encoding once it shows."""
    shape = layout.shape
    scanner = Scanner(
        shape.delimiter,
        line_bytes=shape.limits.line_bytes,
        row=layout.row,
        width=len(shape.headings),
    )
    for piece in record_blocks(plain.chunks(layout.offset), scanner):
        if shape.encoding == "ascii":
            shape = replace(shape, encoding=sniff_encoding(_bytes_of(piece)))
        yield shape, piece


def _bytes_of(piece: Piece) -> bytes:
    if isinstance(piece, Block):
        return piece.data
    return b"\n".join(cell for record in piece for cell in record.cells)


def _parse(shape: Shape, piece: Piece, columns: tuple[int, ...]) -> Parsed:
    if isinstance(piece, Block):
        return parse_block(piece, shape, columns)
    return parse_records(piece, shape, columns)
