"""Rules judged over facts: which fired, which did not, which stayed open.

`evaluate` judges all rules at once, as of a moment, over whole columns. For
each rule it says how many facts were judged, at which the condition held,
and for how many it could not be decided and why:

    coverage:BillLine   no export delivered that kind over the window
    missing:phone       the fact's own column is empty
    missing:order.buyer the key path leads nowhere
    list:carriers       the shop keeps no such list
    undefined           a ratio by zero, or a number beyond int64
    refunds             the feature has no value (a mean of nothing)

A fact that several causes leave open counts under each of them.

What it does not do: word findings (`engine.explain`), read files, or know
which rules there are.

>>> from shopwarden.records.facts import Facts
>>> from shopwarden.records.reference import Reference
>>> evaluate((), Facts.empty(), Reference(), as_of=0)
()
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.engine.blame import UNDEFINED, blamed, taken
from shopwarden.engine.expression import names
from shopwarden.engine.featured import Featured, columns_for, featured, feeds
from shopwarden.engine.keypath import View
from shopwarden.engine.plan import Planned, distinct_windows, names_used, planned
from shopwarden.engine.rule import environment, named, placeholders
from shopwarden.engine.vector import (
    FALSE,
    TRUE,
    UNKNOWN,
    Codes,
    LabelSets,
    every_row,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.engine.asof import Known
    from shopwarden.engine.rule import Rule
    from shopwarden.engine.vector import Columns, Mask, Value
    from shopwarden.engine.windows import Window
    from shopwarden.records.facts import Array, Facts
    from shopwarden.records.reference import Reference
    from shopwarden.records.schema import Kind


@dataclass(frozen=True, slots=True)
class Judged:
    """What explaining needs: the plan, the facts as known, the fired rows.

    `rows` are positions in the table as known; `columns` hold the names the
    rule uses at those rows only.
    """

    plan: Planned
    view: View
    rows: Array
    columns: Columns
    feeds: Mapping[str, Mask]


@dataclass(frozen=True, slots=True)
class RuleRun:
    """One rule over all facts of its kind.

    `fired` are positions in the table given to `evaluate`, in total order.
    total = len(fired) + false + unknown. `open_until` is the moment of the
    newest fact left open, None if none was.
    """

    rule: Rule
    total: int
    fired: Array
    false: int
    unknown: int
    unknown_because: Mapping[str, int]
    values: Mapping[str, Array]
    near: Judged
    open_until: int | None = None


def evaluate(
    rules: Sequence[Rule],
    facts: Facts,
    reference: Reference,
    as_of: int,
    *,
    threads: int = 2,
) -> tuple[RuleRun, ...]:
    """Judge every rule over the facts known at `as_of` (UTC ms).

    The runs are in the order of the rules. Raises SettingsError for a shop's
    parameter that is unknown or out of bounds.
    """
    ready = prepare(rules, facts, reference, as_of, threads=threads)
    runs: dict[str, RuleRun] = {}
    for plan in sorted(ready.plans, key=lambda plan: plan.rule.fact):
        runs[plan.rule.id] = _judged(plan, ready)
    return tuple(runs[rule.id] for rule in rules)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns one rule reads, and its features with their doubts."""

    used: tuple[str, ...]
    columns: Columns
    features: Mapping[str, Featured]


@dataclass(slots=True)
class Ready:
    """Everything rules are judged with, before any of them is."""

    known: Known
    view: View
    plans: tuple[Planned, ...]
    masks: Mapping[str, tuple[Mask, Mask]]
    threads: int
    computed: tuple[Kind, Mapping[Window, Featured]] | None = None

    def features(self, kind: Kind) -> Mapping[Window, Featured]:
        """The windows of all rules at one kind; those of one kind are kept."""
        if self.computed is None or self.computed[0] is not kind:
            self.computed = None  # free one kind's columns before the next's
            group = [plan for plan in self.plans if plan.rule.fact is kind]
            windows = distinct_windows(group)
            found = featured(self.view, kind, windows, self.masks, self.threads)
            self.computed = (kind, found)
        return self.computed[1]

    def sheet(self, plan: Planned) -> Sheet:
        """The columns of one rule."""
        kind = plan.rule.fact
        computed = self.features(kind)
        features = {name: computed[w] for name, w in plan.windows.items()}
        used = names_used(plan, _reason_names(plan))
        return Sheet(used, columns_for(self.view, kind, used, features), features)


def prepare(
    rules: Sequence[Rule],
    facts: Facts,
    reference: Reference,
    as_of: int,
    *,
    threads: int = 2,
) -> Ready:
    """The facts known at `as_of`, the rules' plans and their predicates."""
    known = as_known(facts, as_of)
    view = View(known.facts, reference)
    plans = tuple(planned(rule, reference) for rule in rules)
    return Ready(known, view, plans, feeds(view, plans), threads)


def _judged(plan: Planned, ready: Ready) -> RuleRun:
    sheet, kind = ready.sheet(plan), plan.rule.fact
    total = ready.view.length(kind)
    result = every_row(verdicts(plan.when, sheet.columns), total)
    rows = np.flatnonzero(result == TRUE)
    open_rows = np.flatnonzero(result == UNKNOWN)
    at_rows = taken(sheet.columns, sheet.used, rows)
    holds = {feed: ready.masks[feed][0] for feed in plan.predicates}
    return RuleRun(
        rule=plan.rule,
        total=total,
        fired=ready.known.given(kind, rows),
        false=int((result == FALSE).sum()),
        unknown=len(open_rows),
        unknown_because=_causes(plan, sheet.columns, sheet.features, open_rows),
        values={name: raw(value) for name, value in at_rows.values.items()},
        near=Judged(plan, ready.view, rows, at_rows, holds),
        open_until=_newest(ready.view.facts.table(kind)["ts"], open_rows),
    )


def _newest(moments: Array, rows: Array) -> int | None:
    return int(moments[rows].max()) if len(rows) else None


def _reason_names(plan: Planned) -> tuple[str, ...]:
    """The names a rule's texts show, parameters left out."""
    rule = plan.rule
    columns = {*rule.features, *rule.params, *environment(rule.fact)}
    shown = (p for text in rule.templates for p in placeholders(text.zh))
    found = (named(p, columns) for p in shown)
    return tuple(name for name in found if name is not None)


def raw(value: Value) -> Array:
    """A column as plain numbers: codes, masks, or the known lower end."""
    match value:
        case Codes(codes, _):
            return codes
        case LabelSets(masks, _):
            return masks
    return value.low


def _causes(
    plan: Planned,
    columns: Columns,
    features: Mapping[str, Featured],
    rows: Array,
) -> dict[str, int]:
    """How many of the open rows each cause left open, by cause."""
    if not len(rows):
        return {}
    at_rows = taken(columns, names(plan.when), rows)
    counts: dict[str, int] = {}
    for name, mask in blamed(plan.when, at_rows, len(rows)).items():
        for cause, hit in _named_causes(name, mask, features, rows):
            if hit:
                counts[cause] = counts.get(cause, 0) + hit
    return dict(sorted(counts.items()))


def _named_causes(
    name: str, mask: Mask, features: Mapping[str, Featured], rows: Array
) -> Iterable[tuple[str, int]]:
    """The causes behind one name: a missing key first, then coverage."""
    feature = features.get(name)
    if feature is None:
        plain = name == UNDEFINED or name.startswith("list:")
        yield name if plain else f"missing:{name}", int(mask.sum())
        return
    for key, missing in feature.keyless.items():
        here = mask & missing[rows]
        yield f"missing:{key}", int(here.sum())
        mask = mask & ~here
    if feature.uncovered is not None:
        here = mask & feature.uncovered[rows]
        yield f"coverage:{feature.of}", int(here.sum())
        mask = mask & ~here
    yield name, int(mask.sum())
