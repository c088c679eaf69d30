r"""Lines: the text as it is searched, with the way back to how it was written.

Widths are folded (ＴＺ → TZ, ： → :), invisible characters dropped. `open` is
the same line with the numbers of persons blanked, so that a phone number is
never taken for an order. What is handed on of a line is masked.

What it does not do: say what a line means.

>>> line = read_lines("违规编号：ＴＺ０１\n电话13900000001")[1]
>>> line.open, line.written(0, len(line.text))
('电话           ', '电话[手机1]')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.identify import STRONG, Redactor, Span, SpanType, identify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBERS = {
    SpanType.MOBILE,
    SpanType.LANDLINE,
    SpanType.RESIDENT_ID,
    SpanType.WECHAT_ID,
    SpanType.QQ_ID,
}
_LABEL = re.compile(r"([A-Za-z\u4e00-\u9fff]{2,10})(?:\([^()]{0,12}\))? ?[:\t] ?")
_STOP = re.compile(r"[。;]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number in the text, from 1."""

    number: int
    text: str
    open: str
    raw: str
    places: tuple[int, ...]  # of each folded character, where it was written
    spans: tuple[Span, ...]  # personal data, as written

    def written(self, start: int, end: int) -> str:
        """A part as it was written, personal data masked."""
        if start >= end:
            return ""
        first, last = self.places[start], self.places[end - 1] + 1
        inside = [
            Span(max(s.start, first) - first, min(s.end, last) - first, s.type, "")
            for s in self.spans
            if s.start < last and s.end > first
        ]
        return Redactor("zh").replace(self.raw[first:last], inside)


class Pair(NamedTuple):
    """A label, and where on which line its value stands."""

    label: str
    line: Line
    start: int
    end: int

    @property
    def value(self) -> str:
        """The value, folded."""
        return self.line.text[self.start : self.end]


def read_lines(text: str) -> list[Line]:
    """The lines of a text that hold anything."""
    raws = text.splitlines()
    lines = (
        _line(number, raw, spans)
        for number, (raw, spans) in enumerate(zip(raws, _spans(raws), strict=True), 1)
    )
    return [line for line in lines if line.text.strip()]


def pairs(lines: Sequence[Line], known: frozenset[str]) -> Iterator[Pair]:
    """Labels with their values: `label: value`, or a known label above its value."""
    for at, line in enumerate(lines):
        label = line.text.strip().rstrip(":").strip()
        if label in known and at + 1 < len(lines):
            below = lines[at + 1]
            yield Pair(label, below, *_trimmed(below.text, 0, len(below.text)))
        found = list(_LABEL.finditer(line.text))
        for match, behind in zip_longest(found, found[1:]):
            end = behind.start() if behind else len(line.text)
            stop = _STOP.search(line.text, match.end(), end)
            until = stop.start() if stop else end
            start, until = _trimmed(line.text, match.end(), until)
            if start < until:
                yield Pair(match[1], line, start, until)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip(" \t,")), start + len(
        part.rstrip(" \t,")
    )


def _spans(raws: Sequence[str]) -> list[tuple[Span, ...]]:
    """Personal data by line; found in the whole text: lines support each other."""
    whole = identify(["\n".join(raws)])[0]
    begin, found = 0, []
    for raw in raws:
        end = begin + len(raw)
        found.append(
            tuple(
                Span(max(s.start, begin) - begin, min(s.end, end) - begin, *s[2:])
                for s in whole
                if s.start < end and s.end > begin
            )
        )
        begin = end + 1
    return found


def _line(number: int, raw: str, spans: tuple[Span, ...]) -> Line:
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(raw):
        if unicodedata.category(character) in ("Cf", "Mn", "Me"):
            continue
        plain = unicodedata.normalize("NFKC", character)
        folded += plain
        places += [place] * len(plain)
    hidden = {p for s in spans if _number(s) for p in range(s.start, s.end)}
    kept = zip(folded, places, strict=True)
    blanked = "".join(" " if place in hidden else c for c, place in kept)
    return Line(number, "".join(folded), blanked, raw, tuple(places), spans)


def _number(span: Span) -> bool:
    """Whether it is a person's number. A weak card may as well be an order."""
    card = span.type is SpanType.BANK_CARD and span.strength == STRONG
    return card or span.type in _NUMBERS
