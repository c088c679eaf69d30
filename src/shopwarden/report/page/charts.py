"""Small inline charts: bars beside their figures, counts over time.

A bar stands in a table row beside its label and its figure, so that nothing is
told by the drawing alone. Drawings hold shapes, no text: they stretch to any
width, and are silent for a screen reader.

What it does not do: decide what is worth a chart.

>>> bins([0, 1, 61_000], 60_000)
[2, 1]
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from shopwarden.report.page.markup import Markup, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE = 1000  # units across a drawing
MOST_BINS = 60
BIN_SIZES = (
    SECOND_MS,
    MINUTE_MS,
    10 * MINUTE_MS,
    HOUR_MS,
    6 * HOUR_MS,
    DAY_MS,
    7 * DAY_MS,
    30 * DAY_MS,
)
_TALL = 64


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from one value to another, and how it is coloured."""

    start: int
    end: int
    tone: str  # a class of the style sheet


def bar(drawn: Bar, low: int, high: int) -> Markup:
    """One horizontal bar on the scale low … high; a sliver where it has no length."""
    reach = max(high - low, 1)
    left, right = sorted((drawn.start, drawn.end))
    x = (left - low) * WIDE // reach
    width = max((right - left) * WIDE // reach, 3)
    x = min(x, WIDE - width)
    zero = -low * WIDE // reach
    shape = tag(
        "rect", x=str(x), y="0", width=str(width), height="10", class_=drawn.tone
    )
    axis = tag("line", x1=str(zero), x2=str(zero), y1="0", y2="10", class_="axis")
    return _drawing(10, "bar", shape, axis)


def bin_size(first: int, last: int) -> int:
    """The smallest size (ms) that keeps the bins of first … last few enough."""
    for size in BIN_SIZES:
        if (last - first) // size < MOST_BINS:
            return size
    return BIN_SIZES[-1] * ((last - first) // BIN_SIZES[-1] // MOST_BINS + 1)


def bins(moments: Sequence[int], size: int) -> list[int]:
    """How many moments fall into each bin, from the first's to the last's."""
    counted = Counter(moment // size for moment in moments)
    return [counted[at] for at in range(min(counted), max(counted) + 1)]


def histogram(counts: Sequence[int]) -> Markup:
    """Columns over time."""
    most = max(counts)
    step = WIDE // max(len(counts), 12)
    shapes = [
        tag(
            "rect",
            x=str(at * step),
            y=str(_TALL - count * _TALL // most),
            width=str(max(step - 2, 1)),
            height=str(count * _TALL // most),
            class_="count",
        )
        for at, count in enumerate(counts)
        if count
    ]
    floor = tag(
        "line", x1="0", x2=str(WIDE), y1=str(_TALL), y2=str(_TALL), class_="axis"
    )
    return _drawing(_TALL, "histogram", *shapes, floor)


def _drawing(tall: int, class_: str, *shapes: Markup) -> Markup:
    return tag(
        "svg",
        *shapes,
        viewBox=f"0 0 {WIDE} {tall}",
        preserveAspectRatio="none",
        aria_hidden="true",
        class_=class_,
    )
