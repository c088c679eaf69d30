"""What an order already says of its recipient, found verbatim in a text.

Nothing else tells 黄金会员 from a person called 黄金. Values are compared
folded, and without the gaps between characters: 李 秀 英 is 李秀英.

What it does not do: find a part of a value, such as a surname alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.fold import fold
from shopwarden.engine.identify.span import STRONG, Span, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.engine.fold import Folded

# One character is found everywhere.
_SHORTEST = 2
_NUMBERS = frozenset({SpanType.MOBILE, SpanType.LANDLINE, SpanType.BANK_CARD})


def needles(known: Sequence[tuple[SpanType, str]]) -> list[tuple[SpanType, str]]:
    """Known values as the tight view reads them; masked ones left out."""
    found = []
    for (kind, value), views in zip(known, fold([v for _, v in known]), strict=True):
        needle = views.tight.text
        if len(needle) >= _SHORTEST and "*" not in value:
            found.append((kind, needle))
    return found


def known_spans(tight: Folded, wanted: Sequence[tuple[SpanType, str]]) -> list[Span]:
    """Where the needles stand in a text, by its tight view."""
    return [
        Span(*tight.original(start, start + len(needle)), kind, STRONG)
        for kind, needle in wanted
        for start in _places(tight.text, needle, kind)
    ]


def _places(text: str, needle: str, kind: SpanType) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        end = at + len(needle)
        around = text[at - 1 : at] + text[end : end + 1]
        # A phone inside a longer number is another number.
        if not (kind in _NUMBERS and any(c in "0123456789" for c in around)):
            yield at
        at = text.find(needle, end)
