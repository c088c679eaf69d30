"""Features as columns: window values, and how far each can be trusted.

A value is exact where the fact has the keys, the window is wholly covered and
every fact's predicate was decided. Where the window is not covered, a count,
a distinct count, a maximum and a sum of non-negative values are still lower
bounds; everything else is unknown there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.expression import Sort, names
from shopwarden.engine.keypath import is_own
from shopwarden.engine.reach import covered, unbroken
from shopwarden.engine.rule.environment import environment
from shopwarden.engine.vector import (
    TRUE,
    UNKNOWN,
    Codes,
    Columns,
    LabelSets,
    at_least,
    every_row,
    exact,
    known_rows,
    verdicts,
)
from shopwarden.engine.vector.logic import both
from shopwarden.engine.windows import Aggregate, compute
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import MISSING, NO_CODE, Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.expression import Node
    from shopwarden.engine.keypath import View
    from shopwarden.engine.plan import Planned
    from shopwarden.engine.vector import Mask, Value
    from shopwarden.engine.windows import Values, Window
    from shopwarden.records.facts import Array

_FROM_BELOW = frozenset({Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.MAX})
# What the buyer paid and got back cannot be negative; a bill line can be.
_SIGNED = frozenset({Kind.BILL_LINE})


@dataclass(frozen=True, slots=True)
class Featured:
    """One window's column, and why it is not known where it is not.

    `keyless` names the key column that is missing; `uncovered` is where the
    feeding kind was not delivered over the window. None stands for nowhere.
    `undecided` is where nobody knows whether there is a value at all.
    """

    value: Value
    keyless: Mapping[str, Mask]
    uncovered: Mask | None
    undecided: Mask
    of: Kind


def columns_for(
    view: View, kind: Kind, used: Iterable[str], features: Mapping[str, Featured]
) -> Columns:
    """The columns of a kind under the names used, features beside them."""
    return Columns(
        {n: features[n].value if n in features else view.value(kind, n) for n in used},
        view.facts.code,
        view.reference.lists,
        {n: features[n].undecided for n in used if n in features},
    )


def feeds(view: View, plans: Iterable[Planned]) -> dict[str, tuple[Mask, Mask]]:
    """For every predicate: where it holds, and where it is undecided."""
    wanted: dict[str, tuple[Kind, Node]] = {}
    for plan in plans:
        wanted.update(plan.predicates)
    return {feed: _fed(view, kind, node) for feed, (kind, node) in wanted.items()}


def _fed(view: View, kind: Kind, node: Node) -> tuple[Mask, Mask]:
    columns = columns_for(view, kind, names(node), {})
    result = every_row(verdicts(node, columns), view.length(kind))
    return result == TRUE, result == UNKNOWN


def featured(
    view: View,
    kind: Kind,
    windows: Mapping[Window, Window],
    masks: Mapping[str, tuple[Mask, Mask]],
    threads: int,
) -> dict[Window, Featured]:
    """The columns of all windows read at facts of `kind`."""
    named = list(windows.values())
    doubts = {w: _doubt(w) for w in named if w.feed and masks[w.feed][1].any()}
    fed = {feed: holds for feed, (holds, _) in masks.items()}
    fed |= {_undecided(feed): unsure for feed, (_, unsure) in masks.items()}
    asked = [*named, *doubts.values()]
    found = compute(
        view.facts, kind, asked, fed, threads=threads, extra=_extra(view, kind, asked)
    )
    result = {}
    for window, named_window in windows.items():
        doubt = doubts.get(named_window)
        sure = None if doubt is None else found[doubt.name].values == 0
        values = found[named_window.name]
        result[window] = _featured(view, kind, window, (values, sure), fed)
    return result


def _undecided(feed: str) -> str:
    return f"undecided {feed}"


def _doubt(window: Window) -> Window:
    """The count of facts in a window whose predicate is undecided."""
    return replace(
        window,
        name=f"{window.name} undecided",
        aggregate=Aggregate.COUNT,
        value=None,
        feed=_undecided(window.feed),
    )


def _extra(
    view: View, kind: Kind, windows: Iterable[Window]
) -> dict[tuple[Kind, str], Array]:
    """The columns that windows name and their kinds do not have themselves."""
    wanted = set()
    for window in windows:
        wanted |= {(window.of, name) for name in window.by}
        wanted |= {(kind, name) for name in window.read_by}
        if window.value is not None:
            wanted.add((window.of, window.value))
    return {(k, n): view.column(k, n) for k, n in sorted(wanted) if not is_own(k, n)}


def _featured(
    view: View,
    kind: Kind,
    window: Window,
    found: tuple[Values, Mask | None],
    fed: Mapping[str, Mask],
) -> Featured:
    values, sure = found
    keyless = {n: view.column(kind, n) == NO_CODE for n in window.read_by}
    known = values.known
    for missing in keyless.values():
        known = known & ~missing
    reached = _reached(view, kind, window, values)
    whole = both(reached, sure)
    value = _value(view, window, (values.values, known), whole, fed)
    uncovered = None if reached is None else ~reached
    undecided = _undecided_rows(value, keyless, whole)
    return Featured(value, keyless, uncovered, undecided, window.of)


def _undecided_rows(
    value: Value, keyless: Mapping[str, Mask], whole: Mask | None
) -> Mask:
    """Where there is no value, and that is not known to be the truth either."""
    known = known_rows(value)
    open_rows = np.zeros_like(next(iter(keyless.values())))
    for missing in keyless.values():
        open_rows |= missing
    if whole is not None:
        open_rows |= ~whole
    return np.asarray(open_rows if known is None else open_rows & ~known)


def _reached(view: View, kind: Kind, window: Window, values: Values) -> Mask | None:
    """Where coverage decides the value; None: everywhere."""
    whole = covered(view, kind, window)
    if whole is None or window.aggregate is not Aggregate.SINCE_LAST:
        return whole
    # The last fact is the last one as soon as all since then is covered.
    ends = view.facts.table(kind)["ts"]
    since = np.where(values.known, values.values, 0)
    seen = values.known & unbroken(view, window.of, ends - since, ends)
    return np.asarray(whole | seen)


def _value(
    view: View,
    window: Window,
    values: tuple[Array, Mask],
    whole: Mask | None,
    fed: Mapping[str, Mask],
) -> Value:
    column, known = values
    sure = known if whole is None else known & whole
    if window.value is not None and window.aggregate is Aggregate.LAST:
        type_ = environment(window.of)[window.value]
        if type_.sort is Sort.TEXT:
            return Codes(np.where(sure, column, NO_CODE), type_.domain)
        if type_.sort is Sort.LABELS:
            return LabelSets(np.where(sure, column, MISSING), type_.domain)
    if whole is not None and _from_below(view, window, fed):
        return at_least(column, known, whole)
    return exact(column, sure)


def _from_below(view: View, window: Window, fed: Mapping[str, Mask]) -> bool:
    """Whether facts not delivered could only make the value larger."""
    if window.aggregate in _FROM_BELOW:
        return True
    if window.aggregate is not Aggregate.SUM or window.value is None:
        return False
    column = columns_of(window.of).get(window.value)
    if column is not None and column.form is Form.COUNT:
        return True
    if window.of in _SIGNED:
        return False
    values = view.column(window.of, window.value)
    if window.feed:
        values = values[fed[window.feed]]
    return bool((values[values != MISSING] >= 0).all())
