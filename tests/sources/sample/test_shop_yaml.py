"""shop.yaml beside the sample: read as a merchant's own, and true of its orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.money import read_fen as fen
from shopwarden.records.reference import Standing
from shopwarden.sources.shop_file import load_shop_file

if TYPE_CHECKING:
    from tests.sources.sample.conftest import Written


def test_shop_file_holds_the_contract(clean: Written) -> None:
    known = load_shop_file(clean.folder / "shop.yaml")
    assert known.cycle_ms == 7 * DAY_MS
    assert known.cycle_standing is Standing.CONTRACT
    rates = {(rate.fee, rate.fee_class) for rate in known.rates}
    assert ("佣金", "基础扣点") in rates
    assert ("佣金", "食品扣点") not in rates
    assert len(known.floors_fen) == 16


def test_clean_bills_keep_the_contract_on_the_day_they_are_billed(
    clean: Written,
) -> None:
    known, checked = load_shop_file(clean.folder / "shop.yaml"), 0
    for lines in clean.bill().values():
        for line in lines:
            if line["费用名称"] != "佣金" or line["售后服务单号"] != "--":
                continue
            billed = read_moment(line["预计结算时间"])
            assert billed is not None
            rate = known.rate("佣金", line["扣点类型"], billed)
            if rate is not None:
                assert rate.ppm == round(float(line["佣金比例"]) * 1_000_000)
                checked += 1
    assert checked > 500


def test_no_clean_order_sells_below_a_floor(clean: Written) -> None:
    floors = load_shop_file(clean.folder / "shop.yaml").floors_fen
    single = [rows[0] for rows in clean.orders().values() if len(rows) == 1]
    floored = [row for row in single if row["商品ID"] in floors]
    assert len(floored) > 100
    for row in floored:
        floor = floors[row["商品ID"]] * int(row["订购数量"])
        assert fen(row["商家应收"]) >= floor
