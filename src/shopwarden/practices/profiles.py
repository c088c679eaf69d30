"""Category profiles: what is usual for fresh food is a warning for electronics.

`profiles.yaml` sets parameters of rules per category, each with its reason.
A shop's own setting in `shop.yaml` wins over its category's.

What it does not do: change what a rule means.

>>> sorted(profiles())[:2]
['apparel', 'cosmetics']
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

from shopwarden.engine.expression import span_ms
from shopwarden.words import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.reference import Reference


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter of one rule for a category, and why."""

    rule: str
    name: str
    value: int | float
    why: Bilingual


@cache
def profiles() -> Mapping[str, tuple[Setting, ...]]:
    """The settings of each category."""
    place = resources.files("shopwarden.practices") / "profiles.yaml"
    entries = yaml.safe_load(place.read_text("utf-8"))["profiles"]
    return {
        category: tuple(
            Setting(
                e["rule"],
                e["param"],
                _value(e["value"]),
                Bilingual(e["why"]["zh"], e["why"]["en"]),
            )
            for e in settings
        )
        for category, settings in entries.items()
    }


def _value(given: object) -> int | float:
    if isinstance(given, str):
        return span_ms(given)
    assert isinstance(given, int | float)
    return given


def with_profile(reference: Reference) -> Reference:
    """The reference with its category's settings under its own."""
    merged = {rule: dict(own) for rule, own in reference.params.items()}
    for setting in profiles().get(reference.category, ()):
        merged.setdefault(setting.rule, {}).setdefault(setting.name, setting.value)
    return replace(reference, params=merged)
