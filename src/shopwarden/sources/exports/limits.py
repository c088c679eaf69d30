"""Limits: how much of a file is accepted before anybody looks inside.

An export is outside input. Each bound below is checked on what a file
declares and again on what it turns out to hold, before a parser sees it.
Rows that are set aside name the bound in their Problem; files that are
refused are `UnreadableError`, which `raw.open_sheets` turns into a Problem.

What it does not do: guard a parser against its own defects.

>>> Limits(line_bytes=4096).line_bytes
4096
"""

from __future__ import annotations

from dataclasses import dataclass

from shopwarden.errors import InputError

MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one import, in bytes, characters or counts."""

    file_bytes: int = 4096 * MEBI  # one file, or one table inside an archive
    declared_bytes: int = 256 * MEBI  # one member of a workbook, uncompressed
    ratio: int = 200  # uncompressed to compressed, beyond the first mebibyte
    entries: int = 10_000  # entries of one archive
    line_bytes: int = MEBI  # one row of a text table
    cell_chars: int = 32_767  # what a spreadsheet allows in a cell
    cells: int = 32_000_000  # rows × columns of one worksheet
    columns: int = 512
    rows: int = 20_000_000
    sheets: int = 64


class UnreadableError(InputError):
    """A file or a table that cannot be read as it is; the others go on."""


def too_swollen(produced: int, consumed: int, limits: Limits) -> bool:
    """Whether `produced` bytes from `consumed` compressed ones is a bomb."""
    return produced > MEBI and produced > consumed * limits.ratio
