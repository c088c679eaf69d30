"""Incidents: each is there, labelled with its rows, and worth what it says."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import jsonschema
import pytest

from shopwarden.records.money import read_fen as fen
from shopwarden.sources.sample.incidents.kinds import BENIGN, KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.sample.conftest import Row, Written

    from shopwarden.sources.sample.truth import Labelled

BILL_DELTA = {
    # kind → what the fault does to the net of its orders' bill, per fen of it
    "short_paid": -1,
    "duplicate_fee": -1,
    "duplicate_income": 1,
    "over_charged": -1,
    "unknown_fee": -1,
}


def of_kind(written: Written, kind: str) -> list[Labelled]:
    return [one for one in written.truth.incidents if one.kind == kind]


def net(bill: dict[str, list[Row]], orders: tuple[str, ...]) -> int:
    return sum(fen(line["金额"]) for order in orders for line in bill.get(order, []))


def renumbered(faulty: Written, plain: Written) -> dict[str, str]:
    """Order number in the faulty shop → the same order's in the clean one."""

    def faces(written: Written) -> dict[tuple[str, ...], str]:
        return {
            (rows[0]["下单时间"], rows[0]["下单帐号"], *(r["商品ID"] for r in rows)): n
            for n, rows in written.orders().items()
        }

    clean = faces(plain)
    return {n: clean[face] for face, n in faces(faulty).items() if face in clean}


def test_every_kind_and_every_look_alike_is_present(faulty: Written) -> None:
    assert {one.kind for one in faulty.truth.incidents} == set(KINDS)
    assert {one.kind for one in faulty.truth.benign} == set(BENIGN)
    assert all(one.orders or one.rows for one in faulty.truth.benign)


def test_clean_shop_keeps_the_look_alikes_but_no_late_settlement(
    clean: Written,
) -> None:
    kinds = {one.kind for one in clean.truth.benign}
    assert kinds == set(BENIGN) - {"late_within_grace"}


def test_truth_fits_its_schema(faulty: Written, repository: Path) -> None:
    schema = json.loads(
        (repository / "docs/schemas/truth.schema.json").read_text("utf-8")
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    truth = json.loads((faulty.folder / "truth.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(truth)


def test_truth_rows_are_rows_of_the_incidents_orders(faulty: Written) -> None:
    files = {name: faulty.records(name) for name in faulty.truth.files}
    for one in faulty.truth.incidents:
        assert one.rows_total == len(one.rows)
        for file, row in one.rows:
            record = files[file][row]
            if "商品页" in file:
                assert record["商品编号"] in one.skus
                continue
            number = record.get("订单号") or record.get("订单编号")
            if not number or not one.orders:
                continue  # a row of a log, about no order that is named
            kin = {number.removesuffix(".0"), record.get("父单号", "")}
            assert kin & set(one.orders), one.kind


def test_orders_of_orders_incidents_have_all_their_rows_named(faulty: Written) -> None:
    (burst,) = of_kind(faulty, "price_error")
    rows = faulty.records("19461207.csv")
    mine = {n for n, row in rows.items() if row["订单号"] in burst.orders}
    assert mine == {row for file, row in burst.rows if file == "19461207.csv"}


@pytest.mark.parametrize("kind", sorted(BILL_DELTA))
def test_fault_changes_the_bill_by_its_amount(
    faulty: Written, plain: Written, kind: str
) -> None:
    bill, usual, same = faulty.bill(), plain.bill(), renumbered(faulty, plain)
    for one in of_kind(faulty, kind):
        before = net(usual, tuple(same[order] for order in one.orders))
        assert one.amount_fen > 0
        change = BILL_DELTA[kind] * one.amount_fen
        assert net(bill, one.orders) - before == change


def test_unsettled_orders_are_finished_and_not_in_the_bill(
    faulty: Written, plain: Written
) -> None:
    bill, orders = faulty.bill(), faulty.orders()
    usual, same = plain.bill(), renumbered(faulty, plain)
    for one in of_kind(faulty, "unsettled"):
        (number,) = one.orders
        assert orders[number][0]["订单完成时间"] < "2026-11-05"
        assert number not in bill
        assert one.amount_fen == net(usual, (same[number],))
        assert one.gross_fen == fen(orders[number][0]["商家应收"])


def test_wrong_rate_is_worth_one_point_of_its_bases(faulty: Written) -> None:
    (one,) = of_kind(faulty, "wrong_rate")
    rows = [faulty.records(file)[row] for file, row in one.rows]
    assert len(rows) >= 10
    assert {row["费率"] for row in rows} == {"0.08"}
    worth = 0
    for row in rows:
        base = round(float(row["平台扣费基数"]) * 100)
        assert round(-float(row["金额"]) * 100) == (base * 8 + 50) // 100
        worth += (base * 8 + 50) // 100 - (base * 7 + 50) // 100
    assert one.amount_fen == worth


def test_foreign_rows_belong_to_no_order_of_the_shop(faulty: Written) -> None:
    orders, bill = faulty.orders(), faulty.bill()
    for one in of_kind(faulty, "foreign_rows"):
        assert not set(one.orders) & orders.keys()
        assert net(bill, one.orders) == one.amount_fen


def test_refunds_beyond_and_twice(faulty: Written) -> None:
    bill, orders = faulty.bill(), faulty.orders()
    for kind in ("refund_above_paid", "refunded_twice"):
        for one in of_kind(faulty, kind):
            (number,) = one.orders
            after = [line for line in bill[number] if line_is_refund(line)]
            refunded = -sum(fen(line["金额"]) for line in after)
            paid = fen(orders[number][0]["应付金额"])
            assert refunded - paid == one.amount_fen > 0
            assert len(after) == (2 if kind == "refunded_twice" else 1)
    for one in of_kind(faulty, "refund_unpaid"):
        assert orders[one.orders[0]][0]["订单状态"] == "(删除)等待付款"
        assert net(bill, one.orders) == -one.amount_fen


def line_is_refund(line: Row) -> bool:
    return line["费用名称"] == "货款" and fen(line["金额"]) < 0


def test_wallet_changes_in_the_new_workbook_only(faulty: Written) -> None:
    (one,) = of_kind(faulty, "wallet_changed")
    name = "订单结算_已结算_20261120.xlsx"
    wallets: dict[str, list[str]] = defaultdict(list)
    for row in faulty.records(name).values():
        wallets[row["钱包账户"]].append(row["结算时间"])
    usual, other = sorted(wallets, key=lambda wallet: min(wallets[wallet]))
    assert len(wallets[other]) == one.rows_total
    assert max(wallets[usual]) < min(wallets[other])


def test_bursts_are_as_dense_and_as_cheap_as_the_catalogue_says(
    faulty: Written,
) -> None:
    orders = faulty.orders()

    def rows(kind: str) -> list[Row]:
        (one,) = of_kind(faulty, kind)
        return sorted((orders[n][0] for n in one.orders), key=lambda r: r["下单时间"])

    errors = rows("price_error")
    assert len(errors) >= 40
    assert errors[0]["下单时间"][:15] >= "2026-11-19 02:0"
    for kind in ("coupon_gang", "coupon_buyer"):
        gang = rows(kind)
        assert len(gang) >= 10
        assert gang[-1]["下单时间"][11:] < "22"
        assert all(fen(r["商家应收"]) * 10 < fen(r["订单金额"]) * 3 for r in gang)
    assert len({row["下单帐号"] for row in rows("coupon_buyer")}) == 1
    assert len({row["下单帐号"] for row in rows("coupon_gang")}) == len(
        rows("coupon_gang")
    )
    for kind in ("bulk_refund_buyer", "bulk_refund_sku"):
        bulk = rows(kind)
        gone = [row for row in bulk if row["订单状态"] == "(删除)等待出库"]
        assert len(bulk) >= 20
        assert len(gone) >= 0.8 * len(bulk)
    assert {row["订单状态"] for row in rows("hoarding")} == {"(删除)等待付款"}


def test_bad_rows_are_in_the_files(faulty: Written) -> None:
    (totals,) = of_kind(faulty, "two_totals")
    rows = faulty.orders()[totals.orders[0]]
    assert len({row["订单金额"] for row in rows}) == 2
    (damaged,) = of_kind(faulty, "damaged_id")
    ((file, row),) = damaged.rows
    assert faulty.records(file)[row]["订单号"] == damaged.orders[0] + ".0"


def test_look_alikes_are_in_no_incident(faulty: Written) -> None:
    wrong = {
        n
        for one in faulty.truth.incidents
        if one.kind not in {"wrong_rate", "wallet_changed", "damaged_id"}
        for n in one.orders
    }
    for one in faulty.truth.benign:
        if one.kind in {"freight_insurance", "affiliate_rate", "announced_rate"}:
            continue
        assert not wrong & set(one.orders), one.kind
