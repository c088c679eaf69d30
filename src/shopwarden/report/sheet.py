"""One sheet of a workbook: headings in both languages, then typed cells.

Text stays text: XlsxWriter is told to make neither formulas nor links of it,
and a text that would begin a formula anywhere (also full-width) gets an
apostrophe in front, so that a copy saved as CSV is as harmless.

What it does not do: know what the rows mean.

>>> harmless("=1+1"), harmless("316000000001")
("'=1+1", '316000000001')
>>> names(["结算/短付", "结算短付", "结算?短付"])
['结算短付', '结算短付 2', '结算短付 3']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shopwarden.words import Text, say

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME = 31  # Excel's limit for a sheet name
LONGEST_TEXT = 32_767  # and for a cell
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_BEGINS_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# What XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Yuan:
    """An amount of money, shown with two decimals."""

    fen: int


Cell = str | int | Yuan | None
Row = tuple[Cell, ...]
Heads = tuple[tuple[Text, int], ...]  # heading, width in characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A name, its headings and its rows, made as they are written."""

    name: str
    heads: Heads
    rows: Iterable[Row]

    def write(self, book: Any) -> None:
        """Add the sheet to an XlsxWriter workbook."""
        sheet = book.add_worksheet(self.name)
        bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#EEF2F6"})
        money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for at, (_, width) in enumerate(self.heads):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 0)
        for at, (head, _) in enumerate(self.heads):
            sheet.write_string(0, at, both_words(head), bold)
        for number, row in enumerate(self.rows, 1):
            for at, cell in enumerate(row):
                _write(sheet, (number, at), cell, (plain, money))


def _write(sheet: Any, place: tuple[int, int], cell: Cell, formats: Any) -> None:
    plain, money = formats
    if isinstance(cell, Yuan):
        # Fen become yuan only here: two decimals are exact up to 10^13 yuan.
        sheet.write_number(*place, Decimal(cell.fen).scaleb(-2), money)
    elif isinstance(cell, str):
        sheet.write_string(*place, harmless(cell), plain)
    elif cell is not None:
        sheet.write_number(*place, cell, plain)


def harmless(text: str) -> str:
    """`text` fit for a cell: no control characters, no beginning of a formula."""
    clean = _CONTROL.sub("", text)
    marked = f"'{clean}" if _BEGINS_FORMULA.match(clean) else clean
    return marked[:LONGEST_TEXT]


def both_words(text: Text) -> str:
    """A text in both languages, Chinese first."""
    zh, en = say(text, "zh"), say(text, "en")
    return zh if zh == en else f"{zh} / {en}"


def names(wanted: Iterable[str]) -> list[str]:
    """Sheet names Excel accepts, each once, in the order asked for."""
    taken: set[str] = set()
    given = []
    for name in wanted:
        base = _NOT_IN_NAMES.sub("", name).strip()[:LONGEST_NAME] or "-"
        number, unique = 1, base
        while unique.casefold() in taken:
            number += 1
            unique = f"{base[: LONGEST_NAME - 5]} {number}"
        taken.add(unique.casefold())
        given.append(unique)
    return given
