"""Coverage: which kinds of facts were delivered over which interval.

A window that is covered and empty counts as 0; one that is not wholly
covered is unknown, except where the lower bound already decides. So every
reader says what it delivered.

>>> spans = (Coverage("OrderPlaced", 0, 9), Coverage("OrderPlaced", 10, 20))
>>> merged(spans, "OrderPlaced")
((0, 20),)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Coverage:
    """One delivery: facts of `kind` from `start_ms` to `end_ms`, both included.

    `known_at` is when its file was made; before that it covered nothing. None:
    nobody asks (facts that stand in no file).
    """

    kind: str
    start_ms: int
    end_ms: int
    file: int = -1
    known_at: int | None = None


Interval = tuple[int, int]


def merged(coverage: Iterable[Coverage], kind: str) -> tuple[Interval, ...]:
    """The intervals of one kind, overlapping and adjacent ones joined."""
    spans = sorted((c.start_ms, c.end_ms) for c in coverage if c.kind == kind)
    joined: list[Interval] = []
    for start, end in spans:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
