r"""Blocks: a stream cut at record ends, in pieces a fast parser can take.

Where all quoting in a piece is well formed, a line end is a record end
exactly when an even number of quotes lies before it, and the whole piece is
one `Block`. Anything else (a stray quote, a lone carriage return, a line
over the limit) goes through `records.Scanner` and comes out as `Record`s.

What it does not do: decode or split cells. Memory is bounded by one chunk
and one line, whatever the file's size.

>>> blocks = record_blocks([b'1,"a', b'\nb"\n2,c\n'], Scanner(b",", line_bytes=99))
>>> [(block.first_row, block.rows) for block in blocks]
[(1, 2)]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.sources.exports.records import Record, Scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

_QUOTE, _LINE_END, _RETURN, _EQUALS = b'"\n\r='


@dataclass(frozen=True, slots=True)
class Block:
    """Whole, well-formed records: ends with a line end, quotes balanced."""

    data: bytes
    first_row: int
    line_ends: NDArray[np.int64]  # offsets of the line ends that end records
    taken: int  # bytes of the stream: `data`, and the `=` of formulas left out

    @property
    def rows(self) -> int:
        """How many records, empty lines included."""
        return len(self.line_ends)


Piece = Block | list[Record]


def record_blocks(chunks: Iterable[bytes], scanner: Scanner) -> Iterator[Piece]:
    """The pieces of a table in order; `scanner` keeps the row numbers."""
    carry = b""
    for chunk in chunks:
        carry += chunk
        piece, used = _piece(carry, scanner, final=False)
        carry = carry[used:]
        if piece:
            yield piece
    if carry and not carry.endswith(b"\n"):
        carry += b"\n"
    while carry:
        piece, used = _piece(carry, scanner, final=True)
        carry = carry[used:]
        if piece:
            yield piece


def _piece(data: bytes, scanner: Scanner, *, final: bool) -> tuple[Piece | None, int]:
    """One piece from the front of `data`, and how many bytes it took."""
    block = None if scanner.skipping else _block(data, scanner)
    if block is not None and (block.rows or not final):
        scanner.row += block.rows
        return (block if block.rows else None), block.taken
    records = list(scanner.scan(data, final=final))
    return records or None, scanner.consumed


def _block(data: bytes, scanner: Scanner) -> Block | None:
    """The well-formed records at the front of `data`; None if it is not.

    A block without rows: no record ends here yet, and none is too long.
    """
    view = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(view == _QUOTE)
    line_ends = np.flatnonzero(view == _LINE_END)
    ends = line_ends[outside(quotes, line_ends)]
    cut = int(ends[-1]) + 1 if len(ends) else 0
    longest = int(np.diff(ends, prepend=-1, append=len(data)).max()) - 1
    if longest > scanner.line_bytes:
        return None
    if _lone_returns(data, line_ends, cut):
        return None
    quotes = quotes[: np.searchsorted(quotes, cut)]
    formulas = _formulas(view, quotes[0::2], scanner.delimiter)
    if not _balanced(view, quotes, formulas, scanner.delimiter):
        return None
    block = Block(data[:cut], scanner.row, ends, cut)
    broken_lines = len(ends) and line_ends[len(ends) - 1] != ends[-1]
    if broken_lines and _swallows(block, line_ends, scanner):
        return None
    return _without_formulas(block, formulas)


def outside(quotes: NDArray[np.int64], marks: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of `marks` (offsets) lie outside quoted cells."""
    if not len(quotes):
        return np.ones(len(marks), np.bool_)
    beyond: NDArray[np.bool_] = np.searchsorted(quotes, marks) % 2 == 0
    return beyond


def _lone_returns(data: bytes, line_ends: NDArray[np.int64], cut: int) -> bool:
    """Whether a carriage return stands anywhere but before a line end."""
    returns = data.count(b"\r", 0, cut)
    if not returns:
        return False
    ends = line_ends[: np.searchsorted(line_ends, cut)]
    before = np.frombuffer(data, np.uint8)[ends - 1]
    return int(((before == _RETURN) & (ends > 0)).sum()) != returns


def _swallows(block: Block, line_ends: NDArray[np.int64], scanner: Scanner) -> bool:
    """Whether a record over several lines is rows behind a stray quote."""
    ends = block.line_ends
    lines = np.diff(np.searchsorted(line_ends, ends), prepend=-1)
    starts = np.concatenate([[0], ends[:-1] + 1])
    return any(
        scanner.swallows_rows(block.data[starts[several] : ends[several]])
        for several in np.flatnonzero(lines > 1).tolist()
    )


def _formulas(
    view: NDArray[np.uint8], opening: NDArray[np.int64], delimiter: bytes
) -> NDArray[np.int64]:
    """Offsets of each `=` that stands between a cell's start and its quote."""
    signs = opening[(view[opening - 1] == _EQUALS) & (opening > 0)] - 1
    before = view[np.maximum(signs - 1, 0)]
    starts = (before == ord(delimiter)) | (before == _LINE_END) | (signs == 0)
    found: NDArray[np.int64] = signs[starts]
    return found


def _without_formulas(block: Block, formulas: NDArray[np.int64]) -> Block:
    """The same records, `="3160"` written as `"3160"`."""
    if not len(formulas):
        return block
    data = np.delete(np.frombuffer(block.data, np.uint8), formulas).tobytes()
    ends = block.line_ends - np.searchsorted(formulas, block.line_ends)
    return Block(data, block.first_row, ends, block.taken)


def _balanced(
    view: NDArray[np.uint8],
    quotes: NDArray[np.int64],
    formulas: NDArray[np.int64],
    delimiter: bytes,
) -> bool:
    """Whether quotes open only at the start and close only at the end of cells."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = view[np.maximum(opening - 1, 0)]
    after = view[closing + 1]
    beside = (ord(delimiter), _LINE_END, _QUOTE)
    opens_well = np.isin(before, beside) | (opening == 0)
    opens_well |= np.isin(opening - 1, formulas)
    closes_well = np.isin(after, (*beside, _RETURN))
    return bool(opens_well.all() and closes_well.all())
