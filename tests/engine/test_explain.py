"""Findings: stable ids, people numbered, evidence, near misses, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of, token_of
from shopwarden.engine.explain import explain
from shopwarden.engine.expression import parse
from shopwarden.engine.finding import Stake, StakeKind
from shopwarden.engine.nearest import Change, Miss, Rank, Reach, nearest
from shopwarden.engine.rule import read_rule
from shopwarden.engine.vector import Codes, Columns, exact
from shopwarden.engine.whynot import why_not
from shopwarden.records.coverage import Coverage
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind
from shopwarden.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.finding import Finding

RULE = read_rule(
    "payments/refund_burst",
    """\
title: {zh: 题, en: title}
status: stable
version: 3
severity: high
controls: [PAY-1]
threats: [T1.1]
references: []
fact: RefundPaid
params:
  most_fen:
    {default: 10000, unit: fen, bounds: [1, 100000], source: test, verified: false}
features:
  refunded_fen:
    {aggregate: sum, of: RefundPaid, value: amount_fen, by: buyer, window: 10d}
  usual_fen:
    {aggregate: mean, of: RefundPaid, value: amount_fen, by: buyer, window: 10d}
when: refunded_fen > most_fen and amount_fen > 0
per: buyer
within: 7d
stake: {kind: exposure, amount: refunded_fen - usual_fen}
deadline: ts + 7d
lane: today
reason:
  zh: "订单 {order} 使退款合计达 {refunded_fen}，平均 {usual_fen}，{ts_day}"
  en: "Order {order} brings refunds to {refunded_fen}, mean {usual_fen}, {ts_day}"
runbook: {zh: [a], en: [a]}
falsepositives: {zh: [a], en: [a]}
examples: {match: [{facts: [{kind: RefundPaid, ts: 1}]}],
  no_match: [{facts: [{kind: RefundPaid, ts: 1}]}]}
""",
)
NOW = 2_000_000_000_000
DAY = "2026-11-%02d 10:00:00"


def refund(day: int, order: str, fen: int, buyer: str | None = "b1") -> dict[str, Any]:
    return {
        "kind": "RefundPaid",
        "ts": DAY % day,
        "order": order,
        "sku": "100",
        "after_sale": f"8{order}",
        "buyer": buyer,
        "amount_fen": fen,
    }


def findings(
    records: Sequence[Any], coverage: Sequence[Coverage] | None = None
) -> list[Finding]:
    facts = facts_of(records, coverage)
    return explain(evaluate((RULE,), facts, Reference(), NOW, threads=1)[0], facts)


RECORDS = [
    refund(1, "1", 6_000),
    refund(2, "2", 12_000, "b2"),
    refund(3, "3", 7_501),
    refund(4, "4", 100, "b2"),
]


def test_a_finding_tells_what_a_person_needs() -> None:
    first, second, _ = findings(RECORDS)

    assert (second.rule, second.version) == ("payments/refund_burst", 3)
    assert second.orders == ("1", "3")
    assert [e.order for e in second.evidence] == ["3", "1"]
    assert [e.row for e in second.evidence] == [4, 2]
    assert second.evidence[0].file == "example.csv"
    assert second.stake == Stake(StakeKind.EXPOSURE, 6_750)  # 13501 − 6750.5
    assert second.deadline_ms == second.ts + 7 * 86_400_000
    assert second.values["refunded_fen"] == 13_501
    assert second.values["most_fen"] == 10_000
    assert (first.entity_kind, first.window_ms) == ("buyer", 7 * 86_400_000)
    assert say(second.reason, "zh") == (
        "订单 3 使退款合计达 ¥135.01，平均 ¥67.50，2026-11-03"
    )


def test_people_are_numbered_by_first_appearance_and_never_named() -> None:
    found = findings(RECORDS)

    assert [f.entity for f in found] == ["buyer #1", "buyer #2", "buyer #1"]
    told = repr(found)
    for name in ("b1", "b2"):
        assert token_of("buyer", name).hex() not in told
        assert repr(token_of("buyer", name)) not in told
    assert all("buyer" not in finding.values for finding in found)


def test_ids_hang_on_the_rule_and_the_business_key_alone() -> None:
    found = findings(RECORDS)
    renamed = [{**r, "buyer": {"b1": "z", "b2": "y"}[r["buyer"]]} for r in RECORDS]
    more = [refund(1, "0", 1, "other"), *reversed(renamed)]

    assert [f.id for f in findings(more)] == [f.id for f in found]
    assert len({f.id for f in found}) == 3
    assert all(len(f.id) == 16 for f in found)


def test_the_nearest_miss_is_worded_in_both_languages() -> None:
    second = findings(RECORDS)[1]

    assert second.nearest_miss is not None
    assert say(second.nearest_miss, "zh") == (
        "若同一买家账号近 10 天的退款的退款金额合计不超过 ¥100.00"
        "（现为 ¥135.01）则不会触发"
    )
    assert say(second.nearest_miss, "en") == (
        "It would not have fired with total refund of refunds of the same buyer"
        " within 10 days at most ¥100.00 (now ¥135.01)"
    )


def test_evidence_is_capped_newest_first_and_says_so() -> None:
    many = [{**refund(1, "1000", 1_000), "repeat": 60, "every": "1h"}]

    last = findings(many)[-1]

    assert len(last.evidence) == 20
    assert (last.values["evidence_rows"], last.values["evidence_shown"]) == (60, 20)
    times = [e.ts for e in last.evidence]
    assert times == sorted(times, reverse=True)


def test_a_lower_bound_says_that_it_is_one() -> None:
    opened = int(facts_of([refund(2, "x", 1)]).table(Kind.REFUND_PAID)["ts"][0])

    spans = [Coverage("RefundPaid", opened, NOW)]
    found = findings([refund(3, "3", 12_000)], spans)

    assert found[0].values["refunded_fen_bound"] == "at_least"
    assert found[0].stake is None  # a mean of a window not covered is unknown


def test_why_not_names_the_parts_and_what_they_saw() -> None:
    facts = facts_of([*RECORDS, refund(5, "5", 0, None)])

    silent = why_not(RULE, facts, Reference(), NOW, 0)
    unknown = why_not(RULE, facts, Reference(), NOW, 4)
    later = why_not(RULE, facts, Reference(), 0, 0)

    assert (silent.verdict, [p.text for p in silent.parts]) == (
        -1,
        ["refunded_fen > 10000"],
    )
    assert silent.parts[0].values == {"refunded_fen": 6_000}
    assert [(p.text, p.verdict) for p in unknown.parts] == [
        ("refunded_fen > 10000", 0),
        ("amount_fen > 0", -1),
    ]
    assert (later.verdict, later.parts) == (None, ())


def missed(text: str, numbers: Mapping[str, float], reach: Any = None) -> Any:
    values: Any = {name: exact(np.array([value])) for name, value in numbers.items()}
    values["fee"] = Codes(np.array([4]), "fee")
    columns = Columns(values, lambda _domain, _text: 4)
    return nearest(parse(text).root, columns, 1, reach or {})[0]


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("a > 12900", {"a": 25_800}, Miss("a", Change.AT_MOST, 12_900, 25_800)),
        ("a < 3", {"a": -7}, Miss("a", Change.AT_LEAST, 3, -7)),
        ("a == 0", {"a": 0}, Miss("a", Change.AT_MOST, -1, 0)),
        ("a > 1 and b > 90", {"a": 9, "b": 99}, Miss("b", Change.AT_MOST, 90, 99)),
        ("a > 1 or b > 90", {"a": 9, "b": 9}, Miss("a", Change.AT_MOST, 1, 9)),
        ("a > 1 or b > 90", {"a": 9, "b": 99}, None),
        ("not a <= 5", {"a": 6}, Miss("a", Change.AT_MOST, 5, 6)),
        ("ratio(a, b) >= 0.8", {"a": 8, "b": 10}, Miss("b", Change.AT_LEAST, 11, 10)),
        ("a * b > 100", {"a": 30, "b": 4}, Miss("a", Change.AT_MOST, 25, 30)),
        ("a between 5 and 9", {"a": 8}, Miss("a", Change.AT_LEAST, 10, 8)),
        ("a > 2.5", {"a": 10.25}, Miss("a", Change.AT_MOST, 2, 10.25)),
        ("fee == '佣金'", {}, None),
        ("fee == '佣金' and a > 2", {"a": 3}, Miss("a", Change.AT_MOST, 2, 3)),
        ("abs(a - b) > 5", {"a": 20, "b": 10}, Miss("a", Change.AT_MOST, 15, 20)),
    ],
)
def test_the_nearest_miss_is_the_smallest_change(
    text: str, numbers: dict[str, float], expected: Miss | None
) -> None:
    assert missed(text, numbers) == expected


def test_a_count_is_never_asked_to_be_negative() -> None:
    assert missed("a == 0", {"a": 0}, {"a": Reach(low=0)}) == Miss(
        "a", Change.AT_LEAST, 1, 0
    )
    assert missed("a >= 0", {"a": 3}, {"a": Reach(low=0)}) is None


def test_a_better_rank_wins_whatever_the_distance() -> None:
    numbers = {"paid": 10, "list": 99}
    measure = {"list": Reach(rank=Rank.YARDSTICK)}
    text = "paid * 3 < list"

    assert missed(text, numbers, measure) == Miss("paid", Change.AT_LEAST, 33, 10)
    assert missed(text, {"paid": 32, "list": 99}, {"paid": Reach(rank=Rank.NEVER)}) == (
        Miss("list", Change.AT_MOST, 96, 99)
    )
    never = {name: Reach(rank=Rank.NEVER) for name in numbers}
    assert missed(text, numbers, never) is None
