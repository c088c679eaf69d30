"""Texts of a part: what becomes of every text that a person may have typed.

What it does not do: rows of a worksheet (`sheet`), or the records of pivot tables
(`pivot`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shopwarden.report.redaction.cover import Covered, verbatim
from shopwarden.report.redaction.formula import Renames, covered_formula
from shopwarden.report.redaction.units import Part, names, programs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shopwarden.report.redaction.cover import Cover, Mark
    from shopwarden.report.redaction.units import Unit

    Note = Callable[[tuple[str, ...]], object]

_LAYOUT_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]{1,2}(?![0-9]{5})|[A-Z])')
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_NOWHERE = "about:blank"  # where a link leads whose target names somebody


@dataclass
class Texts:
    """How the texts of one workbook's parts are covered."""

    cover: Cover
    renames: Renames = field(default_factory=Renames)

    def covered(self, xml: str, note: Note) -> str:
        """A part's XML after redaction; the same text if it holds nothing.

        `note` is told the kinds of what was in each replaced text.
        """
        part = Part(xml)
        found = self.cover.find([_seen(unit) for unit in part.units])
        changed = False
        for unit, marks in zip(part.units, found, strict=True):
            new = self._new(unit, marks)
            if new.text != unit.text:
                changed = True
                part.put(unit, new.text)
                note(new.kinds)
        return part.xml if changed else xml

    def _new(self, unit: Unit, marks: Sequence[Mark]) -> Covered:
        name, text = unit.name, unit.text
        if self._names_person(unit):
            return self._person(text)
        if name == "Target":
            kinds = tuple(mark.kind for mark in marks)
            return Covered(_NOWHERE if marks else text, kinds)
        if name in names("formulas") and not unit.attribute:
            return covered_formula(text, self.cover, self.renames, "")
        renamed = self._renamed(unit)
        if renamed is not None:
            return Covered(renamed, ())
        if text.strip() in self.cover.known:
            return self.cover.one(text)
        if name in names("together") or name == "t":
            marks = verbatim(text, marks, self.cover.known_in(text))
        return self.cover.replaced(text, marks)

    def _renamed(self, unit: Unit) -> str | None:
        """The text of what names a sheet, a defined name or a folder."""
        text, place = unit.text, (unit.element, unit.attribute)
        if place == ("absPath", "url"):
            return "/"  # the folder the file was saved in, often a person's own
        if place == ("definedName", "name"):
            return self.renames.names.get(text, text)
        if text in self.renames.sheets:
            return self.renames.sheets[text]
        is_reference = unit.attribute in names("references")
        if is_reference or (unit.element == "lpstr" and "!" in text):
            renamed = self.renames.applied(text)
            return renamed if renamed != text else None
        return None

    def _names_person(self, unit: Unit) -> bool:
        if not unit.attribute:
            return unit.element in names("people")
        if unit.element == "person":
            return unit.attribute in names("person_attributes")
        return unit.attribute in names("people_attributes")

    def _person(self, text: str) -> Covered:
        """The name of who wrote something; programs sign too."""
        if programs().fullmatch(text.strip()):
            return Covered(text, ())
        return self.cover.whole("name", text) or Covered(text, ())


def _seen(unit: Unit) -> str:
    """The text as it is looked at: places must stay the same."""
    if unit.element in names("headers") and not unit.attribute:
        return _LAYOUT_CODE.sub(lambda m: "\n" * len(m[0]), unit.text)
    if unit.attribute == "Target" and "%" in unit.text:
        return _PERCENT.sub(_percent_decoded, unit.text)
    return unit.text


def _percent_decoded(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")
