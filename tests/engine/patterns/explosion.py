"""Expressions whose time explodes, told from how they are written.

    again   a repeat within a repeat that can share the same characters in many
            ways: (?:[0-9]+元?)* takes twice as long with every further digit
    long    a repeat without an end from which a match can begin anywhere in its
            own characters: [0-9]+折 reads a long number once for each digit

What it does not do: prove that an expression is quick; these are the two ways
in which rules written by people have become slow.
"""

from __future__ import annotations

from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A repeat of more rounds than this within another, and one without an end.
MANY, ENDLESS = 4, 100
_REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT)
_LOOKS = (kinds.ASSERT, kinds.ASSERT_NOT)
Items: TypeAlias = "Sequence[tuple[Any, Any]]"


def again(expression: str) -> list[str]:
    """Characters over which a repeat and one within it can go on in many ways."""
    found = []
    for outer in _repeats(parser.parse(expression)):
        for inner in _repeats(outer[2]) if outer[1] >= MANY else ():
            members = _members(inner[2])
            if inner[1] >= MANY and _within(outer[2], members):
                found.append(_shown(members))
    return found


def long(expression: str) -> list[str]:
    """Characters of which a long row is read again from each of them."""
    return [_shown(m) for m in _long(parser.parse(expression), [])]


def _long(items: Items, before: list[tuple[Any, Any]]) -> Iterator[set[str] | None]:
    before = list(before)
    for kind, value in items:
        if kind in _REPEATS:
            members = _members(value[2])
            endless = value[1] >= ENDLESS and _within(before, members)
            if endless and not _guarded(before, members):
                yield members
        for part in _parts(kind, value):
            yield from _long(part, before)
        before.append((kind, value))


def _guarded(before: Items, members: set[str] | None) -> bool:
    """Whether a look-behind keeps a match from beginning inside such a row."""
    behind = [v[1] for k, v in before if k is kinds.ASSERT_NOT and v[0] < 0]
    kept = [_members(each) for each in behind]
    return members is not None and any(k is None or members <= k for k in kept)


def _parts(kind: Any, value: Any) -> Sequence[Items]:
    """The sequences within an item; look-around left out."""
    if kind in _REPEATS:
        return [value[2]]
    if kind is kinds.BRANCH:
        branches: Sequence[Items] = value[1]
        return branches
    return [value[3]] if kind is kinds.SUBPATTERN else []


def _repeats(items: Items) -> Iterator[Any]:
    for kind, value in items:
        if kind in _REPEATS:
            yield value
        for part in _parts(kind, value):
            yield from _repeats(part)


def _members(items: Items) -> set[str] | None:
    """All characters a sequence may hold; None for nearly all there are."""
    found: set[str] = set()
    for kind, value in items:
        if kind in _LOOKS:
            continue
        more = [_members(part) for part in _parts(kind, value)] or [_one(kind, value)]
        for each in more:
            if each is None:
                return None
            found |= each
    return found


def _one(kind: Any, value: Any) -> set[str] | None:
    if kind is kinds.LITERAL:
        return {chr(value)}
    if kind is not kinds.IN or value[0][0] is kinds.NEGATE:
        return None
    found: set[str] = set()
    for sort, member in value:
        low, high = member if sort is kinds.RANGE else (member, member)
        found |= set(map(chr, range(low, high + 1)))
    return found


def _within(items: Items, members: set[str] | None) -> bool:
    """Whether a sequence can match by these characters alone, or be empty."""
    return all(_can(kind, value, members) for kind, value in items)


def _can(kind: Any, value: Any, members: set[str] | None) -> bool:
    if kind in _LOOKS or (kind in _REPEATS and value[0] == 0):
        return True
    parts = _parts(kind, value)
    if parts:
        return any(_within(part, members) for part in parts)
    one = _one(kind, value)
    return members is None or one is None or not members.isdisjoint(one)


def _shown(members: set[str] | None) -> str:
    return "any" if members is None else "".join(sorted(members)[:12])
