"""Category profiles: what is usual for fresh food is a warning for electronics.

`profiles.yaml` sets parameters of rules per category, each with its reason, and
goals: how soon a shop of the category means to be done, inside a limit. A shop's
own setting in `shop.yaml` wins over its category's.

What it does not do: change what a rule means, or set a limit. A goal only moves
warnings forward; it is the shop's own and no rule of JD.

>>> sorted(profiles())[:2]
['apparel', 'cosmetics']
>>> goals("fresh")["dispatch"].clock.amount
24
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.engine.clock import read_clock
from shopwarden.engine.expression import span_ms
from shopwarden.words import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.clock import Clock
    from shopwarden.records.reference import Reference


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter of one rule for a category, and why."""

    rule: str
    name: str
    value: int | float
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Goal:
    """How soon a shop of a category means to be done, and why: warnings only."""

    clock: Clock
    why: Bilingual


@cache
def profiles() -> Mapping[str, tuple[Setting, ...]]:
    """The settings of each category."""
    return {
        category: tuple(
            Setting(e["rule"], e["param"], _value(e["value"]), _why(e))
            for e in settings
        )
        for category, settings in _data()["profiles"].items()
    }


def goals(category: str) -> Mapping[str, Goal]:
    """The goals of a category by clock; none for a category that has none."""
    return _goals().get(category, {})


@cache
def _goals() -> Mapping[str, Mapping[str, Goal]]:
    return {
        category: {
            e["clock"]: Goal(read_clock({"length": e["within"]}), _why(e))
            for e in entries
        }
        for category, entries in _data()["goals"].items()
    }


@cache
def _data() -> Mapping[str, Any]:
    place = resources.files("shopwarden.practices") / "profiles.yaml"
    read: Mapping[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return read


def _why(entry: Mapping[str, Any]) -> Bilingual:
    return Bilingual(entry["why"]["zh"], entry["why"]["en"])


def _value(given: object) -> int | float:
    if isinstance(given, str):
        return span_ms(given)
    assert isinstance(given, int | float)
    return given


def for_rule(rule: str) -> Mapping[str, tuple[Setting, ...]]:
    """What the categories that say anything about a rule set of it.

    >>> sorted(for_rule("monitoring/serial_returns"))
    ['apparel']
    """
    found = {
        category: tuple(each for each in settings if each.rule == rule)
        for category, settings in profiles().items()
    }
    return {category: settings for category, settings in found.items() if settings}


def with_profile(reference: Reference) -> Reference:
    """The reference with its category's settings under its own."""
    merged = {rule: dict(own) for rule, own in reference.params.items()}
    for setting in profiles().get(reference.category, ()):
        merged.setdefault(setting.rule, {}).setdefault(setting.name, setting.value)
    return replace(reference, params=merged)
