"""What accounts do that they should not: exports, plain views, edits, grants.

Each scene adds rows to the logs of the accounts, in the strengths that the
catalogue of threats suggests, and look-alikes that stay below.

What it does not do: take accounts over (`account_scenes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.incidents.account_scenes import (
    STRANGE,
    change_roster,
)
from shopwarden.sources.sample.incidents.groups import groups_of
from shopwarden.sources.sample.team.data_exports import export
from shopwarden.sources.sample.team.learning import DRILLS, grant, react
from shopwarden.sources.sample.team.roster import Account, account

if TYPE_CHECKING:
    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.sheets import Sheet
    from shopwarden.sources.sample.team.operations import Log


@dataclass(frozen=True, slots=True)
class TeamScenes:
    """The scenes of the accounts of one shop."""

    shop: Shop
    log: Log
    sheets: dict[str, Sheet]

    def play(self) -> None:
        """Add all of them."""
        self._look_alikes()
        self._moves()
        if self.shop.sample.clean:
            return
        self._exports()
        self._decrypts()
        self._grants()
        self._tampering()
        self._learning()

    def _at(self, day: int, hour: float) -> int:
        """A moment, so many days before the end; within the period."""
        days = min(day, self.shop.period.days - 1)
        return self.shop.period.before_end(days) + int(hour * HOUR_MS)

    def _open(self, kind: str, strength: str = "clear") -> int:
        return self.shop.book.open(kind, strength)

    def _look_alikes(self) -> None:
        exports, grants = self.sheets["导出日志"], self.sheets["应用授权"]
        agent, head = account("客服03"), account("店长")
        export(
            exports, self._at(18, 11.3), agent, "咚咚记录", 120, benign="few_exports"
        )
        export(
            exports,
            self._at(13, 16.4),
            head,
            "数据报表",
            44,
            abroad=True,
            approved=True,
            benign="head_office_report",
        )
        self._returns_desk()
        manager, moment = account("运营01"), self._at(10, 14.6)
        self.log.add(
            moment, manager, "批量改库存", items=18, approved=True, benign="bulk_tool"
        )
        days = (120, 24, 300)
        grant(
            grants,
            self.shop.period,
            "示范报表",
            "销售汇总",
            reads=False,
            needs=False,
            days=days,
            benign="used_last_month",
        )

    def _returns_desk(self) -> None:
        """Half an hour with many returns: each looked at, and handled."""
        who, start = account("售后01"), self._at(8, 10.0)
        for i, order in enumerate(self._orders_before(start, 24)):
            for action in ("查看收货信息", "审核售后"):
                self.log.add(
                    start + i * 80_000,
                    who,
                    action,
                    order=order,
                    names=False,
                    benign="returns_desk",
                )

    def _orders_before(self, at_ms: int, count: int) -> list[int]:
        """The last orders that were placed a day and more before a moment."""
        last = int(np.searchsorted(self.shop.orders.placed, at_ms - DAY_MS))
        calm = np.flatnonzero(self.shop.orders.incident[:last] == 0)
        rows: list[int] = calm[-count:].tolist()
        return rows

    def _moves(self) -> None:
        """Addresses changed: after shipping, far and not asked for, or lawfully."""
        orders = self.shop.orders
        for group in groups_of(self.shop.sample):
            if (group.kind or group.benign) not in ("address_changed", "moved_house"):
                continue
            first, last = group.keys
            rows = np.flatnonzero((orders.key >= first) & (orders.key < last))
            for row in rows.tolist():
                late = group.strength == "edge"
                moment = int(orders.shipped[row]) + 2 * HOUR_MS
                if not late:
                    moment = int(orders.paid[row]) + 3 * HOUR_MS
                self.log.add(
                    moment,
                    account("客服02"),
                    "修改收货地址",
                    order=row,
                    far=not late,
                    asked=group.strength != "clear",
                    incident=int(orders.incident[row]),
                    benign=group.benign,
                )

    def _exports(self) -> None:
        """Bulk exports by those who need none, by night, when leaving or new."""
        sheet = self.sheets["导出日志"]
        usual = len(self.shop.orders) // self.shop.period.days
        said = (
            ("bulk_export", "edge", "客服04", 23, 15.2, "订单明细", 265),
            ("bulk_export", "clear", "运营01", 11, 2.3, "会员数据", 5200 + 5 * usual),
            ("leaver_export", "clear", "售后02", 27, 17.4, "收货信息", 2300),
            ("joiner_export", "edge", "客服07", 15, 12.2, "订单明细", 180),
            ("joiner_export", "clear", "客服07", 24, 12.6, "收货信息", 460),
        )
        for kind, strength, name, day, hour, content, rows in said:
            export(
                sheet,
                self._at(day, hour),
                account(name),
                content,
                rows,
                plain=True,
                incident=self._open(kind, strength),
            )
        for strength, rows, day in (("edge", 40, 34), ("clear", 900, 16)):
            export(
                sheet,
                self._at(day, 17.1),
                account("店长"),
                "会员数据",
                rows,
                plain=True,
                abroad=True,
                incident=self._open("abroad_export", strength),
            )

    def _decrypts(self) -> None:
        """Plain views by the dozen, of orders that nobody then works on."""
        said = (("edge", "客服02", 55, 19, 11.0), ("clear", "客服05", 190, 9, 22.1))
        for strength, name, count, day, hour in said:
            number, start = self._open("decrypt_spree", strength), self._at(day, hour)
            who, orders = account(name), self._orders_before(start, count)
            for i in range(count):
                self.log.add(
                    start + i * 50 * MINUTE_MS // count,
                    who,
                    "订单解密",
                    order=orders[i % len(orders)] if orders else None,
                    names=False,
                    incident=number,
                )

    def _grants(self) -> None:
        """Apps that read too much, are not used, or should no longer call."""
        sheet, period = self.sheets["应用授权"], self.shop.period
        said = (
            ("grant_excess", "edge", "样例短信", "短信与订单", True, True, 34, 60),
            ("grant_excess", "clear", "示范抽奖", "订单读取", True, False, 3, 200),
            ("grant_expired", "clear", "样例旧ERP", "订单与库存", True, True, 1, -12),
        )
        for kind, strength, app, scope, reads, needs, used, expires in said:
            grant(
                sheet,
                period,
                app,
                scope,
                reads=reads,
                needs=needs,
                days=(420, used, expires),
                incident=self._open(kind, strength),
            )

    def _tampering(self) -> None:
        """Many SKUs at night from off the roster; twenty and more in minutes."""
        stranger = self._stranger()
        said = (
            ("stock_tampered", "edge", account("客服03"), "批量改库存", 21, 20, 5.6),
            ("stock_tampered", "clear", stranger, "批量改价", 46, 6, 2.4),
        )
        for kind, strength, who, action, items, day, hour in said:
            number = self._open(kind, strength)
            moment = self._at(day, hour)
            self.log.add(moment, who, action, items=items, incident=number)
        number, start = self._open("edit_without_role"), self._at(17, 15.5)
        shelf = self.shop.sample.shelf
        for i in range(24):
            self.log.add(
                start + i * 22_000,
                account("推广01"),
                "编辑商品",
                sku=shelf[i % len(shelf)],
                incident=number,
            )

    def _stranger(self) -> Account:
        """An account that is on no roster."""
        known = account("客服03")
        return Account(
            number=97,
            name="样例家居:外包03",
            role="",
            joined=0,
            left=None,
            may=(),
            shift=known.shift,
            rest=known.rest,
            seat=STRANGE,
            phone="",
            pooled=False,
        )

    def _learning(self) -> None:
        """One has learnt nothing, and one was caught in both drills."""
        number = self._open("training_gap")
        sheet, name = self.sheets["培训记录"], "样例家居:客服04"
        sheet.entries = [e for e in sheet.entries if e.cells["员工账号"] != name]
        change_roster(self.sheets["账号花名册"], name, {}, number)
        number, drills = self._open("drill_caught"), self.sheets["演练"]
        who = account("客服05")
        drills.entries = [e for e in drills.entries if e.cells["员工账号"] != who.name]
        for campaign, way, day in DRILLS:
            moment = self._at(day, 10.6)
            react(drills, moment, who, (campaign, way), "填写", incident=number)
