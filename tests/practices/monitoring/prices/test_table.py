"""PriceReachable: facts that rules may judge, and nothing of the future."""

from __future__ import annotations

import random

import numpy as np
import pytest

from shopwarden.engine.examples import facts_of
from shopwarden.practices.monitoring.prices import derive
from shopwarden.records.facts import columns_of
from shopwarden.records.moment import read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.schema import MISSING, Kind

Record = dict[str, object]
FLASH: Record = {
    "kind": "PromotionPlan",
    "ts": "2026-11-11 00:00:00",
    "known_at": "2026-11-01 09:00:00",
    "promotion": "双11",
    "form": "flash",
    "sku": "1001",
    "price_fen": 9900,
    "end_ms": "2026-11-11 23:59:59",
}
COUPON: Record = {
    "kind": "PromotionPlan",
    "ts": "2026-11-10 00:00:00",
    "known_at": "2026-11-01 09:00:00",
    "promotion": "券",
    "form": "coupon",
    "off_fen": 2000,
    "end_ms": "2026-11-12 23:59:59",
}
PRICE: Record = {
    "kind": "PriceSet",
    "ts": "2026-10-01 00:00:00",
    "sku": "1001",
    "price_fen": 12900,
}
DEALS: Record = {
    "kind": "OrderLine",
    "repeat": 5,
    "every": "1h",
    "ts": "2026-10-20 00:00:00",
    "order": "3160000001",
    "sku": "1001",
    "quantity": 1,
    "unit_fen": 11900,
}
RECORDS = [FLASH, COUPON, PRICE, DEALS]


def at(text: str) -> int:
    moment = read_moment(text)
    assert moment is not None
    return moment


def rows(records: list[Record], moment: str) -> list[dict[str, int]]:
    table = derive(facts_of(records), Reference(), at(moment))
    assert table.kind is Kind.PRICE_REACHABLE
    assert set(table.columns) == set(columns_of(table.kind))
    for name, column in columns_of(table.kind).items():
        assert table[name].dtype == column.form.dtype
    return [
        {name: int(column[n]) for name, column in table.columns.items()}
        for n in range(len(table))
    ]


def test_a_fact_for_each_set_of_promotions_that_begins() -> None:
    first, second = rows(RECORDS, "2026-11-20 00:00:00")
    assert first["ts"] == at("2026-11-10 00:00:00")
    assert (first["lowest_fen"], first["stacked"]) == (10900, 1)
    assert second["ts"] == at("2026-11-11 00:00:00")
    assert (second["lowest_fen"], second["stacked"]) == (7900, 2)
    assert second["end_ms"] == at("2026-11-11 23:59:59")
    assert second["list_fen"] == 12900
    assert (second["usual_fen"], second["shifted"]) == (11900, 0)


def test_a_plan_to_come_is_one_fact_now_with_its_lowest() -> None:
    (only,) = rows(RECORDS, "2026-11-05 00:00:00")
    assert only["ts"] == at("2026-11-05 00:00:00")
    assert only["lowest_fen"] == 7900
    assert only["known_at"] <= only["ts"]
    begun = rows(RECORDS, "2026-11-10 12:00:00")
    assert [row["lowest_fen"] for row in begun] == [10900, 7900]


def test_a_set_that_begins_right_now_and_one_to_come_are_one_fact() -> None:
    (only,) = rows(RECORDS, "2026-11-10 00:00:00")
    assert only["lowest_fen"] == 7900


def test_what_was_not_known_yet_is_not_seen() -> None:
    assert rows(RECORDS, "2026-10-31 00:00:00") == []
    late = {**COUPON, "known_at": "2026-11-12 09:00:00"}
    (seen,) = rows([FLASH, late, PRICE, DEALS], "2026-11-11 12:00:00")
    assert seen["lowest_fen"] == 9900
    dearer = {**PRICE, "ts": "2026-11-10 12:00:00", "price_fen": 19900}
    told = rows([*RECORDS, dearer], "2026-11-10 06:00:00")
    assert {row["list_fen"] for row in told} == {12900}


def test_later_deals_and_cancellations_change_no_earlier_fact() -> None:
    moment = "2026-11-20 00:00:00"
    before = rows(RECORDS, moment)
    later = {**DEALS, "ts": "2026-11-12 00:00:00", "order": "3160000101"}
    cheap = {**later, "unit_fen": 100}
    gone: Record = {"kind": "OrderCancelled", "ts": "2026-11-12 00:00:00"}
    more = [*RECORDS, cheap, {**gone, "order": "3160000001"}]
    assert [row["usual_fen"] for row in rows(more, moment)] == [
        row["usual_fen"] for row in before
    ]


def test_a_newer_version_of_the_plan_counts() -> None:
    newer = {**FLASH, "version": 1, "known_at": "2026-11-02 09:00:00"}
    dearer = {**newer, "price_fen": 11900}
    told = rows([*RECORDS, dearer], "2026-11-20 00:00:00")
    assert told[-1]["lowest_fen"] == 9900
    earlier = rows([*RECORDS, dearer], "2026-11-01 12:00:00")
    assert earlier[-1]["lowest_fen"] == 7900


def test_a_lost_digit_is_flagged_and_unknown_without_deals() -> None:
    slip = {**FLASH, "price_fen": 1190}
    (told,) = rows([slip, PRICE, DEALS], "2026-11-20 00:00:00")
    assert told["shifted"] == 1
    (told,) = rows([slip, PRICE], "2026-11-20 00:00:00")
    assert (told["shifted"], told["usual_fen"]) == (-1, MISSING)


def test_only_skus_with_a_plan() -> None:
    other = {**PRICE, "sku": "1002"}
    assert len(rows([FLASH, PRICE, other], "2026-11-20 00:00:00")) == 1
    assert len(rows([PRICE, other], "2026-11-20 00:00:00")) == 0
    assert len(rows([COUPON, PRICE, other], "2026-11-20 00:00:00")) == 2


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    other: list[Record] = [{**r, "sku": "1000"} for r in (FLASH, PRICE)]
    records = [*RECORDS, *other]
    expected = rows(records, "2026-11-20 00:00:00")
    mixed = records[:]
    random.Random(seed).shuffle(mixed)
    found = rows(mixed, "2026-11-20 00:00:00")
    for row in (*expected, *found):
        del row["row"]
    assert found == expected
    keys = [(row["ts"], row["sku"]) for row in found]
    assert keys == sorted(set(keys))


def test_nothing_in_nothing_out() -> None:
    table = derive(facts_of([]), Reference(), 0)
    assert len(table) == 0
    assert table["ts"].dtype == np.int64
