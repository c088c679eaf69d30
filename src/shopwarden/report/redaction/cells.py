"""Cells of a worksheet, as they stand in its XML, and how one is written anew.

What it does not do: decide what becomes of a cell (`sheet`).

>>> cell = cells_of('<row r="2"><c r="B2" s="3"><v>13900000001</v></c></row>')[0][0]
>>> cell.row, cell.column, cell.value, with_text(cell, "[手机1]")
(2, 1, '13900000001', '<c r="B2" s="3" t="inlineStr"><is><t>[手机1]</t></is></c>')
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from shopwarden.report.redaction.markup import escaped, unescaped
from shopwarden.report.redaction.strings import string_text

# A row's tag; a cell as nearly all are written; any other cell that holds something.
_CELL = re.compile(
    r"(?s)<(?:[^\s<>/:]+:)?row(?:\s([^<>]*))?>"
    r"|<c( r=\"([A-Z]{1,3})([0-9]{1,7})\"(?: s=\"[0-9]+\")?(?: t=\"([a-zA-Z]+)\")?)>"
    r"(<v>([^<&]*)</v>)</c>"
    r"|<((?:[^\s<>/:]+:)?)c((?:\s[^<>]*?)?)(?:/>|>(.*?)</\8c\s*>)"
)
_PLACE = re.compile(r"(?:^|\s)r\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"']")
_TYPE = re.compile(r"\st\s*=\s*[\"'](\w+)[\"']")
_VALUE = re.compile(r"(?s)<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>([^<]*)<")
_FORMULA = re.compile(
    r"(?s)<((?:[^\s<>/:]+:)?)f((?:\s[^<>]*?)?)(?:/>|>([^<]*)</\1f\s*>)"
)
_METADATA = re.compile(r"\s[cv]m\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class Cell(NamedTuple):
    """A cell: where it stands in the XML, its place, its content."""

    start: int
    end: int
    row: int
    column: int
    kind: str  # s shared, inlineStr, str, n, b, e, d
    prefix: str
    attributes: str
    inner: str
    value: str  # the text of an inline string, else of <v>

    @property
    def formula(self) -> re.Match[str] | None:
        """The formula's element."""
        return _FORMULA.search(self.inner) if "f" in self.inner else None


def cells_of(xml: str, row: int = 0) -> tuple[list[Cell], int]:
    """The cells that hold anything, and the last row; `row` is the one before."""
    found, column = [], -1
    for match in _CELL.finditer(xml):
        head, plain, letters, number, kind, inner, value, prefix, held, rest = (
            match.groups()
        )
        if plain is not None:
            row, column = int(number), column_number(letters)
            value = unescaped(value) if "_x" in value else value
            place = match.start(), match.end(), row, column
            found.append(Cell(*place, kind or "n", "", plain, inner, value))
        elif held is not None:
            placed = _PLACE.search(held)
            column = column_number(placed[1]) if placed and placed[1] else column + 1
            if rest:
                place = match.start(), match.end(), row, column
                found.append(_cell(place, prefix, held, rest))
        else:
            placed = _PLACE.search(head or "")
            row, column = int(placed[2]) if placed else row + 1, -1
    return found, row


def _cell(
    place: tuple[int, int, int, int], prefix: str, attributes: str, inner: str
) -> Cell:
    typed = _TYPE.search(attributes)
    kind = typed[1] if typed else "n"
    value = string_text(inner) if kind == "inlineStr" else _value(inner)
    return Cell(*place, kind, prefix, attributes, inner, value)


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """The number of a column, counted from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(inner: str) -> str:
    found = _VALUE.search(inner)
    return unescaped(found[1]) if found else ""


def with_text(cell: Cell, text: str, formula: str | None = None) -> str:
    """The cell with a text as its value, its style and formula kept.

    `formula` replaces the formula's text.
    """
    p = cell.prefix
    bare = _METADATA.sub("", _TYPE.sub("", cell.attributes)).rstrip()
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    kept = _formula(cell, formula)
    if kept:
        value = f"<{p}v{space}>{escaped(text)}</{p}v>"
        return f'<{p}c{bare} t="str">{kept}{value}</{p}c>'
    value = f"<{p}is><{p}t{space}>{escaped(text)}</{p}t></{p}is>"
    return f'<{p}c{bare} t="inlineStr">{value}</{p}c>'


def with_formula(cell: Cell, xml: str, formula: str) -> str:
    """The cell with another formula and its value as it was."""
    old = cell.formula
    return xml if old is None else xml.replace(old[0], _formula(cell, formula), 1)


def _formula(cell: Cell, text: str | None) -> str:
    old = cell.formula
    if old is None or text is None:
        return old[0] if old else ""
    return f"<{old[1]}f{old[2]}>{escaped(text)}</{old[1]}f>"


def formula_text(cell: Cell) -> str:
    """The formula of a cell; "" where it has none of its own."""
    found = cell.formula
    return unescaped(found[3] or "") if found else ""
