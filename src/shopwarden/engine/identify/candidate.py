"""A candidate span in the plain view, and which of two overlapping ones stays.

What it does not do: find candidates, or map them to the original.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.identify.span import SpanType

if TYPE_CHECKING:
    from collections.abc import Iterable

# The stronger check wins: 18 digits may pass Luhn by chance.
_FIRST = (
    SpanType.RESIDENT_ID,
    SpanType.USCC,
    SpanType.BANK_CARD,
    SpanType.EMAIL,
    SpanType.MOBILE,
    SpanType.PASSPORT,
    SpanType.LANDLINE,
    SpanType.PLATE,
    SpanType.WECHAT_ID,
    SpanType.QQ_ID,
    SpanType.ADDRESS,
    SpanType.NAME,
)
PRIORITY = {kind: place for place, kind in enumerate(_FIRST)}


class Candidate(NamedTuple):
    """A span that may be personal, in code points of the plain view."""

    start: int
    end: int
    type: SpanType
    strength: str


def settled(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates that do not overlap, by place: the stronger kind, then longest."""
    order = sorted(
        set(candidates),
        key=lambda c: (PRIORITY[c.type], c.start - c.end, c.start, c.strength),
    )
    kept: list[Candidate] = []
    for one in order:
        place = bisect_left(kept, one)
        left = place == 0 or kept[place - 1].end <= one.start
        if left and (place == len(kept) or one.end <= kept[place].start):
            kept.insert(place, one)
    return kept
