"""Promises against what happened: exact order statistics, one SKU an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.examples import facts_of
from shopwarden.practices.transparency.promises import (
    LEAST_PARCELS,
    ninth_tenth,
    promises,
)
from shopwarden.records.facts import columns_of
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.records.facts import Table

Record = dict[str, Any]
NOW = read_moment("2026-11-30 10:00:00") or 0
PAGE = {
    "kind": "SkuFacts",
    "ts": NOW - 90 * DAY_MS,
    "sku": "1001",
    "promise_ms": DAY_MS,
}


def orders(
    hours: Sequence[int], skus: Sequence[str] = ("1001",), first: int = 0
) -> list[Record]:
    """Orders scanned so many hours after they were paid."""
    found: list[Record] = []
    for at, took in enumerate(hours, first):
        order, paid = f"{3160000 + at}", NOW - 20 * DAY_MS
        found += [
            {"kind": "OrderLine", "ts": paid, "order": order, "sku": sku}
            for sku in skus
        ]
        found += [
            {"kind": "OrderPaid", "ts": paid, "order": order},
            {"kind": "ParcelScanned", "ts": paid + took * HOUR_MS, "order": order},
        ]
    return found


def checked(records: list[Record], as_of: int = NOW) -> Table:
    return promises(facts_of(records), as_of)


def test_nine_of_ten_orders_kept_to_it() -> None:
    table = checked([PAGE, *orders(range(1, 31))])
    assert table["actual_ms"].tolist() == [27 * HOUR_MS]
    assert table["promised_ms"].tolist() == [DAY_MS]
    assert table["parcels"].tolist() == [30]
    assert table["ts"].tolist() == [NOW]


def test_fewer_than_twenty_say_nothing() -> None:
    assert len(checked([PAGE, *orders([9] * (LEAST_PARCELS - 1))])) == 0
    assert len(checked([PAGE, *orders([9] * LEAST_PARCELS)])) == 1


def test_orders_of_several_skus_count_for_none() -> None:
    mixed = orders([90] * 30, ("1001", "1002"), first=100)
    table = checked([PAGE, *orders([9] * 20), *mixed])
    assert table["parcels"].tolist() == [20]
    assert table["actual_ms"].tolist() == [9 * HOUR_MS]


def test_only_the_first_scan_of_the_last_thirty_days_counts() -> None:
    records = orders([9] * 20)
    again = [
        {**r, "ts": r["ts"] + 99 * HOUR_MS, "nth": 1}
        for r in records
        if r["kind"] == "ParcelScanned"
    ]
    assert checked([*records, *again])["actual_ms"].tolist() == [9 * HOUR_MS]
    scanned = NOW - 20 * DAY_MS + 9 * HOUR_MS
    assert len(checked(records, scanned)) == 1
    assert len(checked(records, scanned - 1)) == 0
    assert len(checked(records, scanned + 30 * DAY_MS - 1)) == 1
    assert len(checked(records, scanned + 30 * DAY_MS)) == 0


@pytest.mark.parametrize(
    ("later", "promised"),
    [
        ([], MISSING),
        ([PAGE], DAY_MS),
        ([PAGE, {**PAGE, "ts": NOW - DAY_MS, "promise_ms": 2 * DAY_MS}], 2 * DAY_MS),
        ([PAGE, {**PAGE, "ts": NOW + DAY_MS, "promise_ms": 2 * DAY_MS}], DAY_MS),
    ],
)
def test_promise_is_the_newest_stated_one(later: list[Record], promised: int) -> None:
    table = checked([*orders([9] * 20), *later])
    assert table["promised_ms"].tolist() == [promised]


@given(st.lists(st.integers(0, 500), min_size=LEAST_PARCELS, max_size=60))
def test_statistic_is_exact(hours: list[int]) -> None:
    ours = checked(orders([h % 400 for h in hours]))["actual_ms"].tolist()
    kept = sorted(h % 400 for h in hours)
    smallest = next(v for v in kept if sum(k <= v for k in kept) * 10 >= 9 * len(kept))
    assert ours == [smallest * HOUR_MS]


def test_place_of_the_statistic_by_hand() -> None:
    counts = np.arange(1, 1001)
    by_hand = [-(-9 * n // 10) - 1 for n in counts.tolist()]
    assert ninth_tenth(counts).tolist() == by_hand


def test_columns_have_the_types_of_their_forms() -> None:
    table = checked([PAGE, *orders([9] * 20)])
    described = columns_of(Kind.PROMISE_CHECKED)
    assert {n: c.dtype for n, c in table.columns.items()} == {
        n: c.form.dtype for n, c in described.items()
    }
