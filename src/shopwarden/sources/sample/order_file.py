"""The order export (订单导出): one row a SKU, order amounts repeated on each.

Headers are those seen in exports (v1, then v2, then columns seen in 2026).
Trailing empty columns are missing on some rows, and 商家备注 may hold commas
and line breaks, as in the real ones.

What it does not do: say anything that was not true when it was exported: an
order that had not finished by then is not finished in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.sources.sample import texts
from shopwarden.sources.sample.catalogue import COMPANY_PIECES, SKUS
from shopwarden.sources.sample.files import CsvFile, quoted
from shopwarden.sources.sample.incidents.book import KIND_NUMBER
from shopwarden.sources.sample.tables import NEVER, Lines, Orders

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.sources.sample.draws import Draws
    from shopwarden.sources.sample.incidents.book import Book
    from shopwarden.sources.sample.remarks import Remarks

_V1 = (
    "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,"
    "余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,"
    "发票类型,发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,"
    "付款确认时间,增值税发票,货号,订单完成时间,订单来源,订单渠道"
)
_V2 = "送装服务,服务费,仓库id,仓库名称,普通发票纳税编号"
_SEEN_2026 = "商家应收,商家SKUID,是否为品牌商订单,邮政编码,邮箱地址"
ORDER_HEADER = tuple(f"{_V1},{_V2},{_SEEN_2026}".split(","))
# Columns at the end that are empty, and so missing on some rows.
_TRAILING = 2
_SHORT_PER_MILLE, _REMARK_PER_MILLE, _BUYER_REMARK_PER_MILLE = 4, 30, 25
_CHUNK = 50_000

_STATUS = (
    "等待付款",
    "(删除)等待付款",
    "等待出库",
    "(删除)等待出库",
    "等待确认收货",
    "完成",
)
_UNPAID, _EXPIRED, _TO_SHIP, _CANCELLED, _ON_THE_WAY, _DONE = range(6)
_REMARKS = (
    "催发货，已安抚",
    quoted("缺货,改发下一批\n已和买家说明"),
    quoted("赠品一份\r\n放箱内"),
    quoted('包装加固,备注"易碎"'),
    "老客户",
    quoted("周末派送,\n电话联系"),
)
_BUYER_REMARKS = ("尽快发货", "放门卫", "不要发票", "工作日送")


@dataclass(frozen=True, slots=True)
class OrderExport:
    """What order exports are made from."""

    draws: Draws
    orders: Orders
    lines: Lines
    numbers: NDArray[np.int64]
    first_line: NDArray[np.int64]
    book: Book
    remarks: Remarks

    def write(self, path: Path, first: int, last: int, as_of: int) -> int:
        """Write the orders in rows [first, last) as they stood at `as_of`.

        Returns the number of rows written, without the header.
        """
        with CsvFile(path, ORDER_HEADER) as file:
            for start in range(first, last, _CHUNK):
                stop = min(last, start + _CHUNK)
                span = np.arange(self.first_line[start], self.first_line[stop])
                at = file.append_rows(self.rows(span, as_of))
                tags = self.orders.incident[self.lines.order[span]]
                self.book.see_rows(file.name, tags, at)
                noted = self.remarks.tags(self.lines.order[span])
                self.book.see_rows(file.name, noted, at)
            return file.rows - 1

    def rows(self, span: NDArray[np.int64], as_of: int) -> list[str]:
        """The finished rows of these lines."""
        lines = self.lines.take(span)
        orders = self.orders.take(lines.order)
        columns = [
            *self._goods(lines, orders),
            *self._money(lines, orders),
            *self._people(lines, orders, as_of),
            *self._rest(lines, orders, as_of),
        ]
        key = orders.key * 4 + lines.nth
        short = self.draws.chance("short row", key, _SHORT_PER_MILLE)
        rows = [*map(",".join, zip(*columns, strict=True))]
        for row in np.flatnonzero(short).tolist():
            rows[row] = rows[row][:-_TRAILING]
        return rows

    def _goods(self, lines: Lines, orders: Orders) -> list[NDArray[np.object_]]:
        count = len(lines)
        always = np.ones(count, bool)
        return [
            texts.number_texts(self.numbers[lines.order]),
            texts.chosen([sku.number for sku in SKUS], lines.sku),
            texts.chosen([sku.name for sku in SKUS], lines.sku),
            texts.each(lines.quantity, str),
            texts.constant("在线支付", count),
            texts.moment_texts(orders.placed, always, ""),
            texts.fen_texts(lines.total // lines.quantity),
        ]

    def _sum(self, values: NDArray[np.int64], lines: Lines) -> NDArray[np.int64]:
        """The sum of an amount over all lines of each line's order."""
        edges: NDArray[np.int64] = np.concatenate([[0], np.cumsum(values)])
        return (
            edges[self.first_line[lines.order + 1]]
            - edges[self.first_line[lines.order]]
        )

    def _money(self, lines: Lines, orders: Orders) -> list[NDArray[np.object_]]:
        whole = self.lines
        total = self._sum(whole.total, lines)
        receivable = total - self._sum(whole.seller, lines)
        payable = self._sum(whole.buyer_paid, lines) + orders.freight + orders.service
        odd = self.book.kinds()[orders.incident] == KIND_NUMBER["two_totals"]
        total = total + np.where(odd & (lines.nth == 1), TWO_TOTALS_FEN, 0)
        return [
            texts.fen_texts(total),
            texts.fen_texts(receivable),
            texts.constant("0.00", len(lines)),
            texts.fen_texts(payable),
        ]

    def _people(
        self, lines: Lines, orders: Orders, as_of: int
    ) -> list[NDArray[np.object_]]:
        count = len(orders)
        remark = self.draws.chance("buyer remark", orders.key, _BUYER_REMARK_PER_MILLE)
        which = self.draws.below("remark", orders.key, len(_BUYER_REMARKS))
        return [
            texts.chosen(_STATUS, statuses(orders, as_of)),
            texts.constant("SOP", count),
            texts.account_texts(orders.buyer),
            texts.name_texts(orders.buyer),
            texts.address_texts(orders.place),
            texts.phone_texts(orders.buyer, orders.contact),
            self.remarks.put_on(
                np.where(remark, texts.chosen(_BUYER_REMARKS, which), ""),
                lines.order,
                seller=False,
            ),
        ]

    def _rest(
        self, lines: Lines, orders: Orders, as_of: int
    ) -> list[NDArray[np.object_]]:
        count = len(lines)
        empty = texts.constant("", count)
        own = texts.chosen([sku.own for sku in SKUS], lines.sku)
        noted = self.draws.chance("note", orders.key, _REMARK_PER_MILLE)
        which = self.draws.below("note text", orders.key, len(_REMARKS))
        note = np.where(noted, texts.chosen(_REMARKS, which), "")
        note = self.remarks.put_on(note, lines.order, seller=True)
        receivable = self._sum(self.lines.receivable, lines)
        return [
            texts.constant("电子发票", count),
            np.where(lines.quantity < COMPANY_PIECES, "个人", "样例采购公司"),
            texts.constant("商品明细", count),
            note,
            np.where(noted, "3", ""),
            texts.fen_texts(orders.freight),
            texts.moment_texts(orders.paid, orders.paid < as_of, ""),
            empty,
            own,
            texts.moment_texts(orders.finished, orders.finished < as_of, ""),
            texts.constant("京东商城", count),
            texts.constant("移动端", count),
            empty,
            texts.fen_texts(orders.service),
            texts.constant("0", count),
            texts.constant("主仓", count),
            empty,
            texts.fen_texts(receivable),
            own,
            texts.constant("否", count),
            empty,
            empty,
        ]


TWO_TOTALS_FEN = 1_000


def statuses(orders: Orders, as_of: int) -> NDArray[np.int64]:
    """The status of each order at a moment, an index into the status words."""
    return np.select(
        [
            (orders.cancelled < as_of) & (orders.paid == NEVER),
            orders.cancelled < as_of,
            orders.paid >= as_of,
            orders.finished < as_of,
            orders.shipped < as_of,
        ],
        [_EXPIRED, _CANCELLED, _UNPAID, _DONE, _ON_THE_WAY],
        _TO_SHIP,
    ).astype(np.int64)
