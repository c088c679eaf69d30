"""Levers keep what they promise, on the examples of every rule of the guide."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.examples import facts_of
from shopwarden.practices.guide import guide_rules
from shopwarden.records.schema import Form, Kind
from shopwarden.screening.redteam.acts import Scene, acts
from shopwarden.screening.redteam.costs import NOBODY, Price, costs
from shopwarden.screening.redteam.deeds import (
    Again,
    Change,
    Fewer,
    Mask,
    Relabel,
    Split,
)
from shopwarden.screening.redteam.levers import levers
from shopwarden.screening.redteam.spans import (
    MINUTE_MS,
    Jitter,
    Pause,
    Shift,
    Stretch,
)
from shopwarden.screening.redteam.used import used

if TYPE_CHECKING:
    from shopwarden.engine.rule import Rule

RULES = {rule.id: rule for rule in guide_rules()}
MODEL = costs()


def paid(number: int, every: str = "1min") -> Scene:
    return acts(
        [
            {
                "kind": "OrderPaid",
                "repeat": number,
                "every": every,
                "ts": 1_000_000,
                "order": "3160000001",
                "buyer": "b1",
                "amount_fen": 9900,
            }
        ]
    )


def test_every_kind_is_in_some_hand() -> None:
    assert set(MODEL.hands) == set(Kind)


@pytest.fixture(params=sorted(RULES))
def rule(request: pytest.FixtureRequest) -> Rule:
    return RULES[request.param]


def test_every_lever_of_every_rule_leads_to_facts(rule: Rule) -> None:
    for example in rule.examples:
        scene = acts(example.facts)
        before = [dict(act.record) for act in scene]
        for lever in levers(scene, used(rule), MODEL, 1):
            for value in (lever.ladder[0], lever.ladder[-1]):
                changed = lever.apply(scene, value)
                assert facts_of([act.record for act in changed]).tables
        assert [dict(act.record) for act in scene] == before


def test_every_ladder_climbs_in_cost(rule: Rule) -> None:
    for example in rule.examples:
        for lever in levers(acts(example.facts), used(rule), MODEL, 1):
            fen = [MODEL.fen(lever.price(value)) for value in lever.ladder]
            assert fen == sorted(fen)
            assert fen[0] > 0


def test_what_is_nobodys_keeps_its_numbers(rule: Rule) -> None:
    for example in rule.examples:
        scene = acts(example.facts)
        numbers = _numbers(scene)
        for lever in levers(scene, used(rule), MODEL, 1):
            for value in lever.ladder:
                left = _numbers(lever.apply(scene, value))
                assert all(each in numbers for each in left)


def _numbers(scene: Scene) -> list[tuple[object, ...]]:
    return [
        (act.kind, *(v for n, v in act.record.items() if n.endswith("_fen")))
        for act in scene
        if MODEL.hands[act.kind] == NOBODY
    ]


@given(number=st.integers(2, 9), drop=st.integers(1, 4))
def test_fewer_leaves_out_the_last_and_costs_their_share(
    number: int, drop: int
) -> None:
    scene = paid(number)
    drop = min(drop, number // 2)
    lever = Fewer(tuple(range(number)), "OrderPaid", (drop,))
    assert lever.apply(scene, drop) == scene[: number - drop]
    assert lever.price(drop).forgone * number >= drop * 1000


def test_fewer_takes_what_belongs_to_an_order_along() -> None:
    scene = acts(
        [
            {"kind": "OrderPlaced", "ts": 1, "order": "1"},
            {"kind": "OrderPlaced", "ts": 2, "order": "2"},
            {"kind": "OrderPaid", "ts": 3, "order": "2"},
            {"kind": "OrderPaid", "ts": 4, "order": "1"},
        ]
    )
    left = Fewer((0, 1), "OrderPlaced", (1,)).apply(scene, 1)
    assert [act.record["order"] for act in left] == ["1", "1"]


@given(at=st.integers(1, 4), minutes=st.integers(1, 5000))
def test_a_pause_moves_all_that_follows_and_nothing_before(
    at: int, minutes: int
) -> None:
    scene = paid(5)
    moved = Pause(at, at + 1, 5, (minutes,), "OrderPaid").apply(scene, minutes)
    off = [new.ts - old.ts for new, old in zip(moved, scene, strict=True)]
    assert off == [0] * at + [minutes * MINUTE_MS] * (5 - at)


@given(minutes=st.integers(1, 500))
def test_stretching_widens_every_interval_alike(minutes: int) -> None:
    scene = paid(4)
    cases = tuple(act.case for act in scene)
    lever = Stretch(0, (0, 1, 2, 3), cases, (minutes,), "OrderPaid")
    moved = lever.apply(scene, minutes)
    gaps = {b.ts - a.ts for a, b in itertools.pairwise(moved)}
    assert gaps == {MINUTE_MS + minutes * MINUTE_MS}
    assert lever.price(minutes) == Price(waited_min=3 * minutes)


@given(minutes=st.integers(1, 90), seed=st.integers(0, 50))
def test_jitter_stays_in_its_bounds_and_hangs_on_its_seed(
    minutes: int, seed: int
) -> None:
    scene = paid(4, "1d")
    lever = Jitter(seed, Price(), (minutes,))
    moved = lever.apply(scene, minutes)
    for new, old in zip(moved, scene, strict=True):
        assert 0 <= new.ts - old.ts <= minutes * MINUTE_MS
    assert moved == lever.apply(scene, minutes)


def test_facts_of_one_order_at_one_moment_are_one_act() -> None:
    placed = {"kind": "OrderPlaced", "repeat": 3, "every": "1h", "ts": 1_000_000}
    both = [{**placed, "kind": k, "order": "31"} for k in ("OrderPlaced", "OrderLine")]
    scene = acts(both)
    rule = RULES["monitoring/scalping_stock"]
    ways = levers(scene, used(rule), MODEL, 1)
    assert any(isinstance(way, Pause) for way in ways)
    for way in ways:
        if isinstance(way, (Pause, Stretch, Jitter)):
            by_order: dict[object, set[int]] = {}
            for act in way.apply(scene, way.ladder[-1]):
                by_order.setdefault(act.record["order"], set()).add(act.ts)
            assert all(len(moments) == 1 for moments in by_order.values())


@given(minutes=st.integers(1, 600), seed=st.integers(0, 50))
def test_jitter_never_turns_a_sequence_round(minutes: int, seed: int) -> None:
    scene = paid(5)
    moved = Jitter(seed, Price(), (minutes,)).apply(scene, minutes)
    assert [act.at for act in moved] == [0, 1, 2, 3, 4]


def test_slow_data_stays_where_it_is() -> None:
    roster = {"kind": "Staff", "ts": 1, "agent": "a1", "role": "service"}
    scene = acts([roster, {"kind": "SignIn", "ts": 9_000, "agent": "a1"}])
    for lever in (Shift((5,)), Shift((5,), -1), Jitter(1, Price(), (5,))):
        first = next(act for act in lever.apply(scene, 5) if act.slow)
        assert first == scene[0]


@given(number=st.integers(2, 9), turns=st.integers(2, 9))
def test_a_split_takes_turns_and_keeps_an_order_together(
    number: int, turns: int
) -> None:
    placed = {"kind": "OrderPlaced", "repeat": number, "every": "1s", "ts": 1}
    done = {**placed, "kind": "OrderPaid", "ts": 1_000_000}
    both = [{**each, "order": "3160000001", "buyer": "b1"} for each in (placed, done)]
    scene = Split("buyer", Price(100), (turns,)).apply(acts(both), turns)
    by_order: dict[object, set[object]] = {}
    for act in scene:
        by_order.setdefault(act.record["order"], set()).add(act.record["buyer"])
    assert all(len(buyers) == 1 for buyers in by_order.values())
    assert len(set.union(*by_order.values())) == min(number, turns)


def test_another_account_is_on_the_roster_too() -> None:
    scene = acts(
        [
            {"kind": "Staff", "ts": 1, "agent": "a1", "role": "service"},
            {"kind": "Operation", "repeat": 2, "every": "1s", "ts": 5, "agent": "a1"},
        ]
    )
    split = Split("agent", Price(), (2,)).apply(scene, 2)
    roster = {act.record["agent"]: act.record["role"] for act in split if act.slow}
    assert roster == {"a1": "service", "a1~1": "service"}
    assert {act.record["agent"] for act in split if not act.slow} == set(roster)


def test_the_same_identity_again_makes_fewer_different_ones() -> None:
    scene = acts(
        [
            {"kind": "OrderPaid", "ts": n, "order": str(n), "buyer": f"b{n}"}
            for n in (1, 2, 3)
        ]
    )
    lever = Again("buyer", ("b1", "b2", "b3"), Price(), (1, 2))
    assert [a.record["buyer"] for a in lever.apply(scene, 1)] == ["b1", "b2", "b1"]
    assert lever.price(1).forgone == 334


@given(
    number=st.integers(-(10**9), 10**9).filter(bool),
    value=st.integers(1, 500),
    sign=st.sampled_from((-1, 1)),
)
def test_a_changed_number_keeps_its_side_of_zero_and_pays_its_share(
    number: int, value: int, sign: int
) -> None:
    kind, form = Kind.REFUND_PAID, Form.MONEY
    lever = Change(
        kind, frozenset(), "amount_fen", form, sign, (number,), Price(), (value,)
    )
    changed = lever.changed(number, value)
    assert changed * number >= 0
    assert (abs(changed) - abs(number)) * sign > 0
    off = abs(changed - number) * 1000
    forgone = lever.price(value).forgone
    assert (forgone - 1) * abs(number) < off <= forgone * abs(number)


def test_a_masked_column_is_empty_in_the_attackers_acts_only() -> None:
    scene = acts(
        [
            {"kind": "Message", "ts": 1, "session": "s1", "order": "1"},
            {"kind": "OrderPaid", "ts": 2, "order": "1"},
        ]
    )
    left = Mask("order", Price(), frozenset({0})).apply(scene, 1)
    assert [act.record.get("order") for act in left] == [None, "1"]


def test_other_words_take_labels_away_and_a_warning_adds_one() -> None:
    labels = ("solicitation", "solicitation:strong")
    scene = acts([{"kind": "Message", "ts": 1, "session": "s1", "labels": labels}])
    warned = ("benign_warning",)
    bare = Relabel("reword", Kind.MESSAGE, frozenset({0}), "labels", None, (), Price())
    warn = Relabel(
        "warn", Kind.MESSAGE, frozenset({0}), "labels", frozenset(), warned, Price()
    )
    assert bare.apply(scene, 1)[0].record["labels"] == "none"
    said = cast("tuple[str, ...]", warn.apply(scene, 1)[0].record["labels"])
    assert said == (*labels, *warned)


def test_words_of_victims_are_nobodys_to_change() -> None:
    told = {"kind": "Message", "ts": 1, "session": "s1", "labels": ("scam_report",)}
    scene = acts([told, {**told, "ts": 2, "session": "s2"}])
    assert levers(scene, used(RULES["privacy/scam_report_burst"]), MODEL, 1) == []
