"""Rule files: what is read, and what is refused with line and hint."""

from __future__ import annotations

import pytest

from shopwarden.engine.rule import Rule, Status, load_rules, read_rule
from shopwarden.engine.windows import Aggregate
from shopwarden.errors import RuleError, SettingsError
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind
from shopwarden.words import LANGUAGES, Text, say

GOOD = """\
title: {zh: 标题, en: Title}
status: stable
version: 1
severity: high
controls: [PAY-2]
threats: [T1.6]
references: ["Catalogue T1.6"]
fact: RefundPaid
params:
  least: {default: 3, unit: refunds, bounds: [2, 50], source: "own choice", verified: false}
  back: {default: 24h, unit: duration, bounds: [1h, 7d], source: "own choice", verified: false}
  share: {default: 0.5, unit: ratio, bounds: [0, 1], source: "own choice", verified: false}
lists: [staff]
features:
  refunds: {aggregate: count, of: RefundPaid, by: order.buyer, window: back, where: "amount_fen > least"}
  paid_fen: {aggregate: sum, of: OrderPaid, value: amount_fen, by: [order]}
when: refunds >= least and ratio(amount_fen, paid_fen) > share and not sku in staff
per: order.buyer
within: 7d
stake: {kind: loss, amount: amount_fen}
deadline: ts + 7d
lane: today
reason: {zh: "{order} 在 {back_span} 内退 {amount_fen}", en: "{order}: {amount_fen} in {back_span}"}
runbook: {zh: [看], en: [look]}
falsepositives: {zh: [无], en: [none]}
examples:
  match:
    - facts: [{kind: RefundPaid, ts: 5, order: "1", amount_fen: 5}]
  no_match:
    - facts: [{kind: RefundPaid, ts: 5, order: "1", amount_fen: 5}]
"""  # noqa: E501 - a rule file has longer lines


def read(text: str) -> Rule:
    return read_rule("payments/example", text)


def refused(old: str, new: str) -> RuleError:
    assert old in GOOD
    with pytest.raises(RuleError) as caught:
        read(GOOD.replace(old, new, 1))
    for language in LANGUAGES:
        say(Text(caught.value.code, caught.value.params), language)
    return caught.value


def test_a_rule_is_read_whole() -> None:
    rule = read(GOOD)

    assert (rule.id, rule.practice) == ("payments/example", "payments")
    assert (rule.status, rule.fact, rule.per) == (
        Status.STABLE,
        Kind.REFUND_PAID,
        "order.buyer",
    )
    assert rule.within_ms == 7 * 86_400_000
    refunds = rule.features["refunds"]
    assert (refunds.aggregate, refunds.window) == (Aggregate.COUNT, "back")
    assert refunds.by == refunds.read_by == ("order.buyer",)
    assert rule.features["paid_fen"].window is None
    assert [example.fires for example in rule.examples] == [True, False]


UNKNOWN = "placeholder_unknown"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("status: stable", "status: live", "choice_wanted", 2),
        ("version: 1", "version: 0", "integer_wanted", 3),
        ("version: 1", "version: true", "integer_wanted", 3),
        ("severity: high", "severty: high", "unknown_key_near", 4),
        ("lane: today\n", "", "key_missing", 1),
        ("by: [order]", "by: [order], name: {zh: 付}", "key_missing", 16),
        ("by: [order]", 'by: [order], name: {zh: "{sku}", en: "{sku}"}', UNKNOWN, 16),
        ("lane: today", 'lane: today\nends: {zh: "{x}", en: "{x}"}', UNKNOWN, 23),
        ("lane: today", "lane: today\nlane: ring", "duplicate_key", 23),
        ("controls: [PAY-2]", "controls: [pay2]", "bad_identifier", 5),
        ("threats: [T1.6]", "threats: [T0.1]", "bad_identifier", 6),
        ("fact: RefundPaid", "fact: Refund", "choice_wanted", 8),
        ("default: 3,", "default: 1,", "default_out_of_bounds", 10),
        ("bounds: [2, 50]", "bounds: [2]", "bounds_wanted", 10),
        ("default: 24h", "default: 24", "bad_setting", 11),
        ("  least:", "  sku:", "name_taken", 10),
        ("  refunds:", "  Refunds:", "bad_name", 15),
        ("aggregate: count,", "aggregate: count, value: sku,", "value_unused", 15),
        ("value: amount_fen, by", "by", "value_missing", 16),
        ("value: amount_fen, by", "value: buyer, by", "bad_value", 16),
        ("by: [order]", "by: [amount_fen]", "not_a_key", 16),
        ("by: [order]", "by: {buyer: order}", "keys_differ", 16),
        ("window: back", "window: soon", "duration_wanted", 15),
        ('where: "amount_fen >', 'where: "refunds >', "unknown_name", 15),
        ("> share and", "> shre and", "unknown_name_near", 17),
        ("per: order.buyer", "per: amount_fen", "not_an_entity", 18),
        ("within: 7d", "within: 7", "duration_wanted", 19),
        ("amount: amount_fen", "amount: order", "not_a_number", 20),
        ('{zh: "{order} 在', '{zh: "{buyer} 在', "placeholder_person", 23),
        ('{zh: "{order} 在', '{zh: "{ordr} 在', "placeholder_unknown", 23),
        ('{zh: "{order} 在', '{zh: "{order:>9} 在', "bad_placeholder", 23),
        ('{zh: "{order} 在', '{zh: "在', "placeholders_differ", 23),
        ("en: [look]", "en: [look, act]", "languages_differ", 24),
        ("title: {zh: 标题, en: Title}", "title: {zh: 标题}", "key_missing", 1),
        ("  no_match:\n    -", "  no_match: []\n  other:\n    -", "unknown_key", 30),
        ("runbook: {zh: [看]", "runbook: {zh: [[看]]", "text_wanted", 24),
        ("title: {zh", "title: {zh: 标, zh", "duplicate_key", 1),
        ("status: stable", "status: *x", "not_yaml", 2),
        ("status: stable", "status: [", "not_yaml", 4),
        ("kind: RefundPaid, ts: 5, ", "kind: RefundPaid, ", "key_missing", 28),
    ],
)
def test_what_is_refused_says_which_line(
    old: str, new: str, code: str, line: int
) -> None:
    error = refused(old, new)

    assert (error.code, error.params["line"]) == (f"rules.{code}", line)


def test_an_error_in_a_condition_has_its_column_in_the_file() -> None:
    assert refused("> share and", "> shre and").params["column"] == 58


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "just text",
        "\t{",
        "a: " + "[" * 5_000,
        "x: \x00",
        "a: !!python/object:os.x {}",
    ],
)
def test_what_is_no_rule_at_all_is_an_error_with_words(text: str) -> None:
    with pytest.raises(RuleError):
        read(text)


def test_a_file_has_at_most_80_lines() -> None:
    with pytest.raises(RuleError) as caught:
        read(GOOD + "\n" * 80)

    assert caught.value.code == "rules.too_many_lines"


def test_a_shop_sets_parameters_within_bounds() -> None:
    rule = read(GOOD)
    own = Reference(params={"payments/example": {"least": 9}})

    assert rule.settings(own) == {"least": 9, "back": 86_400_000, "share": 0.5}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("least", 51, "setting_bounds"),
        ("least", 2.5, "setting_bounds"),
        ("leest", 3, "setting_unknown"),
        ("back", 3, "setting_length"),  # a bare 3 would be 3 milliseconds
    ],
)
def test_a_setting_out_of_bounds_is_refused(name: str, value: float, code: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(GOOD).settings(Reference(params={"payments/example": {name: value}}))

    assert caught.value.code == f"rules.{code}"
    for language in LANGUAGES:
        say(Text(caught.value.code, caught.value.params), language)


def test_the_rules_of_a_practice_without_rules_are_none() -> None:
    assert load_rules(["shopwarden.engine"]) == ()
