"""The nearest miss in a merchant's words, and what is never asked to differ."""

from __future__ import annotations

import numpy as np
import pytest

from shopwarden.engine.miss import miss_text, reach_of
from shopwarden.engine.nearest import Change, Miss, Rank, nearest
from shopwarden.engine.phrase import column, phrase
from shopwarden.engine.rule import Rule, environment, read_rule
from shopwarden.engine.vector import Columns, exact
from shopwarden.engine.windows import Aggregate
from shopwarden.records.schema import Kind
from shopwarden.words import LANGUAGES, catalogue, say

TEXT = """\
title: {zh: 题, en: title}
status: stable
version: 1
severity: high
controls: [PAY-1]
threats: [T1.1]
references: []
fact: FACT
params:
  back: {default: 10min, unit: duration, bounds: [1min, 7d], source: t, verified: false}
features:
  plain:
    {aggregate: distinct, of: OrderLine, value: order, by: [sku, address], window: back}
  named: {aggregate: count, of: OrderLine, by: sku, window: back,
    name: {zh: "该商品 {back_span}内的行数", en: "the SKU's lines in {back_span}"}}
  chosen: {aggregate: count, of: OrderLine, by: sku, where: "quantity > 1"}
  usual: {aggregate: mean, of: OrderLine, value: unit_fen, by: sku, window: 30d}
  seen: {aggregate: first_seen, of: OrderLine, by: sku}
when: WHEN
per: order
within: 7d
lane: today
reason: {zh: 因, en: because}
runbook: {zh: [a], en: [a]}
falsepositives: {zh: [a], en: [a]}
examples: {match: [{facts: [{kind: OrderLine, ts: 1}]}],
  no_match: [{facts: [{kind: OrderLine, ts: 1}]}]}
"""
SETTINGS = {"back": 600_000}


def rule(when: str, fact: str = "OrderLine") -> Rule:
    text = TEXT.replace("WHEN", f'"{when}"').replace("FACT", fact)
    if fact != "OrderLine":
        start, end = text.index("features:"), text.index("when:")
        text = text[:start] + text[end:]
    return read_rule("payments/test", text)


def told(found: Rule, miss: Miss) -> tuple[str, ...]:
    text = miss_text(found, miss, SETTINGS)
    return tuple(say(text, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("unit_fen", "单件实收", "unit price received"),
        ("order.freight_fen", "该订单的运费", "freight of the order"),
        ("floor_fen", "店铺底价", "the shop's floor price"),
        ("named", "该商品 10 分钟内的行数", "the SKU's lines in 10 minutes"),
        (
            "plain",
            "同一商品与收货地址近 10 分钟的商品行的不同订单号数",
            (
                "number of different values of order in order lines"
                " of the same SKU and address within 10 minutes"
            ),
        ),
        (
            "chosen",
            "同一商品至今的商品行数（只计符合条件的）",
            "number of order lines of the same SKU so far (only those that qualify)",
        ),
    ],
)
def test_names_are_words(name: str, zh: str, en: str) -> None:
    text = phrase(rule("quantity > 1"), name, SETTINGS)

    assert (say(text, "zh"), say(text, "en")) == (zh, en)


@pytest.mark.parametrize("kind", Kind)
def test_every_name_a_rule_can_use_has_words(kind: Kind) -> None:
    for name in environment(kind):
        words = [say(column(kind, name), language) for language in LANGUAGES]
        assert all("_" not in word for word in words)


def test_every_aggregate_and_kind_has_words() -> None:
    entries = catalogue("columns")

    assert {f"feature_{aggregate}" for aggregate in Aggregate} <= set(entries)
    assert {f"kind_{kind.name.lower()}" for kind in Kind} <= set(entries)


def test_a_column_is_called_by_what_it_means_in_its_kind() -> None:
    kinds = (Kind.ORDER_PAID, Kind.REFUND_PAID, Kind.FEE_CHECKED)

    assert [say(column(kind, "amount_fen"), "zh") for kind in kinds] == [
        "实付金额",
        "退款金额",
        "收取金额",
    ]


def test_values_take_their_units() -> None:
    fee = rule("gap_ppm > 3000", "FeeChecked")
    line = rule("unit_fen < 100 and seen > 3")
    at = 1_763_000_000_000

    rate = Miss("gap_ppm", Change.AT_MOST, 3_000, 3_001)
    assert told(fee, rate)[0] == "若费率偏差不超过 0.3 %（现为 0.3001 %）则不会触发"
    price = Miss("unit_fen", Change.AT_LEAST, 6_138, 990)
    assert told(line, price) == (
        "若单件实收不少于 ¥61.38（现为 ¥9.90）则不会触发",
        "It would not have fired with unit price received at least ¥61.38 (now ¥9.90)",
    )
    count = Miss("named", Change.AT_MOST, 9, 1_000)
    assert "不超过 9（现为 1,000）" in told(line, count)[0]
    moment = Miss("seen", Change.AT_MOST, at, at + 60_000)
    assert "不晚于 2025-11-13 10:13（现为 2025-11-13 10:14）" in told(line, moment)[0]


def test_what_is_equal_has_a_sign_or_is_a_flag_never_differs() -> None:
    fee = rule("known_fee == 0 and amount_fen < 0 and gap_ppm > 5", "FeeChecked")
    reach = reach_of(fee)

    never = ("known_fee", "amount_fen", "fee", "ts", "order")
    assert {reach[name].rank for name in never} == {Rank.NEVER}
    assert reach["gap_ppm"].rank is Rank.FIRST
    # A count of none is a threshold: one more and it is silent.
    assert reach_of(rule("named == 0"))["named"].rank is Rank.FIRST


def test_what_happened_differs_before_what_it_is_measured_against() -> None:
    found = rule("unit_fen * 10 < price_fen * 3 and unit_fen < usual and seen > 1")
    reach = reach_of(found)

    assert reach["unit_fen"].rank is Rank.FIRST
    assert reach["price_fen"].rank is reach["usual"].rank is Rank.YARDSTICK
    assert reach["seen"].rank is Rank.MOMENT


def test_a_state_gives_way_to_any_number_and_alone_says_nothing() -> None:
    values = Columns(
        {"state": exact(np.array([1])), "amount_fen": exact(np.array([9]))}
    )
    both = rule("state != 0 and amount_fen > 5", "BillLine")
    alone = rule("state != 0", "BillLine")

    assert nearest(both.when.root, values, 1, reach_of(both)) == [
        Miss("amount_fen", Change.AT_MOST, 5, 9)
    ]
    assert nearest(alone.when.root, values, 1, reach_of(alone)) == [None]
