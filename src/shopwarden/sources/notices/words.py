"""The words notices are read by, from `data/words.yaml`.

What it does not do: search for them.

>>> "延迟发货" in words().rules
True
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Words:
    """Labels by field and words by meaning, in the order they count."""

    labels: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]  # the longest first
    asks: Mapping[str, tuple[str, ...]]


@cache
def words() -> Words:
    """The words of the package's data."""
    file = resources.files("shopwarden.sources.notices") / "data" / "words.yaml"
    data = yaml.safe_load(file.read_text("utf-8"))
    return Words(
        _lists(data["labels"]),
        _lists(data["levels"]),
        tuple(sorted(data["rules"], key=lambda name: (-len(name), name))),
        _lists(data["asks"]),
    )


def _lists(given: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(each) for name, each in given.items()}
