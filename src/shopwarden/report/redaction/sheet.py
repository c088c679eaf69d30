"""A worksheet, redacted some rows at a time.

Persons' columns are replaced whole; in other cells what is found, and the row's own
person where another cell of the row names him. Numbers that are a phone or a card
become text. Style, width and formulas stay.

What it does not do: shared strings (`strings`); what stands before and behind the
rows is read as any other part (`texts`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shopwarden.report.redaction.cells import (
    Cell,
    cells_of,
    formula_text,
    with_formula,
    with_text,
)
from shopwarden.report.redaction.cover import SHORTEST, Covered, Mark, verbatim
from shopwarden.report.redaction.formula import covered_formula
from shopwarden.report.redaction.headings import (
    FREE,
    KEPT,
    heading_row,
    is_persons,
    is_showable,
    meaning,
)
from shopwarden.report.redaction.kinds import placeholders
from shopwarden.report.redaction.numeric import digits_of, rounded_kind
from shopwarden.report.redaction.tally import Column, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shopwarden.report.redaction.strings import SharedStrings
    from shopwarden.report.redaction.tally import Tally
    from shopwarden.report.redaction.texts import Texts

SEARCHED_ROWS = 20
_OWN = re.compile(r"\s*[0-9A-Za-z][0-9A-Za-z_./:#-]*\s*")
_BEGIN = re.compile(r"<(?:[^\s<>/:]+:)?sheetData[^<>]*>")
_END = re.compile(r"</(?:[^\s<>/:]+:)?sheetData\s*>")
_SMALL = 10  # characters of a number
_UNTYPED = frozenset({"b", "e"})


@dataclass
class Worksheet:
    """One worksheet on its way through."""

    name: str  # as it may be shown
    strings: SharedStrings
    texts: Texts
    tally: Tally
    _headings: dict[int, str] = field(default_factory=dict)
    _meanings: dict[int, str] = field(default_factory=dict)
    _heading_row: int = 0
    _row: int = 0
    _begun: bool = False
    _persons: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def covered(self, pieces: Iterable[str]) -> Iterator[str]:
        """The part's XML after redaction, piece by piece."""
        begun = ended = False
        for piece in pieces:
            before, rows, behind = "", piece, ""
            if not begun:
                found = _BEGIN.search(piece)
                begun = found is not None
                at = found.end() if found else len(piece)
                before, rows = piece[:at], piece[at:]
            if begun and not ended:
                found = _END.search(rows)
                ended = found is not None
                at = found.start() if found else len(rows)
                rows, behind = rows[:at], rows[at:]
            elif ended:
                rows, behind = "", piece
            yield self._part(before) + self._rows(rows) + self._part(behind)

    def _part(self, xml: str) -> str:
        if not xml:
            return ""
        return self.texts.covered(
            xml, lambda kinds: self.tally.note(Column(self.name), 0, kinds)
        )

    def _rows(self, xml: str) -> str:
        cells, last = cells_of(xml, self._row)
        if cells and not self._begun:
            self._begun = True
            self._learn(cells)
        self._row = last
        new = self._changed(cells)
        parts, at, hit = [], 0, set()
        for cell, (written, kinds) in new:
            parts += [xml[at : cell.start], written]
            at = cell.end
            if kinds:
                self._note(cell, kinds)
                hit.add(cell.row)
        self.tally.records += len(hit)
        self.tally.rows += len({cell.row for cell in cells})
        return "".join([*parts, xml[at:]])

    def _learn(self, cells: Sequence[Cell]) -> None:
        """Find the headings among the first rows."""
        rows: dict[int, dict[int, str]] = {}
        for cell in cells:
            if cell.row not in rows and len(rows) == SEARCHED_ROWS:
                break
            rows.setdefault(cell.row, {})[cell.column] = self._text(cell).strip()
        table = [
            [row.get(at, "") for at in range(max(row) + 1)] for row in rows.values()
        ]
        found = heading_row(table)
        if found is None:
            return
        self._heading_row = list(rows)[found]
        self._headings = rows[self._heading_row]
        self.texts.cover.headings.update(filter(None, self._headings.values()))
        self._meanings = {at: meaning(h) for at, h in self._headings.items()}

    def _text(self, cell: Cell) -> str:
        """What the cell shows."""
        if cell.kind != "s":
            return cell.value
        number = self._number(cell)
        return self.strings.texts[number] if number >= 0 else ""

    def _number(self, cell: Cell) -> int:
        """The number of the cell's shared string; -1 if it has none."""
        if cell.kind != "s" or len(cell.value) > _SMALL or not cell.value.isdecimal():
            return -1
        number = int(cell.value)
        return number if number < len(self.strings.texts) else -1

    def _sense(self, cell: Cell) -> str:
        if cell.row <= self._heading_row:
            return FREE
        return self._meanings.get(cell.column, FREE)

    def _changed(self, cells: Sequence[Cell]) -> list[tuple[Cell, Covered]]:
        """The cells that are written anew, with their XML, in order."""
        senses = [self._sense(cell) for cell in cells]
        whole = self._wholes(cells, senses)
        self._look(cells, senses, whole)
        found = self._found(cells, whole)
        done = []
        for at, cell in enumerate(cells):
            new = whole.get(at)
            if new is None and _is_small(cell):
                continue
            new = new or self._free(cell, senses[at], found.get(at, ()))
            written = self._written(cell, new)
            if written is not None:
                done.append((cell, written))
        return done

    def _wholes(
        self, cells: Sequence[Cell], senses: Sequence[str]
    ) -> dict[int, Covered]:
        """The cells of persons' columns that are replaced whole, by their place."""
        asked: dict[str, list[int]] = {}
        for at, (cell, sense) in enumerate(zip(cells, senses, strict=True)):
            if is_persons(sense) and cell.kind not in _UNTYPED:
                asked.setdefault(sense, []).append(at)
        whole: dict[int, Covered] = {}
        self._persons = {}
        for sense, places in asked.items():
            texts = [
                digits_of(cells[at].value) or self._text(cells[at]) for at in places
            ]
            shortest = 1 if sense == "name" else SHORTEST
            covered = self.texts.cover.wholes(sense, texts)
            for at, text, new in zip(places, texts, covered, strict=True):
                if new is None:
                    continue
                whole[at] = Covered(new, (sense,))
                value = text.strip()
                if len(value) > shortest:
                    self._persons.setdefault(cells[at].row, []).append((value, sense))
        return whole

    def _look(
        self, cells: Sequence[Cell], senses: Sequence[str], whole: Mapping[int, Covered]
    ) -> None:
        """Look at the shared strings of the other cells, together."""
        numbers = []
        for at, (cell, sense) in enumerate(zip(cells, senses, strict=True)):
            number = -1 if at in whole else self._number(cell)
            if number >= 0 and not (sense == KEPT and self._is_own(number)):
                numbers.append(number)
        self.strings.look(numbers, self.texts.cover)

    def _is_own(self, number: int) -> bool:
        return _OWN.fullmatch(self.strings.texts[number]) is not None

    def _found(
        self, cells: Sequence[Cell], whole: Mapping[int, Covered]
    ) -> dict[int, tuple[Mark, ...]]:
        """What cells hold that are no shared strings, looked at together."""
        asked: dict[int, str] = {}
        redacted = placeholders().fullmatch
        for at, cell in enumerate(cells):
            if at in whole:
                continue
            if cell.kind in {"str", "inlineStr"}:
                if not redacted(cell.value):
                    asked[at] = cell.value
            elif cell.kind == "n" and len(cell.value) > _SMALL:
                digits = digits_of(cell.value)
                if digits:
                    asked[at] = digits
        marks = self.texts.cover.find(list(asked.values()))
        found = {at: each for at, each in zip(asked, marks, strict=True) if each}
        for at, digits in asked.items():
            rounded = cells[at].kind == "n" and rounded_kind(digits)
            if rounded and at not in found and self._sense(cells[at]) != KEPT:
                found[at] = (Mark(0, len(digits), rounded),)
        return found

    def _free(self, cell: Cell, sense: str, marks: tuple[Mark, ...]) -> Covered | None:
        """The text of a cell outside persons' columns; None where it stays."""
        text = digits_of(cell.value) or self._text(cell)
        if cell.kind in _UNTYPED or not text:
            return None
        number = self._number(cell)
        if sense == KEPT and _OWN.fullmatch(text):
            # Stays, also where the same string is replaced in another column.
            return None if self._stays(number) else Covered(text, ())
        marks = self.strings.marks(number) or marks
        again = None if cell.kind == "n" else self._named_again(cell, text, marks)
        if again is None and not marks:
            self._stays(number)
        elif again is None and self._goes(number):
            again = Covered("", tuple(mark.kind for mark in marks))
        elif again is None:
            again = self.texts.cover.replaced(text, marks)
        return again

    def _stays(self, number: int) -> bool:
        """Keep a shared string as it is; False where it is to be replaced already."""
        if number in self.strings.replaced:
            return False
        self.strings.kept.add(number)
        return True

    def _goes(self, number: int) -> bool:
        """Replace a shared string; False where it is kept, or there is none."""
        if number < 0 or number in self.strings.kept:
            return False
        self.strings.replaced.add(number)
        return True

    def _named_again(
        self, cell: Cell, text: str, marks: tuple[Mark, ...]
    ) -> Covered | None:
        """A cell that repeats a value of a person's column, or holds its row's."""
        cover = self.texts.cover
        if text in cover.known and cell.row > self._heading_row:
            return cover.one(text)
        more = verbatim(text, marks, self._persons.get(cell.row, ()))
        return cover.replaced(text, more) if len(more) > len(marks) else None

    def _written(self, cell: Cell, new: Covered | None) -> Covered | None:
        """The cell's XML; None where it stays as it is."""
        text = formula_text(cell) if "f" in cell.inner else ""
        formula, kinds = None, () if new is None else new.kinds
        if text:
            sense = self._sense(cell)
            sense = "" if sense == KEPT else sense
            renames = self.texts.renames
            changed = covered_formula(text, self.texts.cover, renames, sense)
            formula = changed.text if changed.text != text else None
            kinds += changed.kinds
        by_string = cell.kind == "s" and new is not None and not new.text
        if new is not None and not by_string:
            return Covered(with_text(cell, new.text, formula), kinds)
        if formula is None and not kinds:
            return None
        xml = self._xml(cell)
        if formula is not None:
            xml = with_formula(cell, xml, formula)
        return Covered(xml, kinds)

    def _xml(self, cell: Cell) -> str:
        p = cell.prefix
        return f"<{p}c{cell.attributes}>{cell.inner}</{p}c>"

    def _note(self, cell: Cell, kinds: tuple[str, ...]) -> None:
        heading = self._headings.get(cell.column, "")
        shown = heading if is_showable(heading) else ""
        column = Column(self.name, column_letters(cell.column), shown)
        self.tally.note(column, cell.row, kinds)


def _is_small(cell: Cell) -> bool:
    """Whether a cell is a number too short to be a person's, and nothing else."""
    return cell.kind == "n" and len(cell.value) <= _SMALL and "f" not in cell.inner
