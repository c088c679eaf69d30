"""Reach: how far the cells of a worksheet extend, read from its XML.

A parser makes room for every cell between the first and the last one, so one
cell at XFD1048576 in a file of 2 KB would take all memory. Cell references
are found in the bytes as they stream by, whatever the sheet's own
`<dimension>` says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.sources.exports.limits import Limits, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_OVERLAP = 64  # a reference cut by the end of a piece is found in the next one
_LONGEST = 10  # XFD1048576
_SPACED = re.compile(rb"""[\s"']r\s+=|[\s"']r=\s""")
_R, _EQUALS = b"r="
_QUOTES = tuple(b"\"'")
_BLANKS = tuple(b" \t\r\n")
_BEYOND = 1 << 40


def check_reach(pieces: Iterable[bytes], limits: Limits) -> None:
    """Raise UnreadableError if a worksheet reaches beyond the limits."""
    rows = columns = 0
    carry = b""
    for piece in pieces:
        data = carry + piece
        carry = data[-_OVERLAP:]
        if _SPACED.search(data):
            raise UnreadableError("sources.file_damaged_workbook")
        row, column = _furthest(np.frombuffer(data + b'"' * _LONGEST * 2, np.uint8))
        rows, columns = max(rows, row), max(columns, column)
        if columns > limits.columns:
            raise UnreadableError("sources.file_many_columns", limit=limits.columns)
        if rows * columns > limits.cells:
            raise UnreadableError("sources.file_many_cells", limit=limits.cells)


def _furthest(data: NDArray[np.uint8]) -> tuple[int, int]:
    """The largest row and column among references `r="AB12"` in `data`."""
    at = np.flatnonzero(data[1:] == _R) + 1
    at = at[at < len(data) - 2 * _LONGEST]
    at = at[(data[at + 1] == _EQUALS) & np.isin(data[at + 2], _QUOTES)]
    at = at[np.isin(data[at - 1], _BLANKS)] + 3
    rows, columns = np.zeros((2, len(at)), np.int64)
    inside = np.ones(len(at), np.bool_)
    for offset in range(_LONGEST):
        symbol = data[at + offset].astype(np.int64)
        digit = inside & (symbol >= 48) & (symbol <= 57)
        letter = inside & ((symbol | 32) >= 97) & ((symbol | 32) <= 122)
        rows = np.where(digit, rows * 10 + symbol - 48, rows)
        columns = np.where(letter, columns * 26 + (symbol | 32) - 96, columns)
        inside = digit | letter
    rows[inside] = _BEYOND  # longer than any reference: never mind how long
    return int(rows.max(initial=0)), int(columns.max(initial=0))
