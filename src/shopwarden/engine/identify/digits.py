"""The digit view: what a run of digit-like characters reads as digits.

一三九, 壹叁玖 and 1 3 9 are digits inside a run of at least seven of them, and
nowhere else: 一 in 一个 is a word. Circled and full-width digits are plain
ones already (`engine.fold`).

    run    digit-like characters with at most three separators between two
    group  digit-like characters side by side; `139-0000` has two
    window some groups in a row, read as one number

What it does not do: decide what a number is (`identify.numbers`).

>>> [w.digits for w in windows("打一三九-0000", 4, 7)]
['1390000', '0000']
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# The last six are spoken over the telephone: 么 and 幺 one, 两 two, 洞 nought.
HANZI = "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺么两拐勾洞"
_VALUES = dict(zip(HANZI, "00123456789123456789" + "112790", strict=True))
LIKE = "0-9" + HANZI
# What people put between digits; a mask's * is none of it.
BETWEEN = " \u3000.·•・\\-_—–~()、/|,，\t"
RUN = re.compile(f"[{LIKE}](?:[{BETWEEN}]{{0,3}}[{LIKE}]){{6,}}")
# Eleven digits with a stranger between any two: 1✨3✨9✨…
APART = re.compile(f"[{LIKE}](?:[^{LIKE}a-z\u4e00-\u9fff*x]{{1,2}}[{LIKE}]){{10}}")
# 139🙈0000🙈0001, or 1哒3哒9哒…: the same stranger each time, even a hanzi.
TWICE = re.compile(
    f"[{LIKE}]{{3}}(?P<s>[^{LIKE}a-z\u4e00-\u9fff*]{{1,2}})[{LIKE}]{{4}}(?P=s)[{LIKE}]{{4}}"
    f"|[{LIKE}](?P<f>[^{LIKE}a-z*])(?:[{LIKE}](?P=f)){{9}}[{LIKE}]"
)
_GROUP = re.compile(f"[0-9]+|[{HANZI}]+")
_TOUCHING = re.compile(f"[{LIKE}]+")
# 号码是什么139…, 0001两件: words, not digits, at the edge of ASCII ones.
_EDGE = re.compile("^[么两拐勾洞](?=[0-9])|(?<=[0-9])[么两拐勾洞]$")
# The longest number of interest: 0086 and a card's 19 digits are never joined.
_MOST_GROUPS = 19
# More groups than that are digits read out one or two at a time; such a number
# begins and ends near the edges of its row of small groups.
_FEW_GROUPS = 5
_SMALL = 2
_NEAR_EDGE = 2


class Window(NamedTuple):
    """Some groups of a run, read as digits; places in the plain view."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]  # of the groups
    gaps: tuple[str, ...]  # what stands between them
    before: str  # the gap to the group on the left; "" at the start of the run
    after: str
    hanzi: bool


def as_digits(text: str) -> str:
    """Digit-like characters as ASCII digits; others left out.

    >>> as_digits("一三九-0000")
    '1390000'
    """
    if text.isascii() and text.isdecimal():
        return text
    kept = (_VALUES.get(c, c) for c in text)
    return "".join(c for c in kept if "0" <= c <= "9")


def windows(text: str, least: int, most: int) -> Iterator[Window]:
    """Windows of `least` to `most` digits in the runs of a text, longest first."""
    for run in RUN.finditer(text):
        groups = [
            (start, end, as_digits(text[start:end]))
            for start, end in _groups(text, run.start(), run.end())
        ]
        sizes = [end - start for start, end, _ in groups]
        for first, last in enumerate(_lasts(sizes)):
            if sum(sizes[first:last]) < least:
                continue
            chosen = range(first, last)
            # Ordered so that a longer reading of the same digits comes first.
            yield from reversed(list(_from(text, groups, chosen, (least, most))))


def _lasts(sizes: list[int]) -> list[int]:
    """For each group the end of the groups that a number from it may have.

    Few groups; or all of a row of small ones, from near its beginning. So the
    work grows with the text, not with its square.
    """
    ends = []
    row_start = row_end = 0
    for first, size in enumerate(sizes):
        if first >= row_end:
            row_start = row_end = first
            while row_end < len(sizes) and sizes[row_end] <= _SMALL:
                row_end += 1
            row_end = max(row_end, first + 1)
        near = size <= _SMALL and first - row_start <= _NEAR_EDGE
        few = min(len(sizes), first + _FEW_GROUPS)
        ends.append(max(few, min(row_end, first + _MOST_GROUPS)) if near else few)
    return ends


def _groups(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Groups: a long ASCII number stands alone, 1381234五六七八 is one group."""
    for touching in _TOUCHING.finditer(text, start, end):
        if touching[0].isascii():
            yield touching.span()
            continue
        edges = [m.start() for m in _EDGE.finditer(touching[0])]
        parts = list(_GROUP.finditer(touching[0]))
        whole = any(len(p[0]) >= 11 and p[0].isascii() for p in parts)
        if not whole:
            low, high = touching.span()
            yield low + (0 in edges), high - (max(edges, default=0) > 0)
            continue
        for part in parts:
            yield touching.start() + part.start(), touching.start() + part.end()


def _from(
    text: str,
    groups: list[tuple[int, int, str]],
    chosen: range,
    length: tuple[int, int],
) -> Iterator[Window]:
    first = chosen.start
    start = groups[first][0]
    before = text[groups[first - 1][1] : start] if first else ""
    number = ""
    sizes: list[int] = []
    gaps: list[str] = []
    for last in chosen:
        begin, end, digits = groups[last]
        number += digits
        if last > first:
            gaps.append(text[groups[last - 1][1] : begin])
        sizes.append(end - begin)
        if len(number) > length[1]:
            return
        if len(number) < length[0]:
            continue
        next_gap = text[end : groups[last + 1][0]] if last + 1 < len(groups) else ""
        yield Window(
            start,
            end,
            number,
            tuple(sizes),
            tuple(gaps),
            before,
            next_gap,
            not text[start:end].isascii(),
        )
