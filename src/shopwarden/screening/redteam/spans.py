"""Levers of time: wait, act at longer intervals, at another hour, irregularly.

What it does not do: change what is done, or who does it.

>>> Pause(1, 2, 2, (10,), "OrderPaid").move(10).params["wait_span"]
600000
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from shopwarden.screening.redteam.acts import in_order
from shopwarden.screening.redteam.costs import Price
from shopwarden.screening.redteam.move import Move

if TYPE_CHECKING:
    from shopwarden.screening.redteam.acts import Scene

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many minutes before one act; all that follows is later too."""

    before: int  # the act's number in the example
    number: int  # which of its kind it is, counted from one
    of: int
    ladder: tuple[int, ...]
    kind: str
    steady: bool = True

    def apply(self, scene: Scene, value: int) -> Scene:
        """All acts from this one on, so much later; slow data stays."""
        ms = value * MINUTE_MS
        return in_order(
            a if a.slow or a.at < self.before else a.moved(ms) for a in scene
        )

    def price(self, value: int) -> Price:
        """The minutes waited."""
        return Price(waited_min=value)

    def move(self, value: int) -> Move:
        """Wait before the act."""
        told = {"wait_span": value * MINUTE_MS, "of_kind": self.kind}
        return Move("pause", {**told, "number": self.number, "all": self.of})


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many minutes more between any two acts of a group."""

    group: int
    members: tuple[int, ...]  # acts by number, in order
    cases: tuple[str, ...]  # what each is about
    ladder: tuple[int, ...]
    kind: str
    steady: bool = True

    def apply(self, scene: Scene, value: int) -> Scene:
        """Each member so much later per member before it; its case goes along."""
        place = {at: n for n, at in enumerate(self.members)}
        case = {name: n for n, name in enumerate(self.cases)}
        moved, steps = [], 0
        for act in scene:
            steps = place.get(act.at, steps)
            own = case.get(act.case, steps)
            ms = own * value * MINUTE_MS
            moved.append(act if act.slow else act.moved(ms))
        return in_order(moved)

    def price(self, value: int) -> Price:
        """The minutes waited in all."""
        return Price(waited_min=value * (len(self.members) - 1))

    def move(self, value: int) -> Move:
        """Longer intervals."""
        told = {"wait_span": value * MINUTE_MS, "of_kind": self.kind}
        return Move("stretch", {**told, "all": len(self.members)})


@dataclass(frozen=True, slots=True)
class Shift:
    """Everything so many minutes later, or earlier, against slow data and the clock."""

    ladder: tuple[int, ...]
    sign: int = 1
    steady: bool = False

    def apply(self, scene: Scene, value: int) -> Scene:
        """All acts moved alike; slow data stays."""
        ms = self.sign * value * MINUTE_MS
        return in_order(a if a.slow else a.moved(ms) for a in scene)

    def price(self, value: int) -> Price:
        """As long as it is waited for, or planned ahead."""
        return Price(waited_min=value)

    def move(self, value: int) -> Move:
        """All of it at another time."""
        kind = "later" if self.sign > 0 else "earlier"
        return Move(kind, {"wait_span": value * MINUTE_MS})


@dataclass(frozen=True, slots=True)
class Jitter:
    """Each case off by up to so many minutes, by draws that hang on a seed.

    What one order leads to stays together: it is one act, seen in several facts.
    """

    seed: int
    work: Price
    ladder: tuple[int, ...]
    steady: bool = False

    def apply(self, scene: Scene, value: int) -> Scene:
        """Acts later by the draws of their cases, none before one it came after."""
        moved, latest = [], None
        for act in scene:
            if act.slow:
                moved.append(act)
                continue
            then = act.ts + self._off(act.case, value)
            latest = then if latest is None else max(latest, then)
            moved.append(act.moved(latest - act.ts))
        return in_order(moved)

    def _off(self, case: str, value: int) -> int:
        drawn = blake2b(f"{self.seed}:{case}".encode(), digest_size=6).digest()
        return int.from_bytes(drawn, "big") % (value * MINUTE_MS + 1)

    def price(self, value: int) -> Price:
        """A little work, and the waiting."""
        return self.work + Price(waited_min=value)

    def move(self, value: int) -> Move:
        """Irregular times."""
        return Move("jitter", {"wait_span": value * MINUTE_MS})
