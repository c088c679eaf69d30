r"""Append rows to a table of ours (CSV), whole or not at all.

What is there stays byte for byte, in its encoding and column order.

What it does not do: know what a table means, or write workbooks.

>>> table = Table(b"", "utf-8", ("a", "b"), ())
>>> table.line({"b": "2", "c": "3"})
',2\r\n'
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.report.output import written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

# Spreadsheet programs need the mark to see UTF-8 in a CSV file; they save GBK.
_NEW = "utf-8-sig"
_ENCODINGS = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is in its file; one that is yet to begin holds no bytes."""

    data: bytes
    encoding: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, heading: str) -> list[str]:
        """The cells of a column; short rows are skipped."""
        at = self.headings.index(heading)
        return [row[at].strip() for row in self.rows if len(row) > at]

    def line(self, cells: Mapping[str, str]) -> str:
        """A row in the order of the table's columns."""
        return _line(cells.get(name, "") for name in self.headings)


def open_table(
    path: Path, headings: Sequence[str], needed: Collection[str] = ()
) -> Table | None:
    """The table at `path`, or one to begin with `headings`.

    None where the file is another kind of table: one without every heading of
    `needed` (or of `headings`).
    """
    data = path.read_bytes() if path.is_file() else b""
    if not data.strip():
        return Table(b"", _NEW, tuple(headings), ())
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = [tuple(row) for row in _cells(text.removeprefix("\ufeff"))]
        first = tuple(cell.strip() for cell in rows[0]) if rows else ()
        if set(needed or headings) <= set(first):
            return Table(data, encoding, first, tuple(rows[1:]))
    return None


def append(path: Path, table: Table, rows: Iterable[Mapping[str, str]]) -> None:
    """Add rows to the table, or begin it. Raises OutputError."""
    added = "".join(table.line(cells) for cells in rows)
    if not table.data:
        added = _line(table.headings) + added
    elif not table.data.endswith(b"\n"):
        added = "\r\n" + added
    with written(path) as temporary:
        temporary.write_bytes(table.data + added.encode(table.encoding))


def _cells(text: str) -> list[list[str]]:
    """The rows of a text; none where it is no table."""
    try:
        return list(csv.reader(io.StringIO(text)))
    except csv.Error:
        return []


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
