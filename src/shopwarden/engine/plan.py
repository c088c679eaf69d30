"""A rule made ready: parameters filled in, windows of all rules made one.

Two features with the same aggregate, kind, keys, value, window and predicate
are one window, whichever rule asks, and are computed once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shopwarden.engine.expression import names, replaced, show
from shopwarden.engine.windows import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.expression import Expression, Node
    from shopwarden.engine.rule import Feature, Rule
    from shopwarden.records.reference import Reference
    from shopwarden.records.schema import Kind


@dataclass(frozen=True, slots=True)
class Planned:
    """A rule with its parameters' values, its windows and its predicates.

    `windows` are by feature; `predicates` by the feed they are named in.
    """

    rule: Rule
    settings: Mapping[str, int | float]
    when: Node
    windows: Mapping[str, Window]
    predicates: Mapping[str, tuple[Kind, Node]]

    def bound(self, expression: Expression) -> Node:
        """An expression of the rule with its parameters filled in."""
        return replaced(expression.root, self.settings)


def planned(rule: Rule, reference: Reference) -> Planned:
    """The rule with the shop's settings. Raises SettingsError for bad ones."""
    settings = rule.settings(reference)
    windows: dict[str, Window] = {}
    predicates: dict[str, tuple[Kind, Node]] = {}
    for name, feature in rule.features.items():
        feed = ""
        if feature.where is not None:
            predicate = replaced(feature.where.root, settings)
            feed = f"{feature.of}: {show(predicate)}"
            predicates[feed] = (feature.of, predicate)
        windows[name] = _window(feature, settings, feed)
    when = replaced(rule.when.root, settings)
    return Planned(rule, settings, when, windows, predicates)


def _window(feature: Feature, settings: Mapping[str, int | float], feed: str) -> Window:
    length = feature.window
    if isinstance(length, str):
        length = int(settings[length])
    return Window(
        name="",
        aggregate=feature.aggregate,
        of=feature.of,
        by=feature.by,
        read_by=feature.read_by,
        value=feature.value,
        window_ms=length,
        include_self=feature.include_self,
        feed=feed,
    )


def distinct_windows(plans: Iterable[Planned]) -> dict[Window, Window]:
    """The different windows of some rules, each with a name of its own."""
    wanted = (window for plan in plans for window in plan.windows.values())
    unique = dict.fromkeys(wanted)
    return {window: replace(window, name=f"w{n}") for n, window in enumerate(unique)}


def names_used(plan: Planned, placeholders: Iterable[str]) -> tuple[str, ...]:
    """Every column and feature that judging or explaining the rule reads."""
    rule = plan.rule
    found = dict.fromkeys(names(plan.when))
    for expression in (rule.stake and rule.stake.amount, rule.deadline):
        if expression:
            found |= dict.fromkeys(names(plan.bound(expression)))
    found |= dict.fromkeys(n for n in placeholders if n not in plan.settings)
    return (*found, *([] if rule.per in found else [rule.per]))
