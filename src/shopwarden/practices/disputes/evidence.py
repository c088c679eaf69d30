"""What a dispute of a category of goods wants as evidence, beyond the usual.

Own choice (`evidence.yaml`), unverified: JD's own lists were not seen. It stands
on the cards of the rules that warn while there is still time to gather it.

What it does not do: know whether a piece is there.

>>> evidence("home")
()
>>> evidence("electronics")[0].causes[0]
'wrong_item'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.words import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to hand in, and the causes of a dispute (`choice`) it speaks to."""

    causes: tuple[str, ...]
    what: Bilingual


def evidence(category: str) -> tuple[Piece, ...]:
    """What a dispute of a category wants; nothing for one that has no list."""
    return tuple(
        Piece(tuple(e["causes"]), Bilingual(e["piece"]["zh"], e["piece"]["en"]))
        for e in _data()["evidence"].get(category, ())
    )


def asks_for_evidence(rule: str) -> bool:
    """Whether a rule warns while evidence can still be gathered."""
    return rule in _data()["rules"]


@cache
def _data() -> Mapping[str, Any]:
    place = resources.files("shopwarden.practices.disputes") / "evidence.yaml"
    read: Mapping[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return read
