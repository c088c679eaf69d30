"""The files look as JD's exports do: headers, encodings, quirks, masks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sources.sample.conftest import Written

V1 = (
    "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,"
    "应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,"
    "发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,增值税发票,货号,"
    "订单完成时间,订单来源,订单渠道"
)
V2 = "送装服务,服务费,仓库id,仓库名称,普通发票纳税编号"
OLD = (
    "订单编号,父单号,订单状态,订单下单时间,订单完成时间,售后服务单号,售后退款时间,商品编号,"
    "商品名称,商品数量,扣点类型,佣金比例,费用名称,应结金额,币种,收支方向,结算状态,预计结算时间,"
    "账单生成时间,到账时间,商户订单号,资金动账备注"
)
SUMMARY = (
    "商家ID,公司ID,公司名称,钱包账户,订单编号,业务单据编号,父单号,订单状态,下单时间,完成时间,"
    "商品编号,商品名称,商品单价,商品数量,结算时间,结算金额合计,收入金额合计,支出金额合计,"
    "商户订单号,资金动账备注"
)
PROMOTIONS = (
    "订单编号,订单下单时间,商品编号,商品名称,商品数量,优惠类型,优惠活动名称,优惠活动ID,"
    "京东承担金额,商家承担金额,政府承担金额"
)


def test_headers_are_verbatim(faulty: Written) -> None:
    header = faulty.csv_rows("19453840.csv")[0]
    assert ",".join(header[:30]) == V1
    assert ",".join(header[30:35]) == V2
    assert "商家应收" in header[35:]
    assert ",".join(faulty.csv_rows(faulty.names("对账表")[-1])[0]) == OLD
    assert ",".join(faulty.csv_rows(faulty.names("营销对账")[0])[0]) == PROMOTIONS


def test_new_workbook_has_two_sheets_with_two_header_rows(faulty: Written) -> None:
    rows = faulty.sheet_rows("订单结算_已结算_20261120.xlsx", "交易汇总")
    assert ",".join(rows[1]) == SUMMARY
    assert [cell for cell in rows[0] if cell] == [
        "商家信息",
        "单据基础信息",
        "结算信息",
    ]
    pending = faulty.sheet_rows("订单结算_未结算_20261120.xlsx", "费用明细")
    assert "预计结算时间" in pending[1]
    assert "费用名称" in pending[1]


def test_summary_and_detail_agree(faulty: Written) -> None:
    for name in faulty.names("订单结算"):
        summary = faulty.sheet_rows(name, "交易汇总")
        column = summary[1].index("结算金额合计")
        total = sum(round(float(row[column]) * 100) for row in summary[2:])
        detail = faulty.records(name).values()
        assert total == sum(round(float(row["金额"]) * 100) for row in detail)


def test_ids_in_workbooks_are_text_and_wallets_are_given(faulty: Written) -> None:
    for row in faulty.records("订单结算_已结算_20261120.xlsx").values():
        assert re.fullmatch(r"\d{12}", row["订单编号"])
        assert re.fullmatch(r"\d{28}", row["商户订单号"])
        assert row["钱包账户"]


def test_old_layout_as_workbook_has_a_description_above_its_header(
    old_workbook: Written,
) -> None:
    written = old_workbook
    rows = written.sheet_rows("对账表_20261120.xlsx", "对账表")
    assert rows[0][0].startswith("说明")
    assert ",".join(rows[1]) == OLD
    assert not written.names("订单结算")
    states = {
        row["结算状态"] for row in written.records("对账表_20261120.xlsx").values()
    }
    assert states == {"已结算", "待结算"}


def test_csv_files_are_gbk_and_never_utf8(faulty: Written) -> None:
    for name in faulty.truth.files:
        if name.endswith(".csv"):
            content = (faulty.folder / name).read_bytes()
            # Chats hold emoji, which only the superset of GBK has.
            content.decode("gb18030" if name.startswith("聊天") else "gbk")
            assert not content.startswith(b"\xef\xbb\xbf")


def test_order_amounts_are_repeated_on_each_row(clean: Written) -> None:
    several = [rows for rows in clean.orders().values() if len(rows) > 1]
    assert len(several) > 100
    for rows in several:
        for column in ("订单金额", "商家应收", "应付金额", "运费金额"):
            assert len({row[column] for row in rows}) == 1
        total = sum(
            round(float(row["京东价"]) * 100) * int(row["订购数量"]) for row in rows
        )
        assert total == round(float(rows[0]["订单金额"]) * 100)


def test_quirks_are_there(clean: Written) -> None:
    rows = clean.csv_rows("19453840.csv") + clean.csv_rows("19461207.csv")
    full = len(rows[0])
    assert {len(row) for row in rows} == {full, full - 2}
    remarks = [row[21] for row in rows]
    assert any("\n" in remark for remark in remarks)
    assert any("," in remark for remark in remarks)
    assert any('"' in remark for remark in remarks)
    assert any(row[11].startswith("(删除)") for row in rows)


def test_people_are_masked(faulty: Written) -> None:
    for rows in faulty.orders().values():
        row = rows[0]
        assert re.fullmatch(r"jd_[a-z]{7}", row["下单帐号"])
        assert re.fullmatch(r"\w\*\*", row["客户姓名"])
        assert re.fullmatch(r"1\*{6}\d{4}|139000000\d\d", row["联系电话"])
        assert row["客户地址"].endswith("***") or "样例路" in row["客户地址"]


def test_exports_overlap_and_the_later_one_knows_more(clean: Written) -> None:
    first = {r["订单号"]: r for r in clean.records("19453840.csv").values()}
    second = {r["订单号"]: r for r in clean.records("19461207.csv").values()}
    both = first.keys() & second.keys()
    changed = [n for n in both if first[n]["订单状态"] != second[n]["订单状态"]]
    assert both
    assert changed
    assert all(first[n]["下单时间"] == second[n]["下单时间"] for n in both)
