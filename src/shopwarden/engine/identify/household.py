"""Which part of an address points to one household.

For a text that is known to be an address (a column of an export): building,
unit, floor, room and the person at its end. What is left, down to the road
and its number, still tells where a parcel went.

What it does not do: find addresses in a text (`identify.addresses`).

>>> text = "深圳市南山区科技路1号3栋502室李秀英收"
>>> [text[start:end] for start, end in household(text)]
['3栋502室', '李秀英']
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify.given import name_end
from shopwarden.engine.identify.lexer import DIVISIONS, Part, every_part

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSIDE = frozenset({"building", "unit", "room", "floor", "hash"})
# What a number of its own follows: a house's, where the road's came before.
_HOUSES = frozenset({"poi", "free", "area", "lane", "building", "floor"})
_DASH = re.compile(r"[-—]")
_OUTSIDE = frozenset({"road", "town", "village", "zone", "group"})


def household(text: str) -> list[tuple[int, int]]:
    """Places of the household's parts in a plain text that is an address."""
    found = every_part(text)
    places = _merged([(p.start, p.end) for p in _inside(text, found)])
    last = found[-1].end if found else 0
    for start in range(last, len(text)):
        end = name_end(text, start, field=False)
        if end is not None:
            places.append((start, end))
            break
    return places


def _inside(text: str, found: list[Part]) -> Iterator[Part]:
    """Parts that point into a house."""
    before = ""
    numbered = False
    for part in found:
        street = before in _OUTSIDE | DIVISIONS and not numbered
        house = part.kind == "house" and (numbered or before in _HOUSES)
        bare = part.kind == "bare" and not street
        if part.kind in _INSIDE or house or bare:
            yield part
        elif part.kind in ("house", "bare"):
            yield from _behind_dash(text, part)
        numbered = numbered or part.kind in ("house", "lane")
        before = part.kind


def _behind_dash(text: str, part: Part) -> Iterator[Part]:
    """Of 路668-6号, what stands behind the road's own number: 6号."""
    dash = _DASH.search(text, part.start, part.end)
    if dash:
        yield Part(part.kind, dash.end(), part.end)


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that touch, as one."""
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
