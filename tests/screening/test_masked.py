"""Masked people are nobody: what JD masks never makes a cluster."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from shopwarden.practices.guide import guide_rules
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.screening.run import screen
from shopwarden.sources.intake import read_exports
from shopwarden.words import show_moment

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = 3_000
START = 1_793_500_000_000
HEADINGS = (
    "订单号,商品ID,订购数量,京东价,订单金额,商家应收,订单状态,"
    "下单帐号,客户姓名,客户地址,联系电话,下单时间,付款确认时间"
)


def exported(folder: Path) -> Path:
    """Deeply discounted orders of different people whom JD masks alike."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS.split(","))
    for number in range(ORDERS):
        minute = show_moment(START + number * 60_000) + ":00"
        goods = (316000000000 + number, 100001 + number % 50, 1, "299.00", "299.00")
        people = (f"jd_{number}", "张**", "北京市朝阳区***", "1******6198")
        writer.writerow([*goods, "59.00", "完成", *people, minute, minute])
    path = folder / "订单.csv"
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def test_masked_phones_and_addresses_make_no_cluster(tmp_path: Path) -> None:
    tokeniser = KeyedTokeniser(b"a key of a test, 32 bytes long..")
    (shop,) = read_exports([exported(tmp_path)], tokeniser=tokeniser).shops
    placed = shop.facts.table(Kind.ORDER_PLACED)
    assert len(placed) == ORDERS
    assert (placed["phone"] == -1).all()
    assert (placed["address"] == -1).all()
    assert len(set(placed["buyer"].tolist())) == ORDERS

    found, _ = screen(shop, guide_rules(), Reference(), int(placed["ts"].max()))
    clusters = [
        finding
        for incident in found.incidents
        for alert in incident.alerts
        for finding in alert.findings
        if finding.entity_kind in ("buyer", "phone", "address")
    ]
    assert clusters == []
    (left_open,) = (
        each
        for each in found.not_evaluated
        if each.rule == "monitoring/shared_address_discount"
    )
    assert left_open.facts == ORDERS
    assert left_open.because.source == "screening.because_masked"
