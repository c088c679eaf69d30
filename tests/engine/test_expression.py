"""The rule language: what parses, what it means as a tree, and what is refused."""

from __future__ import annotations

import pytest

from shopwarden.engine.expression import (
    CONDITION,
    FLAG,
    LABELS,
    REAL,
    WHOLE,
    Origin,
    Sort,
    Type,
    check,
    check_condition,
    names,
    parse,
    replaced,
    show,
    span_ms,
)
from shopwarden.errors import RuleError
from shopwarden.words import LANGUAGES, Text, say

NAMES = {
    "a": WHOLE,
    "b": WHOLE,
    "mean": REAL,
    "settled": FLAG,
    "fee": Type(Sort.TEXT, "fee"),
    "order": Type(Sort.TEXT, "order"),
    "order.buyer": Type(Sort.TEXT, "buyer"),
    "buyer": Type(Sort.TEXT, "buyer"),
    "labels": LABELS,
    "ts": WHOLE,
}


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("a+b*2>=7d", "a + b * 2 >= 7d"),
        ("(a + b) * 2 > 1", "(a + b) * 2 > 1"),
        ("a - (b - 1) > 0", "a - (b - 1) > 0"),
        ("a > 1 or b > 1 and a < 3", "a > 1 or b > 1 and a < 3"),
        ("(a > 1 or b > 1) and a < 3", "(a > 1 or b > 1) and a < 3"),
        ("not a > 1 and b > 1", "not a > 1 and b > 1"),
        ("not (a > 1 and b > 1)", "not (a > 1 and b > 1)"),
        ("a > 1 and (b > 1 and a < 9)", "a > 1 and (b > 1 and a < 9)"),
        ("fee not in ('佣金', '京豆')", "not fee in ('佣金', '京豆')"),
        ("a between -b and 2 * b", "a between -b and 2 * b"),
        ("a not between 1 and 2", "not a between 1 and 2"),
        ("a in (1, -2)", "a in (1, -2)"),
        ("ratio(a,b)<0.5", "ratio(a, b) < 0.5"),
        ("buyer == order.buyer", "buyer == order.buyer"),
    ],
)
def test_the_canonical_spelling_parses_to_itself(text: str, canonical: str) -> None:
    shown = show(parse(text).root)

    assert shown == canonical
    assert show(parse(shown).root) == canonical


def test_names_come_once_and_in_order_of_use() -> None:
    assert names(parse("b > a and a > b + ts").root) == ("b", "a", "ts")


def test_parameters_are_replaced_by_their_values() -> None:
    tree = replaced(parse("a between low and 9 and max(b, low) > 1").root, {"low": 3})

    assert show(tree) == "a between 3 and 9 and max(b, 3) > 1"


@pytest.mark.parametrize(
    ("text", "ms"),
    [("7d", 604_800_000), ("48h", 172_800_000), ("10min", 600_000), ("30s", 30_000)],
)
def test_durations(text: str, ms: int) -> None:
    assert span_ms(text) == ms


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("a > nme", "unknown_name", 5),
        ("a > orderr", "unknown_name_near", 5),
        ("a >", "ends_early", 4),
        ("a > 1)", "unexpected", 6),
        ("a = 1", "single_equals", 3),
        ("a / 2 > 1", "no_division", 3),
        ('fee == "佣金"', "bad_quote", 8),
        ("a > 7x", "bad_token", 5),
        ("1 < a < 3", "chained", 7),
        ("a > 99999999999999999999", "number_too_large", 5),
        ("rate(a, b) > 1", "unknown_function_near", 1),
        ("__import__('os')", "unknown_function", 1),
        ("ratio(a) > 1", "arguments", 1),
        ("a in (b)", "literal_wanted", 7),
        ("a", "not_a_condition", 1),
        ("a and b > 1", "not_a_condition", 1),
        ("fee > 'x'", "texts_have_no_order", 5),
        ("fee == 3", "not_a_text", 8),
        ("a == 'x'", "not_a_number", 6),
        ("fee == order", "domains_differ", 8),
        ("buyer == 'b1'", "person", 1),
        ("buyer in staff", "person", 1),
        ("fee in carrier", "unknown_list_near", 5),
        ("'a' == 'b'", "only_literals", 1),
        ("has(a, 'x')", "not_labels", 5),
        ("has(labels, 'solicitatoin')", "unknown_label_near", 13),
        ("has(labels, '预售')", "unknown_label", 13),
        ("has(labels, fee)", "literal_wanted", 13),
        ("labels == 'evasion'", "not_a_number", 1),
        ("hour(mean) == 3", "not_a_moment", 1),
        ("missing(a + 1)", "name_wanted", 11),
        ("not fee", "not_a_condition", 5),
    ],
)
def test_what_is_refused_says_where(text: str, code: str, column: int) -> None:
    with pytest.raises(RuleError) as caught:
        check_condition(parse(text, Origin("payments/x")), NAMES, ("carriers", "staff"))

    assert caught.value.code == f"rules.{code}"
    assert (caught.value.params["line"], caught.value.params["column"]) == (1, column)
    for language in LANGUAGES:
        assert say(Text(caught.value.code, caught.value.params), language)


def test_a_place_counts_from_where_the_text_starts() -> None:
    with pytest.raises(RuleError) as caught:
        parse("a > 1 and\n  b = 2", Origin("x", line=12, column=7))

    assert (caught.value.params["line"], caught.value.params["column"]) == (13, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a > " + "(" * 2_100, "too_long"),
        ("(" * 40 + "a" + ")" * 40 + " > 1", "too_deep"),
        (" + ".join(["a"] * 40) + " > 1", "too_deep"),
        ("not " * 40 + "a > 1", "too_deep"),
        ("-" * 1_000 + "a > 1", "too_deep"),
    ],
)
def test_size_is_bounded(text: str, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text)

    assert caught.value.code == f"rules.{code}"


def test_a_long_chain_of_conditions_is_not_deep() -> None:
    check_condition(parse(" and ".join(["a > 1"] * 200)), NAMES)


def test_types() -> None:
    assert check(parse("a + b * 2"), NAMES) == WHOLE
    assert check(parse("ratio(a, b)"), NAMES) == REAL
    assert check(parse("max(a, mean)"), NAMES) == REAL
    assert check(parse("coalesce(buyer, order.buyer)"), NAMES).domain == "buyer"
    assert check(parse("settled or settled == 1"), NAMES).sort is Sort.CONDITION
    assert (
        check(parse("has(labels, 'evasion') and hour(ts) in (1, 2)"), NAMES)
        == CONDITION
    )
