"""Headings: which of a table's first rows names its columns.

The row with the most known headings wins; rows above it are preamble, and a
sparse row right above it that names groups of columns (商家信息, 结算信息)
is the group row. A table with no known headings (one that is to be mapped)
has its heading in the first row of mostly distinct words.

What it does not do: say what a heading means.

>>> find_heading([["对账表"], ["订单编号", "费用名称"], ["3160", "货款"]],
...              frozenset({"订单编号", "费用名称"}))
HeadingPlace(row=1, groups=None)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.sources.exports.cells import BLANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

SEARCHED_ROWS = 20
_ENOUGH_KNOWN = 2
_NUMERIC = re.compile(r"[-+¥￥$%.,:/\d\s]+\Z")


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """Where the headings are: positions in the searched rows."""

    row: int
    groups: int | None = None


def fold_heading(text: str) -> str:
    """A heading as headings are compared: NFKC, trimmed, brackets kept.

    >>> fold_heading("　商家备注等级（等级1-5为由高到低） ")
    '商家备注等级(等级1-5为由高到低)'
    """
    return unicodedata.normalize("NFKC", text).strip(BLANKS)


def find_heading(
    rows: Sequence[Sequence[str]], known: frozenset[str]
) -> HeadingPlace | None:
    """The heading among the first `SEARCHED_ROWS` of `rows`; None if there is none.

    `rows` are cleaned cells, "" where empty.
    """
    searched = rows[:SEARCHED_ROWS]
    folded = frozenset(map(fold_heading, known))
    scores = [len({fold_heading(cell) for cell in row} & folded) for row in searched]
    best = max(scores, default=0)
    row = scores.index(best) if best >= _ENOUGH_KNOWN else _first_wordy(searched)
    if row is None:
        return None
    return HeadingPlace(row, _groups_above(searched, row) if best >= 2 else None)


def _first_wordy(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row of distinct, mostly non-numeric cells, as wide as the table."""
    width = max((_filled(row) for row in rows), default=0)
    for index, row in enumerate(rows):
        cells = [cell for cell in row if cell]
        words = [cell for cell in cells if not _NUMERIC.match(cell)]
        if not cells or 2 * len(cells) < width or len(set(cells)) < len(cells):
            continue
        if 2 * len(words) > len(cells):
            return index
    return None


def _groups_above(rows: Sequence[Sequence[str]], heading: int) -> int | None:
    """The row above, if it names at least two groups and fewer than all columns."""
    above = rows[heading - 1] if heading else ()
    named = {cell for cell in above if cell}
    spread = any(above[1:])
    if 1 < len(named) < _filled(rows[heading]) and spread:
        return heading - 1
    return None


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell)
