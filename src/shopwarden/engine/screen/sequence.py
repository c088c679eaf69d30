"""Sequences: which atoms, how near each other, in which order.

    "add >3 channel"         add, then at most 3 characters on, channel
    "pay <>8 channel|card"   in either order, at most 8 characters between
    "ask >6 secret >4 give"  three in a row

Distances are counted in the tight view, so spaces and punctuation between
words cost nothing.

What it does not do: find the atoms (`screen.screener`).

>>> sequence = parse("add >3 channel")
>>> place = lambda start, end: Place(start, end, start, end, 0)
>>> words = {"add": [place(0, 1)], "channel": [place(2, 4)]}
>>> found = match(sequence, words.__getitem__)
>>> [(p.start, p.end) for p in next(found)]
[(0, 1), (2, 4)]
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Of one word and one sequence no more than this many are looked at.
MOST = 24

_STEP = re.compile(r"(<?>)(\d+)")


class Place(NamedTuple):
    """A word found: its span in the tight view and in the original."""

    start: int
    end: int
    first: int  # original span, in code points
    last: int
    hidden: int  # 0: as it stands in the original; 1: only after folding


class Step(NamedTuple):
    """One link of a sequence: which atoms, how far from the one before."""

    atoms: tuple[str, ...]
    ordered: bool
    gap: int


Sequence_ = tuple[Step, ...]
Lookup: TypeAlias = "Callable[[str], list[Place]]"


def parse(text: str) -> Sequence_:
    """A sequence from its text. Raises ValueError if it is none."""
    words = text.split()
    steps = [Step(tuple(words[0].split("|")), ordered=True, gap=0)]
    for link, atoms in zip(words[1::2], words[2::2], strict=True):
        found = _STEP.fullmatch(link)
        if found is None:
            raise ValueError(text)
        steps.append(Step(tuple(atoms.split("|")), found[1] == ">", int(found[2])))
    return tuple(steps)


def atoms_of(sequence: Sequence_) -> frozenset[str]:
    """Every atom a sequence speaks of."""
    return frozenset(atom for step in sequence for atom in step.atoms)


def match(sequence: Sequence_, places: Lookup) -> Iterator[tuple[Place, ...]]:
    """All ways in which places make the sequence, openly written ones first.

    At most `MOST`: a text that repeats one word a thousand times must not take
    a million tries.
    """
    starts = ((first,) for first in _of(sequence[0], places))
    found = (f for start in starts for f in _rest(sequence, 1, start, places))
    return islice(found, MOST)


def _rest(
    sequence: Sequence_,
    at: int,
    so_far: tuple[Place, ...],
    places: Lookup,
) -> Iterator[tuple[Place, ...]]:
    if at == len(sequence):
        yield so_far
        return
    step = sequence[at]
    for place in _of(step, places):
        if _near(so_far[-1], place, step):
            yield from _rest(sequence, at + 1, (*so_far, place), places)


def _of(step: Step, places: Lookup) -> list[Place]:
    if len(step.atoms) == 1:
        found = places(step.atoms[0])
    else:
        found = [place for atom in step.atoms for place in places(atom)]
    if len(found) > 1:
        return sorted(found, key=_openly)[:MOST]
    return found


def _openly(place: Place) -> tuple[int, int]:
    return place.hidden, place.start


def _near(last: Place, place: Place, step: Step) -> bool:
    after = place.start - last.end
    if 0 <= after <= step.gap:
        return True
    return not step.ordered and 0 <= last.start - place.end <= step.gap
