"""Pivot caches: the copy of the table that a pivot table keeps.

Fields whose heading names a person's data are replaced whole, as in the worksheet;
in the others what is found. A number that is a person's becomes text.

What it does not do: the pivot table's own layout, which holds no values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.report.redaction.headings import FREE, KEPT, meaning
from shopwarden.report.redaction.markup import attributes, with_attribute
from shopwarden.report.redaction.numeric import digits_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from shopwarden.report.redaction.cover import Covered
    from shopwarden.report.redaction.texts import Note, Texts

_FIELD = re.compile(r"(?s)<((?:[^\s<>/:]+:)?)cacheField\s[^<>]*>.*?</\1cacheField\s*>")
_SHARED = re.compile(r"<(?:[^\s<>/:]+:)?sharedItems(?:\s[^<>]*)?>")
_RECORD = re.compile(r"(?s)<((?:[^\s<>/:]+:)?)r>(.*?)</\1r\s*>")
_ITEM = re.compile(r"<((?:[^\s<>/:]+:)?)([a-z])((?:\s[^<>]*?)?)(/?)>")
_VALUED = frozenset("snd")
# What a list of values says of them; without it a program looks itself.
_SUMMARY = (
    *("containsSemiMixedTypes", "containsString", "containsNumber", "containsInteger"),
    *("containsMixedTypes", "containsDate", "containsNonDate"),
    *("minValue", "maxValue", "minDate", "maxDate"),
)


class PivotCache:
    """One cache: the meanings of its fields, learnt from its definition."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._meanings: list[str] = []

    def definition(self, xml: str, note: Note) -> str:
        """The definition after redaction."""
        self._meanings = []
        fields = _FIELD.sub(lambda m: self._field(m[0], note), xml)
        return self._texts.covered(fields, note)

    def _field(self, xml: str, note: Note) -> str:
        name = attributes(xml[: xml.index(">") + 1]).get("name", "")
        sense = meaning(name.strip())
        self._meanings.append(sense)
        new = self._items(xml, lambda _: sense, note)
        return xml if new == xml else _SHARED.sub(_unsummed, new, count=1)

    def records(self, xml: str, note: Note) -> str:
        """Some records after redaction."""

        def replaced(found: re.Match[str]) -> str:
            record = found[2]
            return found[0].replace(record, self._items(record, self._sense, note), 1)

        return _RECORD.sub(replaced, xml)

    def _sense(self, at: int) -> str:
        return self._meanings[at] if at < len(self._meanings) else FREE

    def _items(
        self,
        xml: str,
        sense: Callable[[int], str],
        note: Note,
    ) -> str:
        number = -1

        def replaced(found: re.Match[str]) -> str:
            nonlocal number
            prefix, name, held, closed = found.groups()
            number += 1
            if name not in _VALUED:
                return found[0]
            new = self._value(name, attributes(found[0]).get("v", ""), sense(number))
            if new is None or not new.kinds:
                return found[0]
            note(new.kinds)
            tag = with_attribute(f"<{prefix}{name}{held}{closed}>", "v", new.text)
            if name == "s" or not closed:
                return tag
            return tag.replace(f"<{prefix}{name}", f"<{prefix}s", 1)

        return _ITEM.sub(replaced, xml)

    def _value(self, name: str, value: str, sense: str) -> Covered | None:
        cover = self._texts.cover
        digits = digits_of(value) if name == "n" else ""
        if sense not in {FREE, KEPT}:
            whole = cover.whole(sense, digits or value)
            if whole is not None:
                return whole
        if sense == KEPT and " " not in value and value.isascii():
            return None
        return cover.one(digits or value) if name == "s" or digits else None


def _unsummed(found: re.Match[str]) -> str:
    tag = found[0]
    for name in _SUMMARY:
        tag = with_attribute(tag, name, None)
    numbers = with_attribute(tag, "containsMixedTypes", "1")
    return with_attribute(numbers, "containsNumber", "1")
