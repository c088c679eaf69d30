"""Which export a table is, when it was made, and whether it is settled."""

from __future__ import annotations

import pytest

from shopwarden.records.moment import read_moment
from shopwarden.sources.exports.columns import fields, located
from shopwarden.sources.exports.recognise import recognised
from shopwarden.sources.exports.stated import export_time, stated_state, stated_time

OLD = (
    "订单编号,父单号,订单状态,订单下单时间,订单完成时间,售后服务单号,售后退款时间,"
    "商品编号,商品名称,商品数量,扣点类型,佣金比例,费用名称,应结金额"
)
VERBATIM = {
    "settlement_old": [
        f"{OLD},币种,收支方向,结算状态,预计结算时间,账单生成时间,到账时间,商户订单号,资金动账备注",
        (
            f"{OLD},收支方向,结算状态,预计结算时间,账单生成时间,到账时间,商户订单号,"
            "资金动账备注,费用项含义,备注,留用时间,费用说明"
        ),
    ],
    "settlement_summary": [
        (
            "商家ID,公司ID,公司名称,钱包账户,订单编号,业务单据编号,父单号,订单状态,下单时间,"
            "完成时间,商品编号,商品名称,商品单价,商品数量,结算时间,结算金额合计,收入金额合计,"
            "支出金额合计,商户订单号,资金动账备注"
        )
    ],
    "settlement_lines": [
        (
            "商家ID,订单编号,业务单据编号,费用名称,费用分类,金额,费率,平台扣费基数,用户支付金额,"
            "对账公式,结算主体,结算单类型,结算单号,条款规则,费用备注,商户承担金额,"
            "平台承担金额,政府承担金额,单独结算资产"
        )
    ],
    "promotion": [
        (
            "订单编号,订单下单时间,商品编号,商品名称,商品数量,优惠类型,优惠活动名称,优惠活动ID,"
            "京东承担金额,商家承担金额,政府承担金额"
        )
    ],
    "orders": [
        (
            "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,"
            "应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,运费金额,"
            "付款确认时间,订单完成时间,送装服务,服务费,仓库id,仓库名称,普通发票纳税编号"
        ),
        "订单号,商品ID,商品名称,订购数量,商家应收,订单状态,商家SKUID,下单时间,付款确认时间",
        "订单号,下单时间,商品ID,订单金额,客户姓名,客户地址,联系电话,京东价",
    ],
}


@pytest.mark.parametrize(
    ("code", "headings"),
    [(code, text) for code, texts in VERBATIM.items() for text in texts],
)
def test_jds_own_headings_are_recognised(code: str, headings: str) -> None:
    layout = recognised(headings.split(","))
    assert layout is not None
    assert layout.code == code


@pytest.mark.parametrize(
    "headings",
    [
        "order_id,order_item_id,price,freight_value",
        "订单编号,支付单号,买家应付货款,总金额,订单状态,收货地址,订单创建时间,商品标题",
        "账务流水号,商品名称,发生时间,收入金额（+元）,支出金额（-元）,业务类型",
        "商品ID,商品名称,京东价",
        "",
    ],
)
def test_other_tables_are_not(headings: str) -> None:
    assert recognised(headings.split(",")) is None


def test_width_spaces_units_and_either_zhang_do_not_matter() -> None:
    found = located(["订单号 ", "应结金额（元）", "下单账号", "商品ＩＤ"])
    assert found == {"order": 0, "amount": 1, "buyer": 2, "sku": 3}


def test_no_heading_means_two_fields() -> None:
    headings = [h for field in fields().values() for h in field.jd]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("订单_20261112.csv", "2026-11-12"),
        ("2026-11-12_0930.xlsx", "2026-11-12 09:30"),
        ("20261101-20261130_orders.csv", "2026-11-30"),
        ("订单2026.11.12 09:30:15.csv", "2026-11-12 09:30"),
    ],
)
def test_a_file_name_may_say_when_it_was_made(name: str, start: str) -> None:
    found = stated_time(name)
    assert found is not None
    assert found[0] == read_moment(start)


@pytest.mark.parametrize(
    "name", ["19453840.csv", "316000202611120001.csv", "20261340.csv", "订单.csv"]
)
def test_other_numbers_are_no_dates(name: str) -> None:
    assert stated_time(name) is None


def test_the_newest_row_corrects_the_name() -> None:
    newest = read_moment("2026-11-12 18:00") or 0
    assert export_time("a_20261112.csv", newest) == newest
    assert export_time("a_20261101.csv", newest) == newest
    assert export_time("a_20261120.csv", newest) == read_moment("2026-11-20")
    assert export_time("a.csv", newest) == newest
    assert export_time("a.csv", None) is None


@pytest.mark.parametrize(
    ("headings", "name", "told"),
    [
        (["订单编号", "结算时间"], "待结算.xlsx", (1, "heading")),
        (["订单编号", "预计结算时间"], "已结算.xlsx", (0, "heading")),
        (["订单编号"], "11月未结算.xlsx", (0, "file_name")),
        (["结算时间", "预计结算时间"], "a.xlsx", (-1, "unknown")),
    ],
)
def test_the_state_comes_from_heading_then_name(
    headings: list[str], name: str, told: tuple[int, str]
) -> None:
    assert stated_state(headings, name) == told
