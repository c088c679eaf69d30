"""What the red team found, for people and machines.

What it does not do: find it (`redteam.team`, `redteam.writing_search`), or word it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shopwarden.screening.redteam.costs import Price
    from shopwarden.screening.redteam.move import Move


class State(StrEnum):
    """How the search for a way around ended."""

    EVADED = "evaded"  # the rule stays silent
    OPEN = "open"  # the rule does not fire, and a scan says that it could not tell
    HELD = "held"  # nothing up to the bound
    NOBODY = "nobody"  # nothing it looks at is an attacker's to choose


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The cheapest way around one rule; `proven`: none cheaper among those tried."""

    rule: str
    state: State
    line: int  # of the example that was changed
    moves: tuple[Move, ...] = ()
    price: Price | None = None
    cost_fen: int = 0
    proven: bool = True
    caught_by: tuple[str, ...] = ()
    trials: int = 0


@dataclass(frozen=True, slots=True)
class TextResult:
    """The cheapest way around one label; texts are the tool's own, invented."""

    label: str
    language: str  # of its seeds; empty: it has none
    state: State
    seed: str = ""
    kind: str = ""
    by: str = ""
    moves: tuple[str, ...] = ()
    cost: int = 0
    keeps: int = 100  # of 100 readers who still understand it
    messages: tuple[str, ...] = ()
    caught_by: tuple[str, ...] = ()  # other labels it still gets
    proven: bool = True
    trials: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of the seeds one disguise hides alone."""

    disguise: str
    hidden: int
    seeds: int
