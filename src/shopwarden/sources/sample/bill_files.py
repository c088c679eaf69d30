"""The settlement exports (对账中心): old tables by month, then new workbooks.

Months before the last are old CSV tables, each exported on the fifth of the
next month. What was billed since is either the old layout again (CSV, or an
XLSX with a line of description above the header) or the new workbooks: one
of settled lines, one of pending ones, each with two sheets and two header rows.

What it does not do: decide what is billed (`bills`, `incidents`).
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.bill_columns import (
    NONE,
    BillTexts,
    month_of,
    month_start,
)
from shopwarden.sources.sample.files import CsvFile
from shopwarden.sources.sample.workbook import OldSheet, SettlementBook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from numpy.typing import NDArray

    from shopwarden.sources.sample.incidents.book import Book
    from shopwarden.sources.sample.shop import SampleShop
    from shopwarden.sources.sample.tables import Bill

_OLD_NAMES = (
    "订单编号,父单号,订单状态,订单下单时间,订单完成时间,售后服务单号,售后退款时间,商品编号,"
    "商品名称,商品数量,扣点类型,佣金比例,费用名称,应结金额,币种,收支方向,结算状态,"
    "预计结算时间,账单生成时间,到账时间,商户订单号,资金动账备注"
)
OLD_HEADER = tuple(_OLD_NAMES.split(","))
_RENAMED = {"订单下单时间": "下单时间", "订单完成时间": "完成时间"}
# The last old table ends with the month before this many days before the end.
_RECENT_DAYS = 15


def old_columns(show: BillTexts, bill: Bill) -> list[NDArray[np.object_]]:
    """The 22 columns of the old layout."""
    known = show.order(bill) | show.goods(bill) | show.fee(bill) | show.settlement(bill)
    known["币种"] = texts.constant("CNY", len(bill))
    known["资金动账备注"] = texts.constant(NONE, len(bill))
    return [known[_RENAMED.get(name, name)] for name in OLD_HEADER]


@dataclass(slots=True)
class BillFiles:
    """All settlement files of one shop, filled chunk by chunk; a context."""

    folder: Path
    sample: SampleShop
    show: BillTexts
    book: Book
    written: dict[str, int] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)
    _tables: dict[str, CsvFile | OldSheet] = field(default_factory=dict)
    _books: dict[str, SettlementBook] = field(default_factory=dict)

    @property
    def _recent(self) -> int:
        """The first month that is no longer an old CSV table."""
        if self.sample.layout == "new" and self.sample.workbooks:
            return 0
        before = np.datetime64(self.sample.end, "D") - _RECENT_DAYS
        return int(before.astype("datetime64[M]").astype(np.int64))

    def append(self, bill: Bill) -> None:
        """Add bill lines, each to the file of its month and state."""
        months = np.minimum(month_of(bill), self._recent)
        for month in np.unique(months).tolist():
            part = bill.take(months == month)
            if month < self._recent:
                self._append_table(self._month_name(month), part)
            else:
                self._append_recent(part)

    def _month_name(self, month: int) -> str:
        fifth = month_start(month + 1) + 4 * DAY_MS
        exported = min(fifth, self.sample.period.end_ms)
        return f"对账表_{texts.compact_day(exported)}.csv"

    def _append_recent(self, bill: Bill) -> None:
        end = texts.compact_day(self.sample.period.end_ms)
        if not self.sample.workbooks:
            self._append_table(f"对账表_{end}.csv", bill)
        elif self.sample.layout == "old":
            self._append_table(f"对账表_{end}.xlsx", bill)
        else:
            settled = self.show.settled(bill)
            for state, which in (("已结算", settled), ("未结算", ~settled)):
                if which.any():
                    name = f"订单结算_{state}_{end}.xlsx"
                    self._append_book(name, bill.take(which))

    def _append_table(self, name: str, bill: Bill) -> None:
        table = self._tables.get(name)
        if table is None:
            table = self._opened(self.folder / name)
            self._tables[name] = table
        columns: Sequence[NDArray[np.object_]] = old_columns(self.show, bill)
        self._note(name, bill, table.append(columns))

    def _opened(self, path: Path) -> CsvFile | OldSheet:
        if path.suffix == ".xlsx":
            return self._stack.enter_context(OldSheet(path, OLD_HEADER))
        return self._stack.enter_context(CsvFile(path, OLD_HEADER))

    def _append_book(self, name: str, bill: Bill) -> None:
        book = self._books.get(name)
        if book is None:
            book = SettlementBook(self.folder / name, self.show)
            self._books[name] = self._stack.enter_context(book)
        self._note(name, bill, book.append(bill, self.new_wallet(bill)))

    def new_wallet(self, bill: Bill) -> NDArray[np.bool_]:
        """Which settled lines go to the wallet that nobody announced."""
        kinds = [incident.kind for incident in self.book.incidents]
        if "wallet_changed" not in kinds or not self._books:
            return np.zeros(len(bill), bool)
        since = self.sample.period.before_end(WALLET_DAYS)
        return self.show.settled(bill) & (bill.arrived >= since)

    def _note(self, name: str, bill: Bill, first_row: int) -> None:
        self.written[name] = self.written.get(name, 0) + len(bill)
        self.book.see_rows(name, bill.incident, first_row)
        if name in self._books:
            self._note_wallet(name, bill, first_row)

    def _note_wallet(self, name: str, bill: Bill, first_row: int) -> None:
        new = self.new_wallet(bill)
        if not new.any():
            return
        kinds = [incident.kind for incident in self.book.incidents]
        incident = self.book[kinds.index("wallet_changed") + 1]
        incident.amount_fen += int(bill.amount[new].sum())
        incident.name_orders(self.show.order_numbers(bill)[new])
        incident.see_rows(name, np.flatnonzero(new) + first_row)
        incident.happened(int(bill.arrived[new].min()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)


WALLET_DAYS = 2
