"""Kleene logic over columns, intervals that are sound, and int64 that never wraps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.engine.blame import blamed
from shopwarden.engine.expression import parse
from shopwarden.engine.vector import (
    FALSE,
    TRUE,
    UNKNOWN,
    Codes,
    Columns,
    at_least,
    exact,
    verdicts,
)


def column(*values: int | None) -> Any:
    known = np.array([v is not None for v in values])
    return exact(np.array([0 if v is None else v for v in values], np.int64), known)


def answer(text: str, **values: Any) -> list[int]:
    return [int(v) for v in verdicts(parse(text).root, Columns(values))]


def test_unknown_stays_unknown_unless_the_rest_decides() -> None:
    a, b = column(1, 5, None, None), column(None, None, 1, 9)

    assert answer("a > 3 and b > 3", a=a, b=b) == [FALSE, UNKNOWN, FALSE, UNKNOWN]
    assert answer("a > 3 or b > 3", a=a, b=b) == [UNKNOWN, TRUE, UNKNOWN, TRUE]
    assert answer("not a > 3", a=a, b=b) == [TRUE, FALSE, UNKNOWN, UNKNOWN]


def test_a_lower_bound_may_already_decide() -> None:
    count = at_least(
        np.array([2, 5, 0]),
        np.array([True, True, True]),
        np.array([False, False, True]),
    )

    assert answer("n >= 4", n=count) == [UNKNOWN, TRUE, FALSE]
    assert answer("n < 4", n=count) == [UNKNOWN, FALSE, TRUE]
    assert answer("n == 0", n=count) == [FALSE, FALSE, TRUE]
    assert answer("n == 5", n=count) == [UNKNOWN, UNKNOWN, FALSE]
    assert answer("n * 2 + 1 > 8 and not missing(n)", n=count) == [UNKNOWN, TRUE, FALSE]


@pytest.mark.parametrize(
    "text",
    ["a + a > 0", "a - b > 0", "a * 4 > 0", "b * a < 0", "b - a - a < 0"],
)
def test_what_would_wrap_is_unknown(text: str) -> None:
    large, low = column(2**62, 3), column(-(2**62) - 5, -9)

    assert answer(text, a=large, b=low) == [UNKNOWN, TRUE]


def test_money_near_the_limit_is_exact() -> None:
    largest = 10**14
    assert answer("a * 10 + 1 > b", a=column(largest), b=column(largest * 10)) == [TRUE]


def test_a_ratio_by_zero_is_unknown() -> None:
    assert answer("ratio(a, b) >= 0", a=column(1, 0, 3), b=column(0, 0, 2)) == [
        UNKNOWN,
        UNKNOWN,
        TRUE,
    ]


def test_an_hour_is_the_hour_in_china() -> None:
    # 2026-11-11 00:30 and 23:59 in Asia/Shanghai.
    ts = column(1_794_328_200_000, 1_794_412_740_000)

    assert answer("hour(ts) == 0", ts=ts) == [TRUE, FALSE]
    assert answer("hour(ts) == 23", ts=ts) == [FALSE, TRUE]


def test_texts_compare_by_code_and_a_text_no_fact_holds_is_never_equal() -> None:
    fee = Codes(np.array([0, 1, -1], np.int32), "fee")
    columns = Columns({"fee": fee}, lambda _domain, text: {"佣金": 1}.get(text, -1))

    def ask(text: str) -> list[int]:
        return [int(v) for v in verdicts(parse(text).root, columns)]

    assert ask("fee == '佣金'") == [FALSE, TRUE, UNKNOWN]
    assert ask("fee != '无'") == [TRUE, TRUE, UNKNOWN]
    assert ask("fee in ('佣金', '无')") == [FALSE, TRUE, UNKNOWN]
    assert ask("fee in carriers") == [UNKNOWN, UNKNOWN, UNKNOWN]


BOUND = st.tuples(st.integers(-9, 9), st.integers(0, 6), st.booleans())
TEXTS = st.sampled_from(
    (
        "a + b > 3",
        "a - b > 0",
        "a * b >= 6",
        "a * 2 <= b",
        "abs(a) > 2",
        "min(a, b) < 2 or max(a, b) > 5",
        "ratio(a, b) >= 0.5",
        "ratio(a, b) < 2 and a != b",
        "not (a between 1 and b)",
        "coalesce(a, b) == 3",
        "-a * -b < 4",
        "a in (1, 4) or b in (2, 3)",
    )
)


@settings(deadline=None)
@given(TEXTS, BOUND, BOUND)
def test_what_an_interval_decides_holds_for_every_value_in_it(
    text: str, one: tuple[int, int, bool], two: tuple[int, int, bool]
) -> None:
    def bounded(bound: tuple[int, int, bool]) -> Any:
        return at_least(np.array([bound[0]]), np.array([True]), np.array([bound[2]]))

    def inside(bound: tuple[int, int, bool]) -> Any:
        return column(bound[0] + (0 if bound[2] else bound[1]))

    decided = answer(text, a=bounded(one), b=bounded(two))[0]
    real = answer(text, a=inside(one), b=inside(two))[0]
    # A ratio by zero has no value inside the interval either.
    assert UNKNOWN in (decided, real) or decided == real


def test_only_what_left_a_row_open_is_blamed() -> None:
    a, b, c = column(None, None, 5), column(None, 1, None), column(1, 1, 1)
    columns = Columns({"a": a, "b": b, "c": c})

    found = blamed(parse("c == 1 and (a > 1 or b > 3)").root, columns, 3)

    assert {name: mask.tolist() for name, mask in found.items()} == {
        "a": [True, True, False],
        "b": [True, False, False],
    }


def test_a_ratio_by_zero_is_blamed_on_nobody() -> None:
    columns = Columns({"a": column(1), "b": column(0)})

    assert list(blamed(parse("ratio(a, b) > 1").root, columns, 1)) == ["undefined"]
