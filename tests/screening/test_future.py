"""A back-test cannot see the future: later facts and versions change nothing."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from shopwarden.practices.guide import guide_rules
from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.reference import Reference, Standing
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.screening.run import screen
from shopwarden.sources.intake import read_exports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shopwarden.engine.finding import Finding

ORDER_HEADINGS = (
    "订单号,商品ID,订购数量,京东价,订单金额,商家应收,运费金额,订单状态,"
    "下单帐号,下单时间,付款确认时间,订单完成时间"
)
BILL_HEADINGS = (
    "订单编号,父单号,订单状态,订单下单时间,订单完成时间,售后服务单号,售后退款时间,"
    "商品编号,商品名称,商品数量,扣点类型,佣金比例,费用名称,应结金额,币种,收支方向,"
    "结算状态,预计结算时间,账单生成时间,到账时间,商户订单号,资金动账备注"
)
THEN = read_moment("2026-11-20 23:59:59") or 0
REFERENCE = Reference(
    floors_fen={"100001": 9_000},
    cycle_ms=7 * DAY_MS,
    cycle_standing=Standing.CONTRACT,
)


def order(number: int, price: str, day: int) -> list[object]:
    """One order of the day; finished two days later."""
    times = [f"2026-11-{d:02d} 10:{number % 60:02d}:00" for d in (day, day, day + 2)]
    goods = [316000000000 + number, 100001, 1, "100.00", price, price, "0.00"]
    return [*goods, "完成", f"jd_{number % 7}", *times]


def bill(number: int, amount: str, day: int, arrived: int) -> list[object]:
    """The goods line of that order."""
    placed, finished = (f"2026-11-{d:02d} 10:00:00" for d in (day, day + 2))
    line = [316000000000 + number, "", "完成", placed, finished, "", "", 100001]
    line += [
        "保温杯",
        1,
        "基础扣点",
        "",
        "货款",
        amount,
        "人民币",
        "收入",
        "已结算",
        "",
    ]
    return [*line, f"202611{arrived:02d}", f"2026-11-{arrived:02d} 09:00:00", "", ""]


def write(path: Path, headings: str, rows: Sequence[Sequence[object]]) -> Path:
    """A GBK file as JD exports it."""
    text = io.StringIO()
    csv.writer(text).writerows([headings.split(","), *rows])
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def screened(paths: Sequence[Path]) -> list[Finding]:
    """All findings as of THEN, in order."""
    tokeniser = KeyedTokeniser(b"a key of a test, 32 bytes long..")
    (shop,) = read_exports(paths, tokeniser=tokeniser, keep_versions=True).shops
    found, _ = screen(shop, guide_rules(), REFERENCE, THEN)
    findings = (f for i in found.incidents for a in i.alerts for f in a.findings)
    return sorted(findings, key=lambda finding: finding.id)


def test_what_is_exported_later_changes_no_earlier_finding(tmp_path: Path) -> None:
    first = [order(n, "80.00" if n % 5 == 0 else "100.00", 1) for n in range(40)]
    # Bills of ten days, so that the missing one of order 0 can be claimed.
    paid = [
        bill(n, "80.00" if n % 5 == 0 else "100.00", 1, 10 + n % 10)
        for n in range(1, 40)
    ]
    known = [
        write(tmp_path / "订单_20261120.csv", ORDER_HEADINGS, first),
        write(tmp_path / "对账表_20261120.csv", BILL_HEADINGS, paid),
    ]
    # Later: the same orders with other amounts, new orders, the missing bill.
    changed = [order(n, "55.00", 1) for n in range(40)]
    later = [order(n, "10.00", 25) for n in range(100, 160)]
    settled = [bill(n, "1.00", 1, 28) for n in range(40)]
    future = [
        write(tmp_path / "订单_20261130.csv", ORDER_HEADINGS, [*changed, *later]),
        write(tmp_path / "对账表_20261130.csv", BILL_HEADINGS, settled),
    ]

    before = screened(known)
    rules = {finding.rule for finding in before}
    assert {"monitoring/price_below_floor", "payments/settlement_missing"} <= rules
    assert screened([*known, *future]) == before
