"""Settlement workbooks: the new layout's two sheets, and the old one as XLSX.

XlsxWriter in constant memory, with a fixed creation date, so that the same
lines give the same bytes.

What it does not do: CSV (`files`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import numpy as np
import xlsxwriter

from shopwarden.errors import OutputError
from shopwarden.sources.sample import catalogue as c
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.bill_columns import NONE, BillTexts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

    from shopwarden.sources.sample.tables import Bill

_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ORDER_NAMES = (
    "商家ID,公司ID,公司名称,钱包账户,订单编号,业务单据编号,父单号,订单状态,下单时间,完成时间,"
    "商品编号,商品名称,商品单价,商品数量"
)
_SETTLED_AT, _PENDING_AT = "结算时间", "预计结算时间"
_SUMMARY_TAIL = "结算金额合计,收入金额合计,支出金额合计,商户订单号,资金动账备注"
_DETAIL_TAIL = (
    "商户订单号,费用名称,费用分类,金额,费率,平台扣费基数,用户支付金额,对账公式,结算主体,"
    "结算单类型,结算单号,条款规则,费用备注,商户承担金额,平台承担金额,政府承担金额,单独结算资产"
)
_GROUPS = ((0, "商家信息"), (4, "单据基础信息"), (14, "结算信息"))
HEADER_ROWS = 2
SHOP_ID, COMPANY_ID, COMPANY = "10998877", "880012345", "样例家居旗舰店"
WALLET, OTHER_WALLET = "360000000011220033", "360000000077889900"
# Columns that hold numbers; all others, identifiers above all, are texts.
_NUMBER_NAMES = (
    "商品单价,商品数量,结算金额合计,收入金额合计,支出金额合计,金额,平台扣费基数,"
    "用户支付金额,商户承担金额,平台承担金额,政府承担金额,应结金额"
)
_NUMBERS = frozenset(_NUMBER_NAMES.split(","))


class _Workbook:
    """An XLSX file that appears only when it is complete."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._partial = path.with_name(path.name + ".partial")
        options = {"constant_memory": True, "strings_to_formulas": False}
        self.book = xlsxwriter.Workbook(str(self._partial), options)
        self.book.set_properties({"created": _CREATED})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.book.close()
            if kind is None:
                self._partial.replace(self.path)
        except (OSError, xlsxwriter.exceptions.FileCreateError) as trouble:
            raise OutputError("sample.not_written", path=str(self.path)) from trouble
        finally:
            self._partial.unlink(missing_ok=True)


class _Sheet:
    """One sheet: rows of texts below what is written above them."""

    def __init__(self, book: _Workbook, name: str, names: Sequence[str]) -> None:
        self.sheet = book.book.add_worksheet(name)
        self.names = names
        self.rows = 0

    def line(self, cells: Sequence[str]) -> None:
        """A row of texts as they are."""
        for column, cell in enumerate(cells):
            if cell:
                self.sheet.write_string(self.rows, column, cell)
        self.rows += 1

    def append(self, columns: Sequence[NDArray[np.object_]]) -> int:
        """Rows given as columns of texts; the row number of the first."""
        first = self.rows + 1
        numeric = [name in _NUMBERS for name in self.names]
        for cells in zip(*columns, strict=True):
            for column, cell in enumerate(cells):
                if cell == NONE:
                    continue
                if not numeric[column]:
                    self.sheet.write_string(self.rows, column, cell)
                else:
                    # The cell's text has two decimals; the workbook's own
                    # number format is binary, as in JD's files.
                    self.sheet.write_number(self.rows, column, float(cell))
            self.rows += 1
        return first


class OldSheet(_Workbook):
    """The old table as XLSX: a line of description, the header, the rows."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        super().__init__(path)
        self._sheet = _Sheet(self, "对账表", header)
        self._sheet.line(["说明：本表为结算明细，金额单位为元，支出为负数"])
        self._sheet.line(header)

    def append(self, columns: Sequence[NDArray[np.object_]]) -> int:
        """Rows given as columns; the spreadsheet row of the first."""
        return self._sheet.append(columns)


class SettlementBook(_Workbook):
    """The new layout: 交易汇总 and 费用明细 of settled or of pending lines."""

    def __init__(self, path: Path, show: BillTexts) -> None:
        super().__init__(path)
        self._show = show
        moment = _PENDING_AT if "未结算" in path.name else _SETTLED_AT
        self._pending = moment == _PENDING_AT
        summary = f"{_ORDER_NAMES},{moment},{_SUMMARY_TAIL}".split(",")
        detail = f"{_ORDER_NAMES},{moment},{_DETAIL_TAIL}".split(",")
        self._summary = _Sheet(self, "交易汇总", summary)
        self._detail = _Sheet(self, "费用明细", detail)
        for sheet in (self._summary, self._detail):
            groups = [""] * len(sheet.names)
            for column, name in _GROUPS:
                groups[column] = name
            sheet.line(groups)
            sheet.line(sheet.names)

    def append(self, bill: Bill, new_wallet: NDArray[np.bool_]) -> int:
        """Bill lines; the row in 费用明细 of the first."""
        self._append_summary(bill, new_wallet)
        known = self._known(bill, new_wallet) | self._fees(bill)
        return self._detail.append([known[name] for name in self._detail.names])

    def _known(
        self, bill: Bill, new_wallet: NDArray[np.bool_]
    ) -> dict[str, NDArray[np.object_]]:
        show, count = self._show, len(bill)
        known = show.order(bill) | show.goods(bill) | show.settlement(bill)
        known[_SETTLED_AT] = known["到账时间"]
        known["业务单据编号"] = known["售后服务单号"]
        known["商家ID"] = texts.constant(SHOP_ID, count)
        known["公司ID"] = texts.constant(COMPANY_ID, count)
        known["公司名称"] = texts.constant(COMPANY, count)
        known["钱包账户"] = texts.chosen((WALLET, OTHER_WALLET), new_wallet.astype(int))
        known["资金动账备注"] = texts.constant(NONE, count)
        return known

    def _append_summary(self, bill: Bill, new_wallet: NDArray[np.bool_]) -> None:
        """One row for all lines of an order, SKU, after-sale and billing day."""
        numbers = self._show.order_numbers(bill)
        keys = (numbers, bill.line, bill.after_sale, bill.billed)
        order = np.lexsort(keys[::-1])
        changed = [np.diff(key[order], prepend=-1) != 0 for key in keys]
        starts = np.flatnonzero(np.logical_or.reduce(changed))
        first = bill.take(order[starts])
        known = self._known(first, new_wallet[order[starts]])
        amounts = bill.amount[order]
        for name, part in (
            ("结算金额合计", amounts),
            ("收入金额合计", np.maximum(amounts, 0)),
            ("支出金额合计", np.minimum(amounts, 0)),
        ):
            known[name] = texts.fen_texts(np.add.reduceat(part, starts))
        self._summary.append([known[name] for name in self._summary.names])

    def _fees(self, bill: Bill) -> dict[str, NDArray[np.object_]]:
        show, count = self._show, len(bill)
        fee = show.fee(bill)
        lines = show.lines.take(bill.line)
        sold = (bill.fee == c.GOODS) & (bill.after_sale == 0)
        rated = bill.rate > 0
        base = np.where(rated, texts.fen_texts(bill.base), NONE)
        none = texts.constant(NONE, count)
        return {
            "费用名称": fee["费用名称"],
            "费用分类": fee["扣点类型"],
            "金额": fee["应结金额"],
            "费率": fee["佣金比例"],
            "平台扣费基数": base,
            "用户支付金额": _where(sold, lines.buyer_paid),
            "对账公式": np.where(rated, "平台扣费基数*费率", NONE),
            "结算主体": texts.constant(COMPANY, count),
            "结算单类型": texts.constant("订单结算单", count),
            "结算单号": texts.each(
                bill.billed, lambda d: f"JS{texts.compact_day(d)}01"
            ),
            "条款规则": none,
            "费用备注": none,
            "商户承担金额": _where(sold, lines.seller),
            "平台承担金额": _where(sold, lines.jd),
            "政府承担金额": _where(sold, lines.government),
            "单独结算资产": none,
        }


def _where(shown: NDArray[np.bool_], fen: NDArray[np.int64]) -> NDArray[np.object_]:
    return np.where(shown, texts.fen_texts(fen), NONE)
