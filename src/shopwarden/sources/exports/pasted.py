"""Pages: tables saved or pasted as HTML, each `<table>` a sheet.

Only the standard library's parser; scripts, styles and links are never
followed, and only text is kept. A cell over several columns or rows fills
them all, as it does on the screen.

What it does not do: run anything, or read pages larger than the limits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from shopwarden.sources.exports.encoding import marked_encoding, sniff_encoding
from shopwarden.sources.exports.limits import Limits, UnreadableError
from shopwarden.sources.exports.origin import ARROW
from shopwarden.sources.exports.rows import sheet_of_rows
from shopwarden.sources.exports.trouble import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.records.problem import Problem
    from shopwarden.sources.exports.origin import Origin
    from shopwarden.sources.exports.table import Sheet

_UNSHOWN = frozenset({"script", "style", "template"})


def page_sheets(
    origin: Origin, known: frozenset[str], limits: Limits
) -> Iterator[Sheet | Problem]:
    """The tables of a page that have headings; raises UnreadableError if none has."""
    data = origin.load(limits)
    encoding, mark = marked_encoding(data) or (sniff_encoding(data), 0)
    parser = _Tables(limits)
    parser.feed(data[mark:].decode(encoding, "replace").replace("\0", ""))
    parser.close()
    tables = [table for table in parser.tables if len(table.rows) > 1]
    if not tables:
        raise UnreadableError("sources.file_no_heading", searched=20)
    for number, table in enumerate(tables[: limits.sheets], 1):
        name = origin.name if len(tables) == 1 else f"{origin.name}{ARROW}{number}"
        try:
            yield sheet_of_rows(
                name, origin.file_name, partial(list, table.rows), known, limits
            )
        except UnreadableError as error:
            yield refusal(error, name)


@dataclass(slots=True)
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    spans: dict[int, tuple[int, str]] = field(default_factory=dict)
    cell: list[str] | None = None
    colspan: int = 1
    rowspan: int = 1

    def start_row(self) -> None:
        self.end_cell()
        self.rows.append([])
        self._fill()

    def start_cell(self, colspan: int, rowspan: int) -> None:
        self.end_cell()
        if not self.rows:
            self.start_row()
        self.cell, self.colspan, self.rowspan = [], colspan, rowspan

    def end_cell(self) -> None:
        if self.cell is None:
            return
        text, row = "".join(self.cell).strip(), self.rows[-1]
        for _ in range(self.colspan):
            if self.rowspan > 1:
                self.spans[len(row)] = (self.rowspan - 1, text)
            row.append(text)
        self.cell = None
        self._fill()

    def _fill(self) -> None:
        """Cells that reach down from rows above."""
        row = self.rows[-1]
        while len(row) in self.spans:
            left, text = self.spans.pop(len(row))
            if left > 1:
                self.spans[len(row)] = (left - 1, text)
            row.append(text)


class _Tables(HTMLParser):
    """Collects every table; one inside a cell is a table of its own."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._unshown = 0
        self._limits = limits

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSHOWN:
            self._unshown += 1
        elif tag == "table":
            self.tables.append(_Table())
            self._open.append(self.tables[-1])
        elif self._open:
            self._within_table(tag, dict(attrs))

    def _within_table(self, tag: str, attributes: dict[str, str | None]) -> None:
        table = self._open[-1]
        if tag == "tr":
            table.start_row()
        elif tag in {"td", "th"}:
            table.start_cell(
                _span(attributes.get("colspan"), self._limits.columns),
                _span(attributes.get("rowspan"), self._limits.entries),
            )
        elif tag == "br" and table.cell is not None:
            table.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSHOWN:
            self._unshown = max(0, self._unshown - 1)
        elif self._open and tag in {"td", "th", "tr", "table"}:
            self._open[-1].end_cell()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._unshown and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)


def _span(value: str | None, most: int) -> int:
    """A colspan or rowspan as browsers take it: 1 unless a sensible number."""
    text = (value or "").strip()
    return (
        max(1, min(int(text), most))
        if text.isascii() and text.isdigit() and len(text) < 6
        else 1
    )
