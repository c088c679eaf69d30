"""A move: one thing an attacker does otherwise, and how far.

A `Lever` is a kind of move with a number that says how far: how many acts
fewer, how many minutes later, how many accounts. `ladder` holds the values
worth trying, the cheapest first; with `steady` a higher value evades whatever
a lower one does, so that the search may halve.

What it does not do: know which levers there are (`redteam.levers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.screening.redteam.acts import Scene
    from shopwarden.screening.redteam.costs import Price


@dataclass(frozen=True, slots=True)
class Move:
    """What was done otherwise, for people and machines: a kind and its numbers.

    `redteam.move_<kind>` in the catalogue words it; names of kinds and columns
    stand in `params` as their own names.
    """

    kind: str
    params: Mapping[str, object]


class Lever(Protocol):
    """One way to change a scene, by a number."""

    @property
    def ladder(self) -> tuple[int, ...]:
        """The values worth trying, the cheapest first; none: nothing to do."""

    @property
    def steady(self) -> bool:
        """Whether a higher value evades whatever a lower one does."""

    def apply(self, scene: Scene, value: int) -> Scene:
        """The scene done that way."""

    def price(self, value: int) -> Price:
        """What that costs."""

    def move(self, value: int) -> Move:
        """What it is, told."""
