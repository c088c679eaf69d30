"""Places: where the words of the vocabulary stand in one text.

Words found in the plain view are placed in the tight one, where distances
are counted. A word is hidden where the original, apart from case, width and
Traditional forms, does not read like it, and where it is a disguise (薇信).

What it does not do: decide what the words mean (`screen.screener`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.fold.table import table
from shopwarden.engine.screen.sequence import Place
from shopwarden.engine.screen.words import is_disguise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.engine.fold.batch import Views
    from shopwarden.engine.patterns import Matcher

_PUNCTUATION = re.compile("[，。！？；：、,!?;:\n]+")
_AROUND, _SPLIT, _LONG = 3, 2, 4
_OPEN_KINDS = frozenset({"width", "case", "traditional"})


@cache
def _open_forms() -> dict[int, str]:
    """Characters in forms nobody chooses to hide something, as they are read."""
    known = table()
    forms = {}
    for character, kind in known.kinds.items():
        if kind in _OPEN_KINDS:
            start = int(known.start[ord(character)])
            size = int(known.length[ord(character)])
            forms[ord(character)] = "".join(map(chr, known.pool[start : start + size]))
    return forms


class Text(NamedTuple):
    """One text with its views and the patterns that may be in them."""

    original: str
    views: Views
    in_plain: Sequence[int]
    in_tight: Sequence[int]


class Places:
    """The words of one text, looked up when asked for."""

    def __init__(self, text: Text, tight: Matcher, plain: Matcher) -> None:
        self.original = text.original
        self.views = text.views
        self.found: dict[str, list[Place]] = {}
        self._tight, self._plain = tight, plain
        self._in_tight, self._in_plain = text.in_tight, text.in_plain
        self._origins: list[int] | None = None

    def of(self, name: str) -> list[Place]:
        """Where the words of an atom stand, in the order of the text."""
        known = self.found.get(name)
        if known is None:
            known = [*self._in_tight_view(name), *self._in_plain_view(name)]
            self.found[name] = known
        return known

    def add(self, name: str, first: int, last: int) -> None:
        """A span of the original that stands as a word."""
        self.found.setdefault(name, []).append(self._placed(first, last, 0))

    def _in_tight_view(self, name: str) -> Iterator[Place]:
        number = self._tight.numbers.get(name)
        if number is None or number not in self._in_tight:
            return
        view, expression = self.views.tight, self._tight.expression(number)
        found = expression.search(view.text)
        while found is not None:
            start, end = found.span()
            first, last = view.original(start, end)
            folded = self._folded(found[0], first, last)
            if folded and self._runs_over(found[0], first, last):
                found = expression.search(view.text, start + 1)
                continue
            hidden = folded or int(is_disguise(name, found[0]))
            yield Place(start, end, first, last, hidden)
            found = expression.search(view.text, end)

    def _runs_over(self, read: str, first: int, last: int) -> bool:
        """Whether a word only comes about over a comma or the end of a sentence.

        Who splits words on purpose splits more than once: 加，微，信. Longer
        expressions hold gaps of their own and may run over a comma.
        """
        if len(read) > _LONG or not _PUNCTUATION.search(self.original, first, last):
            return False
        around = self.original[max(first - _AROUND, 0) : last + _AROUND]
        return len(_PUNCTUATION.findall(around)) < _SPLIT

    def _in_plain_view(self, name: str) -> Iterator[Place]:
        number = self._plain.numbers.get(name)
        if number is None or number not in self._in_plain:
            return
        view = self.views.plain
        for start, end in self._plain.spans(number, view.text):
            first, last = view.original(start, end)
            read = view.text[start:end]
            hidden = self._folded(read, first, last) or int(is_disguise(name, read))
            yield self._placed(first, last, hidden)

    def _placed(self, first: int, last: int, hidden: int) -> Place:
        """A span of the original, placed in the tight view."""
        if self._origins is None:
            self._origins = self.views.tight.places.tolist()
        start = bisect_left(self._origins, first)
        end = max(bisect_left(self._origins, last), start)
        return Place(start, end, first, last, hidden)

    def _folded(self, read: str, first: int, last: int) -> int:
        written = self.original[first:last]
        if written == read:
            return 0
        return int(written.translate(_open_forms()) != read)
