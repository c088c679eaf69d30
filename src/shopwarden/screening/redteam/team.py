"""The red team on rules: each rule's own examples, changed until it misses them.

>>> attack_rule.__name__
'attack_rule'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.screening.redteam.acts import acts
from shopwarden.screening.redteam.bench import Bench
from shopwarden.screening.redteam.costs import costs
from shopwarden.screening.redteam.depth import others
from shopwarden.screening.redteam.levers import levers
from shopwarden.screening.redteam.result import RuleResult, State
from shopwarden.screening.redteam.search import TRIALS, Search
from shopwarden.screening.redteam.used import used

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.rule import Example, Rule
    from shopwarden.screening.redteam.search import Found

BOUND_FEN = 50_000


def attack_rule(
    rule: Rule,
    rules: Sequence[Rule],
    *,
    bound_fen: int = BOUND_FEN,
    seed: int = 1,
    trials: int = TRIALS,
) -> RuleResult:
    """The cheapest way around a rule up to a bound, over its matching examples.

    `rules` are those of the guide, which may still catch it. Trials are
    counted for each example. Deterministic: a seed draws irregular times.
    """
    looks, model = used(rule), costs()
    best: tuple[Found, Example] | None = None
    tried, able, proven = 0, False, True
    matching = [example for example in rule.examples if example.fires]
    for example in matching:
        scene, bench = acts(example.facts), Bench(rule, example)
        if not bench.judge(scene).fired:
            continue  # `rules test` says so
        others_did = bench.innocent(scene) if looks.history else frozenset()
        ways = levers(scene, looks, model, seed, others_did)
        if not ways:
            continue
        able = True
        bound = bound_fen if best is None else best[0].cost_fen - 1
        search = Search(bench, scene, ways, model, bound, trials)
        found = search.run()
        tried += bench.tried
        proven = proven and search.proven
        if found is not None:
            best = (found, example)
    if best is None:
        state = State.HELD if able else State.NOBODY
        line = matching[0].line if matching else 0
        return RuleResult(rule.id, state, line, proven=proven, trials=tried)
    found, example = best
    return RuleResult(
        rule=rule.id,
        state=State.OPEN if found.open else State.EVADED,
        line=example.line,
        moves=found.moves,
        price=found.price,
        cost_fen=found.cost_fen,
        proven=proven,
        caught_by=others(rules, rule, example, found.scene),
        trials=tried,
    )
