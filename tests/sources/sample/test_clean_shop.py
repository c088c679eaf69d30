"""A clean shop: its exports read back obey the money model to the fen."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, day_of, read_moment
from shopwarden.records.money import read_fen as fen

if TYPE_CHECKING:
    from tests.sources.sample.conftest import Row, Written

INCOME = {"货款", "京豆", "代收配送费", "服务费"}


def sold(lines: list[Row], fees: set[str]) -> int:
    return sum(
        fen(line["金额"])
        for line in lines
        if line["费用名称"] in fees and line["售后服务单号"] == "--"
    )


def families(written: Written) -> dict[str, set[str]]:
    """Order number → the orders split from the same parent, the parent included."""
    parents: dict[str, set[str]] = defaultdict(set)
    for number, lines in written.bill().items():
        for line in lines:
            if line["父单号"] != "--":
                parents[line["父单号"]] |= {number, line["父单号"]}
    return {number: family for family in parents.values() for number in family}


def test_clean_shop_has_no_incident(clean: Written) -> None:
    assert clean.truth.incidents == ()
    assert not clean.names("19461207 - ")


def test_every_finished_and_due_order_is_billed_what_it_sold_for(
    clean: Written,
) -> None:
    bill, orders, family = clean.bill(), clean.orders(), families(clean)
    checked = 0
    for number, rows in orders.items():
        if rows[0]["订单状态"] != "完成":
            continue
        own = sold(bill[number], {"货款", "京豆"})
        assert own == fen(rows[0]["商家应收"]) == fen(rows[0]["结算金额"])
        kin = family.get(number, {number})
        fees = [line for member in kin for line in bill.get(member, [])]
        known = [orders[member][0] for member in kin if member in orders]
        done = [row for row in known if row["订单状态"] == "完成"]
        assert sold(fees, {"代收配送费"}) == sum(fen(r["运费金额"]) for r in done)
        assert sold(fees, {"服务费"}) == sum(fen(r["服务费"]) for r in done)
        checked += 1
    assert checked > 1000


def test_fees_are_their_stated_rate_rounded_half_up(clean: Written) -> None:
    bases: dict[tuple[str, str], int] = {}
    rated = 0
    for lines in clean.bill().values():
        for line in lines:
            if line["费用名称"] == "货款" and line["售后服务单号"] == "--":
                bases[line["订单编号"], line["商品编号"]] = fen(line["金额"])
    for lines in clean.bill().values():
        for line in lines:
            if line["费用名称"] not in {"佣金", "广告联合活动降扣佣金", "返利框架费"}:
                continue
            if line["售后服务单号"] != "--":
                continue
            base = bases[line["订单编号"], line["商品编号"]]
            exact = Decimal(base) * Decimal(line["佣金比例"])
            assert -fen(line["金额"]) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
            rated += 1
    assert rated > 1000


def test_trade_fee_is_of_what_the_buyer_paid(clean: Written) -> None:
    bill, checked = clean.bill(), 0
    for number, rows in clean.orders().items():
        lines = [
            line for line in bill.get(number, []) if line["费用名称"] == "交易服务费"
        ]
        if len(lines) != 1 or len(rows) != 1:
            continue
        extra = fen(rows[0]["运费金额"]) + fen(rows[0]["服务费"])
        paid = Decimal(fen(rows[0]["应付金额"]) - extra)
        fee = (paid * Decimal("0.006")).quantize(Decimal(1), ROUND_HALF_UP)
        assert -fen(lines[0]["金额"]) == int(fee)
        checked += 1
    assert checked > 500


def test_refunds_never_exceed_what_was_sold_and_return_commission(
    clean: Written,
) -> None:
    refunds = 0
    for lines in clean.bill().values():
        goods: dict[str, int] = defaultdict(int)
        for line in lines:
            if line["费用名称"] == "货款":
                goods[line["商品编号"]] += fen(line["金额"])
        assert min(goods.values(), default=0) >= 0
        afters = [line for line in lines if line["售后服务单号"] != "--"]
        back = [line for line in afters if line["费用名称"] == "货款"]
        returned = [line for line in afters if line["费用名称"] == "佣金"]
        assert all(fen(line["金额"]) < 0 for line in back)
        assert all(fen(line["金额"]) >= 0 for line in returned)
        refunds += len(back)
    assert refunds > 20


def test_cancelled_and_unpaid_orders_net_to_nothing(clean: Written) -> None:
    bill, netting = clean.bill(), 0
    for number, rows in clean.orders().items():
        if rows[0]["订单状态"] in {"(删除)等待付款", "等待付款", "等待出库"}:
            assert number not in bill
        if rows[0]["订单状态"] == "(删除)等待出库":
            assert sum(fen(line["金额"]) for line in bill.get(number, [])) == 0
            netting += number in bill
    assert netting > 0


def test_settlement_is_seven_days_after_finish_and_arrives_next_morning(
    clean: Written,
) -> None:
    end, pending = read_moment("2026-11-20"), 0
    assert end is not None
    for lines in clean.bill().values():
        for line in lines:
            finished = read_moment(line["订单完成时间"])
            due = read_moment(line["预计结算时间"])
            arrived = read_moment(line["到账时间"])
            assert due is not None
            if line["售后服务单号"] == "--" and finished is not None:
                assert due - finished == 7 * DAY_MS
            assert (line["结算状态"] == "已结算") == (arrived is not None)
            pending += arrived is None
            if arrived is not None:
                assert arrived < end
                assert day_of(arrived) == day_of(due) + 1
            else:
                assert due >= end - DAY_MS
    assert pending > 0


def test_payable_is_receivable_less_the_shares_plus_freight_and_service(
    clean: Written,
) -> None:
    beans = {number: sold(lines, {"京豆"}) for number, lines in clean.bill().items()}
    shares: dict[str, int] = defaultdict(int)
    (name,) = clean.names("营销对账")
    for row in clean.records(name).values():
        for borne in ("京东承担金额", "政府承担金额"):
            shares[row["订单编号"]] += fen(row[borne]) if row[borne] != "--" else 0
    checked = 0
    for number, rows in clean.orders().items():
        row = rows[0]
        if row["订单状态"] == "完成" and row["下单时间"] >= "2026-10-21":
            due = fen(row["商家应收"]) + fen(row["运费金额"]) + fen(row["服务费"])
            assert fen(row["应付金额"]) == due - shares[number] - beans[number]
            checked += 1
    assert checked > 500


def test_nothing_in_the_exports_is_later_than_their_end(clean: Written) -> None:
    for rows in clean.orders().values():
        for column in ("下单时间", "付款确认时间", "订单完成时间"):
            assert rows[0][column] < "2026-11-20"
    first = clean.records("19453840.csv").values()
    latest = max(max(r["下单时间"], r["订单完成时间"]) for r in first)
    assert latest < "2026-10-23"
