"""The wallet's cash flow: what the bills settle each day, and what goes out.

The settled lines of a day arrive as one payment; on Mondays most of the
balance is withdrawn to the shop's own bank account.

What it does not do: change the payee (`incidents.team`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.calendar import day_of_each
from shopwarden.sources.sample.sheets import Sheet, yuan
from shopwarden.sources.sample.workbook import WALLET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.tables import Bill

_NAMES = "流水时间,流水号,流水类型,流水金额,钱包余额,钱包账户,收款账户,员工账号"
WALLET_HEADER = tuple(_NAMES.split(","))
PAYEE = "样例银行杭州支行 尾号0017"
_CASHIER = "样例家居:财务01"
_OPENING_FEN, _MONDAY, _KEPT_FEN = 5_000_000, 0, 500_000


@dataclass(slots=True)
class Wallet:
    """What arrived on each day, by the number of the day."""

    arrived: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def note(self, bill: Bill, mine: NDArray[np.bool_]) -> None:
        """Add the settled lines of a bill that are paid to this wallet."""
        days = day_of_each(bill.arrived[mine])
        for day_number in np.unique(days).tolist():
            today = bill.amount[mine][days == day_number]
            self.arrived[day_number] += int(today.sum())

    def sheet(self, shop: Shop) -> Sheet:
        """The cash flow of a clean shop, with its balance."""
        sheet, balance = Sheet(WALLET_HEADER), _OPENING_FEN
        first = int(day_of_each(np.array([shop.period.start_ms]))[0])
        for day_number in range(first, first + shop.period.days):
            midnight = shop.period.start_ms + (day_number - first) * DAY_MS
            amount = self.arrived.get(day_number, 0)
            if amount:
                balance += amount
                flow(sheet, midnight + 6 * HOUR_MS, "货款结算", amount, balance)
            if (day_number + 3) % 7 == _MONDAY and balance > 2 * _KEPT_FEN:
                out = (balance - _KEPT_FEN) // 10_000 * 10_000
                balance -= out
                at = midnight + 15 * HOUR_MS + 20 * MINUTE_MS
                flow(sheet, at, "提现至银行卡", -out, balance, payee=PAYEE)
        return sheet


def flow(
    sheet: Sheet,
    at_ms: int,
    kind: str,
    fen: int,
    balance: int,
    *,
    payee: str = "",
    who: str = _CASHIER,
    **known: object,
) -> None:
    """Add a line of the cash flow."""
    cells = {
        "流水号": f"LS{at_ms // 1000}",
        "流水类型": kind,
        "流水金额": yuan(fen),
        "钱包余额": yuan(balance),
        "钱包账户": WALLET,
        "收款账户": payee,
        "员工账号": who if payee else "",
    }
    sheet.add(at_ms, cells, **known)
