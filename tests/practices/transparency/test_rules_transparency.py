"""Struck prices, raises before cuts, promises: from a shop's tables to findings."""

from __future__ import annotations

from typing import Any

import pytest
from tests.practices.judged import findings

AS_OF = "2026-11-20 12:00:00"


def deal(when: str, unit_fen: int) -> dict[str, Any]:
    """A piece of SKU 101 that was sold."""
    told: dict[str, Any] = {
        "order": f"3160{when[5:7]}{when[8:10]}01",
        "sku": "101",
        "quantity": 1,
    }
    return {"kind": "OrderLine", "ts": when, "unit_fen": unit_fen} | told


def price(when: str, **more: Any) -> dict[str, Any]:
    """A price of SKU 101 that was set."""
    told: dict[str, Any] = {
        "sku": "101",
        "agent": "a1",
        "price_fen": 8900,
        "before_fen": 9900,
    }
    return {"kind": "PriceSet", "ts": when, **told, **more}


@pytest.mark.parametrize(
    ("deals", "strike_fen", "told"),
    [
        ([("2026-11-05 10:00:00", 9900), ("2026-11-08 10:00:00", 12900)], 12900, 1),
        ([("2026-11-05 10:00:00", 9900), ("2026-11-08 10:00:00", 12900)], 9900, 0),
        # None of seven days: the last deal counts (art. 16).
        ([("2026-10-05 10:00:00", 9900), ("2026-10-20 10:00:00", 12900)], 12900, 0),
        ([("2026-10-05 10:00:00", 12900), ("2026-10-20 10:00:00", 9900)], 12900, 1),
    ],
)
def test_a_struck_price_is_held_against_the_lowest_or_last_deal(
    deals: list[tuple[str, int]], strike_fen: int, told: int
) -> None:
    sold = [deal(when, fen) for when, fen in deals]
    struck = price("2026-11-10 10:00:00", strike_fen=strike_fen, named=0)
    named = {**struck, "named": 1}
    rule = "transparency/strike_above_deals"

    assert len(findings(rule, [*sold, struck], AS_OF)) == told
    assert findings(rule, [*sold, named], AS_OF) == []


def test_a_cut_is_judged_only_where_it_is_shown_as_one() -> None:
    raised = price("2026-11-05 10:00:00", price_fen=15900, before_fen=9900)
    cut = price("2026-11-10 10:00:00", price_fen=9900, before_fen=15900)

    def told(last: dict[str, Any]) -> int:
        return len(findings("transparency/raised_then_cut", [raised, last], AS_OF))

    assert told({**cut, "strike_fen": 15900}) == 1
    assert told({**cut, "promotion": "P1"}) == 1
    assert told(cut) == 0
    assert told({**cut, "strike_fen": 9900}) == 0
    assert told({**cut, "ts": "2026-11-15 10:00:00", "strike_fen": 15900}) == 0


@pytest.mark.parametrize(("hours", "told"), [(30, 1), (20, 0)])
def test_a_promise_is_held_against_nine_in_ten_parcels(hours: int, told: int) -> None:
    facts: list[dict[str, Any]] = [
        {
            "kind": "SkuFacts",
            "ts": "2026-10-01 00:00:00",
            "sku": "101",
            "promise_ms": "24h",
        }
    ]
    for n in range(25):
        code, day = f"316000{n:04}", f"2026-11-{n % 10 + 1:02}"
        later = f"2026-11-{n % 10 + 1 + hours // 24:02} {hours % 24:02}:00:00"
        facts += [
            {"kind": "OrderLine", "ts": f"{day} 00:00:00", "order": code, "sku": "101"},
            {"kind": "OrderPaid", "ts": f"{day} 00:00:00", "order": code},
            {"kind": "ParcelScanned", "ts": later, "order": code},
        ]

    assert len(findings("transparency/promise_missed", facts, AS_OF)) == told
