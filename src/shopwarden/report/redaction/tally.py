"""Tally: what was found, by kind and by column, and where; never a value.

What it does not do: word it (`shown`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN_PLACES = 20


class Column(NamedTuple):
    """A column: its sheet (or part), its letter, and its heading where known."""

    sheet: str
    letter: str = ""
    heading: str = ""


class Place(NamedTuple):
    """A row of a column, and the kinds found there."""

    column: Column
    row: int  # 0 where the place is no row
    kinds: tuple[str, ...]


@dataclass
class Tally:
    """Counts of one file."""

    rows: int = 0
    records: int = 0  # rows that hold anything
    kinds: Counter[str] = field(default_factory=Counter)
    columns: dict[Column, Counter[str]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    opaque: Counter[str] = field(default_factory=Counter)

    def add(self, column: Column, kinds: Iterable[str], times: int = 1) -> None:
        """Count the kinds of one cell, or of `times` equal cells."""
        counts = self.columns.setdefault(column, Counter())
        for kind in kinds:
            self.kinds[kind] += times
            counts[kind] += times

    @property
    def is_full(self) -> bool:
        """Whether no more places are remembered."""
        return len(self.places) >= SHOWN_PLACES

    def at(self, column: Column, row: int, kinds: tuple[str, ...]) -> None:
        """Remember a place, if it is one of the first."""
        if not self.is_full:
            self.places.append(Place(column, row, kinds))

    def note(self, column: Column, row: int, kinds: tuple[str, ...]) -> None:
        """Count one cell and remember its place."""
        if kinds:
            self.add(column, kinds)
            self.at(column, row, kinds)

    @property
    def found(self) -> int:
        """How many values in all."""
        return self.kinds.total()


def column_letters(at: int) -> str:
    """The letters of a column, counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
