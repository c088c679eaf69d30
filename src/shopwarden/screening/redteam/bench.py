"""The bench: a rule and its reference, judging one scene after another.

What it does not do: change scenes (`redteam.levers`), or choose among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of, floors_of
from shopwarden.records.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.rule import Example, Rule
    from shopwarden.screening.redteam.acts import Scene

# Later than anything in an example.
LATEST_MS = 4_102_416_000_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """At how many facts a rule fired, and how many it left open."""

    fired: int
    unknown: int


class Bench:
    """One rule, with the lists and floors of one of its examples."""

    def __init__(self, rule: Rule, example: Example) -> None:
        lists = {name: frozenset[str]() for name in rule.lists} | dict(example.lists)
        floors = floors_of(example.facts)
        self.rule = rule
        self.reference = Reference(lists=lists, floors_fen=floors)
        self.tried = 0

    def judge(self, scene: Scene) -> Verdict:
        """The rule over a scene, everything covered."""
        self.tried += 1
        if not scene:
            return Verdict(0, 0)
        return judged((self.rule,), scene, self.reference)[0]

    def innocent(self, scene: Scene) -> frozenset[int]:
        """The acts of the judged kind, by number, at which the rule does not fire."""
        facts = facts_of([act.record for act in scene])
        run = evaluate((self.rule,), facts, self.reference, LATEST_MS, threads=1)[0]
        own = [act.at for act in scene if act.kind is self.rule.fact]
        # Rows of an example count from 2, in the order of its records.
        rows = facts.table(self.rule.fact)["row"][run.fired] - 2
        return frozenset(own) - {own[row] for row in rows.tolist()}


def judged(
    rules: Sequence[Rule], scene: Scene, reference: Reference
) -> tuple[Verdict, ...]:
    """Some rules over a scene, everything covered."""
    facts = facts_of([act.record for act in scene])
    runs = evaluate(rules, facts, reference, LATEST_MS, threads=1)
    return tuple(Verdict(len(run.fired), run.unknown) for run in runs)
