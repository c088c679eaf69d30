"""Which windows were wholly delivered: coverage asked row by row.

A window [ts − w, ts] is covered when one unbroken interval of the feeding
kind's coverage holds it. Facts derived from other facts are covered
everywhere: they are as good as what they were derived from.

A window without a beginning is covered in one case. All that can happen to
an order happens after it was placed, so for a feature by order the window
begins there: it is covered if the feeding kind is, from the placing on. For
any other entity its past before the first export stays unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.rule.environment import environment
from shopwarden.records.coverage import merged
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import MISSING, SCHEMAS, Kind

if TYPE_CHECKING:
    from shopwarden.engine.keypath import View
    from shopwarden.engine.vector import Mask
    from shopwarden.engine.windows import Window
    from shopwarden.records.facts import Array


def covered(view: View, kind: Kind, window: Window) -> Mask | None:
    """Where the window of each fact of `kind` is covered; None: everywhere."""
    if SCHEMAS[window.of].derived:
        return None
    ends = view.facts.table(kind)["ts"]
    starts = _starts(view, kind, window)
    if starts is None:
        return np.zeros(len(ends), np.bool_)
    return unbroken(view, window.of, starts, ends)


def unbroken(view: View, of: Kind, starts: Array, ends: Array) -> Mask:
    """Where one interval of coverage of `of` holds [start, end]."""
    spans = merged(view.facts.coverage, of)
    if not spans:
        return np.zeros(len(starts), np.bool_)
    opened, closed = np.array(spans, np.int64).T
    at = np.searchsorted(opened, starts, side="right") - 1
    return np.asarray((at >= 0) & (closed[at] >= ends) & (starts != MISSING))


def _starts(view: View, kind: Kind, window: Window) -> Array | None:
    """When each window begins; None if that is not known for any."""
    if window.window_ms is not None:
        return np.asarray(view.facts.table(kind)["ts"] - window.window_ms)
    names = environment(kind)
    for root in window.read_by:
        if "." not in root and names[root].domain == "order":
            return _placed(view, kind, root)
    return None


def _placed(view: View, kind: Kind, root: str) -> Array:
    """When the fact's order was placed, MISSING where nothing says so."""
    if kind is Kind.ORDER_PLACED and root == "order":
        return view.facts.table(kind)["ts"]
    placed = view.column(kind, f"{root}.ts")
    if root == "order" and "placed_ms" in columns_of(kind):
        stated = view.facts.table(kind)["placed_ms"]
        placed = np.where(placed == MISSING, stated, placed)
    return placed
