r"""Records of a text table, one by one: slow, and forgiving.

A record ends at a line end outside quotes. A quote opens only at the start
of a cell (`="` counts: a formula that guards a long number); inside, `""` is
one quote. Broken quoting never swallows a file:
where the closing quote is missing, or where what lies between two quotes
plainly was rows of its own, the line is set aside and reading goes on at the
next one. The fast reader (`blocks`) gives the same records on what is well
formed; it leaves all else to this module.

What it does not do: decode. Cells are the raw bytes.

>>> scanner = Scanner(b",", line_bytes=100)
>>> [record.cells for record in scanner.scan(b'1,"a, b"\n2,c\n', final=True)]
[[b'1', b'a, b'], [b'2', b'c']]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Fault = Literal["", "long_line", "open_quote"]

# Possessive: `""` is never taken for the end when more is to come.
_QUOTED = re.compile(rb'=?"([^"]*+(?:""[^"]*+)*+)"')


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number in the file, its cells, or why it has none.

    An empty line is a record without cells and without a fault.
    """

    row: int
    cells: list[bytes]
    end: int  # offset behind it, in the bytes given to `scan`
    fault: Fault = ""


@dataclass(frozen=True, slots=True)
class _Cells:
    cells: list[bytes]
    end: int  # offset of the line end
    ragged: bool  # text follows the closing quote of a cell with line breaks


class Scanner:
    """Finds records in consecutive pieces of one table.

    `width` is the number of headings once known: it tells a remark with line
    breaks from rows swallowed by a stray quote.
    """

    def __init__(
        self, delimiter: bytes, *, line_bytes: int, row: int = 1, width: int = 0
    ) -> None:
        self.row = row
        self.consumed = 0
        self.skipping = False  # within a line that is too long
        self.delimiter = delimiter
        self.line_bytes = line_bytes
        self.width = width
        self._bare = re.compile(rb"[^\n" + re.escape(delimiter) + rb"]*")

    def scan(self, data: bytes, *, final: bool) -> Iterator[Record]:
        """The records that end in `data`; `consumed` says how far they reach.

        Unless `final`, the caller puts the rest before the next piece. Of a
        line longer than `line_bytes` nothing is kept.
        """
        position = self._skip(data)
        while position < len(data):
            record = self._next(data, position, final=final)
            if record is None:
                break
            self.row += 1
            position = self.consumed = record.end
            yield record

    def _skip(self, data: bytes) -> int:
        """Past the rest of a line that was too long."""
        if not self.skipping:
            self.consumed = 0
            return 0
        line_end = data.find(b"\n")
        self.skipping = line_end < 0
        self.consumed = len(data) if line_end < 0 else line_end + 1
        return self.consumed

    def _next(self, data: bytes, start: int, *, final: bool) -> Record | None:
        line_end = data.find(b"\n", start)
        reach = line_end if line_end >= 0 else len(data)
        if reach - start > self.line_bytes:
            self.skipping = line_end < 0
            return self._faulty("long_line", min(reach + 1, len(data)))
        if line_end < 0 and not final:
            return None
        line = data[start:reach]
        if b'"' not in line:
            return self._plain(line, min(reach + 1, len(data)))
        return self._quoted(data, start, reach, final=final)

    def _plain(self, line: bytes, end: int) -> Record:
        line = line.removesuffix(b"\r")
        return Record(self.row, line.split(self.delimiter) if line else [], end)

    def _faulty(self, fault: Fault, end: int) -> Record:
        return Record(self.row, [], end, fault)

    def _quoted(
        self, data: bytes, start: int, reach: int, *, final: bool
    ) -> Record | None:
        """A record whose first line ends at `reach` and holds quotes."""
        found = self._cells(data, start)
        if found is None and not final and len(data) - start <= self.line_bytes:
            return None
        if found and not final and len(data) == found.end <= start + self.line_bytes:
            return None
        if found is None or self._strays(data, start, reach, found):
            return self._faulty("open_quote", min(reach + 1, len(data)))
        return Record(self.row, found.cells, min(found.end + 1, len(data)))

    def _cells(self, data: bytes, start: int) -> _Cells | None:
        """The cells of the record at `start`; None: a quote is not closed."""
        cells: list[bytes] = []
        position, ragged, bound = start, False, start + self.line_bytes
        while True:
            value = b""
            if data.startswith((b'"', b'="'), position):
                quoted = _QUOTED.match(data, position, bound)
                if quoted is None:
                    return None
                value = quoted[1].replace(b'""', b'"')
                position = quoted.end()
            bare = self._bare.match(data, position)
            tail = bare[0] if bare else b""
            position += len(tail)
            ends = data[position : position + 1] != self.delimiter
            tail = tail.removesuffix(b"\r") if ends else tail
            ragged = ragged or (b"\n" in value and bool(tail.strip()))
            cells.append(value + tail)
            if ends:
                return _Cells(cells, position, ragged)
            position += 1

    def _strays(self, data: bytes, start: int, reach: int, found: _Cells) -> bool:
        """Whether a record over several lines is rows behind a stray quote."""
        if found.end <= reach:
            return False
        if found.ragged or found.end - start > self.line_bytes:
            return True
        return self.swallows_rows(data[start : found.end])

    def swallows_rows(self, record: bytes) -> bool:
        """Whether a line of a many-line record would make a whole row itself.

        A record that has just the right number of cells is what it seems.
        """
        lines = record.split(b"\n")[1:]
        if not any(line.count(self.delimiter) + 1 >= self.width for line in lines):
            return False
        found = self._cells(record, 0)
        return bool(self.width and found and len(found.cells) != self.width)
