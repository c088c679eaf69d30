"""Shared strings of a workbook: looked at once, written once it is known where used.

A string that only persons' columns use, or no cell at all, is emptied: those cells
get their placeholder themselves. Of a string that other cells use, what was found in
it is replaced, each run keeping its format.

What it does not do: read cells (`sheet`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.report.redaction.markup import escaped, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shopwarden.report.redaction.cover import Cover, Mark
    from shopwarden.report.redaction.texts import Texts

_ITEM = re.compile(r"(?s)<((?:[^\s<>/:]+:)?)si(\s[^<>]*)?(?:/>|>(.*?)</\1si\s*>)")
_PLAIN = re.compile(r"(?s)(<si><t(?:\s[^<>]*)?>)[^<]*(</t></si>)")
_READING = re.compile(
    r"(?s)<((?:[^\s<>/:]+:)?)(rPh|phoneticPr)\b[^<>]*?(?:/>|>.*?</\1\2\s*>)"
)
_TEXT = re.compile(r"(?s)<(?:[^\s<>/:]+:)?t(?:\s[^<>]*)?>([^<]*)<")


class SharedStrings:
    """The strings by number, what was found in them, and what becomes of each.

    A string that cells outside persons' columns use is `kept` as it is or
    `replaced`, never both; the cells that need the other get a text of their own.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.kept: set[int] = set()
        self.replaced: set[int] = set()
        self._marks: dict[int, tuple[Mark, ...]] = {}
        self._seen: set[int] = set()

    def read(self, pieces: Iterable[str]) -> None:
        """Read all strings."""
        for piece in pieces:
            self.texts += [
                string_text(found[3] or "") for found in _ITEM.finditer(piece)
            ]

    def look(self, numbers: Iterable[int], cover: Cover) -> None:
        """Look for personal data in some strings, each once."""
        new = [n for n in dict.fromkeys(numbers) if n not in self._seen]
        found = cover.find([self.texts[number] for number in new])
        self._marks |= {n: marks for n, marks in zip(new, found, strict=True) if marks}
        self._seen.update(new)

    def marks(self, number: int) -> tuple[Mark, ...]:
        """What was found in a string that was looked at."""
        return self._marks.get(number, ())

    def written(self, pieces: Iterable[str], texts: Texts) -> Iterator[str]:
        """The part after redaction."""
        number = -1

        def written(found: re.Match[str]) -> str:
            nonlocal number
            number += 1
            prefix = found[1]
            if number in self.kept:
                return found[0]
            if number not in self.replaced:
                return f"<{prefix}si><{prefix}t/></{prefix}si>"
            plain = _PLAIN.fullmatch(found[0])
            if plain is not None:
                text = self.texts[number]
                new = texts.cover.replaced(text, self.marks(number)).text
                return f"{plain[1]}{escaped(new)}{plain[2]}"
            # The reading (pinyin, furigana) of what was replaced tells it.
            return texts.covered(_READING.sub("", found[0]), _silent)

        for piece in pieces:
            yield _ITEM.sub(written, piece)


def string_text(inner: str) -> str:
    """The text of a string or inline string, its runs joined, its reading left out."""
    if "<" in inner and ("rPh" in inner or "phoneticPr" in inner):
        inner = _READING.sub("", inner)
    found = _TEXT.findall(inner)
    return unescaped(found[0] if len(found) == 1 else "".join(found))


def _silent(_: tuple[str, ...]) -> None:
    """Strings are counted where cells use them."""
