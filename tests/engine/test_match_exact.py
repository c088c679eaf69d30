from __future__ import annotations

import random

import pytest
from tests.engine.brute_match import best

from shopwarden.engine.match_exact import MOST_LINES, MOST_ORDERS, solve


def tangled(seed: int) -> tuple[list[int], list[int], list[int]]:
    """A small family: few amounts, so that they coincide; splits and joins."""
    draw = random.Random(seed)
    orders = draw.randint(1, 3)
    step = draw.choice((1, 100, 250))
    targets = [step * draw.randint(1, 4) for _ in range(orders)]
    amounts: list[int] = []
    for target in targets:
        fate = draw.random()
        if fate < 0.4:
            amounts.append(target)
        elif fate < 0.6 and target > step:
            amounts += [step, target - step]
        elif fate < 0.8:
            amounts.append(target + step * draw.randint(-1, 2))
    if draw.random() < 0.4:
        amounts.append(sum(draw.sample(targets, draw.randint(1, orders))))
    if draw.random() < 0.3:
        amounts.append(step * draw.randint(1, 4))
    amounts = [a for a in amounts if a > 0][:5] or [step]
    draw.shuffle(amounts)
    full = (1 << orders) - 1
    allowed = [full if draw.random() < 0.7 else draw.randint(1, full) for _ in amounts]
    return targets, amounts, allowed


@pytest.mark.parametrize("hundred", range(20))
def test_agrees_with_every_assignment_tried(hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        case = tangled(seed)
        assert solve(*case) == best(*case), case


def test_one_line_may_pay_several_orders() -> None:
    assert solve([500, 300, 200], [700, 300], [0b111, 0b111]) == ((0, 2), (1,))


def test_a_line_stays_out_of_orders_it_may_not_serve() -> None:
    assert solve([500, 500], [500], [0b10]) == ((1,),)


def test_equal_choices_take_the_lowest_order() -> None:
    assert solve([500, 500], [500], [0b11]) == ((0,),)


def test_more_exact_orders_beat_fewer_lines_left_over() -> None:
    # All three lines together make the second order; two apart make both.
    assert solve([200, 600], [200, 300, 100, 600], [0b11] * 4) == ((0,), (), (), (1,))


def test_beyond_the_bound_there_is_no_answer() -> None:
    assert solve([1] * (MOST_ORDERS + 1), [1], [1]) is None
    assert solve([1], [1] * (MOST_LINES + 1), [1] * (MOST_LINES + 1)) is None


def test_many_equal_amounts_end_within_the_bound() -> None:
    found = solve([200] * 6, [100] * 12, [0b111111] * 12)
    assert found is None or sum(bool(o) for o in found) == 12


@pytest.mark.parametrize(("targets", "amounts"), [([0], [1]), ([1], [-1])])
def test_amounts_must_be_positive(targets: list[int], amounts: list[int]) -> None:
    with pytest.raises(ValueError, match=r"-?\d"):
        solve(targets, amounts, [1])
