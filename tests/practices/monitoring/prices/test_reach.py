"""The lowest reachable price, against every basket of every choice."""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.practices.monitoring.prices.oracle import STAGES, lowest_of_all, price_of

from shopwarden.practices.monitoring.prices.promotion import (
    Effect,
    Promotion,
    assumed_order,
    effect_of,
)
from shopwarden.practices.monitoring.prices.reach import Reach, lowest

if TYPE_CHECKING:
    from fractions import Fraction

FORMS = [form for forms in STAGES for form in forms]


@st.composite
def promotions(draw: st.DrawFn) -> Promotion:
    form = draw(st.sampled_from(FORMS))
    priced = [Effect.PRICE] if form in STAGES[0] else []
    effect = draw(st.sampled_from([*priced, Effect.SHARE, Effect.OFF]))
    value = {
        Effect.PRICE: st.integers(0, 1500),
        Effect.SHARE: st.sampled_from([0, 1, 333_333, 500_000, 880_000, 950_000])
        | st.integers(0, 1_000_000),
        Effect.OFF: st.integers(0, 900),
    }[effect]
    return Promotion(
        draw(st.sampled_from("abcd")),
        form,
        effect,
        draw(value),
        draw(st.just(0) | st.integers(0, 6000)),
        draw(st.sampled_from(["", "", "x", "y"])),
        draw(st.none() | st.integers(0, 9)),
    )


plans = st.lists(promotions(), max_size=5)
prices = st.integers(0, 1500)
limits = st.none() | st.integers(1, 12)


def exact(found: Reach, list_fen: int, limit: int | None) -> Fraction | None:
    used = [step.promotion for step in found.steps]
    return price_of(list_fen, used, found.pieces, limit)


@settings(max_examples=400)
@given(prices, plans, limits)
def test_no_basket_is_cheaper_and_the_one_shown_reaches_it(
    list_fen: int, plan: list[Promotion], limit: int | None
) -> None:
    found = lowest(list_fen, plan, limit)
    assert found is not None
    # A thing for a fen takes thousands of pieces to a threshold.
    assume(found.pieces <= 100)
    # Beyond the quantity found the oracle looks on where nothing limits it.
    most = limit or found.pieces + 25
    best = lowest_of_all(list_fen, plan, limit, most)
    assert exact(found, list_fen, limit) == best
    assert found.lowest_fen == best // 1
    assert found.total_fen == best * found.pieces // 1


@given(prices, plans, limits)
def test_the_order_of_rows_does_not_matter(
    list_fen: int, plan: list[Promotion], limit: int | None
) -> None:
    found = [lowest(list_fen, rows, limit) for rows in permutations(plan[:3])]
    assert all(each == found[0] for each in found)


@given(prices, plans, promotions())
def test_one_promotion_more_never_raises_the_lowest(
    list_fen: int, plan: list[Promotion], another: Promotion
) -> None:
    fewer, more = lowest(list_fen, plan), lowest(list_fen, [*plan, another])
    assert fewer is not None
    assert more is not None
    assert more.lowest_fen <= fewer.lowest_fen


@given(prices, plans)
def test_every_step_shown_lowers_what_is_paid(
    list_fen: int, plan: list[Promotion]
) -> None:
    found = lowest(list_fen, plan)
    assert found is not None
    totals = [found.base_fen * found.pieces, *(s.total_fen for s in found.steps)]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] == found.total_fen
    used = [step.promotion for step in found.steps]
    for at in range(len(used)):
        without = price_of(list_fen, [*used[:at], *used[at + 1 :]], found.pieces, None)
        assert without is None or without > (exact(found, list_fen, None) or 0)


def flash(fen: int, **more: object) -> Promotion:
    return Promotion("秒杀", "flash", Effect.PRICE, fen, **more)  # type: ignore[arg-type]


def coupon(threshold_fen: int, off_fen: int, **more: object) -> Promotion:
    name = f"满{threshold_fen}减{off_fen}"
    return Promotion(name, "coupon", Effect.OFF, off_fen, threshold_fen, **more)  # type: ignore[arg-type]


def low(
    list_fen: int | None, *plan: Promotion, limit: int | None = None
) -> tuple[int, int]:
    found = lowest(list_fen, plan, limit)
    assert found is not None
    return found.lowest_fen, found.pieces


def test_without_promotions_the_list_price_stays() -> None:
    assert lowest(12900, ()) == Reach(12900, 1, 12900, 12900)


def test_just_as_many_pieces_as_the_threshold_needs() -> None:
    assert low(5000, coupon(10000, 3000)) == (3500, 2)
    assert low(5001, coupon(10000, 3000)) == (3501, 2)
    assert low(4999, coupon(10000, 3000)) == (3999, 3)


def test_an_amount_is_taken_off_once_however_often_the_threshold_fits() -> None:
    assert low(10000, coupon(10000, 3000)) == (7000, 1)


def test_a_limit_keeps_a_threshold_out_of_reach() -> None:
    plan = (coupon(10000, 3000),)
    assert low(4999, *plan, limit=2) == (4999, 1)
    assert low(4999, coupon(10000, 3000, limit=2)) == (4999, 1)
    assert lowest(4999, plan, 0) is None


def test_a_promotion_left_out_can_be_the_cheaper_way() -> None:
    """A set price just below the threshold costs the coupon."""
    plan = (flash(9900, limit=1), coupon(10000, 6000))
    found = lowest(12900, plan)
    assert found is not None
    assert (found.lowest_fen, found.pieces) == (6900, 1)
    assert [step.promotion.form for step in found.steps] == ["coupon"]


def test_one_of_a_group_and_all_without_a_group() -> None:
    small, large = coupon(0, 1000), coupon(0, 2000)
    assert low(10000, small, large) == (7000, 1)
    grouped = (coupon(0, 1000, group="券"), coupon(0, 2000, group="券"))
    assert low(10000, *grouped) == (8000, 1)


def test_price_then_reduction_then_coupon() -> None:
    discount = Promotion("八折", "full_discount", Effect.SHARE, 800_000)
    found = lowest(12900, (coupon(0, 2000), discount, flash(10000)))
    assert found is not None
    assert [s.promotion.form for s in found.steps] == [
        "flash",
        "full_discount",
        "coupon",
    ]
    assert [s.total_fen for s in found.steps] == [10000, 8000, 6000]


def test_a_piece_is_rounded_down_only_at_the_end() -> None:
    third = Promotion("折", "full_discount", Effect.SHARE, 333_333)
    found = lowest(1000, (third, coupon(600, 1)))
    assert found is not None
    # 333.333 fen a piece are 666.666 for two; 665.666 / 2 is 332.833.
    assert (found.lowest_fen, found.pieces, found.total_fen) == (332, 2, 665)


def test_nothing_costs_less_than_nothing() -> None:
    assert low(500, coupon(0, 1000)) == (0, 1)
    assert low(500, Promotion("减", "direct", Effect.OFF, 900)) == (0, 1)


def test_without_a_list_price_only_a_set_price_leads_anywhere() -> None:
    assert lowest(None, (coupon(0, 1000),)) is None
    assert lowest(None, ()) is None
    assert low(None, flash(9900), coupon(15000, 5000)) == (7400, 2)
    grouped = (flash(9900, group="x"), coupon(0, 5000, group="x"))
    assert low(None, *grouped) == (9900, 1)
    assert low(None, flash(9900, limit=1), coupon(15000, 5000)) == (9900, 1)


def test_twelve_promotions_with_thresholds_of_their_own() -> None:
    plan = [coupon(4000 + 3700 * at, 900 + 37 * at) for at in range(12)]
    found = lowest(12900, plan)
    assert found is not None
    assert exact(found, 12900, None) == min(
        price
        for pieces in range(1, found.pieces + 4)
        for price in [
            price_of(
                12900,
                [p for p in plan if p.threshold_fen <= 12900 * pieces],
                pieces,
                None,
            )
        ]
        if price is not None
    )


def test_the_order_is_an_assumption_and_says_so() -> None:
    order = assumed_order()
    assert not order.verified
    assert order.source
    for stage, forms in enumerate(STAGES):
        assert {order.stages[form] for form in forms} == {stage}


def test_a_row_that_says_nothing_or_too_much_has_no_effect() -> None:
    assert effect_of("flash", 9900, None, None) == (Effect.PRICE, 9900)
    assert effect_of("member", None, None, 950_000) == (Effect.SHARE, 950_000)
    assert effect_of("coupon", 9900, 500, None) == (Effect.OFF, 500)
    for row in (
        ("coupon", 9900, None, None),
        ("coupon", None, 500, 900_000),
        ("coupon", None, -500, None),
        ("full_discount", None, None, 1_200_000),
        ("flash", -1, None, None),
        ("gift", 9900, None, None),
        ("团购", 9900, None, None),
    ):
        assert effect_of(*row) is None


def test_more_choices_than_can_be_tried_are_unknown_not_awaited() -> None:
    draw = Random(3)
    many = [
        Promotion(
            f"P{n}",
            "full_reduction",
            Effect.OFF,
            draw.randrange(1, 5) * 100,
            draw.randrange(100, 500) * 100,
        )
        for n in range(100)
    ]
    assert lowest(29900, many) is None
    assert lowest(29900, [*many] * 20) is None  # no deep recursion either
    assert lowest(29900, many[:12]) is not None
