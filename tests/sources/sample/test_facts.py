"""The tables beyond orders and bills: read back, they agree with one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.sources.judges import WordJudge

from shopwarden.records.kind import Kind
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.money import read_fen as fen
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.intake import read_exports
from shopwarden.sources.sample import SampleShop, write_sample

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.sample.conftest import Row, Written

    from shopwarden.sources.sample.shop import Category

TABLES = {
    "账号花名册": "staff",
    "登录日志": "sign_ins",
    "操作日志": "operations",
    "导出日志": "exports",
    "应用授权": "grants",
    "培训记录": "training",
    "演练": "drills",
    "商品资料": "sku_facts",
    "资质": "documents",
    "促销计划": "promotion_plans",
    "改价记录": "prices",
    "发货": "shipments",
    "售后单": "after_sales",
    "评价": "reviews",
    "平台通知": "notices",
    "纠纷单": "disputes",
    "钱包流水": "wallet",
}


def rows_of(written: Written, table: str) -> list[Row]:
    (name,) = written.names(table + "_")
    return list(written.records(name).values())


def ms(text: str) -> int:
    moment = read_moment(text)
    assert moment is not None
    return moment


@pytest.mark.parametrize("shop", ["clean", "faulty"])
def test_every_table_is_recognised_and_read_whole(
    shop: str, request: pytest.FixtureRequest
) -> None:
    written: Written = request.getfixturevalue(shop)
    intake = read_exports(
        [written.folder], tokeniser=KeyedTokeniser(b"k" * 32), judge=WordJudge()
    )
    (read,) = intake.shops
    assert not intake.problems
    assert not intake.refused
    for table, kind in TABLES.items():
        (report,) = (f for f in read.files if f.name.startswith(table + "_"))
        assert report.kind == kind
        assert report.problems == 0
        assert report.kept == report.rows == written.truth.files[report.name]
    assert len(read.facts.table(Kind.SHIPMENT)) == len(rows_of(written, "发货"))


def test_every_paid_order_of_a_clean_shop_is_shipped_in_time(clean: Written) -> None:
    parcels = {row["订单号"]: row for row in rows_of(clean, "发货")}
    for number, rows in clean.orders().items():
        status = rows[0]["订单状态"]
        assert (number in parcels) == (status in {"等待确认收货", "完成"})
    for number, row in parcels.items():
        order = clean.orders()[number][0]
        paid, shipped = ms(order["付款确认时间"]), ms(row["发货时间"])
        assert paid < shipped < ms(row["应发货时间"]) == paid + 48 * HOUR_MS
        assert 8 <= int(row["发货时间"][11:13]) < 22
        if row["揽收时间"]:
            slow = of_look_alike(clean, "slow_scan", number)
            hours = 22 if slow else 20
            assert shipped < ms(row["揽收时间"]) <= shipped + hours * HOUR_MS
            assert ms(row["揽收时间"]) < ms(row["应发货时间"])
        if row["签收时间"]:
            assert ms(row["揽收时间"]) < ms(row["签收时间"])
            assert row["收货城市"] == row["签收城市"]
        if order["订单完成时间"]:
            assert ms(row["签收时间"]) < ms(order["订单完成时间"])


def test_parcels_weigh_what_their_goods_do(clean: Written) -> None:
    grams = {r["商品编号"]: int(r["单件重量克"]) for r in rows_of(clean, "商品资料")}
    waybills = Counter(row["运单号"] for row in rows_of(clean, "发货"))
    assert max(waybills.values()) <= 2
    for row in rows_of(clean, "发货"):
        lines = clean.orders()[row["订单号"]]
        goods = sum(grams[line["商品ID"]] * int(line["订购数量"]) for line in lines)
        sent = int(row["出库重量克"])
        if waybills[row["运单号"]] == 1 and not of_look_alike(
            clean, "part_parcel", row["订单号"]
        ):
            assert 0.94 * (goods + 120) <= sent <= 1.06 * (goods + 120)
        if row["揽收重量克"]:
            assert abs(int(row["揽收重量克"]) - sent) <= sent * 0.02 + 2


def of_look_alike(written: Written, kind: str, order: str) -> bool:
    return any(order in one.orders for one in written.truth.benign if one.kind == kind)


def test_after_sales_match_the_refunds_of_the_bills(clean: Written) -> None:
    after_sales = {row["售后服务单号"]: row for row in rows_of(clean, "售后单")}
    assert len(after_sales) == len(rows_of(clean, "售后单"))
    matched = 0
    for number, lines in clean.bill().items():
        for line in lines:
            if line["费用名称"] != "货款" or line["售后服务单号"] == "--":
                continue
            row = after_sales[line["售后服务单号"]]
            assert row["订单号"] == number
            assert row["商品编号"] == line["商品编号"]
            assert row["完结时间"] == line["售后退款时间"]
            assert fen(row["实退金额"]) <= -fen(line["金额"]) + 1200
            matched += 1
    assert matched > 50


def test_after_sales_of_a_clean_shop_are_answered_and_closed_in_time(
    clean: Written,
) -> None:
    kinds: Counter[str] = Counter()
    signed = {row["订单号"]: row["签收时间"] for row in rows_of(clean, "发货")}
    for row in rows_of(clean, "售后单"):
        kinds[row["售后类型"]] += 1
        applied = ms(row["申请时间"])
        if signed.get(row["订单号"]):
            assert applied > ms(signed[row["订单号"]])
        if row["审核时间"]:
            assert applied < ms(row["审核时间"]) <= applied + DAY_MS
        if row["退货入库时间"]:
            assert ms(row["审核时间"]) < ms(row["退货入库时间"])
            gap = int(row["发出重量克"]) - int(row["退回重量克"])
            assert 0 <= gap <= 50
        if row["完结时间"]:
            assert (row["退货入库时间"] or row["审核时间"]) < row["完结时间"]
            assert ms(row["完结时间"]) - applied < 15 * DAY_MS
    assert len(kinds) >= 8


def test_only_the_roster_works_and_only_while_employed(clean: Written) -> None:
    roster = {row["员工账号"]: row for row in rows_of(clean, "账号花名册")}
    for table, when in (
        ("登录日志", "登录时间"),
        ("操作日志", "操作时间"),
        ("导出日志", "导出时间"),
        ("培训记录", "完成时间"),
    ):
        for row in rows_of(clean, table):
            person = roster[row["员工账号"]]
            assert row[when][:10] >= person["入职日期"]
            if person["离职日期"]:
                assert row[when][:10] <= person["离职日期"]
    talking = {
        row["客服账号"] for row in clean.records(clean.names("聊天记录")[0]).values()
    }
    assert talking <= roster.keys()
    assert {row["审核账号"] for row in rows_of(clean, "售后单")} - {""} <= roster.keys()


def test_the_wallet_holds_what_the_bills_settle(clean: Written) -> None:
    settled: dict[str, int] = defaultdict(int)
    for lines in clean.bill().values():
        for line in lines:
            if line["到账时间"] != "--":
                settled[line["到账时间"][:10]] += fen(line["金额"])
    flows = rows_of(clean, "钱包流水")
    came = {r["流水时间"][:10]: fen(r["流水金额"]) for r in flows if not r["收款账户"]}
    assert came == {day: amount for day, amount in settled.items() if amount}
    assert len({row["收款账户"] for row in flows}) == 2
    for before, row in pairwise(flows):
        moved = fen(row["钱包余额"]) - fen(before["钱包余额"])
        assert moved == fen(row["流水金额"])


def test_planned_prices_are_those_that_orders_paid(clean: Written) -> None:
    plans: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(clean, "促销计划"):
        plans[row["商品编号"]].append(row)
    checked = 0
    for rows in clean.orders().values():
        row = rows[0]
        if len(rows) > 1 or row["订购数量"] != "1" or row["支付方式"] == "":
            continue
        running = [
            plan
            for plan in plans[row["商品ID"]]
            if plan["开始时间"] <= row["下单时间"] < plan["结束时间"]
        ]
        assert len(running) <= 1
        price = running[0]["促销价"] if running else row["京东价"]
        assert fen(row["商家应收"]) == fen(price)
        checked += 1
    assert checked > 500


def test_long_reviews_differ_and_short_ones_repeat(clean: Written) -> None:
    said = Counter(row["评价内容"] for row in rows_of(clean, "评价"))
    assert len(said) > 50
    assert all(times == 1 for text, times in said.items() if len(text) > 6)
    assert max(said.values()) > 3


def test_notices_and_disputes_of_a_clean_shop_are_answered(clean: Written) -> None:
    for row in rows_of(clean, "平台通知"):
        assert row["处理完成时间"] < row["处理期限"]
    for row in rows_of(clean, "纠纷单"):
        assert row["举证时间"] < row["举证期限"]
        assert {row[name] for name in ("聊天举证", "运单凭证", "视频凭证")} == {"是"}


@pytest.mark.parametrize(
    ("category", "goods", "least"),
    [
        ("fresh", "食品饮料", 8),
        ("cosmetics", "美妆护肤", 8),
        ("apparel", "服饰内衣", 8),
    ],
)
def test_a_category_sells_its_own_goods(
    tmp_path: Path, category: Category, goods: str, least: int
) -> None:
    sample = SampleShop(orders=600, workbook=False, clean=True, category=category)
    truth = write_sample(tmp_path, sample)
    (name,) = (n for n in truth.files if n.startswith("商品资料"))
    lines = (tmp_path / name).read_text("gb18030").splitlines()[1:]
    assert len(lines) == least
    assert all(goods in line for line in lines)


def test_apparel_comes_back_more_often_than_food(tmp_path: Path) -> None:
    counts = {}
    for category in ("fresh", "apparel"):
        sample = SampleShop(orders=800, workbook=False, clean=True, category=category)
        truth = write_sample(tmp_path / category, sample)
        (name,) = (n for n in truth.files if n.startswith("售后单"))
        text = (tmp_path / category / name).read_text("gb18030")
        counts[category] = text.count("退货")
        assert ("变质" in text) == (category == "fresh")
    assert counts["apparel"] > 10 * max(1, counts["fresh"])
