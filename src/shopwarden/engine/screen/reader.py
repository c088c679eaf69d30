"""Reading: one batch of texts of one kind, with the rules of that kind.

Texts in which nothing is found cost next to nothing. A text that shows signs
of hiding something is written out and read once more (`screen.uncover`).

What it does not do: choose the rules (`screen.screener`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.fold import fold
from shopwarden.engine.identify import PATTERNS, spans_of
from shopwarden.engine.patterns import Matcher, Pattern
from shopwarden.engine.screen.contacts import handles
from shopwarden.engine.screen.judge import Mark, ready_rules, try_rules, words_of
from shopwarden.engine.screen.places import Places, Text
from shopwarden.engine.screen.rules import SPAN_WORD
from shopwarden.engine.screen.uncover import signs, uncovered
from shopwarden.engine.screen.words import patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shopwarden.engine.fold import Folded
    from shopwarden.engine.identify import Span
    from shopwarden.engine.screen.judge import Ready
    from shopwarden.engine.screen.rules import TextRule
    from shopwarden.engine.screen.uncover import Uncovered

_SIGNS = "uncover:signs"


class Screened(NamedTuple):
    """What was found in one text."""

    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def labels(self) -> frozenset[str]:
        """The labels found."""
        return frozenset(mark.label for mark in self.marks)


class _Read(NamedTuple):
    """What one reading of a text found, and whether it may hide more."""

    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    plain: Folded | None = None
    hides: bool = False


NOTHING = Screened()
_EMPTY = _Read()


class Reader:
    """Reads texts with some rules; only the words of these are looked for."""

    def __init__(self, rules: Sequence[TextRule], *, hyperscan: bool | None) -> None:
        used = words_of(rules)
        words, phrases = (patterns(used, tight=t) for t in (True, False))
        self._tight = Matcher(words, hyperscan=hyperscan)
        self._plain = Matcher(
            (*phrases, *PATTERNS, Pattern(_SIGNS, signs())), hyperscan=hyperscan
        )
        self._signs = len(self._plain.patterns) - 1
        # Numbers of patterns below this are words, those above personal data.
        self._phrases = len(phrases)
        bits = {name: 1 << at for at, name in enumerate(_names(words, phrases))}
        self._tight_bits = [bits[p.name] for p in words]
        self._plain_bits = [bits[p.name] for p in phrases]
        self._personal_bit = 1 << len(bits)
        self._ready = ready_rules(rules, bits, self._personal_bit)

    def batch(
        self, texts: Sequence[str], kind: str, by: Sequence[str]
    ) -> list[Screened]:
        """The texts as they are, then once more those that hide something."""
        found = self._read(texts, kind, by)
        hidden = [
            (at, one.plain, text)
            for at, one in enumerate(found)
            if one.hides
            and one.plain is not None
            and (text := uncovered(one.plain.text)) is not None
        ]
        again = self._read(
            [text.text for _, _, text in hidden], kind, [by[at] for at, _, _ in hidden]
        )
        more = {
            at: tuple(_brought_back(mark, text, plain) for mark in one.marks)
            for (at, plain, text), one in zip(hidden, again, strict=True)
        }
        return [
            NOTHING if one is _EMPTY else _whole(one, more.get(at, ()))
            for at, one in enumerate(found)
        ]

    def _read(self, texts: Sequence[str], kind: str, by: Sequence[str]) -> list[_Read]:
        """One reading of each text."""
        if not texts:
            return []
        batch = fold(texts)
        plain = self._plain.candidates_in(batch.plain)
        tight = self._tight.candidates_in(batch.tight)
        found = []
        for at, (in_plain, in_tight) in enumerate(zip(plain, tight, strict=True)):
            one = _EMPTY
            if in_plain or in_tight:
                ready = self._worth_trying(in_plain, in_tight)
                if ready or (in_plain and in_plain[-1] >= self._phrases):
                    text = Text(texts[at], batch[at], in_plain, in_tight)
                    one = self._one(text, ready, kind, by[at])
            found.append(one)
        return found

    def _worth_trying(
        self, in_plain: Sequence[int], in_tight: Sequence[int]
    ) -> list[Ready]:
        """The rules all of whose words may be in the text."""
        present = 0
        for number in in_tight:
            present |= self._tight_bits[number]
        for number in in_plain:
            if number < self._phrases:
                present |= self._plain_bits[number]
            elif number != self._signs:
                present |= self._personal_bit
        return self._ready.among(present)

    def _one(self, text: Text, ready: Sequence[Ready], kind: str, by: str) -> _Read:
        places = Places(text, self._tight, self._plain)
        names = [
            self._plain.patterns[number].name
            for number in text.in_plain
            if self._phrases <= number < self._signs
        ]
        spans: tuple[Span, ...] = ()
        if names:
            spans = tuple(spans_of(text.original, text.views.plain, names))
            for span in spans:
                places.add(SPAN_WORD + span.type, span.start, span.end)
        marks = try_rules(ready, places, kind, by) if ready else ()
        hides = bool(text.in_plain) and text.in_plain[-1] == self._signs
        return _Read(marks, spans, text.views.plain, hides)


def _names(*groups: Iterable[Pattern]) -> list[str]:
    """The names of all patterns, each once."""
    return list(dict.fromkeys(p.name for group in groups for p in group))


def _brought_back(mark: Mark, text: Uncovered, plain: Folded) -> Mark:
    """A mark of a written-out text, at its places in the original, and hidden."""
    places = (text.original(first, last) for first, last in mark.places)
    return mark._replace(
        places=tuple(plain.original(*place) for place in places), hidden=True
    )


def _whole(read: _Read, hidden: tuple[Mark, ...]) -> Screened:
    """What both readings of a text found."""
    marks = _joined(read.marks, hidden)
    assert read.plain is not None
    return Screened(marks, handles(read.plain, marks, read.spans))


def _joined(marks: tuple[Mark, ...], hidden: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks of a text and those found only once it was written out."""
    if not hidden:
        return marks
    known = {(mark.label, mark.strength) for mark in marks}
    more = (mark for mark in hidden if (mark.label, mark.strength) not in known)
    return tuple(sorted((*marks, *more), key=lambda mark: mark[:3]))
