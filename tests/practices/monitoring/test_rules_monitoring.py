"""Prices, volumes, sweeps and returns: from a shop's tables to findings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.practices.judged import findings

AS_OF = "2026-10-30 12:00:00"
START = datetime(2026, 10, 20, 10, 0, 0)  # noqa: DTZ001 - China time as tables write it


def moment(days: float = 0, **more: float) -> str:
    """A time of China some days from the start."""
    return str(START + timedelta(days=days, **more))


def lines(count: int, minutes: float = 1, **more: Any) -> list[dict[str, Any]]:
    """Order lines of SKU 101 from the start on, an order each."""
    told: dict[str, Any] = {
        "sku": "101",
        "quantity": 1,
        "unit_fen": 9900,
        "price_fen": 12900,
    }
    first = int(more.pop("number", 1))
    begin = float(more.pop("days", 0))
    return [
        {
            "kind": "OrderLine",
            "ts": moment(begin, minutes=n * minutes),
            "order": f"31600{first + n:05}",
            **told,
            **more,
        }
        for n in range(count)
    ]


def month(a_day: int = 2) -> list[dict[str, Any]]:
    """Twenty-eight days before the start with a few orders in the same hour."""
    return [
        fact
        for day in range(1, 29)
        for fact in lines(a_day, 5, days=-day, number=day * 100)
    ]


def test_an_hour_far_above_the_same_hour_of_a_month_is_told() -> None:
    # 40 orders are enough, 29 are not, and after a month of 35 they are usual.
    assert len(findings("monitoring/volume_outlier", month() + lines(40), AS_OF)) == 1
    assert findings("monitoring/volume_outlier", month() + lines(29), AS_OF) == []
    usual = [f for d in range(1, 29) for f in lines(35, days=-d, number=d * 100)]
    assert findings("monitoring/volume_outlier", usual + lines(40), AS_OF) == []


def test_a_burst_rings_only_where_the_price_fell_too() -> None:
    cheap = lines(40, unit_fen=7000)

    assert len(findings("monitoring/cheap_burst", month() + cheap, AS_OF)) == 1
    assert findings("monitoring/cheap_burst", month() + lines(40), AS_OF) == []


def plan(price_fen: int, **more: Any) -> dict[str, Any]:
    """A flash price of SKU 101 that runs for a week."""
    told: dict[str, Any] = {
        "promotion": "P1",
        "form": "flash",
        "sku": "101",
        "price_fen": price_fen,
    }
    return {"kind": "PromotionPlan", "ts": moment(), "end_ms": moment(7)} | told | more


@pytest.mark.parametrize(
    ("rule", "price_fen", "told"),
    [
        ("monitoring/plan_below_floor", 8800, 1),
        ("monitoring/plan_below_floor", 9000, 0),
        ("monitoring/plan_below_usual", 990, 1),
        ("monitoring/plan_below_usual", 5900, 0),
    ],
)
def test_a_plan_is_judged_before_it_runs(rule: str, price_fen: int, told: int) -> None:
    goods: dict[str, Any] = {
        "kind": "SkuFacts",
        "ts": moment(-60),
        "sku": "101",
        "floor_fen": 8900,
    }
    shop = [*month(), goods]
    coming = plan(price_fen, known_at=moment(-2))

    assert len(findings(rule, [*shop, coming], moment(-1))) == told


def test_a_price_set_to_a_tenth_rings_at_once() -> None:
    row: dict[str, Any] = {
        "kind": "PriceSet",
        "ts": moment(),
        "sku": "101",
        "agent": "a1",
    }
    tenth = {**row, "price_fen": 1290, "before_fen": 12900}
    tenfold = {**row, "price_fen": 129000, "before_fen": 12900}
    first = {**row, "price_fen": 1290}  # nothing before: held against deals

    assert len(findings("monitoring/price_set_low", [tenth], AS_OF)) == 1
    assert len(findings("monitoring/price_set_low", [*month(), first], AS_OF)) == 1
    assert findings("monitoring/price_set_low", [tenfold], AS_OF) == []
    assert len(findings("monitoring/price_digit_more", [tenfold], AS_OF)) == 1
    assert findings("monitoring/price_digit_more", [tenth], AS_OF) == []


def placed(facts: list[dict[str, Any]], **more: Any) -> list[dict[str, Any]]:
    """The orders of some lines."""
    return [
        {"kind": "OrderPlaced", "ts": f["ts"], "order": f["order"], **more}
        for f in facts
    ]


@pytest.mark.parametrize("by", ["buyer", "address"])
def test_a_sweep_is_seen_by_account_and_by_address(by: str) -> None:
    goods: dict[str, Any] = {
        "kind": "SkuFacts",
        "ts": moment(-60),
        "sku": "101",
        "limit": 2,
    }
    other = "address" if by == "buyer" else "buyer"

    def told(pieces: int) -> int:
        bought: list[dict[str, Any]] = []
        for n in range(pieces):
            who: dict[str, Any] = {by: "x1", other: f"y{n}"}
            here = lines(1, number=n + 1, **who)
            bought += here + placed(here, **who)
        return len(findings("monitoring/scalping_limit", [goods, *bought], AS_OF))

    assert [told(6), told(7)] == [0, 1]


def test_masked_addresses_leave_the_account_to_be_judged() -> None:
    goods: dict[str, Any] = {
        "kind": "SkuFacts",
        "ts": moment(-60),
        "sku": "101",
        "limit": 2,
    }
    bought = lines(7, buyer="x1")
    shop = [goods, *bought, *placed(bought, buyer="x1")]

    assert len(findings("monitoring/scalping_limit", shop, AS_OF)) == 1


def asked(n: int, days: float, **more: Any) -> dict[str, Any]:
    """An after-sale of a buyer's n-th order."""
    told: dict[str, Any] = {
        "buyer": "b1",
        "sku": "101",
        "amount_fen": 9900,
        "request": "refund_only",
    }
    number: dict[str, Any] = {"after_sale": f"88000{n:02}", "order": f"31600{n:05}"}
    return {"kind": "AfterSaleOpened", "ts": moment(days)} | number | told | more


def test_orders_given_up_before_shipping_are_no_abuse() -> None:
    abuse = [asked(n, n, cause="quality") for n in range(3)]
    gave_up = [asked(n, n, cause="no_reason") for n in range(5)]
    mixed = [*abuse[:2], asked(7, 7, cause="late"), asked(8, 8, request="return")]

    assert len(findings("monitoring/refund_only_again", abuse, AS_OF)) == 1
    assert findings("monitoring/refund_only_again", gave_up, AS_OF) == []
    assert findings("monitoring/refund_only_again", mixed, AS_OF) == []


@pytest.mark.parametrize(
    ("sent_g", "weight_g", "told"),
    [(900, 300, 1), (900, 800, 0), (200, 160, 0), (900, 1500, 1), (300, 245, 1)],
)
def test_a_return_has_to_differ_by_share_and_by_weight(
    sent_g: int, weight_g: int, told: int
) -> None:
    back: dict[str, Any] = {
        "kind": "ReturnReceived",
        "ts": moment(),
        "after_sale": "8800001",
    }
    back |= {"order": "3160000001", "sent_g": sent_g, "weight_g": weight_g}

    assert len(findings("monitoring/return_weight_gap", [back], AS_OF)) == told


def test_a_claim_of_non_receipt_needs_a_signature_to_be_odd() -> None:
    claims = [asked(n, n, cause="not_received") for n in (1, 2)]
    shop = [
        {"kind": "OrderPlaced", "ts": moment(-5), "order": c["order"], "buyer": "b1"}
        for c in claims
    ]
    signed = [
        {"kind": "ParcelSigned", "ts": moment(-1), "order": c["order"]} for c in claims
    ]

    def told(facts: list[dict[str, Any]]) -> int:
        return len(findings("monitoring/signed_not_received", facts, AS_OF))

    assert told([*shop, *signed, *claims]) == 1
    assert told([*shop, *claims]) == 0
    assert told([*shop, *signed, claims[0]]) == 0
