"""Cover: values become placeholders, the same value the same one throughout.

Three ways to know a value is a person's: `engine.identify` finds it in a text,
its column's heading says so, or the same row or file names it elsewhere.

What it does not do: read files, or decide on a column (`headings`).

>>> cover = Cover("en")
>>> cover.whole("name", "Li Example")
Covered(text='[NAME_1]', kinds=('name',))
>>> cover.whole("name", "1******6198") is None
True
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.identify import identify
from shopwarden.records.tokens import is_weak
from shopwarden.report.redaction.kinds import (
    placeholder,
    placeholders,
    same,
    same_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shopwarden.words import Language

# What is too short, a small number or a date holds nobody's data.
SHORTEST = 4
_HARMLESS = re.compile(
    r"[+-]?[0-9]{0,6}(?:\.[0-9]{1,4})?%?"
    r"|20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:[ T][0-9:.]{4,12})?"
)
_NOTHING = frozenset(
    (
        *("无", "空", "否", "是", "男", "女", "暂无", "未知", "未填", "没有", "匿名"),
        *("保密", "不详", "none", "null", "nil", "na", "n/a", "nan", "unknown"),
        *("yes", "no", "true", "false"),
    )
)
_DRESSED = re.compile(r"(?s)([\s'\"\u3000\ufeff]*)(.*?)([\s'\"\u3000]*)")
_MEANS_SOMETHING = re.compile(r"[0-9A-Za-z\u00c0-\U0003ffff]")
_SHORTEST_KNOWN = 2
_SHORTEST_CIPHERTEXT = 40
_LONGEST_SOUGHT = 64  # characters of a value that is looked for within texts
_MOST_ONES = 10_000


class Mark(NamedTuple):
    """Personal data in a text, in code points."""

    start: int
    end: int
    kind: str


class Covered(NamedTuple):
    """A text after redaction, and the kinds of what was replaced in it."""

    text: str
    kinds: tuple[str, ...]


class Cover:
    """The placeholders of one file.

    `known` are the values of persons' columns seen so far, with their kind, if it
    `remembers` them; `headings` are texts that name columns in this file.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._given: dict[str, dict[str, str]] = {}
        self._ones: dict[str, Covered] = {}
        self._lengths: set[int] = set()
        self.headings: set[str] = set()
        self.known: dict[str, str] = {}
        self.remembers = False

    def placeholder(self, kind: str, value: str) -> str:
        """The placeholder of a value."""
        return self._placeholders(kind, [same(kind, value)])[0]

    def _placeholders(self, kind: str, keys: Iterable[str]) -> list[str]:
        """The placeholders of values of one kind, by what their spellings share."""
        given, found = self._given.setdefault(kind, {}), []
        for key in keys:
            shown = given.get(key)
            if shown is None:
                shown = placeholder(kind, len(given) + 1, self._language)
                given[key] = shown
            found.append(shown)
        return found

    def find(self, texts: Sequence[str]) -> list[tuple[Mark, ...]]:
        """What personal data each text holds."""
        found: list[tuple[Mark, ...]] = [()] * len(texts)
        asked = [
            at
            for at, text in enumerate(texts)
            if len(text) >= SHORTEST and not _HARMLESS.fullmatch(text)
        ]
        spans = identify([texts[at] for at in asked]) if asked else []
        for at, held in zip(asked, spans, strict=True):
            if held:
                marks = (Mark(s.start, s.end, s.type.value) for s in held)
                found[at] = tuple(_without_placeholders(texts[at], marks))
        return found

    def known_in(self, text: str) -> list[tuple[str, str]]:
        """The known values a text holds, longest first, with their kinds.

        For remarks that stand apart from their row: comments, text boxes. The time
        grows with the text, not with how many values are known.
        """
        lengths = sorted(self._lengths, reverse=True)
        windows = (
            text[at : at + length]
            for length in lengths
            if length <= len(text)
            for at in range(len(text) - length + 1)
        )
        found = {w: self.known[w] for w in windows if w in self.known}
        return list(found.items())

    def replaced(self, text: str, marks: Iterable[Mark]) -> Covered:
        """`text` with placeholders in place of `marks` (sorted, apart)."""
        parts, kinds, at = [], [], 0
        for mark in marks:
            value = text[mark.start : mark.end]
            parts += [text[at : mark.start], self.placeholder(mark.kind, value)]
            kinds.append(mark.kind)
            at = mark.end
        return Covered("".join([*parts, text[at:]]), tuple(kinds))

    def one(self, text: str) -> Covered:
        """A text that stands alone: known as a person's value, or looked at.

        For the few texts of formulas and settings, most of which repeat.
        """
        kind = self.known.get(text.strip())
        if kind is not None:
            return self.whole(kind, text) or Covered(text, ())
        done = self._ones.get(text)
        if done is None:
            done = self.replaced(text, self.find([text])[0])
            if len(self._ones) < _MOST_ONES:
                self._ones[text] = done
        return done

    def whole(self, kind: str, text: str) -> Covered | None:
        """A cell of a person's column, replaced whole.

        None where it holds nothing, is masked, a heading, or redacted already.
        """
        dressed = _DRESSED.fullmatch(text)
        before, value, after = dressed.groups() if dressed else ("", text, "")
        if not holds_value(value) or value in self.headings:
            return None
        if self.remembers and len(value) >= _SHORTEST_KNOWN:
            self._remember(kind, [value])
        return Covered(f"{before}{self.placeholder(kind, value)}{after}", (kind,))

    def wholes(self, kind: str, texts: Sequence[str]) -> list[str | None]:
        """The texts of `whole` of many cells: the plain ones, nearly all, at once."""
        found: list[str | None] = [None] * len(texts)
        plain = [at for at, text in enumerate(texts) if self._is_plain(text)]
        values = [texts[at] for at in plain]
        shown = self._placeholders(kind, same_of(kind, values))
        for at, text in zip(plain, shown, strict=True):
            found[at] = text
        if self.remembers:
            self._remember(kind, values)
        redacted = placeholders().fullmatch
        for at, text in enumerate(texts):
            if found[at] is None and text and not redacted(text):
                whole = self.whole(kind, text)
                found[at] = whole and whole.text
        return found

    def _remember(self, kind: str, values: Sequence[str]) -> None:
        self.known.update(dict.fromkeys(values, kind))
        self._lengths.update(n for n in map(len, values) if n <= _LONGEST_SOUGHT)

    def _is_plain(self, text: str) -> bool:
        """Whether a text is a value for sure: a word without any dressing."""
        return (
            text.isalnum()
            and _SHORTEST_KNOWN <= len(text) < _SHORTEST_CIPHERTEXT
            and text not in _NOTHING
            and text not in self.headings
            and not (text.isascii() and text.casefold() in _NOTHING)
        )


def holds_value(value: str) -> bool:
    """Whether the text of a person's cell says anything that is not hidden yet."""
    if not _MEANS_SOMETHING.search(value) or value.casefold() in _NOTHING:
        return False
    if "[" in value:
        value = placeholders().sub("", value)
        return _MEANS_SOMETHING.search(value) is not None and not is_weak(value)
    return not is_weak(value)


def verbatim(
    text: str, marks: Sequence[Mark], values: Iterable[tuple[str, str]]
) -> tuple[Mark, ...]:
    """`marks`, and where else `text` holds one of `values` (value, kind) as it is."""
    added = list(marks)
    for value, kind in values:
        at = text.find(value)
        while at >= 0:
            end = at + len(value)
            if all(end <= m.start or m.end <= at for m in added):
                added.append(Mark(at, end, kind))
            at = text.find(value, end)
    if len(added) == len(marks):
        return tuple(marks)
    return tuple(_without_placeholders(text, sorted(added)))


def _without_placeholders(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """The marks that touch no placeholder of an earlier redaction."""
    if "[" not in text:
        return list(marks)
    taken = [found.span() for found in placeholders().finditer(text)]
    return [
        mark
        for mark in marks
        if all(mark.end <= start or end <= mark.start for start, end in taken)
    ]
