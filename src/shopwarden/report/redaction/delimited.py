"""Delimited tables: CSV and TSV, redacted column by column, some rows at a time.

Every byte outside a replaced cell stays: encoding, mark, quotes, line ends. Equal
cells are looked at once.

What it does not do: hold the file; memory is one piece of it and the placeholders
given so far.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.report.redaction.changes import Changes, ColumnChanges
from shopwarden.report.redaction.cover import SHORTEST, verbatim
from shopwarden.report.redaction.headings import (
    FREE,
    KEPT,
    heading_row,
    is_persons,
    is_showable,
    meaning,
)
from shopwarden.report.redaction.kinds import placeholders
from shopwarden.report.redaction.records import blocks
from shopwarden.report.redaction.tally import SHOWN_PLACES, Column, column_letters
from shopwarden.sources.exports.cells import clean_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shopwarden.report.redaction.changes import Texts
    from shopwarden.report.redaction.cover import Cover, Mark
    from shopwarden.report.redaction.records import Row, Rows
    from shopwarden.report.redaction.tally import Tally
    from shopwarden.report.redaction.textfile import TextFile

SEARCHED_ROWS = 20
_QUOTED = re.compile(r'(?s)(=?")((?:[^"]|"")*)("\s*)')
# One word of ASCII: an id, an amount, a date. It stays in columns of the shop's own.
OWN = re.compile(rb"[\s='\"]*[0-9A-Za-z][0-9A-Za-z_./:#-]*[\s\"]*")
_SHORTEST_NAME = 2


class Dressed(NamedTuple):
    """A raw cell: what stands around its text, and the text."""

    before: str
    text: str
    after: str

    def around(self, text: str) -> str:
        """The raw cell with another text in it."""
        inner = text.replace('"', '""') if self.before else text
        return f"{self.before}{inner}{self.after}"


class DelimitedTable:
    """One table on its way through."""

    def __init__(self, file: TextFile, rows: Rows, cover: Cover, tally: Tally) -> None:
        self._file, self._rows, self._cover, self._tally = file, rows, cover, tally
        self._headings: list[str] = []
        self._meanings: list[str] = []
        self._marks: dict[bytes, tuple[Mark, ...]] = {}  # of the rows at hand

    def run(self, write: Callable[[bytes], object]) -> None:
        """Read all rows, count what they hold, and write them redacted."""
        write(self._file.mark)
        first = 1
        for found in blocks(self._file.chunks(), self._rows):
            start = self._head(found) if first == 1 else 0
            done = self._covered(found[:start], first, heading=True)
            done += self._covered(found[start:], first + start, heading=False)
            for piece in done:
                write(self._file.back(piece))
            first += len(found)
        write(self._file.tail())
        self._tally.rows += first - 1

    def _head(self, rows: Sequence[Row]) -> int:
        """Learn the headings; the number of rows up to and with them."""
        texts = [
            [clean_cell(self._file.text(cell)) or "" for cell in row.cells]
            for row in rows[:SEARCHED_ROWS]
        ]
        at = heading_row(texts)
        if at is None:
            return 0
        self._headings = texts[at]
        self._meanings = [meaning(heading) for heading in texts[at]]
        self._cover.headings.update(filter(None, texts[at]))
        self._rows.width = len(texts[at])
        return at + 1

    def _covered(
        self, rows: Sequence[Row], first: int, *, heading: bool
    ) -> list[bytes]:
        """The rows as bytes, redacted."""
        if not rows:
            return []
        width = max(len(row.cells) for row in rows)
        padded = [row.cells + [b""] * (width - len(row.cells)) for row in rows]
        columns: list[Texts] = list(zip(*padded, strict=True))
        changes = Changes()
        self._marks = {}
        for at, column in enumerate(columns):
            changes.put(
                column, self._changed(FREE if heading else self._sense(at), column)
            )
        if not heading:
            self._recipients(columns, changes)
        self._count(changes, first)
        done = zip(*changes.columns(), strict=True)
        join = self._rows.delimiter.join
        return [
            join(cells if len(row.cells) == width else cells[: len(row.cells)])
            + row.end
            for cells, row in zip(done, rows, strict=True)
        ]

    def _changed(self, sense: str, column: Texts) -> ColumnChanges:
        """What becomes of the distinct cells of a column that change."""
        distinct = dict.fromkeys(column)
        if sense == KEPT:
            asked = (raw for raw in distinct if not raw.isalnum())
            return self._found([raw for raw in asked if not OWN.fullmatch(raw)])
        if sense == FREE:
            return self._found([raw for raw in distinct if len(raw) >= SHORTEST])
        cells = list(distinct)
        texts, dressed = self._dressed(cells)
        new = self._redressed(cells, self._cover.wholes(sense, texts), dressed)
        redacted = placeholders().fullmatch
        rest = [
            raw
            for raw, text in zip(cells, texts, strict=True)
            if raw not in new and not redacted(text)
        ]
        found = self._found(rest)
        return ColumnChanges(new | dict(found.new), found.kinds, (sense,))

    def _found(self, cells: list[bytes]) -> ColumnChanges:
        """The cells in which personal data is found."""
        texts, dressed = self._dressed(cells)
        found = self._cover.find(texts)
        self._marks |= {raw: m for raw, m in zip(cells, found, strict=True) if m}
        covered = [
            self._cover.replaced(text, marks).text if marks else None
            for text, marks in zip(texts, found, strict=True)
        ]
        kinds = {
            raw: tuple(mark.kind for mark in marks)
            for raw, marks in zip(cells, found, strict=True)
            if marks
        }
        return ColumnChanges(self._redressed(cells, covered, dressed), kinds)

    def _recipients(self, columns: list[Texts], changes: Changes) -> None:
        """Where a row names its own person again in another column."""
        persons = [at for at, m in enumerate(self._meanings) if is_persons(m)]
        persons = [at for at in persons if at < len(columns)]
        others = [at for at in range(len(columns)) if at not in persons]
        others = [
            at for at in others if self._sense(at) == FREE and _is_long(columns[at])
        ]
        again: dict[tuple[int, int], list[tuple[str, str]]] = {}
        for person in persons:
            bare = self._bare(person, changes)
            values = [bare.get(raw) for raw in columns[person]]
            for other in others:
                texts = columns[other]
                for at, value in enumerate(values):
                    if value and value in texts[at]:
                        known = self._file.text(value), self._meanings[person]
                        again.setdefault((at, other), []).append(known)
        self._again(again, columns, changes)

    def _again(
        self,
        again: dict[tuple[int, int], list[tuple[str, str]]],
        columns: list[Texts],
        changes: Changes,
    ) -> None:
        for (at, other), values in again.items():
            raw = columns[other][at]
            texts, dressed = self._dressed([raw])
            marks = self._marks.get(raw, ())
            more = verbatim(texts[0], marks, values)
            if len(more) > len(marks):
                covered = self._cover.replaced(texts[0], more)
                new = self._redressed([raw], [covered.text], dressed)
                changes.put_cell(other, at, new[raw], covered.kinds)

    def _bare(self, at: int, changes: Changes) -> dict[bytes, bytes]:
        """The values of a person's column without their dressing."""
        shortest = _SHORTEST_NAME if self._meanings[at] == "name" else SHORTEST + 1
        cells = list(changes.tables[at].new)
        texts, _ = self._dressed(cells)
        values = [t if t.isalnum() else clean_cell(t) or "" for t in texts]
        raws = self._file.raws(values, cells)
        return {
            raw: bare
            for raw, value, bare in zip(cells, values, raws, strict=True)
            if len(value) >= shortest
        }

    def _sense(self, at: int) -> str:
        return self._meanings[at] if at < len(self._meanings) else FREE

    def _count(self, changes: Changes, first: int) -> None:
        for at, counts in enumerate(changes.counts()):
            for kinds, times in counts.items():
                self._tally.add(self._column(at), kinds, times)
        self._tally.records += len(changes.rows())
        if not self._tally.is_full:
            for at, row, kinds in islice(changes.each(), SHOWN_PLACES):
                self._tally.at(self._column(at), first + row, kinds)

    def _column(self, at: int) -> Column:
        heading = self._headings[at] if at < len(self._headings) else ""
        return Column("", column_letters(at), heading if is_showable(heading) else "")

    def _dressed(self, cells: Sequence[bytes]) -> tuple[list[str], dict[int, Dressed]]:
        """The texts of cells, and of those in quotes what stands around them."""
        texts = self._file.texts(cells)
        dressed = {at: _undressed(t) for at, t in enumerate(texts) if '"' in t}
        for at, each in dressed.items():
            texts[at] = each.text
        return texts, dressed

    def _redressed(
        self,
        cells: Sequence[bytes],
        texts: Sequence[str | None],
        dressed: Mapping[int, Dressed],
    ) -> dict[bytes, bytes]:
        """The cells that change (whose text is not None), as they are written."""
        changed = [at for at, text in enumerate(texts) if text is not None]
        old = [cells[at] for at in changed]
        new = [
            dressed[at].around(texts[at] or "") if at in dressed else texts[at] or ""
            for at in changed
        ]
        return dict(zip(old, self._file.raws(new, old), strict=True))


def _undressed(text: str) -> Dressed:
    quoted = _QUOTED.fullmatch(text)
    if quoted is None:
        return Dressed("", text, "")
    before, inner, after = quoted.groups()
    return Dressed(before, inner.replace('""', '"'), after)


def _is_long(column: Sequence[bytes]) -> bool:
    """Whether a column holds texts long enough to name somebody."""
    return any(len(raw) > SHORTEST for raw in column)
