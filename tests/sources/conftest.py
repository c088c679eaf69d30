"""A folder of invented exports, written cell by cell as JD writes them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.intake import Intake, ShopFacts, read_exports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shopwarden.records.facts import Facts
    from shopwarden.records.schema import Kind

ORDERS_V1 = [
    "订单号",
    "商品ID",
    "商品名称",
    "订购数量",
    "支付方式",
    "下单时间",
    "京东价",
    "订单金额",
    "结算金额",
    "余额支付",
    "应付金额",
    "订单状态",
    "订单类型",
    "下单帐号",
    "客户姓名",
    "客户地址",
    "联系电话",
    "订单备注",
    "发票类型",
    "发票抬头",
    "发票内容",
    "商家备注",
    "商家备注等级（等级1-5为由高到低）",
    "运费金额",
    "付款确认时间",
    "增值税发票",
    "货号",
    "订单完成时间",
    "订单来源",
    "订单渠道",
]
BILL_OLD = [
    "订单编号",
    "父单号",
    "订单状态",
    "订单下单时间",
    "订单完成时间",
    "售后服务单号",
    "售后退款时间",
    "商品编号",
    "商品名称",
    "商品数量",
    "扣点类型",
    "佣金比例",
    "费用名称",
    "应结金额",
    "币种",
    "收支方向",
    "结算状态",
    "预计结算时间",
    "账单生成时间",
    "到账时间",
    "商户订单号",
    "资金动账备注",
]
PROMOTION = [
    "订单编号",
    "订单下单时间",
    "商品编号",
    "商品名称",
    "商品数量",
    "优惠类型",
    "优惠活动名称",
    "优惠活动ID",
    "京东承担金额",
    "商家承担金额",
    "政府承担金额",
]

Row = dict[str, str]

AN_ORDER: Row = {
    "订单号": "316000000001",
    "商品ID": "1001",
    "商品名称": "保温杯",
    "订购数量": "1",
    "下单时间": "2026-11-10 10:00:00",
    "京东价": "100.00",
    "订单金额": "100.00",
    "结算金额": "90.00",
    "应付金额": "90.00",
    "订单状态": "完成",
    "下单帐号": "buyer_a",
    "联系电话": "1******6198",
    "运费金额": "0.00",
    "付款确认时间": "2026-11-10 10:01:00",
    "订单完成时间": "2026-11-12 09:00:00",
}
A_LINE: Row = {
    "订单编号": "316000000001",
    "费用名称": "货款",
    "应结金额": "90.00",
    "币种": "CNY",
    "收支方向": "收入",
    "结算状态": "已结算",
    "账单生成时间": "20261119",
    "到账时间": "2026-11-20 00:00:00",
}


@dataclass
class Exports:
    """The folder, and how to fill and read it."""

    folder: Path
    key: bytes = b"k" * 32
    written: list[Path] = field(default_factory=list)

    def table(
        self,
        name: str,
        headings: Sequence[str],
        rows: Sequence[Mapping[str, str]],
        *,
        above: Sequence[str] = (),
        encoding: str = "gb18030",
    ) -> Path:
        path = self.folder / name
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream)
            writer.writerows([line] for line in above)
            writer.writerow(headings)
            writer.writerows([row.get(h, "") for h in headings] for row in rows)
        self.written.append(path)
        return path

    def orders(self, *rows: Row, name: str = "19453840.csv") -> Path:
        return self.table(name, ORDERS_V1, [AN_ORDER | row for row in rows])

    def bill(self, *rows: Row, name: str = "对账.csv") -> Path:
        return self.table(name, BILL_OLD, [A_LINE | row for row in rows])

    def workbook(
        self, name: str, sheets: Mapping[str, Sequence[Sequence[str]]]
    ) -> Path:
        path = self.folder / name
        with xlsxwriter.Workbook(str(path)) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)
        self.written.append(path)
        return path

    def read(self, *paths: Path, **options: object) -> Intake:
        chosen = list(paths) or [self.folder]
        tokeniser = KeyedTokeniser(self.key)
        return read_exports(chosen, tokeniser=tokeniser, **options)  # type: ignore[arg-type]

    def shop(self, *paths: Path, **options: object) -> ShopFacts:
        (shop,) = self.read(*paths, **options).shops
        return shop


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    folder = tmp_path / "exports"
    folder.mkdir()
    return Exports(folder)


class Shown:
    """A table's columns as lists, codes as names."""

    def __init__(self, facts: Facts, kind: Kind) -> None:
        self.facts, self.table = facts, facts.table(kind)

    def names(self, column: str, domain: str = "") -> list[str]:
        codes = self.table[column].tolist()
        return [self.facts.name(domain or column, code) for code in codes]

    def numbers(self, column: str) -> list[int]:
        return [int(number) for number in self.table[column]]


@pytest.fixture
def shown() -> type[Shown]:
    return Shown
