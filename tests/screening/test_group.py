"""Grouping: one cause is one incident, whatever the order of the findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report import invented_findings as example
from tests.report.invented_findings import AS_OF, RULES

from shopwarden.engine.finding import Lane, Severity, Stake, StakeKind
from shopwarden.records.moment import DAY_MS, SECOND_MS
from shopwarden.screening.group import alerts, group
from shopwarden.screening.join import CROWD, Union, sharing

if TYPE_CHECKING:
    import random

    from shopwarden.engine.finding import Finding

UNSETTLED, WAVE = "payments/settlement_missing", "monitoring/bulk_refund_sku"
WHY = example.text("因为", "because")


def about(rule: str, number: int, amount: int = 100, **changes: object) -> Finding:
    return example.finding(rule, number, AS_OF + number, amount, WHY, **changes)


def test_38_unsettled_orders_are_one_incident_with_38_alerts() -> None:
    (one,) = group(example.unsettled(), RULES, AS_OF)
    assert (len(one.alerts), len(one.orders)) == (38, 38)
    amounts = [f.stake.amount_fen for f in example.unsettled() if f.stake]
    assert one.stake == {StakeKind.LOSS: sum(amounts)}


def test_a_gang_inside_a_price_error_joins_it_and_stakes_stay_apart() -> None:
    (one,) = group([*example.gang(), *example.price_error()], RULES, AS_OF)
    assert one.lane is Lane.RING
    assert one.alerts[0].rule == "monitoring/price_below_usual"
    assert one.stake == {StakeKind.LOSS: 60 * 28910, StakeKind.EXPOSURE: 12 * 28910}


def test_one_order_of_a_gang_does_not_pull_in_every_unsettled_order() -> None:
    late = replace(example.unsettled()[0], orders=(example.order(210),))
    found = group([late, *example.unsettled()[1:], *example.gang()], RULES, AS_OF)
    assert len(found) == 2


def test_different_fees_of_one_rule_are_different_incidents() -> None:
    fees = [
        about("payments/fee_off_rate", n, values={"fee": f"费{n % 2}"})
        for n in range(6)
    ]
    assert len(group(fees, RULES, AS_OF)) == 2


def test_a_gap_longer_than_within_splits_an_alert_and_keeps_the_first_id() -> None:
    one = about(WAVE, 1, entity_kind="sku", entity="A")
    near = replace(one, id="b", ts=one.ts + DAY_MS)
    far = replace(one, id="c", ts=one.ts + 2 * DAY_MS + 1)
    raised = alerts([far, one, near], RULES)
    assert [alert.id for alert in raised] == [one.id, "c"]


def test_a_person_joins_the_alerts_of_two_rules_at_one_time() -> None:
    person: dict[str, Any] = {"entity_kind": "buyer", "entity": "buyer #1"}
    other: dict[str, Any] = {"entity_kind": "buyer", "entity": "buyer #2"}
    pair = [about(WAVE, 1, **person), about("payments/fee_off_rate", 2, **person)]
    apart = [about(WAVE, 1, **person), about("payments/fee_off_rate", 2, **other)]
    assert len(group(pair, RULES, AS_OF)) == 1
    assert len(group(apart, RULES, AS_OF)) == 2
    thing: dict[str, Any] = {"entity_kind": "sku", "entity": "S", "ts": AS_OF}
    pair = [about(WAVE, 1, **thing), about("payments/fee_off_rate", 2, **thing)]
    assert len(group(pair, RULES, AS_OF)) == 1


def test_an_order_counts_once_per_kind_with_its_largest_amount() -> None:
    number = 7
    line: dict[str, Any] = {
        "entity_kind": "sku",
        "entity": "S",
        "orders": (example.order(number),),
    }
    found = [
        about(WAVE, number, 300, **line),
        about(WAVE, number, 200, **line, id="second line"),
        about("payments/refund_twice", number, 450),
    ]
    (one,) = group(found, RULES, AS_OF)
    assert one.stake == {StakeKind.LOSS: 500}


def test_beyond_three_a_day_the_weakest_wait_but_deadlines_and_prices_do_not() -> None:
    weak = [
        about(WAVE, n, n, entity_kind="sku", entity=str(n), severity=Severity.LOW)
        for n in range(5)
    ]
    due = about("payments/refund_twice", 50, deadline_ms=AS_OF + DAY_MS)
    price = about("monitoring/price_below_usual", 51, 1, entity_kind="sku", entity="P")
    found = group([*weak, due, price], RULES, AS_OF)
    waiting = {one.title.params["about"] for one in found if one.lane is Lane.WEEKLY}
    assert waiting == {"0", "1", "2", "3"}
    assert len(found) == 7


def test_rank_is_lane_then_deadline_then_money() -> None:
    ranked = group(
        [
            about(WAVE, 1, 9_999, entity_kind="sku", entity="big"),
            about("payments/refund_twice", 2, 1, deadline_ms=AS_OF + DAY_MS),
            about("monitoring/price_below_usual", 3, 1, lane=Lane.RING),
        ],
        RULES,
        AS_OF,
    )
    assert [one.alerts[0].findings[0].orders[0][-1] for one in ranked] == [
        "3",
        "2",
        "1",
    ]


@given(st.randoms(use_true_random=False))
def test_any_order_of_findings_gives_the_same_incidents(
    shuffler: random.Random,
) -> None:
    findings = example.all_findings()
    expected = group(findings, RULES, AS_OF)
    shuffler.shuffle(findings)
    assert group(findings, RULES, AS_OF) == expected


@given(
    st.lists(st.sets(st.sampled_from("ABCDEF"), min_size=1), max_size=8),
    st.data(),
)
def test_sharing_agrees_with_comparing_all_pairs(
    sets: list[set[str]], data: st.DataObject
) -> None:
    whole = [data.draw(st.booleans()) for _ in sets]
    expected = set()
    for right, second in enumerate(sets):
        for left, first in enumerate(sets[:right]):
            sizes = sorted((len(first), len(second)))
            if 2 * len(first & second) >= sizes[whole[left] or whole[right]]:
                expected.add((left, right))
    assert set(sharing([sorted(each) for each in sets], whole)) == expected


def test_a_crowded_order_costs_a_chain_not_every_pair() -> None:
    lists = [("hot", f"own{n}") for n in range(20 * CROWD)]
    pairs = list(sharing(lists, [False] * len(lists)))
    assert len(pairs) == len(lists) - 1
    union = Union(len(lists))
    for left, right in pairs:
        union.join(left, right)
    assert len(union.groups()) == 1


@pytest.mark.parametrize("amount", [0, 1, 10**15])
def test_no_stake_is_lost_or_made(amount: int) -> None:
    stake = Stake(StakeKind.PENALTY, amount)
    found = [
        about(UNSETTLED, n, stake=stake, ts=AS_OF + n * SECOND_MS) for n in range(9)
    ]
    assert (
        sum(one.stake[StakeKind.PENALTY] for one in group(found, RULES, AS_OF))
        == 9 * amount
    )
