"""The matcher: hyperscan finds candidates, `re` decides; or `re` alone.

Hyperscan runs over the UTF-8 bytes of all texts joined, without the start of
a match (which costs time and limits patterns) and with PREFILTER, which lets
it take look-around as "perhaps". So it may name a pair too many, never one
too few, and both ways give the same hits.

Source of the limits: hyperscan's developer reference, "Pattern support".
"""

from __future__ import annotations

from functools import cached_property
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from shopwarden.engine.fold import SEPARATOR
from shopwarden.engine.patterns.first import beginnings

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

    from shopwarden.engine.fold import View
    from shopwarden.engine.patterns.pattern import Pattern

# Compiling a database takes seconds, in which `re` reads this many characters.
PATIENCE = 300_000
_ID_BITS = 20


class Hit(NamedTuple):
    """Where a pattern matched, in code points of the text."""

    name: str
    start: int
    end: int


class Matcher:
    """Patterns to look for; compiled when first needed.

    `hyperscan` says whether to use it: True from the first text on, False
    never, None once so much was read that it pays.
    """

    def __init__(
        self, patterns: Iterable[Pattern], *, hyperscan: bool | None = None
    ) -> None:
        self.patterns = tuple(patterns)
        self.numbers = {p.name: at for at, p in enumerate(self.patterns)}
        self._hyperscan = hyperscan
        self._read = 0
        self._compiled: list[re.Pattern[str] | None] = [None] * len(self.patterns)

    def expression(self, number: int) -> re.Pattern[str]:
        """The compiled pattern of a number."""
        found = self._compiled[number]
        if found is None:
            found = self.patterns[number].compiled()
            self._compiled[number] = found
        return found

    def hits(self, text: str) -> list[Hit]:
        """All hits in one text, pattern by pattern."""
        return [
            Hit(self.patterns[number].name, *span)
            for number in self.candidates([text])[0]
            for span in self.spans(number, text)
        ]

    def spans(self, number: int, text: str) -> list[tuple[int, int]]:
        """Where one pattern matches one text: leftmost, not overlapping."""
        return [m.span() for m in self.expression(number).finditer(text)]

    def candidates(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text the numbers of the patterns that may match it, ascending.

        Every pattern that matches is named; one that is named may not match.
        """
        if self._many(sum(map(len, texts))):
            joined = SEPARATOR.join(text.replace(SEPARATOR, " ") for text in texts)
            return self._scanned(joined, len(texts))
        return self._searched(texts)

    def candidates_in(self, view: View) -> list[list[int]]:
        """The same for the texts of a view, which are joined already."""
        if self._many(len(view.codes)):
            return self._scanned(view.text, len(view.starts))
        return self._searched(view.text.split(SEPARATOR))

    def _many(self, size: int) -> bool:
        """Whether hyperscan reads so many characters more."""
        self._read += size
        wanted = self._hyperscan
        if wanted is None:
            wanted = self._read > PATIENCE
        return wanted and self.database is not None

    def _searched(self, texts: Sequence[str]) -> list[list[int]]:
        always, begins = self._beginnings
        found = []
        for text in texts:
            possible = always
            for head in {*text, *map(add, text, text[1:])}:
                possible |= begins.get(head, 0)
            found.append(
                [n for n in _numbers(possible) if self.expression(n).search(text)]
            )
        return found

    @cached_property
    def _beginnings(self) -> tuple[int, dict[str, int]]:
        """Bits of the patterns to try always, and by what a match begins with."""
        always, begins = 0, dict[str, int]()
        for number, pattern in enumerate(self.patterns):
            heads = beginnings(pattern.text)
            if "" in heads:
                always |= 1 << number
                continue
            for head in heads:
                begins[head] = begins.get(head, 0) | 1 << number
        return always, begins

    def _scanned(self, joined: str, count: int) -> list[list[int]]:
        # A lone surrogate has no UTF-8; folded views hold none.
        data = joined.encode("utf-8", "replace")
        return pairs(self.scan_joined(data), text_ends(data), count)

    def scan_joined(self, data: bytes) -> list[int]:
        """Raw events over joined bytes, each `end << 20 | pattern`.

        `data` must be valid UTF-8: what hyperscan does otherwise is undefined.
        """
        events: list[int] = []
        append = events.append

        def on_match(number: int, _start: int, end: int, _flags: int, _: Any) -> None:
            append(end << _ID_BITS | number)

        self.database.scan(data, match_event_handler=on_match)
        return events

    @cached_property
    def database(self) -> Any:
        """The hyperscan database; None where hyperscan is not there."""
        try:
            import hyperscan  # noqa: PLC0415 - not needed for a single text
        except ImportError:
            return None
        if not self.patterns:
            return None
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        flags = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_PREFILTER
        parts = [
            (number, part.encode())
            for number, pattern in enumerate(self.patterns)
            for part in pattern.parts or (pattern.text,)
        ]
        database.compile(
            expressions=[part for _, part in parts],
            ids=[number for number, _ in parts],
            flags=[flags] * len(parts),
        )
        return database


def _numbers(bits: int) -> list[int]:
    """The numbers of the bits that are set, ascending."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found


def text_ends(data: bytes) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Byte position of the end of each text in joined bytes."""
    octets = np.frombuffer(data, np.uint8)
    return np.append(np.flatnonzero(octets == ord(SEPARATOR)), len(data))


def pairs(
    events: list[int], ends: np.ndarray[Any, np.dtype[np.int64]], count: int
) -> list[list[int]]:
    """Events as pattern numbers by text, each once."""
    found: list[list[int]] = [[] for _ in range(count)]
    if not events:
        return found
    packed = np.array(events, np.int64)
    numbers = packed & ((1 << _ID_BITS) - 1)
    texts = np.searchsorted(ends, packed >> _ID_BITS)
    # A look-behind taken as "perhaps" may report an empty match at position 0.
    once = np.unique(texts << _ID_BITS | numbers)
    for text, number in zip(
        (once >> _ID_BITS).tolist(),
        (once & ((1 << _ID_BITS) - 1)).tolist(),
        strict=True,
    ):
        found[text].append(number)
    return found
