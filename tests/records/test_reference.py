"""Contract rates: the closest, the latest, and never an observed one."""

from __future__ import annotations

import pytest

from shopwarden.records.reference import Rate, Reference, Standing

CONTRACT, OBSERVED = Standing.CONTRACT, Standing.OBSERVED

SHOP = Reference(
    rates=(
        Rate("佣金", "", 80_000, CONTRACT),
        Rate("佣金", "基础扣点", 50_000, CONTRACT),
        Rate("佣金", "基础扣点", 45_000, CONTRACT, since_ms=100),
        Rate("交易服务费", "", 6_000, OBSERVED),
    )
)


@pytest.mark.parametrize(
    ("fee_class", "at_ms", "ppm"),
    [
        ("基础扣点", 0, 50_000),
        ("基础扣点", 99, 50_000),
        ("基础扣点", 100, 45_000),
        ("活动扣点", 100, 80_000),
        ("", 100, 80_000),
    ],
)
def test_the_class_beats_the_general_and_the_later_the_earlier(
    fee_class: str, at_ms: int, ppm: int
) -> None:
    rate = SHOP.rate("佣金", fee_class, at_ms)
    assert rate is not None
    assert rate.ppm == ppm


def test_what_was_observed_is_never_the_contract() -> None:
    assert SHOP.rate("交易服务费", "") is None


def test_a_rate_does_not_hold_before_its_date() -> None:
    later = Reference(rates=(Rate("佣金", "", 50_000, CONTRACT, since_ms=100),))
    assert later.rate("佣金", "", 99) is None
