"""Settlement exports: the old layout, the new workbook, promotions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden.records.moment import read_moment
from shopwarden.records.problem import Extent
from shopwarden.records.schema import MISSING, Kind
from shopwarden.words import say

if TYPE_CHECKING:
    from tests.sources.conftest import Exports, Shown

LINES = (
    "商家ID,订单编号,业务单据编号,父单号,商品编号,费用名称,费用分类,金额,费率,"
    "平台扣费基数,结算单号"
)
SUMMARY = (
    "商家ID,公司名称,钱包账户,订单编号,业务单据编号,父单号,订单状态,下单时间,完成时间,"
    "商品编号,{time},结算金额合计,收入金额合计,支出金额合计,商户订单号"
)
SUMMARY_ROW = (
    "88,甲公司,wallet-1,316000000001,316000000001,--,完成,2026-11-10 10:00:00,"
    "2026-11-12 09:00:00,1001,2026-11-20 00:00:00,{total},90.00,-5.00,T1"
)
GOODS_ROW = "88,316000000001,316000000001,--,1001,货款,货款,90.00,--,--,S1"
FEE_ROW = "88,316000000001,316000000001,--,1001,佣金,佣金,-5.00,5%,100.00,S1"


def new_workbook(
    exports: Exports,
    *,
    time: str = "结算时间",
    total: str = "85.00",
    name: str = "结算.xlsx",
) -> None:
    summary = [
        ["商家信息", "", "", "单据基础信息"],
        SUMMARY.format(time=time).split(","),
        SUMMARY_ROW.format(total=total).split(","),
    ]
    lines = [
        ["商家信息", "单据基础信息", "", "", "", "结算信息"],
        *(text.split(",") for text in (LINES, GOODS_ROW, FEE_ROW)),
    ]
    exports.workbook(name, {"交易汇总": summary, "费用明细": lines})


def test_a_line_of_the_old_layout(exports: Exports, shown: type[Shown]) -> None:
    exports.bill({"扣点类型": "基础扣点", "佣金比例": "0.05", "商户订单号": "9" * 28})
    lines = shown(exports.shop().facts, Kind.BILL_LINE)
    assert lines.names("fee") == ["货款"]
    assert lines.names("fee_class") == ["基础扣点"]
    assert lines.names("trade") == ["9" * 28]
    assert lines.numbers("amount_fen") == [9000]
    assert lines.numbers("rate_ppm") == [50_000]
    assert lines.numbers("state") == [1]
    assert lines.numbers("ts") == [read_moment("2026-11-20 00:00:00")]
    assert lines.numbers("billed_ms") == [read_moment("2026-11-19")]


def test_a_description_line_may_stand_above(exports: Exports) -> None:
    headings = ["订单编号", "费用名称", "应结金额", "收支方向", "到账时间"]
    row = dict(zip(headings, ["1", "货款", "5.00", "收入", "2026-11-20"], strict=True))
    exports.table("b.csv", headings, [row], above=["对账表说明：金额单位为元"])
    (report,) = exports.shop().files
    assert (report.kind, report.kept) == ("settlement_old", 1)


def test_a_line_without_times_is_dated_by_the_export(
    exports: Exports, shown: type[Shown]
) -> None:
    none = {"账单生成时间": "--", "到账时间": "--", "结算状态": "未结算"}
    exports.bill({}, none)
    lines = shown(exports.shop().facts, Kind.BILL_LINE)
    assert sorted(lines.numbers("state")) == [0, 1]
    assert len(set(lines.numbers("ts"))) == 1


def test_goods_going_out_are_a_refund(exports: Exports, shown: type[Shown]) -> None:
    exports.orders({})
    exports.bill(
        {},
        {
            "应结金额": "-30.00",
            "收支方向": "支出",
            "售后服务单号": "777",
            "售后退款时间": "2026-11-15 08:00:00",
        },
    )
    facts = exports.shop().facts
    refunds = shown(facts, Kind.REFUND_PAID)
    assert refunds.numbers("amount_fen") == [3000]
    assert refunds.names("after_sale") == ["777"]
    assert refunds.numbers("ts") == [read_moment("2026-11-15 08:00:00")]
    assert refunds.numbers("buyer") == facts.table(Kind.ORDER_PLACED)["buyer"].tolist()


def test_bills_invent_no_orders(exports: Exports) -> None:
    exports.bill({"订单下单时间": "2026-11-10 10:00:00"})
    facts = exports.shop().facts
    assert not len(facts.table(Kind.ORDER_PLACED))
    assert facts.table(Kind.BILL_LINE)["placed_ms"].tolist() == [
        read_moment("2026-11-10 10:00:00")
    ]


def test_unsigned_expenses_take_the_sign_of_their_direction(
    exports: Exports, shown: type[Shown]
) -> None:
    exports.bill({}, {"费用名称": "佣金", "应结金额": "5.00", "收支方向": "支出"})
    lines = shown(exports.shop().facts, Kind.BILL_LINE)
    assert sorted(lines.numbers("amount_fen")) == [-500, 9000]


def test_one_contradiction_is_told_and_stands(
    exports: Exports, shown: type[Shown]
) -> None:
    out = {"费用名称": "佣金", "收支方向": "支出"}
    exports.bill({}, out | {"应结金额": "-5.00"}, out | {"应结金额": "6.00"})
    shop = exports.shop()
    assert [p.reason.source for p in shop.problems] == ["intake.against_direction"]
    assert sorted(shown(shop.facts, Kind.BILL_LINE).numbers("amount_fen"))[1] == 600


def test_income_taken_back_does_not_make_expenses_income(
    exports: Exports, shown: type[Shown]
) -> None:
    exports.bill(
        {"应结金额": "-3.00"},
        {},
        {"费用名称": "佣金", "应结金额": "5.00", "收支方向": "支出"},
    )
    lines = shown(exports.shop().facts, Kind.BILL_LINE)
    assert sorted(lines.numbers("amount_fen")) == [-500, -300, 9000]


@pytest.mark.parametrize(
    "cell", [{"应结金额": "12,3,4"}, {"币种": "USD"}, {"订单编号": "3.16E+11"}]
)
def test_a_line_that_cannot_be_read_is_no_missing_line(
    exports: Exports, shown: type[Shown], cell: dict[str, str]
) -> None:
    exports.bill(cell, {"费用名称": "佣金", "应结金额": "-4.50"})
    shop = exports.shop()
    lines = shown(shop.facts, Kind.BILL_LINE)
    assert len(lines.names("fee")) == 2
    assert len(shop.problems) == 1
    assert not len(shop.facts.table(Kind.REFUND_PAID))


def test_totals_are_not_lines_and_other_currencies_no_amounts(
    exports: Exports,
) -> None:
    exports.bill({}, {"订单编号": "合计"}, {"币种": "USD"})
    shop = exports.shop()
    (report,) = shop.files
    assert (report.rows, report.kept, report.problems) == (2, 2, 0)
    amounts = shop.facts.table(Kind.BILL_LINE)["amount_fen"]
    assert sorted(amounts.tolist()) == [MISSING, 9000]
    assert [p.reason.source for p in shop.problems] == [
        "intake.total_line",
        "intake.other_currency",
    ]


def test_equal_lines_of_one_file_are_told_apart(
    exports: Exports, shown: type[Shown]
) -> None:
    exports.bill({}, {}, {"应结金额": "1.00"})
    lines = shown(exports.shop().facts, Kind.BILL_LINE)
    assert lines.numbers("nth") == [0, 1, 2]
    assert lines.numbers("amount_fen") == [100, 9000, 9000]


def test_the_new_workbook(exports: Exports, shown: type[Shown]) -> None:
    new_workbook(exports)
    shop = exports.shop()
    lines = shown(shop.facts, Kind.BILL_LINE)
    assert shop.shop == "88"
    assert lines.names("fee") == ["佣金", "货款"]
    assert lines.numbers("amount_fen") == [-500, 9000]
    assert lines.numbers("base_fen") == [10_000, MISSING]
    assert lines.numbers("state") == [1, 1]
    assert set(lines.numbers("arrived_ms")) == {read_moment("2026-11-20 00:00:00")}
    assert set(lines.numbers("placed_ms")) == {read_moment("2026-11-10 10:00:00")}
    assert lines.names("trade") == ["T1", "T1"]
    assert lines.names("after_sale") == ["", ""]
    assert min(lines.numbers("wallet")) >= 0
    assert {report.state_source for report in shop.files} == {"heading"}
    assert shop.problems == ()


def test_an_expected_time_means_pending(exports: Exports, shown: type[Shown]) -> None:
    new_workbook(exports, time="预计结算时间")
    lines = shown(exports.shop().facts, Kind.BILL_LINE)
    assert lines.numbers("state") == [0, 0]
    assert set(lines.numbers("arrived_ms")) == {MISSING}
    assert set(lines.numbers("due_ms")) == {read_moment("2026-11-20 00:00:00")}


@pytest.mark.parametrize(
    ("name", "state", "source"),
    [
        ("待结算.xlsx", 0, "file_name"),
        ("已结算.xlsx", 1, "file_name"),
        ("a.xlsx", -1, "unknown"),
    ],
)
def test_else_the_file_name_tells_the_state(
    exports: Exports, shown: type[Shown], name: str, state: int, source: str
) -> None:
    new_workbook(exports, time="结算时间(待结算: 预计结算时间)", name=name)
    shop = exports.shop()
    assert shown(shop.facts, Kind.BILL_LINE).numbers("state") == [state, state]
    assert {report.state_source for report in shop.files} == {source}


def test_both_sheets_must_add_up(exports: Exports) -> None:
    new_workbook(exports, total="86.00")
    (problem,) = exports.shop().problems
    assert problem.reason.source == "intake.sums_differ"
    assert (problem.row, problem.extent) == (3, Extent.NOTE)
    assert "交易汇总" in say(problem.reason, "zh")


def test_promotion_shares(exports: Exports, shown: type[Shown]) -> None:
    headings = (
        "订单编号,订单下单时间,商品编号,优惠类型,优惠活动名称,优惠活动ID,"
        "京东承担金额,商家承担金额,政府承担金额"
    )
    row = dict(
        zip(
            headings.split(","),
            [
                "1",
                "2026-11-10 10:00:00",
                "7",
                "东券",
                "双十一",
                "A9",
                "3.00",
                "--",
                "0.50",
            ],
            strict=True,
        )
    )
    exports.table("营销.csv", headings.split(","), [row])
    shop = exports.shop()
    shares = shown(shop.facts, Kind.PROMOTION_SHARE)
    assert shop.files[0].kind == "promotion"
    assert shares.names("promotion") == ["A9"]
    assert shares.numbers("jd_fen") == [300]
    assert shares.numbers("seller_fen") == [MISSING]
    assert shares.numbers("government_fen") == [50]
