"""The search finds planted weaknesses at their exact cost, and nothing that fires."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from tests.screening.redteam import planted

from shopwarden.practices.guide import guide_rules
from shopwarden.screening.redteam.acts import acts
from shopwarden.screening.redteam.bench import Bench
from shopwarden.screening.redteam.costs import Price, costs
from shopwarden.screening.redteam.levers import levers
from shopwarden.screening.redteam.result import State
from shopwarden.screening.redteam.search import Search
from shopwarden.screening.redteam.team import attack_rule
from shopwarden.screening.redteam.used import used

if TYPE_CHECKING:
    from collections.abc import Callable

    from shopwarden.engine.rule import Rule

MODEL = costs()
RULES = guide_rules()


def search(rule: Rule, trials: int = 240) -> Search:
    example = next(example for example in rule.examples if example.fires)
    scene = acts(example.facts)
    ways = levers(scene, used(rule), MODEL, 1)
    return Search(Bench(rule, example), scene, ways, MODEL, 50_000, trials)


def test_a_burst_is_evaded_by_waiting_exactly_to_the_edge_of_its_window() -> None:
    found = attack_rule(planted.burst(), ())
    # A minute lies between the two; ten more are one past the window.
    (move,) = found.moves
    assert (move.kind, move.params["wait_span"]) == ("pause", 10 * 60_000)
    assert found.price == Price(waited_min=10)
    assert (found.cost_fen, found.proven) == (10 * MODEL.waiting_fen, True)


def test_a_threshold_is_evaded_by_a_thousandth_less() -> None:
    found = attack_rule(planted.refund(), ())
    (move,) = found.moves
    assert move.params["now_fen"] == 9990
    assert found.price == Price(minutes=1, forgone=1)
    assert found.cost_fen == MODEL.minute_fen + MODEL.forgone_fen
    assert found.proven


def test_two_moves_are_found_where_one_is_not_enough() -> None:
    found = attack_rule(planted.either(), ())
    assert [move.kind for move in found.moves] == ["choose", "change_fen"]
    assert found.price == Price(minutes=2, forgone=1)
    assert found.proven


@pytest.mark.parametrize("make", [planted.burst, planted.refund, planted.either])
def test_nothing_on_the_ladders_is_cheaper(make: Callable[[], Rule]) -> None:
    hunt = search(make())
    found = hunt.run()
    assert found is not None
    numbers = range(len(hunt.levers))
    ones = [((n, value),) for n in numbers for value in hunt.levers[n].ladder]
    states = [
        *ones,
        *(
            ((one, v), (other, w))
            for one, other in combinations(numbers, 2)
            for v, w in product(hunt.levers[one].ladder, hunt.levers[other].ladder)
        ),
    ]
    cheaper = [state for state in states if hunt.fen(state) < found.cost_fen]
    assert all(hunt.bench.judge(hunt.applied(state)).fired for state in cheaper)


def test_a_bound_below_the_cost_holds() -> None:
    found = attack_rule(planted.refund(), (), bound_fen=59)
    assert (found.state, found.moves, found.price) == (State.HELD, (), None)
    assert attack_rule(planted.refund(), (), bound_fen=60).state is State.EVADED


def test_what_jd_bills_is_nobodys_to_change() -> None:
    assert attack_rule(planted.bill(), ()).state is State.NOBODY


def test_an_example_that_does_not_fire_is_no_attack() -> None:
    rule = planted.rule(
        "OrderPaid",
        "when: amount_fen >= 10000",
        'kind: OrderPaid, ts: "2026-11-03 02:00:00", order: "3160000001", '
        "amount_fen: 9900",
    )
    assert attack_rule(rule, ()).moves == ()


def test_history_is_not_the_attackers() -> None:
    rule = planted.rule(
        "OrderPaid",
        "features:\n"
        "  usual: {aggregate: mean, of: OrderPaid, value: amount_fen, by: buyer, "
        "window: 30d, self: exclude}\n"
        "when: amount_fen * 2 <= usual",
        'kind: OrderPaid, repeat: 3, every: 1d, ts: "2026-11-03 02:00:00", '
        'order: "3160000001", buyer: b1, amount_fen: 10000',
        'kind: OrderPaid, ts: "2026-11-13 02:00:00", order: "3160000011", '
        "buyer: b1, amount_fen: 4000",
    )
    found = attack_rule(rule, ())
    # Not by fewer or dearer payments of before: by paying a little more.
    assert [move.kind for move in found.moves] == ["change_fen"]
    assert found.moves[0].params["was_fen"] == 4000


def test_another_rule_that_still_fires_is_named() -> None:
    rule = planted.burst()
    other = planted.rule(
        "OrderPaid",
        "when: amount_fen >= 9900",
        'kind: OrderPaid, ts: "2026-11-03 02:00:00", order: "3160000001", '
        "amount_fen: 9900",
        name="other",
    )
    assert attack_rule(rule, (rule, other)).caught_by == ("monitoring/other",)
    assert attack_rule(rule, (rule,)).caught_by == ()


def test_an_evasion_that_leaves_the_rule_open_says_so() -> None:
    rule = planted.rule(
        "SignIn",
        "features:\n"
        "  seen: {aggregate: count, of: SignIn, by: device, window: 180d}\n"
        "when: seen >= 1",
        'kind: SignIn, ts: "2026-11-03 02:00:00", agent: a1, device: d1',
        per="agent",
    )
    found = attack_rule(rule, ())
    assert (found.state, found.moves[0].kind) == (State.OPEN, "mask")


@pytest.mark.parametrize("rule", RULES[::3], ids=lambda rule: rule.id)
def test_no_evasion_that_is_told_still_fires(rule: Rule) -> None:
    hunt = search(rule, trials=40)
    found = hunt.run()
    if found is not None:
        assert not hunt.bench.judge(found.scene).fired
        assert found.price.forgone <= MODEL.most_forgone
        assert found.cost_fen == MODEL.fen(found.price) <= 50_000


@pytest.mark.parametrize("rule", RULES[::9], ids=lambda rule: rule.id)
def test_the_same_seed_gives_the_same_result(rule: Rule) -> None:
    first, again = (attack_rule(rule, RULES, seed=3, trials=30) for _ in range(2))
    assert first == again
