"""Why a condition stayed unknown: which names left it open, how often.

Only the parts that are themselves unknown are looked into: in
`a > 1 or b > 2` an unknown `a` is no reason where `b > 2` is false and `a`
alone decides; a known `b` never is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.expression import names, walk
from shopwarden.engine.expression.tree import Listed, Logic, Node, Not
from shopwarden.engine.vector import (
    UNKNOWN,
    Codes,
    Columns,
    LabelSets,
    Numbers,
    every_row,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.engine.vector import Mask, Value
    from shopwarden.records.facts import Array

UNDEFINED = "undefined"  # a ratio by zero, or a number beyond int64


def taken(columns: Columns, used: Iterable[str], rows: Array) -> Columns:
    """The named columns at some rows."""
    values = {name: _rows_of(columns.values[name], rows) for name in used}
    undecided = {n: mask[rows] for n, mask in columns.undecided.items() if n in values}
    return Columns(values, columns.code, columns.lists, undecided)


def _rows_of(value: Value, rows: Array) -> Value:
    match value:
        case Codes(codes, domain):
            return Codes(codes[rows], domain)
        case LabelSets(masks, domain):
            return LabelSets(masks[rows], domain)
        case Numbers(low, high, low_known, high_known):
            floor = None if low_known is None else low_known[rows]
            if value.exact:
                ends = low[rows]
                return Numbers(ends, ends, floor, floor)
            ceiling = None if high_known is None else high_known[rows]
            return Numbers(low[rows], high[rows], floor, ceiling)


def blamed(node: Node, columns: Columns, rows: int) -> dict[str, Mask]:
    """For each name (or list) that left a row open: in which of the rows."""
    found: dict[str, Mask] = {}
    open_rows = every_row(verdicts(node, columns), rows) == UNKNOWN
    _blame(node, columns, open_rows, found)
    return found


def _blame(
    node: Node, columns: Columns, open_rows: Mask, found: dict[str, Mask]
) -> None:
    if not open_rows.any():
        return
    match node:
        case Logic(_, _, parts):
            for part in parts:
                unknown = every_row(verdicts(part, columns), len(open_rows)) == UNKNOWN
                _blame(part, columns, open_rows & unknown, found)
        case Not(_, operand):
            _blame(operand, columns, open_rows, found)
        case _:
            _blame_leaf(node, columns, open_rows, found)


def _blame_leaf(
    node: Node, columns: Columns, open_rows: Mask, found: dict[str, Mask]
) -> None:
    explained = np.zeros(len(open_rows), np.bool_)
    for cause, mask in _inexact(node, columns, len(open_rows)):
        explained |= mask
        _add(found, cause, mask & open_rows)
    _add(found, UNDEFINED, open_rows & ~explained)


def _inexact(node: Node, columns: Columns, rows: int) -> Iterable[tuple[str, Mask]]:
    for name in names(node):
        known = columns.exact(name)
        if known is not None:
            yield name, ~known
    for part in walk(node):
        if isinstance(part, Listed) and part.name not in columns.lists:
            yield f"list:{part.name}", np.ones(rows, np.bool_)


def _add(found: dict[str, Mask], cause: str, mask: Mask) -> None:
    if mask.any():
        found[cause] = found[cause] | mask if cause in found else mask
