"""Changes of one block of rows: what becomes of the texts of each column.

Most cells change as all cells of their column with that text do; few change one by
one, where the row tells what the text alone does not.

What it does not do: decide what changes (`delimited`).

>>> changes = Changes()
>>> changes.put((b"a", b"b", b"a"), ColumnChanges({b"a": b"[1]"}, {}, ("name",)))
>>> changes.columns(), list(changes.each())
([[b'[1]', b'b', b'[1]']], [(0, 0, ('name',)), (0, 2, ('name',))])
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Texts = tuple[bytes, ...]
Kinds = tuple[str, ...]


class ColumnChanges(NamedTuple):
    """What becomes of a column's texts, and the kinds each held (else `usual`)."""

    new: Mapping[bytes, bytes]
    kinds: Mapping[bytes, Kinds]
    usual: Kinds = ()

    def kinds_of(self, raw: bytes) -> Kinds:
        """The kinds of what is replaced in a text."""
        return self.kinds.get(raw, self.usual)


class Changes:
    """The changes of some rows; columns are put in order."""

    def __init__(self) -> None:
        self.tables: list[ColumnChanges] = []
        self._old: list[Texts] = []
        self._hits: list[list[int]] = []
        self._single: dict[tuple[int, int], tuple[bytes, Kinds]] = {}

    def put(self, column: Texts, table: ColumnChanges) -> None:
        """Add a column and what becomes of its texts."""
        new = table.new
        hits = [row for row, raw in enumerate(column) if raw in new] if new else []
        self.tables.append(table)
        self._old.append(column)
        self._hits.append(hits)

    def put_cell(self, at: int, row: int, raw: bytes, kinds: Kinds) -> None:
        """Change one cell otherwise than its column's texts."""
        self._single[row, at] = raw, kinds

    def rows(self) -> set[int]:
        """The rows in which anything changes."""
        found = {row for row, _ in self._single}
        found.update(*self._hits)
        return found

    def counts(self) -> list[Counter[Kinds]]:
        """How many cells of each column hold which kinds."""
        counted = []
        for at, (table, column) in enumerate(zip(self.tables, self._old, strict=True)):
            alone = {row for row, where in self._single if where == at}
            hits = [row for row in self._hits[at] if row not in alone]
            if table.kinds:
                kinds = Counter(table.kinds_of(column[row]) for row in hits)
            else:
                kinds = Counter({table.usual: len(hits)} if hits else {})
            kinds.update(self._single[row, at][1] for row in alone)
            counted.append(kinds)
        return counted

    def each(self) -> Iterator[tuple[int, int, Kinds]]:
        """Column, row and kinds of every changed cell, row by row."""
        for row in sorted(self.rows()):
            for at, (table, column) in enumerate(
                zip(self.tables, self._old, strict=True)
            ):
                single = self._single.get((row, at))
                if single is not None:
                    yield at, row, single[1]
                elif column[row] in table.new:
                    yield at, row, table.kinds_of(column[row])

    def columns(self) -> list[list[bytes]]:
        """The columns after redaction."""
        done = []
        for table, column, hits in zip(self.tables, self._old, self._hits, strict=True):
            if len(hits) == len(column):
                cells = [*map(table.new.__getitem__, column)]
            else:
                cells = list(column)
                for row in hits:
                    cells[row] = table.new[column[row]]
            done.append(cells)
        for (row, at), (raw, _) in self._single.items():
            done[at][row] = raw
        return done
