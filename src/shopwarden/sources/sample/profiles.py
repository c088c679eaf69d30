"""What kind of goods a sample shop sells, and how often they come back.

The figures are in `data/profiles.yaml`; "mixed" is the shop of all goods.

What it does not do: claim to be measured. The rates are the sample's own.

>>> profile("apparel").exchanges > profile("mixed").exchanges
True
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Profile:
    """One category: which classes of goods, and how many of a thousand come back."""

    classes: tuple[int, ...]
    refunds: tuple[int, int, int, int]  # none, full, partial, price protection
    exchanges: int
    spoilage: bool  # partial refunds are claims of spoilt goods, with pictures


@cache
def _profiles() -> dict[str, Profile]:
    place = resources.files("shopwarden.sources.sample") / "data" / "profiles.yaml"
    known = yaml.safe_load(place.read_text("utf-8"))
    return {
        name: Profile(
            classes=tuple(said["classes"]),
            refunds=tuple(said["refunds"]),
            exchanges=said["exchanges"],
            spoilage=said["spoilage"],
        )
        for name, said in known.items()
    }


def profile(category: str) -> Profile:
    """The profile of a category."""
    return _profiles()[category]
