"""With which characters a match can begin: most patterns can then be passed by.

A text of twenty characters can begin a match of few patterns. Which ones is
one look into a table a character, where `re` would search the text once for
every pattern.

What it does not do: understand every expression: one it does not is tried on
every text.

>>> sorted(first_characters("(?<!a)(?:微信|[vw]x)?号") or ())
['v', 'w', '号', '微']
>>> first_characters("[^a]b") is None
True
"""

from __future__ import annotations

# The standard library's own parser of expressions; its modules are private,
# but it is the one that `re` compiles with.
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

# A class wider than this can begin in nearly every text.
_WIDE = 4096


def first_characters(expression: str) -> frozenset[str] | None:
    """The characters a match can begin with; None where they are not known."""
    found, empty = _of_sequence(parser.parse(expression))
    return None if empty else found


_Found = tuple[frozenset[str] | None, bool]  # characters, and whether it may be empty
_NOTHING: frozenset[str] = frozenset()


def _of_sequence(items: Sequence[Any]) -> _Found:
    """What a sequence can begin with: its items up to one that is never empty."""
    characters: frozenset[str] = _NOTHING
    for kind, value in items:
        found, empty = _of_item(kind, value)
        if found is None:
            return None, False
        characters |= found
        if not empty:
            return characters, False
    return characters, True


def _of_item(kind: Any, value: Any) -> _Found:
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        return _NOTHING, True
    if kind in (kinds.LITERAL, kinds.IN):
        members = value if kind is kinds.IN else [(kind, value)]
        return _of_class(members), False
    if kind is kinds.BRANCH:
        return _of_branches(value[1])
    if kind is kinds.SUBPATTERN:
        return _of_sequence(value[3])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        found, empty = _of_sequence(value[2])
        return found, empty or value[0] == 0
    return None, False


def _of_branches(branches: Sequence[Any]) -> _Found:
    found = [_of_sequence(branch) for branch in branches]
    if any(characters is None for characters, _ in found):
        return None, False
    together = _NOTHING.union(*(c for c, _ in found if c is not None))
    return together, any(empty for _, empty in found)


def _of_class(members: Sequence[Any]) -> frozenset[str] | None:
    found: set[str] = set()
    for kind, value in members:
        if kind is kinds.LITERAL:
            found.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < _WIDE:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)
