"""With which characters a match can begin: most patterns can then be passed by.

A text of twenty characters can begin a match of few patterns. Which ones is
one look into a table a character and one a pair of characters, where `re`
would search the text once for every pattern.

What it does not do: understand every expression: one it does not is tried on
every text.

>>> sorted(beginnings("(?<!a)(?:微信|[vw]x)?号"))
['vx', 'wx', '号', '微信']
>>> beginnings("[^a]b")
frozenset({''})
"""

from __future__ import annotations

# The standard library's own parser of expressions; its modules are private,
# but it is the one that `re` compiles with.
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = 2
# Stands for "whatever comes next"; it is no character.
_ANY = "\uffff"
# Classes wider than this begin in nearly every text, and so many pairs cost
# more than they save.
_WIDE, _MANY = 4096, 1500

Heads = frozenset[str]
_EMPTY: Heads = frozenset({""})
_UNKNOWN: Heads = frozenset({_ANY})


def beginnings(expression: str) -> frozenset[str]:
    """The one or two characters a match can begin with.

    One character alone: what follows is not known, or nothing. An empty text:
    a match can begin with anything.
    """
    heads = _of_sequence(parser.parse(expression))
    return frozenset(head.partition(_ANY)[0] for head in heads)


def _of_sequence(items: Sequence[Any]) -> Heads:
    """What a sequence can begin with; shorter heads are whole matches."""
    heads = _EMPTY
    for kind, value in items:
        growing = {h for h in heads if len(h) < SIZE and not h.endswith(_ANY)}
        if not growing:
            break
        more = _of_item(kind, value)
        if len(growing) * len(more) > _MANY and growing != {""}:
            more = _UNKNOWN
        heads = (heads - growing) | {(h + m)[:SIZE] for h in growing for m in more}
    return heads


def _of_item(kind: Any, value: Any) -> Heads:
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        return _EMPTY
    if kind in (kinds.LITERAL, kinds.IN):
        return _of_class(value if kind is kinds.IN else [(kind, value)])
    if kind is kinds.BRANCH:
        return frozenset().union(*(_of_sequence(branch) for branch in value[1]))
    if kind is kinds.SUBPATTERN:
        return _of_sequence(value[3])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        return _of_repeat(*value)
    return _UNKNOWN


def _of_repeat(least: int, most: int, items: Sequence[Any]) -> Heads:
    once = _of_sequence(items)
    heads = once if most == 1 else _of_twice(once)
    if least > 1:
        heads = frozenset(h for h in heads if len(h) >= SIZE or _ANY in h) or once
    return heads | _EMPTY if least == 0 else heads


def _of_twice(once: Heads) -> Heads:
    """Once or more: short heads go on with another round."""
    short = {h for h in once if len(h) < SIZE and not h.endswith(_ANY)}
    if len(short) * len(once) > _MANY:
        return once | {h + _ANY for h in short}
    return once | {(h + m)[:SIZE] for h in short for m in once}


def _of_class(members: Sequence[Any]) -> Heads:
    found: set[str] = set()
    for kind, value in members:
        if kind is kinds.LITERAL:
            found.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < _WIDE:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return _UNKNOWN
    return frozenset(found)
