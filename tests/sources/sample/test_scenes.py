"""Scenes in the tables beyond orders: each shows what the catalogue names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS, read_moment
from shopwarden.records.money import read_fen as fen
from shopwarden.sources.sample.incidents.fact_kinds import FACT_KINDS
from shopwarden.sources.sample.incidents.groups import groups
from shopwarden.sources.sample.incidents.kinds import BENIGN, KINDS

if TYPE_CHECKING:
    from tests.sources.sample.conftest import Row, Written

ORDER_FILES = (*tuple("0123456789"), "对账表", "订单结算", "营销对账")


def rows(written: Written, kind: str, table: str, strength: str = "") -> list[Row]:
    """The rows of a table that show incidents of a kind."""
    return [
        written.records(file)[row]
        for one in written.truth.incidents
        if one.kind == kind and strength in {"", one.strength}
        for file, row in one.rows
        if file.startswith(table)
    ]


def ms(text: str) -> int:
    moment = read_moment(text)
    assert moment is not None
    return moment


@pytest.mark.parametrize("kind", sorted(FACT_KINDS))
def test_each_kind_shows_in_a_table_of_its_own(faulty: Written, kind: str) -> None:
    if kind == "order_surge":
        return
    for one in faulty.truth.incidents:
        if one.kind == kind:
            assert any(not file.startswith(ORDER_FILES) for file, _ in one.rows)


def test_every_group_is_of_a_known_kind() -> None:
    for group in groups():
        assert bool(group.kind) != bool(group.benign)
        assert group.kind in KINDS or group.benign in BENIGN
        assert (group.strength in {"edge", "clear"}) == bool(group.kind)


def test_truth_names_threats_and_strengths(faulty: Written) -> None:
    by_kind = {one.kind: one for one in faulty.truth.incidents}
    assert by_kind["joiner_export"].threats == ("T6.6", "T3.1")
    assert by_kind["damaged_id"].threats == ()
    strengths = {one.strength for one in faulty.truth.incidents}
    assert strengths == {"edge", "clear"}


def test_brushers_share_an_address_and_their_parcels_are_light(
    faulty: Written,
) -> None:
    for strength in ("edge", "clear"):
        orders = rows(faulty, "brush_orders", "194", strength)
        first, last = (f(ms(r["下单时间"]) for r in orders) for f in (min, max))
        assert last - first < DAY_MS
        assert len({r["订单号"] for r in orders}) > 8
        assert len({r["客户地址"] for r in orders}) == 1
        assert len({r["联系电话"] for r in orders}) <= 3
        said = Counter(
            r["评价内容"] for r in rows(faulty, "brush_orders", "评价", strength)
        )
        assert len(said) == 1
    goods = {
        r["商品编号"]: r for r in faulty.records(name(faulty, "商品资料")).values()
    }
    for row in rows(faulty, "empty_parcel", "发货"):
        (line,) = faulty.orders()[row["订单号"]]
        whole = int(goods[line["商品ID"]]["单件重量克"])
        assert int(row["揽收重量克"]) < 0.2 * whole


def name(written: Written, table: str) -> str:
    (found,) = written.names(table + "_")
    return found


def test_parcels_are_not_scanned_or_late(faulty: Written) -> None:
    for row in rows(faulty, "fake_shipment", "发货"):
        late = not row["揽收时间"]
        assert late or ms(row["揽收时间"]) - ms(row["发货时间"]) > DAY_MS
    lateness = [
        ms(row["发货时间"]) - ms(row["应发货时间"])
        for row in rows(faulty, "late_dispatch", "发货")
    ]
    assert min(lateness) > 0
    assert max(lateness) > 7 * DAY_MS
    waybills = {row["运单号"] for row in rows(faulty, "waybill_reused", "发货")}
    assert len(waybills) == 1
    for row in rows(faulty, "wrong_city", "发货"):
        assert row["签收城市"] != row["收货城市"]
    assert {row["本店寄件"] for row in rows(faulty, "other_sender", "发货")} == {"否"}


def test_after_sales_are_abused_as_the_catalogue_says(faulty: Written) -> None:
    for one in faulty.truth.incidents:
        if one.kind == "refund_only_abuse":
            asked = [
                r
                for file, row in one.rows
                if file.startswith("售后单")
                for r in [faulty.records(file)[row]]
            ]
            assert len(asked) >= 3
            assert len({r["买家账号"] for r in asked}) == 1
            first, last = (f(ms(r["申请时间"]) for r in asked) for f in (min, max))
            assert last - first < 30 * DAY_MS
            assert {r["售后类型"] for r in asked} <= {"仅退款", "只退款"}
            assert one.amount_fen >= sum(fen(r["实退金额"]) for r in asked) > 0
    for row in rows(faulty, "return_swapped", "售后单"):
        out, back = int(row["发出重量克"]), int(row["退回重量克"])
        assert out - back > 0.15 * out
    shared = {row["图片指纹"] for row in rows(faulty, "picture_reused", "售后单")}
    assert len(shared) == 1
    for row in rows(faulty, "refund_before_return", "售后单"):
        assert not row["退货入库时间"] or row["完结时间"] < row["退货入库时间"]


def test_exports_and_plain_views_are_above_the_lines(faulty: Written) -> None:
    counts = [int(row["导出条数"]) for row in rows(faulty, "bulk_export", "导出日志")]
    assert min(counts) > 250
    for strength, least in (("edge", 50), ("clear", 150)):
        seen = rows(faulty, "decrypt_spree", "操作日志", strength)
        assert len(seen) > least
        assert ms(seen[-1]["操作时间"]) - ms(seen[0]["操作时间"]) < HOUR_MS


def test_sign_ins_are_refused_in_minutes_and_then_succeed(faulty: Written) -> None:
    edge = rows(faulty, "credential_stuffing", "登录日志", "edge")
    assert len(edge) >= 10
    assert ms(edge[-1]["登录时间"]) - ms(edge[0]["登录时间"]) < 10 * MINUTE_MS
    clear = rows(faulty, "credential_stuffing", "登录日志", "clear")
    assert len({row["员工账号"] for row in clear}) >= 5
    assert clear[-1]["登录结果"] == "成功"
    (gone,) = rows(faulty, "leaver_sign_in", "登录日志")
    roster = faulty.records(name(faulty, "账号花名册")).values()
    (person,) = (row for row in roster if row["员工账号"] == gone["员工账号"])
    assert gone["登录时间"][:10] > person["离职日期"]


def test_the_payee_changes_and_the_wallet_is_emptied(faulty: Written) -> None:
    (out,) = rows(faulty, "payee_changed", "钱包流水")
    (one,) = (
        i
        for i in faulty.truth.incidents
        if i.kind == "payee_changed" and i.strength == "clear"
    )
    assert -fen(out["流水金额"]) == one.amount_fen > 0
    flows = list(faulty.records(name(faulty, "钱包流水")).values())
    earlier = {r["收款账户"] for r in flows if r["流水时间"] < out["流水时间"]}
    assert out["收款账户"] not in earlier


def test_prices_and_plans_are_wrong(faulty: Written) -> None:
    for row in rows(faulty, "front_price", "改价记录"):
        assert fen(row["列表价"]) < fen(row["新价格"])
    floors = {
        r["商品编号"]: r["底价"]
        for r in faulty.records(name(faulty, "商品资料")).values()
    }
    for strength in ("edge", "clear"):
        direct, coupon = rows(faulty, "plan_below_floor", "促销计划", strength)
        stacked = fen(direct["促销价"]) - fen(coupon["减免金额"])
        assert stacked < fen(floors[direct["商品编号"]])
        assert direct["互斥组"] != coupon["互斥组"]
    (error,) = rows(faulty, "price_error", "改价记录")
    assert fen(error["新价格"]) * 10 == fen(error["原价格"])


def test_claims_are_missed_thin_or_lost(faulty: Written) -> None:
    for row in rows(faulty, "dispute_missed", "纠纷单"):
        assert not row["举证时间"] or row["举证时间"] > row["举证期限"]
    for row in rows(faulty, "thin_evidence", "纠纷单"):
        assert "否" in row.values()
    for row in rows(faulty, "appeal_lost", "纠纷单"):
        assert row["申诉期限"]
        assert not row["申诉时间"] or row["申诉时间"] > row["申诉期限"]
    for row in rows(faulty, "notice_missed", "平台通知"):
        assert not row["处理完成时间"] or row["处理完成时间"] > row["处理期限"]


def test_strangers_send_programs_and_a_bad_review_is_harassed(
    faulty: Written,
) -> None:
    files = {row["附件名称"] for row in rows(faulty, "chat_attachment", "聊天记录")}
    assert files == {"", "采购清单.exe", "户型图.rar"}
    for strength in ("edge", "clear"):
        (review,) = rows(faulty, "review_harassed", "评价", strength)
        assert review["评分"] == "1"
        said = rows(faulty, "review_harassed", "聊天记录", strength)
        ours = [row for row in said if row["发送方"] == "客服"]
        assert len(ours) >= 3
        last = max(ms(row["消息时间"]) for row in ours)
        assert 0 < last - ms(review["评价时间"]) < DAY_MS
