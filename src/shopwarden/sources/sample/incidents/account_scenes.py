"""Accounts that are taken over, shared, left open or too powerful.

Each scene adds sign-ins, operations, cash flow or lines of the roster, in the
strengths that the catalogue of threats suggests.

What it does not do: carry data off, or change goods (`team_scenes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.team.roster import Seat, account
from shopwarden.sources.sample.team.sign_ins import sign_in
from shopwarden.sources.sample.trade.wallet import flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.sheets import Sheet
    from shopwarden.sources.sample.team.operations import Log

STRANGE = Seat("203.0.113.201", "昆明")
_FAR = Seat("203.0.113.88", "成都")
_STRANGE_DEVICE = "PC-7F3A9C"


@dataclass(frozen=True, slots=True)
class AccountScenes:
    """The scenes of the accounts of one shop that is not clean."""

    shop: Shop
    log: Log
    sheets: dict[str, Sheet]

    def play(self) -> None:
        """Add all of them."""
        self._payee()
        self._stuffing()
        self._shared()
        self._leaver()
        self._phones()
        self._powers()

    def _at(self, day: int, hour: float) -> int:
        """A moment, so many days before the end; within the period."""
        days = min(day, self.shop.period.days - 1)
        return self.shop.period.before_end(days) + int(hour * HOUR_MS)

    def _open(self, kind: str, strength: str = "clear") -> int:
        return self.shop.book.open(kind, strength)

    def _payee(self) -> None:
        """The payee changed without a second signature; then from a new device."""
        who = account("财务01")
        number = self._open("payee_changed", "edge")
        self.log.add(
            self._at(30, 16.8), who, "修改结算账户", approved=False, incident=number
        )
        number = self._open("payee_changed")
        start = self._at(7, 21.6)
        sign_in(
            self.sheets["登录日志"],
            start,
            who,
            seat=STRANGE,
            device=_STRANGE_DEVICE,
            incident=number,
        )
        for minutes, action in ((9, "变更提现账户"), (26, "发起提现")):
            self.log.add(
                start + minutes * MINUTE_MS,
                who,
                action,
                approved=False,
                ip=STRANGE.ip,
                device=_STRANGE_DEVICE,
                incident=number,
            )
        self._withdraw(start + 31 * MINUTE_MS, number)

    def _withdraw(self, at_ms: int, number: int) -> None:
        """What is in the wallet goes to an account that nobody knows."""
        wallet = self.sheets["钱包流水"]
        earlier = [e for e in wallet.entries if e.at_ms < at_ms]
        if not earlier:
            return
        held = earlier[-1].cells["钱包余额"].replace(".", "")
        fen = int(held) // 10_000 * 10_000
        later = [e for e in wallet.entries if e.at_ms > at_ms]
        wallet.entries = earlier
        flow(
            wallet,
            at_ms,
            "提现至银行卡",
            -fen,
            int(held) - fen,
            payee="示范银行昆明支行 尾号9900",
            incident=number,
        )
        balance = int(held) - fen
        for entry in later:
            amount = int(entry.cells["流水金额"].replace(".", ""))
            if amount < 0:
                continue  # nothing left to withdraw that week
            balance += amount
            flow(wallet, entry.at_ms, entry.cells["流水类型"], amount, balance)
        self.shop.book[number].amount_fen = fen

    def _stuffing(self) -> None:
        """Ten refusals in ten minutes; five accounts from one address; a success."""
        sheet = self.sheets["登录日志"]
        number, start = self._open("credential_stuffing", "edge"), self._at(28, 13.2)
        for i in range(10):
            sign_in(
                sheet,
                start + i * 55_000,
                account("运营02"),
                ok=False,
                seat=_FAR,
                device="PC-51D0",
                incident=number,
            )
        number, start = self._open("credential_stuffing"), self._at(14, 3.4)
        names = ("客服01", "客服02", "客服05", "财务01", "运营01", "店长")
        for i in range(18):
            who = account(names[i % len(names)] if i < 12 else "店长")
            moment = start + i * 24_000
            sign_in(
                sheet,
                moment,
                who,
                ok=i == 17,
                seat=STRANGE,
                device="PC-0B77",
                incident=number,
            )

    def _shared(self) -> None:
        """Three devices in a day; two cities an hour apart."""
        sheet = self.sheets["登录日志"]
        number, start = self._open("account_shared", "edge"), self._at(26, 10.0)
        for i, device in enumerate(("PC-YP04", "PC-A410", "SJ-A411")):
            moment = start + i * 3 * HOUR_MS
            sign_in(sheet, moment, account("运营02"), device=device, incident=number)
        number, start = self._open("account_shared"), self._at(12, 15.0)
        who = account("客服06")
        sign_in(sheet, start, who, incident=number)
        moment = start + 55 * MINUTE_MS
        sign_in(sheet, moment, who, seat=_FAR, device="PC-C320", incident=number)

    def _leaver(self) -> None:
        """The leaver signs in again; an account that nobody has used."""
        number, who = self._open("leaver_sign_in"), account("售后02")
        sign_in(self.sheets["登录日志"], self._at(16, 20.4), who, incident=number)
        self.log.add(
            self._at(16, 20.6),
            who,
            "查看收货信息",
            order=self._any(),
            names=False,
            incident=number,
        )
        self._change(
            "样例家居:客服08",
            {"岗位": "客服专员", "入职日期": "2024-03-18", "绑定手机": "13900000018"},
            self._open("stale_account"),
        )

    def _any(self) -> int | None:
        """An order placed not long before."""
        last = int(np.searchsorted(self.shop.orders.placed, self._at(17, 20.0)))
        calm = np.flatnonzero(self.shop.orders.incident[:last] == 0)
        return int(calm[-1]) if len(calm) else None

    def _phones(self) -> None:
        """Phones rebound and protection off, then something sensitive."""
        number, who = self._open("rebound_phone", "edge"), account("运营02")
        start = self._at(36, 14.0)
        self.log.add(
            start, who, "换绑", subject=who.name, approved=False, incident=number
        )
        moment = start + 60 * HOUR_MS
        self.log.add(moment, who, "批量改价", items=6, incident=number)
        number, who = self._open("rebound_phone"), account("店长")
        start = self._at(14, 3.6)
        for minutes, action in ((0, "关闭二次验证"), (4, "换绑"), (21, "新增子账号")):
            self.log.add(
                start + minutes * MINUTE_MS,
                who,
                action,
                subject=who.name,
                approved=False,
                ip=STRANGE.ip,
                device="PC-0B77",
                incident=number,
            )
        number = self._open("weak_sign_in", "edge")
        self._change("样例家居:客服05", {"绑定手机": "13900000016"}, number)
        number = self._open("weak_sign_in")
        self._change("样例家居:推广01", {"二次验证": "未开启"}, number)

    def _powers(self) -> None:
        """Money, exports and listings in one hand; a third administrator."""
        power = {"可导出订单": "是", "可动用资金": "是", "可改商品": "是"}
        self._change("样例家居:运营01", power, self._open("too_much_power", "edge"))
        both = power | {"管理员": "是"}
        self._change("样例家居:财务01", both, self._open("too_much_power"))

    def _change(self, name: str, said: Mapping[str, str], number: int) -> None:
        change_roster(self.sheets["账号花名册"], name, said, number)


def change_roster(
    sheet: Sheet, name: str, said: Mapping[str, str], number: int
) -> None:
    """Change an account in the roster, or add it, as part of an incident."""
    for i, entry in enumerate(sheet.entries):
        if entry.cells["员工账号"] == name:
            cells = dict(entry.cells) | dict(said)
            del sheet.entries[i]
            sheet.add(entry.at_ms, cells, incident=number)
            return
    last = sheet.entries[-1]
    blank = dict(last.cells) | {"共用登记": "否", "账号编号": "YG088"}
    cells = blank | {"员工账号": name} | dict(said)
    sheet.add(last.at_ms, cells, incident=number)
