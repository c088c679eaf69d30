"""Defence in depth: which other rules of the guide fire on an evasion.

The facts that rules judge and no file holds are derived first, as a scan does,
but for clocks and bills: they judge the shop and JD, not an attacker.

What it does not do: judge the rule that was evaded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of, floors_of
from shopwarden.records.coverage import Coverage
from shopwarden.records.moment import DAY_MS
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind
from shopwarden.screening.derive import derived, wanted
from shopwarden.screening.redteam.bench import LATEST_MS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.rule import Example, Rule
    from shopwarden.records.facts import Facts
    from shopwarden.screening.redteam.acts import Scene

# As far as baselines look back, and a day on for what is judged at its end.
_BEFORE_MS, _AFTER_MS = 90 * DAY_MS, 2 * DAY_MS
_NOT_AN_ATTACK = frozenset({Kind.DEADLINE, Kind.PROMISE_CHECKED})


def others(
    rules: Sequence[Rule], rule: Rule, example: Example, scene: Scene
) -> tuple[str, ...]:
    """The ids of the other rules that fire on a scene, sorted.

    Lists of the shop are those of the example; what another rule would need
    besides stays unknown, and unknown never fires.
    """
    if not scene:
        return ()
    reference = Reference(
        lists={name: frozenset[str]() for name in rule.lists} | dict(example.lists),
        floors_fen=floors_of(example.facts),
    )
    asked = [other for other in rules if other.id != rule.id]
    facts = _whole(asked, scene, reference)
    runs = evaluate(asked, facts, reference, LATEST_MS, threads=1)
    return tuple(sorted(run.rule.id for run in runs if len(run.fired)))


def _whole(rules: Sequence[Rule], scene: Scene, reference: Reference) -> Facts:
    """The facts of a scene with what they lead to."""
    first = min(act.ts for act in scene) - _BEFORE_MS
    last = max(act.ts for act in scene) + _AFTER_MS
    records = [act.record for act in scene]
    facts = facts_of(records, [Coverage(kind, first, last) for kind in Kind])
    given = frozenset(facts.tables)
    derivable = wanted(rules) - given - _NOT_AN_ATTACK
    more = derived(facts, reference, last, {}, derivable)
    # Rules then ask about all time, as examples do.
    covered = tuple(Coverage(kind, -LATEST_MS, LATEST_MS) for kind in Kind)
    return replace(more, coverage=covered)
