"""What the sample shop's accounts do in the back office, in their own hours.

Packing and shipping in batches, after-sales, edits, promotions, stock,
withdrawals, and now and then an address that a buyer asked to change. Where a
shop is big, single orders are logged for some of them only.

What it does not do: anything that should not be done (`incidents.team`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.catalogue import SKUS
from shopwarden.sources.sample.pages import page_edits
from shopwarden.sources.sample.sheets import Sheet, flag, yuan
from shopwarden.sources.sample.tables import NEVER
from shopwarden.sources.sample.team.roster import Account, account, accounts
from shopwarden.sources.sample.team.sign_ins import NEW_PHONE
from shopwarden.sources.sample.trade.after_sales import AGREED, AfterSales
from shopwarden.sources.sample.trade.hours import within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop

_NAMES = (
    "操作时间,日志编号,员工账号,操作类型,被操作账号,订单号,商品编号,涉及数量,改前价格,"
    "改后价格,跨省,买家在咚咚提出,已复核,操作IP,操作设备"
)
OPERATION_HEADER = tuple(_NAMES.split(","))
_MOST_SINGLE, _MOST_MOVES = 3_000, 200
_PACKERS = ("仓储01", "仓储02")
_MONDAY, _WEDNESDAY = 0, 2
_DESK = (9, 21, 9)


@dataclass(slots=True)
class Log:
    """The operation log as it is written; `add` fills in seat and device."""

    shop: Shop
    sheet: Sheet

    def add(
        self,
        at_ms: int,
        who: Account,
        action: str,
        *,
        subject: str = "",
        order: int | None = None,
        sku: int | None = None,
        items: int = 1,
        before: int = 0,
        after: int = 0,
        far: bool | None = None,
        asked: bool | None = None,
        approved: bool | None = None,
        ip: str = "",
        device: str = "",
        names: bool = True,
        incident: int = 0,
        benign: str = "",
    ) -> None:
        """Add an operation; `order` is the row of an order.

        Where it is an example of something and `names` the order, so does truth.
        """
        number = "" if order is None else str(self.shop.numbers[order])
        cells = {
            "员工账号": who.name,
            "操作类型": action,
            "被操作账号": subject,
            "订单号": number,
            "商品编号": "" if sku is None else SKUS[sku].number,
            "涉及数量": str(items),
            "改前价格": yuan(before) if before else "",
            "改后价格": yuan(after) if after else "",
            "跨省": "" if far is None else flag(far),
            "买家在咚咚提出": "" if asked is None else flag(asked),
            "已复核": "" if approved is None else flag(approved),
            "操作IP": ip or who.seat.ip,
            "操作设备": device or who.device,
        }
        self.sheet.add(
            at_ms,
            cells,
            incident=incident,
            benign=benign,
            orders=(order,) if names and order is not None else (),
            skus=() if sku is None else (sku,),
        )


def operations(shop: Shop, table: AfterSales) -> Log:
    """The log of a clean shop."""
    log = Log(shop, Sheet(OPERATION_HEADER, numbered="日志编号"))
    per_day = np.bincount(
        np.clip(
            (shop.orders.shipped - shop.period.start_ms) // DAY_MS,
            0,
            shop.period.days,
        ),
        minlength=shop.period.days + 1,
    )
    for day_number in range(shop.period.days):
        _warehouse(log, day_number, int(per_day[day_number]))
        _desk(log, day_number)
    _after_sales(log, table)
    _moves(log)
    _edits(log)
    _accounts(log)
    return log


def at(shop: Shop, day_number: int, hour: float, name: str, salt: int = 0) -> int:
    """A moment on a day near an hour, a little different each time."""
    index = np.array([day_number * 100 + salt], np.int64)
    jitter = int(shop.draws.below(name, index, 2400)[0]) * 1000
    start = shop.period.start_ms + day_number * DAY_MS
    return start + int(hour * HOUR_MS) + jitter


def _warehouse(log: Log, day_number: int, parcels: int) -> None:
    """Labels are printed and parcels shipped in two batches a shift."""
    present = [
        account(name)
        for name in _PACKERS
        if account(name).works(log.shop.period, day_number)
    ]
    for nth, each in enumerate(present):
        share = parcels // (2 * len(present))
        for half, hour in enumerate((2.0, 6.5)):
            salt = nth * 10 + half
            start = at(log.shop, day_number, each.shift[0] + hour, "print", salt)
            if share:
                log.add(start, each, "批量打印", items=share)
                log.add(start + 50 * MINUTE_MS, each, "批量发货", items=share)


def _desk(log: Log, day_number: int) -> None:
    """What the office does by the day of the week."""
    shop, period = log.shop, log.shop.period
    weekday = ((period.start_ms + 8 * HOUR_MS) // DAY_MS + day_number + 3) % 7
    manager, buyer = account("运营01"), account("运营02")
    if weekday == _MONDAY:
        start = period.start_ms + day_number * DAY_MS + 15 * HOUR_MS
        log.add(start + 8 * MINUTE_MS, account("财务01"), "申请提现", approved=True)
    if weekday == _WEDNESDAY and manager.works(period, day_number):
        count = len(shop.sample.shelf)
        start = at(shop, day_number, 14.2, "promotion made")
        log.add(start, manager, "创建促销", items=count, approved=True)
    if day_number % 3 == 0 and buyer.works(period, day_number):
        count = 3 + day_number % 9
        log.add(at(shop, day_number, 11.1, "stock"), buyer, "修改库存", items=count)


def _after_sales(log: Log, table: AfterSales) -> None:
    """Each after-sale is looked at and, where money goes back, approved."""
    shop = log.shop
    step = max(1, len(table) // _MOST_SINGLE)
    fine = (table.incident == 0) & (table.closed < shop.period.end_ms)
    fine &= table.agent >= 0
    jitter = 1000 * shop.draws.between("approved", table.number, 60, 12_000)
    approved = within(table.closed, jitter, _DESK)
    known = np.maximum(
        table.answered, np.where(table.returned < NEVER, table.returned, 0)
    )
    approved = np.where(approved > known, approved, table.closed)
    at_desk = approved == within(approved, jitter, _DESK)
    rows = np.flatnonzero(fine)[::step]
    seen = shop.draws.chance("looks", table.number[rows], 300)
    for row, look in zip(rows.tolist(), seen.tolist(), strict=True):
        who, order = handler(shop, table, row), int(table.order[row])
        answered = int(table.answered[row])
        if look:
            log.add(answered - 2 * MINUTE_MS, who, "查看收货信息", order=order)
        log.add(answered, who, "审核售后", order=order)
        if table.outcome[row] == AGREED and table.paid_back[row] and at_desk[row]:
            log.add(int(approved[row]), who, "同意退款", order=order)


def handler(shop: Shop, table: AfterSales, row: int) -> Account:
    """The account that answered an after-sale: one of the two, while there are two."""
    second = account("售后02")
    left = shop.period.before_end(second.left or 0)
    early = int(table.closed[row]) < left and int(table.answered[row]) < left
    return second if table.agent[row] > 0 and early else account("售后01")


def _moves(log: Log) -> None:
    """Addresses that buyers asked in the chat to change, before shipping."""
    shop, orders = log.shop, log.shop.orders
    fine = (orders.shipped < NEVER) & (orders.incident == 0)
    drawn = shop.draws.chance("moved", orders.key, 4) & fine
    for order in movable(shop, np.flatnonzero(drawn))[:_MOST_MOVES].tolist():
        start = int(orders.paid[order])
        moment = start + (int(orders.shipped[order]) - start) // 4
        who = on_duty(shop, moment)
        log.add(
            moment,
            who,
            "修改收货地址",
            order=order,
            far=False,
            asked=True,
            benign="address_asked",
        )


def movable(shop: Shop, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of the orders that are paid by day, and shipped by the end."""
    into = (shop.orders.paid[rows] + 8 * HOUR_MS) % DAY_MS
    by_day = (into > 9 * HOUR_MS) & (into < 19 * HOUR_MS)
    return rows[by_day & (shop.orders.shipped[rows] < shop.period.end_ms)]


def on_duty(shop: Shop, moment: int) -> Account:
    """A service account at work at a moment."""
    into, day_number = divmod(moment - shop.period.start_ms, DAY_MS)[::-1]
    hour = into // HOUR_MS
    for each in accounts():
        present = each.shift[0] <= hour < each.shift[1]
        if "客服0" in each.name and present and each.works(shop.period, day_number):
            return each
    return account("夜班")


def _edits(log: Log) -> None:
    """The edits of the pages, as their own log has them."""
    for moment, who, sku, what, _, _ in page_edits(log.shop):
        action = "修改库存" if what == "库存" else "编辑商品"
        log.add(moment, account(who.rpartition(":")[2]), action, sku=sku)


def _accounts(log: Log) -> None:
    """A leaver's account closed, a joiner's opened, a phone changed."""
    shop, head = log.shop, account("店长")
    for each in accounts():
        if each.left:
            moment = shop.period.before_end(each.left) + 18 * HOUR_MS
            log.add(
                moment, head, "停用子账号", subject=each.name, benign="left_in_time"
            )
        if each.joined < shop.period.days:
            moment = shop.period.before_end(each.joined) + 9 * HOUR_MS
            log.add(moment, head, "新建子账号", subject=each.name, benign="joined")
    who = account(NEW_PHONE[0])
    moment = shop.period.before_end(NEW_PHONE[1]) + 12 * HOUR_MS
    log.add(
        moment,
        head,
        "更换绑定手机",
        subject=who.name,
        approved=True,
        benign="new_phone",
    )
    moment = shop.period.before_end(25) + 11 * HOUR_MS
    log.add(moment, head, "修改密码", subject=head.name)
