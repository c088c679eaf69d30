"""The nearest miss: the smallest single change that would not have fired.

For every row where a condition holds, each number it names is moved down and
up, all rows at once, until the condition does not hold any more; galloping,
then halving, so that about 100 evaluations find the boundary to the unit. It
asks the whole condition, not its parts, so `or` and `not` need no care. The
smallest change relative to the number wins, among the names of the best rank.

What it does not do: change two names at once, a text, or a parameter. Where
no number decides it says nothing.

>>> from shopwarden.engine.expression import parse
>>> columns = Columns({"a": exact(np.array([9]))})
>>> nearest(parse("a > 2").root, columns, 1, {})[0]
Miss(name='a', change=<Change.AT_MOST: 'at_most'>, limit=2, now=9)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.expression import names
from shopwarden.engine.vector import (
    TRUE,
    Columns,
    Numbers,
    every_row,
    exact,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.expression import Node
    from shopwarden.engine.vector import Mask, Value
    from shopwarden.records.facts import Array

# Beyond this a change says nothing; it is far above all money of a shop.
_FARTHEST = 2**50


class Change(StrEnum):
    """How a name would have to differ."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class Rank(StrEnum):
    """How soon a name is considered."""

    FIRST = "first"  # what happened: amounts, counts
    YARDSTICK = "yardstick"  # what it is measured against
    MOMENT = "moment"  # a change of a moment is rarely what one can do
    NEVER = "never"  # flags, identities, patterns: another one is another case


_TRIED = (Rank.FIRST, Rank.YARDSTICK, Rank.MOMENT)


@dataclass(frozen=True, slots=True)
class Reach:
    """The values a name can have, and how soon it is considered."""

    low: int = -_FARTHEST
    high: int = _FARTHEST
    rank: Rank = Rank.FIRST


@dataclass(frozen=True, slots=True)
class Miss:
    """The name to change, and the value at which the rule stays silent."""

    name: str
    change: Change
    limit: int
    now: int | float


def nearest(
    node: Node, columns: Columns, rows: int, reach: Mapping[str, Reach]
) -> list[Miss | None]:
    """The nearest miss of each row; None where no single change is enough."""
    best: list[Miss | None] = [None] * rows
    scores = np.full(rows, np.inf)
    for rank in _TRIED:
        if not np.isposinf(scores).any():
            break
        for name in names(node):
            bounds = reach.get(name, Reach())
            if bounds.rank is rank:
                _try_number(node, columns, name, bounds, (best, scores))
        # What a better rank decides, a worse one does not improve.
        scores[np.isfinite(scores)] = -np.inf
    return best


def _holds(node: Node, columns: Columns, name: str, value: Value, rows: int) -> Mask:
    """Where the condition still holds with another value for a name."""
    result = verdicts(node, columns.changed(name, value))
    return np.asarray(every_row(result, rows) == TRUE)


def _try_number(
    node: Node,
    columns: Columns,
    name: str,
    bounds: Reach,
    found: tuple[list[Miss | None], Array],
) -> None:
    value = columns.values[name]
    if not isinstance(value, Numbers):
        return
    best, scores = found
    known = np.ones(len(best), np.bool_) if value.low_known is None else value.low_known
    for change in (Change.AT_MOST, Change.AT_LEAST):
        limits, reached = _boundary(node, columns, name, bounds, change)
        moved = np.abs(limits - value.low) / np.maximum(np.abs(value.low), 1)
        better = reached & known & (moved < scores)
        for row in np.flatnonzero(better):
            now = value.low[row].item()
            best[row] = Miss(name, change, int(limits[row]), now)
        scores[better] = moved[better]


def _boundary(
    node: Node, columns: Columns, name: str, bounds: Reach, change: Change
) -> tuple[Array, Mask]:
    """The first value beyond which the condition fails, and where there is one."""
    value = columns.values[name]
    assert isinstance(value, Numbers)
    down = change is Change.AT_MOST
    base = (np.ceil(value.low) if down else np.floor(value.low)).astype(np.int64)
    room = base - bounds.low if down else bounds.high - base
    sign = -1 if down else 1
    rows = len(base)

    def holds(distance: Array) -> Mask:
        return _holds(node, columns, name, exact(base + sign * distance), rows)

    inside, outside = np.zeros(rows, np.int64), np.ones(rows, np.int64)
    searching = outside <= room
    while searching.any():
        still = holds(outside)
        inside = np.where(searching & still, outside, inside)
        doubled = np.where(inside == outside, np.minimum(outside * 2, room), outside)
        searching = searching & still & (doubled > outside)
        outside = np.where(searching, doubled, outside)
    reached = (room >= 1) & (outside > inside) & ~holds(outside)
    while (reached & (outside - inside > 1)).any():
        middle = (inside + outside) // 2
        still = holds(middle)
        inside = np.where(still, middle, inside)
        outside = np.where(still, outside, middle)
    return base + sign * outside, reached
