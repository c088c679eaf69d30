"""Small tables of the sample shop: entries put together, then written by time.

Logs of accounts, papers, notices: some hundreds or thousands of rows, each of
which may show an incident or a look-alike. Tables as long as the orders are
written column by column instead (`trade`).

What it does not do: know what the columns mean.

>>> Entry(0, {"员工账号": "样例家居"}).incident
0
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.sources.sample import texts
from shopwarden.sources.sample.files import CsvFile, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from shopwarden.sources.sample.assemble import Shop

_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its moment, its cells by heading, and what it is an example of."""

    at_ms: int
    cells: Mapping[str, str]
    incident: int = 0
    orders: tuple[int, ...] = ()  # rows of the orders concerned
    skus: tuple[int, ...] = ()
    benign: str = ""


@dataclass(slots=True)
class Sheet:
    """One small table: its headings and its entries.

    Where `stamped`, the first heading is the moment of the entry. Where
    `numbered` is a heading, it holds a running number.
    """

    header: tuple[str, ...]
    stamped: bool = True
    numbered: str = ""
    entries: list[Entry] = field(default_factory=list)

    def add(self, at_ms: int, cells: Mapping[str, str], **known: object) -> None:
        """Add a row; `known` as in Entry."""
        self.entries.append(Entry(at_ms, cells, **known))  # type: ignore[arg-type]

    def write(self, path: Path, shop: Shop) -> int:
        """Write the entries up to the end by their moments; how many there are."""
        entries = [e for e in self.entries if e.at_ms < shop.period.end_ms]
        entries.sort(key=lambda entry: entry.at_ms)
        with CsvFile(path, self.header) as file:
            for first in range(0, len(entries), _CHUNK):
                chunk = entries[first : first + _CHUNK]
                row = file.append_rows(self._rows(chunk, first))
                _note(shop, file.name, chunk, row)
            return file.rows - 1

    def _rows(self, entries: Sequence[Entry], first: int) -> list[str]:
        shown = moments_of(entry.at_ms for entry in entries)
        rows = []
        for number, (entry, moment) in enumerate(zip(entries, shown, strict=True)):
            cells = dict(entry.cells)
            if self.stamped:
                cells[self.header[0]] = moment
            if self.numbered:
                cells[self.numbered] = str(_FIRST_NUMBER + first + number)
            rows.append(",".join(_cell(cells.get(h, "")) for h in self.header))
        return rows


_FIRST_NUMBER = 500_001


def _cell(text: str) -> str:
    return quoted(text) if "," in text or "\n" in text else text


def moments_of(moments: Iterable[int]) -> list[str]:
    """Moments as the exports write them."""
    at = np.array(list(moments), np.int64)
    shown: list[str] = texts.moment_texts(at, np.ones(len(at), np.bool_), "").tolist()
    return shown


def moment(at_ms: int) -> str:
    """One moment as the exports write it."""
    return moments_of([at_ms])[0]


def day(at_ms: int) -> str:
    """The day of a moment, `2026-11-11`."""
    return moment(at_ms)[:10]


def yuan(fen: int) -> str:
    """Fen as the exports write it."""
    return str(texts.fen_texts(np.array([fen], np.int64))[0])


def flag(yes: object) -> str:
    """是 or 否."""
    return "是" if yes else "否"


def _note(shop: Shop, file: str, entries: Sequence[Entry], first_row: int) -> None:
    """Enter in the book the rows that show an incident or a look-alike."""
    for row, entry in enumerate(entries, first_row):
        if not entry.incident and not entry.benign:
            continue
        place, orders = np.array([row]), np.array(entry.orders, np.int64)
        if entry.benign:
            shop.book.see_benign(entry.benign, orders, file, place)
            continue
        incident = shop.book[entry.incident]
        incident.see_rows(file, place)
        incident.happened(entry.at_ms)
        incident.skus.update(entry.skus)
        incident.name_orders(shop.numbers[orders])
