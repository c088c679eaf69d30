"""What is wrong with planned prices: too low, a digit off, dishonestly compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden.engine.examples import facts_of
from shopwarden.practices.monitoring.prices import Guarded, guard
from shopwarden.practices.monitoring.prices.checks import digit_shift
from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

Record = dict[str, object]
BEGIN = "2026-11-11 00:00:00"


def plan(form: str, **more: object) -> Record:
    name = str(more.pop("promotion", form))
    told: Record = {"kind": "PromotionPlan", "ts": BEGIN, "sku": "1001"}
    return {**told, "promotion": name, "form": form, **more}


def price(fen: int, **more: object) -> Record:
    told: Record = {"kind": "PriceSet", "ts": "2026-10-01 10:00:00", "sku": "1001"}
    return {**told, "price_fen": fen, **more}


def goods(**more: object) -> Record:
    told: Record = {"kind": "SkuFacts", "ts": "2026-10-01 00:00:00", "sku": "1001"}
    return {**told, **more}


def deals(
    fen: int, count: int = 5, ts: str = "2026-11-07 10:00:00", order: str = "3160000001"
) -> Record:
    told: Record = {"kind": "OrderLine", "repeat": count, "every": "1h", "ts": ts}
    return {**told, "order": order, "sku": "1001", "quantity": 1, "unit_fen": fen}


def guarded(*records: Record, floors: Mapping[str, int] | None = None) -> Guarded:
    (found,) = guard(facts_of(records), Reference(floors_fen=floors or {})).skus
    return found


def wrong(*records: Record) -> list[str]:
    return [each.what for each in guarded(*records).wrong]


def test_a_plan_above_everything_is_fine() -> None:
    records = (price(12900), plan("flash", price_fen=9900), deals(11900))
    found = guarded(*records, goods(floor_fen=8900, cost_fen=6000, stock=5, limit=2))
    assert found.wrong == ()
    assert found.unknown == ()
    assert found.exposed_fen == 0
    assert found.offer.reach is not None
    assert found.offer.reach.lowest_fen == 9900


def test_stacked_promotions_break_the_floor_that_each_alone_keeps() -> None:
    flash, coupon = plan("flash", price_fen=9900), plan("coupon", off_fen=1500)
    kept = (price(12900), goods(floor_fen=9000, limit=1))
    assert wrong(*kept, flash) == wrong(*kept, coupon) == []
    assert wrong(*kept, flash, coupon) == ["below_floor"]


def test_promotions_that_never_run_together_do_not_stack() -> None:
    kept = (price(12900), goods(floor_fen=9000, limit=1))
    early = plan("flash", price_fen=9900, end_ms="2026-11-11 23:59:59")
    late = plan("coupon", off_fen=1500, ts="2026-11-12 00:00:00")
    assert wrong(*kept, early, late) == []
    touching = plan("coupon", off_fen=1500, ts="2026-11-11 23:59:59")
    assert wrong(*kept, early, touching) == ["below_floor"]


def test_one_fen_decides() -> None:
    records = (price(12900), plan("flash", price_fen=9000))
    assert wrong(*records, goods(floor_fen=9000, cost_fen=9000, limit=1)) == []
    below = wrong(*records, goods(floor_fen=9001, cost_fen=9001, limit=1))
    assert below == ["below_floor", "below_cost"]


def test_the_floor_of_the_shop_file_comes_first() -> None:
    records = (price(12900), plan("flash", price_fen=9000), goods(floor_fen=1000))
    found = guarded(*records, floors={"1001": 9500})
    assert found.wrong[0].params == {"lowest_fen": 9000, "floor_fen": 9500}


def test_half_of_the_median_deal_is_the_line() -> None:
    kept = (price(12900), goods(limit=1))
    half, less = plan("flash", price_fen=5000), plan("flash", price_fen=4999)
    assert wrong(*kept, half, deals(10000)) == []
    assert wrong(*kept, less, deals(10000)) == ["below_usual"]
    # Four deals say too little, and old or cancelled ones nothing.
    assert wrong(*kept, less, deals(10000, 4)) == []
    old = deals(10000, ts="2026-10-01 10:00:00", order="3160000101")
    assert wrong(*kept, less, old, deals(10000, 1)) == []
    cancelled: Record = {"kind": "OrderCancelled", "ts": "2026-11-08 10:00:00"}
    assert wrong(*kept, less, deals(10000), {**cancelled, "order": "3160000001"}) == []


def test_far_in_the_future_the_last_known_deals_are_the_usual_ones() -> None:
    kept = (price(12900), goods(limit=1), deals(10000))
    later = plan("flash", price_fen=4999, ts="2027-06-18 00:00:00")
    assert wrong(*kept, later) == ["below_usual"]


@pytest.mark.parametrize(
    ("fen", "against", "shift"),
    [
        (1190, 11900, -1),
        (1369, 11900, 0),
        (1368, 11900, -1),
        (1012, 11900, -1),
        (1011, 11900, 0),
        (119000, 11900, 1),
        (101150, 11900, 1),
        (101149, 11900, 0),
        (11900, 11900, 0),
        (0, 11900, 0),
        (5, 0, 0),
    ],
)
def test_a_tenth_or_ten_times_within_fifteen_percent(
    fen: int, against: int, shift: int
) -> None:
    assert digit_shift(fen, against) == shift


def test_a_missing_digit_is_said_once_and_against_what() -> None:
    records = (price(12900), goods(limit=1), deals(11900))
    found = guarded(*records, plan("flash", price_fen=1290))
    assert [each.what for each in found.wrong] == ["digit_low"]
    assert found.wrong[0].params["whose"] == "usual"
    former = guarded(price(12900), goods(limit=1), plan("flash", price_fen=1290))
    assert former.wrong[0].params["whose"] == "former"


def test_a_digit_too_many_exposes_no_money() -> None:
    found = guarded(price(129000, before_fen=12900), goods(stock=9))
    assert [each.what for each in found.wrong] == ["digit_high"]
    assert found.exposed_fen == 0


def test_without_a_limit_the_whole_stock_is_exposed() -> None:
    low = (price(12900), plan("flash", price_fen=7900))
    found = guarded(*low, goods(floor_fen=8900, stock=300))
    assert [each.what for each in found.wrong] == ["below_floor", "unlimited"]
    assert found.wrong[1].params["exposed_fen"] == found.exposed_fen == 300 * 1000
    unknown = guarded(*low, goods(floor_fen=8900))
    assert unknown.wrong[1].what == "unlimited_unknown"
    assert unknown.exposed_fen is None
    assert "stock" in unknown.unknown
    limited = plan("flash", price_fen=7900, limit=1)
    assert wrong(price(12900), limited, goods(floor_fen=8900, stock=300)) == [
        "below_floor"
    ]


def test_the_worst_moment_counts_and_its_basket_is_shown() -> None:
    records = (price(12900), goods(floor_fen=9000, limit=2))
    deep = plan("flash", price_fen=6900, ts="2026-11-12 00:00:00")
    found = guarded(*records, plan("direct", price_fen=8900), deep)
    assert found.offer.moment_ms == read_moment("2026-11-12 00:00:00")
    assert found.wrong[0].gap_fen == 2100


def test_a_price_changed_while_a_coupon_runs_is_seen() -> None:
    records = (price(12900), goods(floor_fen=9000, limit=2))
    running = plan("coupon", off_fen=2000)
    assert wrong(*records, running) == []
    during = price(9900, ts="2026-11-11 12:00:00")
    assert wrong(*records, running, during) == ["below_floor"]


def test_a_row_without_a_sku_holds_for_every_sku() -> None:
    everything = plan("coupon", off_fen=5000, sku="")
    other = {**price(9900), "sku": "1002"}
    found = guard(facts_of([price(12900), other, everything]), Reference()).skus
    lowest = [s.offer.reach.lowest_fen for s in found if s.offer.reach]
    assert lowest == [7900, 4900]


def test_rows_that_say_too_little_are_told_with_their_place() -> None:
    rows = [price(12900), plan("gift"), plan("coupon", threshold_fen=30000)]
    review = guard(facts_of(rows), Reference())
    assert sorted((u.form, u.why) for u in review.unread) == [
        ("coupon", "unclear"),
        ("gift", "gift"),
    ]
    assert all(u.row >= 2 and u.file == 0 for u in review.unread)


def test_a_struck_price_above_the_lowest_deal_of_seven_days() -> None:
    struck = price(12900, strike_fen=12000)
    recent = deals(11900, ts="2026-11-07 10:00:00")
    assert wrong(struck, plan("coupon", off_fen=100), recent) == ["strike"]
    assert wrong(price(12900, strike_fen=11900), recent) == []
    assert wrong({**struck, "named": True}, recent) == []
    assert wrong(struck) == []  # nothing sold: nobody can say
    before = deals(11900, ts="2026-10-20 10:00:00")
    later = deals(20000, 1, ts="2026-11-07 10:00:00", order="3160000301")
    other = {**later, "sku": "1002"}  # the shop's orders go on, this SKU's do not
    shown = guard(facts_of([struck, plan("coupon", off_fen=1), before, other]), _NONE)
    assert [w.what for s in shown.skus for w in s.wrong] == ["strike_last"]


_NONE = Reference()


def test_a_struck_price_of_the_promotions_own_price_counts_too() -> None:
    own = price(9900, strike_fen=19900, promotion="flash", ts=BEGIN)
    records = (price(12900), own, plan("flash", price_fen=9900), deals(11900))
    assert wrong(*records) == ["strike"]
    assert wrong(*records[:2], plan("direct", price_fen=9900), deals(11900)) == []


def test_raised_within_seven_days_before_the_discount() -> None:
    old, coupon = price(11900), plan("coupon", off_fen=500)
    begin = read_moment(BEGIN)
    assert begin is not None
    just, before = begin - 7 * DAY_MS, begin - 7 * DAY_MS - 1
    assert wrong(old, price(12900, ts=just), coupon) == ["raised"]
    assert wrong(old, price(12900, ts=just, before_fen=11900), coupon) == ["raised"]
    assert wrong(old, price(12900, ts=before), coupon) == []
    assert wrong(old, price(10900, ts=just), coupon) == []  # lowered
    assert wrong(old, price(12900, ts=just), plan("gift")) == []  # no discount


def test_a_front_price_below_the_page() -> None:
    assert wrong(price(12900, front_fen=12800)) == ["front"]
    assert wrong(price(12900, front_fen=12900)) == []


def test_what_nobody_said_is_named() -> None:
    found = guarded(plan("coupon", off_fen=500))
    assert found.offer.reach is None
    assert found.unknown == ("price", "floor", "cost", "deals")


def test_the_list_price_is_found_where_it_is_told() -> None:
    coupon = plan("coupon", off_fen=100, end_ms="2026-11-12 00:00:00")

    def listed(*records: Record) -> int | None:
        return guarded(coupon, *records).offer.list_fen

    later = price(9900, ts="2026-12-01 00:00:00")
    sold = {**deals(10000, 1), "price_fen": 11000}
    assert listed(price(12900), later) == 12900
    assert listed({**later, "before_fen": 12000}, sold) == 12000
    assert listed(later, sold) == 11000
    assert listed(later) == 9900
    assert listed(price(5000, promotion="x"), sold) == 11000


def test_slow_data_of_the_moment_counts() -> None:
    rows = (
        price(12900),
        plan("flash", price_fen=9000),
        goods(floor_fen=8000, limit=1),
        goods(floor_fen=9500, limit=1, ts="2026-11-10 00:00:00"),
        goods(floor_fen=5000, limit=1, ts="2026-11-12 00:00:00"),
    )
    assert guarded(*rows).goods.floor_fen == 9500
