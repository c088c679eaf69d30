"""HourCounted: hours with orders, and what is usual in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from shopwarden.engine.examples import facts_of
from shopwarden.practices.monitoring.campaigns import campaign_days
from shopwarden.practices.monitoring.hours import derive
from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import Facts, columns_of
from shopwarden.records.moment import DAY_MS, HOUR_MS, day_of, read_moment
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.records.facts import Table


def moment(text: str) -> int:
    found = read_moment(text)
    assert found is not None
    return found


def day(text: str) -> int:
    return day_of(moment(text))


BEGIN = moment("2026-08-01")
AS_OF = moment("2027-01-01")


def sold(
    at: int, orders: int, sku: str = "1001", **more: Any
) -> Iterator[dict[str, Any]]:
    """So many orders of one piece, a second apart."""
    for n in range(orders):
        yield {
            "kind": "OrderLine",
            "order": f"{at // HOUR_MS}{n:04d}{sku}",
            "ts": at + n * 1_000,
            "sku": sku,
            "quantity": 1,
            "line_fen": 1_000,
            **more,
        }


def month(start: int, days: int, each: int) -> Iterator[dict[str, Any]]:
    """Some orders at ten in the morning of each day."""
    for n in range(days):
        yield from sold(start + n * DAY_MS + 10 * HOUR_MS, each)


def last(table: Table, *names: str) -> list[int]:
    return [int(table[name][-1]) for name in names]


def test_an_hour_is_counted_beside_what_is_usual() -> None:
    burst = sold(BEGIN + 30 * DAY_MS + 10 * HOUR_MS, 40)
    facts = facts_of([*month(BEGIN, 30, 3), *burst])
    table = derive(facts, AS_OF)
    assert len(table) == 1
    assert last(table, "orders", "pieces", "amount_fen") == [40, 40, 40_000]
    assert last(table, "usual_milli", "spread_milli", "days") == [3_000, 1_000, 28]
    assert table["ts"].tolist() == [BEGIN + 30 * DAY_MS + 11 * HOUR_MS]
    assert facts.name("sku", int(table["sku"][0])) == "1001"


def test_hours_with_few_orders_are_left_out_and_still_count() -> None:
    facts = facts_of([*sold(BEGIN, 4), *sold(BEGIN + DAY_MS, 5)])
    table = derive(facts, AS_OF)
    assert last(table, "orders", "usual_milli", "days") == [5, 4_000, 1]
    assert len(table) == 1
    assert derive(facts, AS_OF, least=4)["orders"].tolist() == [4, 5]


def test_an_order_of_several_lines_is_one_order() -> None:
    lines = [*sold(BEGIN, 5), *sold(BEGIN, 5, nth=1, quantity=3)]
    table = derive(facts_of(lines), AS_OF)
    assert last(table, "orders", "pieces", "amount_fen") == [5, 20, 10_000]


def test_an_amount_is_made_of_pieces_or_missing() -> None:
    made = derive(facts_of([*sold(BEGIN, 5, line_fen=None, unit_fen=300)]), AS_OF)
    assert last(made, "amount_fen") == [1_500]
    one = [*sold(BEGIN, 4), *sold(BEGIN, 1, "1001", order="9", quantity=None)]
    assert last(derive(facts_of(one), AS_OF), "pieces") == [MISSING]
    none = [*sold(BEGIN, 4), *sold(BEGIN, 1, "1001", order="9", line_fen=None)]
    assert last(derive(facts_of(none), AS_OF), "amount_fen") == [MISSING]


def test_sums_beyond_64_bits_are_missing() -> None:
    huge = facts_of([*sold(BEGIN, 5, line_fen=2**61)])
    assert last(derive(huge, AS_OF), "orders", "amount_fen") == [5, MISSING]


def test_an_hour_that_is_not_over_is_not_counted() -> None:
    facts = facts_of([*sold(BEGIN, 9)])
    assert len(derive(facts, BEGIN + HOUR_MS - 1)) == 0
    assert len(derive(facts, BEGIN + HOUR_MS)) == 1


def test_days_that_were_not_delivered_are_no_zeros() -> None:
    lines = [*month(BEGIN, 10, 3), *sold(BEGIN + 30 * DAY_MS + 10 * HOUR_MS, 40)]
    some = [
        Coverage("OrderLine", BEGIN, BEGIN + 10 * DAY_MS - 1),
        Coverage("OrderLine", BEGIN + 30 * DAY_MS, AS_OF),
    ]
    table = derive(facts_of(lines, some), AS_OF)
    assert last(table, "usual_milli", "days") == [3_000, 8]
    assert last(derive(facts_of(lines), AS_OF), "usual_milli", "days") == [0, 28]


def test_campaign_days_are_marked_and_are_not_usual() -> None:
    start = moment("2026-10-15")
    lines = [*month(start, 16, 6), *month(moment("2026-10-31"), 14, 60)]
    lines += sold(moment("2026-11-14 10:00:00"), 40)
    table = derive(facts_of(lines), AS_OF)
    assert last(table, "campaign", "usual_milli", "days") == [0, 6_000, 14]
    eleven = table["ts"] == moment("2026-11-11 11:00:00")
    assert table["campaign"][eleven].tolist() == [1]
    assert table["usual_milli"][eleven].tolist() == [6_000]
    assert table["days"][eleven].tolist() == [16]


def test_later_facts_change_nothing() -> None:
    facts = facts_of([*month(BEGIN, 40, 6)])
    whole = derive(facts, AS_OF)
    part = derive(facts, BEGIN + 20 * DAY_MS)
    assert len(part) == 20
    for name in part.columns:
        np.testing.assert_array_equal(part[name], whole[name][:20])


def test_the_table_is_in_order_and_has_the_columns_of_its_kind() -> None:
    lines = [*month(BEGIN, 3, 6), *sold(BEGIN + 10 * HOUR_MS, 7, "1000")]
    table = derive(facts_of(lines), AS_OF)
    keys = list(zip(table["ts"].tolist(), table["sku"].tolist(), strict=True))
    assert keys == sorted(keys)
    described = columns_of(Kind.HOUR_COUNTED)
    assert table.columns.keys() == described.keys()
    assert all(table[n].dtype == c.form.dtype for n, c in described.items())


def test_no_lines_make_no_hours() -> None:
    assert len(derive(Facts.empty(), AS_OF)) == 0
    assert len(derive(facts_of([*sold(BEGIN, 9, sku="")]), AS_OF)) == 0


@pytest.mark.parametrize(
    ("text", "campaign"),
    [
        *(("2026-05-31", False), ("2026-06-01", True), ("2026-06-20", True)),
        *(("2026-06-21", False), ("2026-10-30", False), ("2026-10-31", True)),
        *(("2026-11-13", True), ("2026-11-14", False), ("2026-12-12", True)),
        # 2027-02-06 is the first day of the lunar year.
        *(("2027-01-08", False), ("2027-01-09", True), ("2027-02-03", True)),
        *(("2027-02-04", False), ("2099-11-11", True), ("2099-02-01", False)),
    ],
)
def test_the_campaign_calendar(text: str, *, campaign: bool) -> None:
    assert (day(text) in campaign_days(day(text), day(text))) is campaign
    around = campaign_days(day(text) - 400, day(text) + 400)
    assert (day(text) in around) is campaign
    assert (np.diff(around) > 0).all()
