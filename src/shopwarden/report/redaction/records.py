r"""Records: a text table cut into rows of raw cells that join to the same bytes.

A record ends at a line end outside quotes; a quote opens only at the start of a
cell. Where a quote is never closed, or closes only behind lines that are rows of
their own, the line is taken as it stands: nothing is swallowed.

What it does not do: decode, unquote, or judge a row.

>>> rows = Rows(b",", b"\n")
>>> [(row.cells, row.end) for row in rows.split(b'1,"a\n,b"\r\n2,c', final=True)]
[([b'1', b'"a\n,b"'], b'\r\n'), ([b'2', b'c'], b'')]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DELIMITERS = (b",", b"\t", b";")
PIPE = b"|"  # in GB18030 it may be half of a character
LONGEST_LINE = 8 << 20
MOST_COLUMNS = 1024
_LONGEST_QUOTED = 1 << 20
_MOST_LINES = 1000  # within one quoted cell
_SNIFFED_LINES = 20


class Row(NamedTuple):
    """A record: its raw cells, and the line end behind it."""

    cells: list[bytes]
    end: bytes


class Rows:
    """Splits consecutive pieces of one table.

    `width` is the number of columns once known: it tells a remark with line
    breaks from rows behind a stray quote.
    """

    def __init__(self, delimiter: bytes, line_end: bytes) -> None:
        self.delimiter, self.line_end, self.width = delimiter, line_end, 0
        self.rest = b""
        mark = re.escape(delimiter)
        self._cells = re.compile(
            rb'(=?"[^"]*+(?:""[^"]*+)*+"[^' + mark + rb"]*+|[^" + mark + rb"]*+)" + mark
        )

    def split(self, data: bytes, *, final: bool) -> list[Row]:
        """The records that end in `data`; `rest` belongs before the next piece."""
        lines = data.split(self.line_end)
        if not final:
            self.rest = lines.pop()
        elif not lines[-1]:
            lines.pop()
            self.rest = b""
        if len(self.rest) > LONGEST_LINE:
            raise InputError("redact.line_long", limit_mib=LONGEST_LINE >> 20)
        ended = final and not data.endswith(self.line_end)
        if b'"' not in data:
            rows = [self._plain(line) for line in lines]
        else:
            rows = list(self._quoted(lines, final=final))
        if ended and rows:
            cells, end = rows[-1]
            rows[-1] = Row(cells, end.removesuffix(self.line_end))
        return rows

    def _plain(self, line: bytes) -> Row:
        end = self.line_end
        if line.endswith(b"\r"):
            line, end = line[:-1], b"\r" + end
        return Row(line.split(self.delimiter, MOST_COLUMNS - 1), end)

    def _quoted(self, lines: list[bytes], *, final: bool) -> Iterator[Row]:
        at = 0
        while at < len(lines):
            line = lines[at]
            if b'"' not in line:
                yield self._plain(line)
                at += 1
                continue
            used = self._reach(lines, at)
            if not used and not final:
                # The closing quote may be in the next piece.
                self.rest = self.line_end.join([*lines[at:], self.rest])
                return
            yield self._parsed(self.line_end.join(lines[at : at + max(used, 1)]))
            at += max(used, 1)

    def _reach(self, lines: list[bytes], at: int) -> int:
        """How many lines the record takes; 0 where its quote is still open."""
        if self._closed(lines[at]):
            return 1
        size = 0
        for following in range(at + 1, len(lines)):
            line = lines[following]
            size += len(line)
            if self.width > 1 and line.count(self.delimiter) + 1 >= self.width:
                return self._stray(lines, at, following)
            if size > _LONGEST_QUOTED or following - at > _MOST_LINES:
                return 1
            if b'"' in line:
                record = self.line_end.join(lines[at : following + 1])
                if self._closed(record):
                    return following - at + 1
        return 0

    def _stray(self, lines: list[bytes], at: int, following: int) -> int:
        """A line as wide as the table inside quotes: 1, unless all fits so."""
        record = self.line_end.join(lines[at : following + 1])
        if self._closed(record) and len(self._parsed(record).cells) == self.width:
            return following - at + 1
        return 1

    def _closed(self, record: bytes) -> bool:
        """Whether no cell opens with a quote that is not closed."""
        if record.count(b'"') % 2 == 0:
            return True
        cells = self._cells.findall(record.removesuffix(b"\r") + self.delimiter)
        return not any(_opens(cell) for cell in cells)

    def _parsed(self, record: bytes) -> Row:
        end = self.line_end
        if record.endswith(b"\r"):
            record, end = record[:-1], b"\r" + end
        cells: list[bytes] = self._cells.findall(record + self.delimiter)
        if len(cells) > MOST_COLUMNS:
            kept = cells[: MOST_COLUMNS - 1]
            cells = [*kept, self.delimiter.join(cells[MOST_COLUMNS - 1 :])]
        return Row(cells, end)


def _opens(cell: bytes) -> bool:
    """Whether a cell begins with a quote that nothing closes."""
    bare = cell.removeprefix(b"=")
    return bare.startswith(b'"') and bare.count(b'"') % 2 == 1


def blocks(chunks: Iterable[bytes], rows: Rows) -> Iterator[list[Row]]:
    """The records of a table, some at a time."""
    for chunk in chunks:
        found = rows.split(rows.rest + chunk, final=False)
        if found:
            yield found
    if rows.rest:
        found = rows.split(rows.rest, final=True)
        if found:
            yield found


def sniffed_rows(head: bytes, encoding: str) -> Rows:
    """How to split the table that begins so."""
    line_end = b"\r" if b"\r" in head and b"\n" not in head else b"\n"
    lines = [line for line in head.split(line_end)[:_SNIFFED_LINES] if line]
    marks = (*DELIMITERS, PIPE) if encoding == "utf-8" else DELIMITERS
    delimiter = max(marks, key=lambda mark: _evenness(lines, mark))
    return Rows(delimiter, line_end)


def _evenness(lines: list[bytes], mark: bytes) -> tuple[int, int]:
    """How many lines the mark cuts, and the most cells it makes."""
    counts = [line.count(mark) for line in lines]
    return sum(count > 0 for count in counts), max(counts, default=0)


def first_rows(rows: Rows, head: bytes) -> list[list[bytes]]:
    """The cells of the first lines that hold anything."""
    lines = [line for line in head.split(rows.line_end)[:_SNIFFED_LINES] if line]
    found = rows.split(rows.line_end.join(lines), final=True) if lines else []
    rows.rest = b""
    return [row.cells for row in found]


def is_even(rows: list[list[bytes]]) -> bool:
    """Whether at least half of the rows have the same cells, more than one."""
    counts = [len(cells) for cells in rows]
    usual = max(set(counts), key=lambda n: (counts.count(n), n), default=0)
    return usual > 1 and 2 * counts.count(usual) >= len(counts)
