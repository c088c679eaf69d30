"""A bill's values as texts: what the old tables and the new workbooks share.

What it does not do: order the columns or write them (`bill_files`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import SHANGHAI_MS
from shopwarden.sources.sample import catalogue as c
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.calendar import day_of_each
from shopwarden.sources.sample.tables import NEVER, Bill, Lines, Orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.shop import Period

NONE = "--"
_STATES = ("等待出库", "完成", "(删除)等待出库")


@dataclass(frozen=True, slots=True)
class BillTexts:
    """Shows bill lines of a shop as texts."""

    period: Period
    orders: Orders
    lines: Lines
    numbers: NDArray[np.int64]

    def settled(self, bill: Bill) -> NDArray[np.bool_]:
        """Whether a line's money had arrived when the export was made."""
        return bill.arrived < self.period.end_ms

    def order_numbers(self, bill: Bill) -> NDArray[np.int64]:
        """订单编号: of the order, its parent, or another shop's order."""
        own = self.numbers[bill.order]
        parent = self.orders.parent[bill.order]
        return np.where(
            bill.foreign > 0, bill.foreign, np.where(bill.on_parent > 0, parent, own)
        )

    def order(self, bill: Bill) -> dict[str, NDArray[np.object_]]:
        """The columns about the order."""
        orders = self.orders.take(bill.order)
        parent = np.where(bill.foreign > 0, 0, orders.parent)
        state = np.select(
            [orders.finished < self.period.end_ms, orders.cancelled < NEVER], [1, 2], 0
        )
        done = orders.finished < self.period.end_ms
        return {
            "订单编号": texts.number_texts(self.order_numbers(bill)),
            "父单号": texts.number_texts(parent, NONE),
            "订单状态": texts.chosen(_STATES, state),
            "下单时间": texts.moment_texts(orders.placed, done | True, NONE),
            "完成时间": texts.moment_texts(orders.finished, done, NONE),
        }

    def goods(self, bill: Bill) -> dict[str, NDArray[np.object_]]:
        """The columns about the SKU."""
        lines = self.lines.take(bill.line)
        return {
            "商品编号": texts.chosen([sku.number for sku in c.SKUS], lines.sku),
            "商品名称": texts.chosen([sku.name for sku in c.SKUS], lines.sku),
            "商品数量": texts.each(lines.quantity, str),
            "商品单价": texts.fen_texts(lines.total // lines.quantity),
        }

    def fee(self, bill: Bill) -> dict[str, NDArray[np.object_]]:
        """The columns about the fee."""
        fee_class = c.CLASS_OF[self.lines.sku[bill.line]]
        classes = texts.chosen([cls.name for cls in c.CLASSES], fee_class)
        rated = bill.fee == c.COMMISSION
        return {
            "扣点类型": np.where(rated, classes, NONE),
            "佣金比例": texts.rate_texts(bill.rate, NONE),
            "费用名称": texts.chosen(c.FEES, bill.fee),
            "应结金额": texts.fen_texts(bill.amount),
            "收支方向": texts.chosen(("收入", "支出"), (bill.amount < 0).astype(int)),
        }

    def settlement(self, bill: Bill) -> dict[str, NDArray[np.object_]]:
        """The columns about when, and on which after-sale and transfer."""
        settled = self.settled(bill)
        billed = bill.billed < self.period.end_ms
        refunded = bill.refunded < NEVER
        return {
            "售后服务单号": texts.each(
                bill.after_sale, lambda n: str(2_900_000_000 + n) if n else NONE
            ),
            "售后退款时间": texts.moment_texts(bill.refunded, refunded, NONE),
            "结算状态": texts.chosen(("待结算", "已结算"), settled.astype(int)),
            "预计结算时间": texts.moment_texts(bill.due, settled | True, NONE),
            "账单生成时间": texts.day_texts(bill.billed, billed, NONE),
            "到账时间": texts.moment_texts(bill.arrived, settled, NONE),
            "商户订单号": np.where(settled, self._trades(bill), NONE),
        }

    def _trades(self, bill: Bill) -> NDArray[np.object_]:
        """28 digits: the transfer of an order's money on one day."""
        day = texts.day_texts(bill.billed, np.ones(len(bill), bool), NONE)
        number = texts.number_texts(self.order_numbers(bill))
        trades: NDArray[np.object_] = day + "00010040" + number
        return trades


def month_of(bill: Bill) -> NDArray[np.int64]:
    """The months since 1970 in which lines are billed, in Asia/Shanghai."""
    days = day_of_each(bill.billed).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64)


def month_start(month: int) -> int:
    """The first moment of a month in Asia/Shanghai, UTC ms."""
    start = np.datetime64(month, "M").astype("datetime64[ms]").astype(np.int64)
    return int(start) - SHANGHAI_MS
