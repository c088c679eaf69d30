"""The order export: one row per SKU, amounts per order, and JD's quirks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden.records.moment import read_moment
from shopwarden.records.problem import Extent
from shopwarden.records.schema import MISSING, NO_CODE, Kind
from shopwarden.words import say

if TYPE_CHECKING:
    from tests.sources.conftest import Exports, Shown


def test_amounts_of_an_order_count_once(exports: Exports, shown: type[Shown]) -> None:
    exports.orders({"订单金额": "500.00"}, {"商品ID": "1002", "订单金额": "500.00"})
    facts = exports.shop().facts
    placed = shown(facts, Kind.ORDER_PLACED)
    assert placed.numbers("total_fen") == [50_000]
    assert placed.numbers("lines") == [2]
    assert shown(facts, Kind.ORDER_LINE).names("sku") == ["1001", "1002"]


def test_a_receivable_is_shared_exactly(exports: Exports, shown: type[Shown]) -> None:
    rows = [{"商品ID": sku, "结算金额": "100.00", "京东价": "10"} for sku in "abc"]
    exports.orders(*rows)
    lines = shown(exports.shop().facts, Kind.ORDER_LINE)
    assert lines.numbers("line_fen") == [3334, 3333, 3333]
    assert lines.numbers("unit_fen") == [3334, 3333, 3333]


def test_unit_price_is_the_share_of_a_piece(
    exports: Exports, shown: type[Shown]
) -> None:
    exports.orders({"订购数量": "3", "结算金额": "100.00"})
    lines = shown(exports.shop().facts, Kind.ORDER_LINE)
    assert (lines.numbers("line_fen"), lines.numbers("unit_fen")) == ([10_000], [3333])


def test_two_totals_are_told_and_the_first_stands(
    exports: Exports, shown: type[Shown]
) -> None:
    exports.orders({}, {"商品ID": "1002", "订单金额": "120.00"})
    shop = exports.shop()
    assert shown(shop.facts, Kind.ORDER_PLACED).numbers("total_fen") == [10_000]
    (problem,) = shop.problems
    assert (problem.row, problem.extent) == (3, Extent.NOTE)
    assert problem.reason.source == "intake.two_totals"


def test_each_fact_has_its_own_time(exports: Exports) -> None:
    exports.orders({})
    facts = exports.shop().facts
    times = {kind: table["ts"].tolist() for kind, table in facts.tables.items()}
    assert times[Kind.ORDER_PLACED] == [read_moment("2026-11-10 10:00:00")]
    assert times[Kind.ORDER_PAID] == [read_moment("2026-11-10 10:01:00")]
    assert times[Kind.ORDER_FINISHED] == [read_moment("2026-11-12 09:00:00")]


def test_jds_null_dates_are_no_times(exports: Exports) -> None:
    nulls = {
        "付款确认时间": "1970-01-01 00:00:00",
        "订单完成时间": "0001-01-01 00:00:00",
    }
    exports.orders(nulls)
    shop = exports.shop()
    assert not len(shop.facts.table(Kind.ORDER_PAID))
    assert not len(shop.facts.table(Kind.ORDER_FINISHED))
    assert shop.problems == ()


def test_a_deleted_order_keeps_its_status(exports: Exports, shown: type[Shown]) -> None:
    exports.orders({"订单状态": "(删除)等待出库"}, {"订单号": "316000000002"})
    states = shown(exports.shop().facts, Kind.ORDER_STATE)
    assert states.names("status") == ["等待出库", "完成"]
    assert states.numbers("deleted") == [1, 0]


def test_an_id_with_point_zero_is_made_whole(
    exports: Exports, shown: type[Shown]
) -> None:
    exports.orders({"订单号": "10160070484512.0"})
    shop = exports.shop()
    assert shown(shop.facts, Kind.ORDER_PLACED).names("order") == ["10160070484512"]
    assert [p.extent for p in shop.problems] == [Extent.NOTE]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"订单号": "1.01600704845E+13"}, "intake.lost_digits"),
        ({"订单号": ""}, "intake.empty"),
        ({"运费金额": "-5.00"}, "intake.bad_money"),
        ({"下单时间": "3026-11-10 10:00:00"}, "intake.bad_moment"),
    ],
)
def test_a_row_that_cannot_be_read_is_set_aside(
    exports: Exports, cell: dict[str, str], code: str
) -> None:
    exports.orders(cell, {"订单号": "316000000002"})
    shop = exports.shop()
    (report,) = shop.files
    assert (report.rows, report.kept, report.problems) == (2, 1, 1)
    (problem,) = shop.problems
    assert problem.reason.source == code
    assert (problem.row, problem.column) == (2, next(iter(cell)))
    assert next(iter(cell.values())) not in say(problem.reason, "zh") or cell == {
        "订单号": ""
    }


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"订单金额": "-5.00"}, "intake.bad_money"),
        ({"订单金额": "1e9"}, "intake.bad_money"),
        ({"结算金额": "99999999999999999"}, "intake.bad_money"),
        ({"订购数量": "-1"}, "intake.bad_count"),
    ],
)
def test_a_bad_amount_or_quantity_keeps_its_order(
    exports: Exports, shown: type[Shown], cell: dict[str, str], code: str
) -> None:
    exports.orders(cell)
    shop = exports.shop()
    assert [(p.reason.source, p.extent) for p in shop.problems] == [(code, Extent.NOTE)]
    placed = shown(shop.facts, Kind.ORDER_PLACED)
    assert placed.names("order") == ["316000000001"]
    if "结算金额" in cell:
        assert placed.numbers("receivable_fen") == [MISSING]


def test_a_bad_cell_beside_the_point_costs_only_itself(exports: Exports) -> None:
    exports.orders({"付款确认时间": "昨天"})
    shop = exports.shop()
    assert [(p.extent, p.column) for p in shop.problems] == [
        (Extent.NOTE, "付款确认时间")
    ]
    assert len(shop.facts.table(Kind.ORDER_PLACED)) == 1
    assert not len(shop.facts.table(Kind.ORDER_PAID))


def test_an_order_without_any_time_is_set_aside(exports: Exports) -> None:
    none = {"下单时间": "", "付款确认时间": "", "订单完成时间": ""}
    exports.orders(none, {"订单号": "316000000002"})
    shop = exports.shop()
    assert [p.reason.source for p in shop.problems] == ["intake.no_time"]
    assert shop.files[0].kept == 1


def test_people_become_tokens_and_masked_ones_are_counted(exports: Exports) -> None:
    exports.orders(
        {"下单帐号": "buyer_a", "联系电话": "1******6198"},
        {"订单号": "316000000002", "下单帐号": "Buyer_A", "联系电话": "13900000001"},
        {"订单号": "316000000003", "下单帐号": "buyer_b", "联系电话": ""},
    )
    shop = exports.shop()
    placed = shop.facts.table(Kind.ORDER_PLACED)
    buyers = placed["buyer"].tolist()
    assert buyers[0] == buyers[1] != buyers[2]
    assert placed["phone"].tolist().count(NO_CODE) == 2
    assert shop.masked == {"phone": 1}
    assert {len(token) for token in shop.facts.names["phone"]} == {16}


def test_nothing_personal_leaves_the_layer(exports: Exports) -> None:
    canaries = {
        "客户姓名": "钱小满",
        "客户地址": "幸福路七号",
        "联系电话": "13900000077",
        "下单帐号": "canary_pin",
        "订单备注": "请放门口",
        "商家备注": "老客户\n换行,逗号",
    }
    exports.orders(canaries | {"订单金额": "坏"}, canaries)
    intake = exports.read()
    told = repr(intake)
    for shop in intake.shops:
        told += "".join(
            map(str, (*shop.facts.names.values(), shop.notes, shop.problems))
        )
    assert not [value for value in canaries.values() if value in told]


def test_the_newer_forms_are_recognised(exports: Exports, shown: type[Shown]) -> None:
    headings = [
        "订单号",
        "商品ID",
        "商品名称",
        "订购数量",
        "商家应收",
        "订单状态",
        "商家SKUID",
        "下单时间",
        "付款确认时间",
        "店铺ID",
        "店铺名称",
    ]
    row = {
        "订单号": "1",
        "商品ID": "7",
        "订购数量": "1",
        "商家应收": "58.9",
        "下单时间": "2026/11/10 9:05",
        "店铺ID": "10012345",
        "店铺名称": "山货铺",
    }
    exports.table("a.csv", headings, [row], encoding="utf-8-sig")
    shop = exports.shop()
    assert (shop.shop, shop.name, shop.files[0].kind) == (
        "10012345",
        "山货铺",
        "orders",
    )
    placed = shown(shop.facts, Kind.ORDER_PLACED)
    assert placed.numbers("receivable_fen") == [5890]
    assert placed.numbers("total_fen") == [MISSING]


def test_receivable_of_the_new_heading_wins(
    exports: Exports, shown: type[Shown]
) -> None:
    headings = ["订单号", "商品ID", "下单时间", "结算金额", "商家应收"]
    row = dict(zip(headings, ["1", "7", "2026-11-10", "5", "6"], strict=True))
    exports.table("a.csv", headings, [row])
    placed = shown(exports.shop().facts, Kind.ORDER_PLACED)
    assert placed.numbers("receivable_fen") == [600]
