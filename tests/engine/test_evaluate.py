"""Judging rules: three answers, honest causes, nothing from the future."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.engine.rule import read_rule
from shopwarden.engine.windows import compute
from shopwarden.errors import SettingsError
from shopwarden.records.coverage import Coverage
from shopwarden.records.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.evaluate import RuleRun
    from shopwarden.engine.rule import Rule

TEMPLATE = """\
title: {zh: 题, en: title}
status: draft
version: 1
severity: low
controls: []
threats: []
references: []
fact: KIND
params:
  least: {default: 3, unit: n, bounds: [1, 9], source: test, verified: false}
lists: [staff]
features: {FEATURES}
when: WHEN
per: order
within: 1d
lane: weekly
reason: {zh: "{order}", en: "{order}"}
runbook: {zh: [a], en: [a]}
falsepositives: {zh: [a], en: [a]}
examples: {match: [{facts: [{kind: KIND, ts: 1}]}],
  no_match: [{facts: [{kind: KIND, ts: 1}]}]}
"""
LATER = 1_000_000


def rule(
    when: str, features: str = "", kind: str = "RefundPaid", name: str = "r"
) -> Rule:
    text = TEMPLATE.replace("KIND", kind).replace("WHEN", when)
    return read_rule(f"test/{name}", text.replace("FEATURES", features))


def refund(ts: int, amount: int | None = 5, **more: object) -> dict[str, Any]:
    return {"kind": "RefundPaid", "ts": ts, "order": "1", "amount_fen": amount, **more}


def run(
    judged: Rule,
    records: Sequence[Any],
    coverage: Sequence[Coverage] | None = None,
    reference: Reference | None = None,
    as_of: int = LATER,
) -> RuleRun:
    facts = facts_of(records, coverage)
    return evaluate((judged,), facts, reference or Reference(), as_of, threads=1)[0]


def answers(result: RuleRun) -> tuple[list[int], int, int, dict[str, int]]:
    because = dict(result.unknown_because)
    return result.fired.tolist(), result.false, result.unknown, because


REFUNDS = "n: {aggregate: count, of: RefundPaid, by: order, window: 10ms}"
BILLS = "n: {aggregate: count, of: BillLine, by: order}"


def test_every_fact_is_fired_false_or_unknown() -> None:
    result = run(rule("amount_fen > 3"), [refund(1), refund(2, None), refund(3, 1)])

    assert answers(result) == ([0], 1, 1, {"missing:amount_fen": 1})
    assert result.total == 3
    assert result.values["amount_fen"].tolist() == [5]


def test_a_window_outside_coverage_is_a_lower_bound() -> None:
    records = [refund(20), refund(22), refund(24), refund(40)]
    spans = [Coverage("RefundPaid", 19, 40)]

    result = run(rule("n >= 3", REFUNDS), records, spans)

    # At 20 and 22 the window begins before 19; at 24 the bound already decides.
    assert answers(result) == ([2], 1, 2, {"coverage:RefundPaid": 2})


def test_without_any_coverage_nothing_is_counted_as_none() -> None:
    result = run(rule("n == 0", BILLS), [refund(20)], [Coverage("RefundPaid", 0, 99)])

    assert answers(result) == ([], 0, 1, {"coverage:BillLine": 1})


def test_an_order_has_its_whole_life_from_its_placing_on() -> None:
    placed = {"kind": "OrderPlaced", "ts": 10, "order": "1"}
    other = {"kind": "OrderPlaced", "ts": 4, "order": "2"}
    records = [placed, other, refund(20), refund(20, order="2")]

    spans = [Coverage("RefundPaid", 0, 99), Coverage("BillLine", 5, 99)]
    result = run(rule("n == 0", BILLS), records, spans)

    assert answers(result) == ([0], 0, 1, {"coverage:BillLine": 1})


def test_signed_sums_have_no_lower_bound() -> None:
    bills = BILLS.replace("count", "sum, value: amount_fen, window: 9ms")
    bill = {"kind": "BillLine", "ts": 19, "order": "1", "fee": "货款", "amount_fen": 50}

    spans = [Coverage("BillLine", 15, 99)]
    result = run(rule("n > 40", bills), [bill, refund(20)], spans)

    assert answers(result) == ([], 0, 1, {"coverage:BillLine": 1})


def test_time_since_the_last_needs_coverage_back_to_the_last_only() -> None:
    since = "n: {aggregate: since_last, of: RefundPaid, by: order, window: 50ms}"

    result = run(
        rule("n <= 5", since),
        [refund(20), refund(24)],
        [Coverage("RefundPaid", 20, 99)],
    )

    assert answers(result) == ([1], 0, 1, {"coverage:RefundPaid": 1})


def test_a_fact_without_the_key_is_unknown_for_the_key() -> None:
    by_buyer = "n: {aggregate: count, of: RefundPaid, by: buyer, window: 10ms}"

    result = run(rule("n >= 1", by_buyer), [refund(1), refund(2, buyer="b1")])

    assert answers(result) == ([1], 0, 1, {"missing:buyer": 1})


def test_an_undecided_predicate_leaves_the_count_open() -> None:
    large = REFUNDS.replace("window", "where: amount_fen > 2, window")

    result = run(rule("n == 0", large), [refund(1, None), refund(20, 1)])

    assert answers(result) == ([1], 0, 1, {"n": 1})


def test_a_key_path_reaches_the_order_and_never_ahead() -> None:
    placed = {"kind": "OrderPlaced", "ts": 10, "order": "1", "buyer": "b1", "lines": 2}

    result = run(rule("order.lines == 2"), [placed, refund(9), refund(10)])

    assert answers(result) == ([1], 0, 1, {"missing:order.lines": 1})


def test_floors_and_lists_come_from_the_reference() -> None:
    line = {"kind": "OrderLine", "ts": 1, "order": "1", "unit_fen": 5}
    records = [{**line, "sku": "100"}, {**line, "sku": "200"}]
    judged = rule("unit_fen < floor_fen and sku in staff", kind="OrderLine")

    known = Reference(floors_fen={"100": 9}, lists={"staff": frozenset({"100"})})
    assert answers(run(judged, records, reference=known))[0] == [0]
    result = run(judged, records, reference=Reference(floors_fen={"100": 9, "200": 1}))
    assert answers(result) == ([], 1, 1, {"list:staff": 1})


def test_what_was_not_delivered_is_neither_missing_nor_filled_in() -> None:
    last = "n: {aggregate: last, of: BillLine, value: amount_fen, by: order}"
    records = [{"kind": "OrderPlaced", "ts": 1, "order": "1"}, refund(20)]
    early, late = [Coverage("BillLine", 0, 99)], [Coverage("BillLine", 15, 99)]
    for condition in ("missing(n)", "coalesce(n, 0) == 0"):
        assert answers(run(rule(condition, last), records, early))[0] == [0]
        result = run(rule(condition, last), records, late)
        assert answers(result) == ([], 0, 1, {"coverage:BillLine": 1})


def test_a_shop_may_set_a_parameter_within_its_bounds() -> None:
    judged = rule("amount_fen > least")
    low = Reference(params={"test/r": {"least": 1}})

    assert answers(run(judged, [refund(1, 2)]))[0] == []
    assert answers(run(judged, [refund(1, 2)], reference=low))[0] == [0]
    with pytest.raises(SettingsError):
        run(judged, [refund(1)], reference=Reference(params={"test/r": {"least": 99}}))


def test_nothing_from_after_the_moment_is_seen() -> None:
    records = [
        refund(10),
        refund(12, known_at=50),
        refund(30),
        {"kind": "OrderPlaced", "ts": 5, "order": "1", "known_at": 60},
    ]
    judged = rule("n >= 2 or not missing(order.ts)", REFUNDS)

    assert answers(run(judged, records, as_of=20)) == ([], 1, 0, {})
    assert answers(run(judged, records, as_of=55)) == ([1], 2, 0, {})
    assert answers(run(judged, records, as_of=60)) == ([0, 1, 2], 0, 0, {})


def test_a_newer_version_supersedes_once_it_is_known() -> None:
    records = [
        refund(10, 5, sku="100", after_sale="8", known_at=11),
        refund(10, 1, sku="100", after_sale="8", known_at=40, version=1),
        refund(12, 9, sku="200", after_sale="9"),
    ]
    judged = rule("amount_fen > 3")

    # Positions are those of the table given: both versions are in it.
    assert answers(run(judged, records, as_of=20)) == ([0, 2], 0, 0, {})
    assert answers(run(judged, records, as_of=40)) == ([2], 1, 0, {})


def test_the_same_window_of_two_rules_is_computed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    real = compute

    def counting(facts: Any, kind: Any, windows: Any, *rest: Any, **more: Any) -> Any:
        asked.append(len(windows))
        return real(facts, kind, windows, *rest, **more)

    monkeypatch.setattr("shopwarden.engine.featured.compute", counting)
    where = REFUNDS.replace("window", "where: amount_fen>least, window")
    rules = [
        rule("n > 2", where, name="a"),
        rule("m > 3", where.replace("n:", "m:", 1).replace(">least", " > 3"), name="b"),
    ]
    evaluate(rules, facts_of([refund(1)]), Reference(), LATER, threads=1)

    assert asked == [1]


def test_runs_come_in_the_order_of_the_rules() -> None:
    rules = [rule("ts > 0", name="b"), rule("ts > 0", kind="BillLine", name="a")]

    runs = evaluate(rules, facts_of([refund(1)]), Reference(), LATER)

    assert [each.rule.id for each in runs] == ["test/b", "test/a"]
    assert [each.total for each in runs] == [1, 0]
