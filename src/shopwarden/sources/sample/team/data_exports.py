"""Exports of data by the sample shop's accounts: lists, bills, reports.

Packing lists each working day, more at the campaign and signed for; bills
at the turn of the month; small reports.

What it does not do: carry data off (`incidents.team`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS
from shopwarden.sources.sample.calendar import campaign_percent, day_of_each
from shopwarden.sources.sample.sheets import Sheet, flag
from shopwarden.sources.sample.team.operations import at
from shopwarden.sources.sample.team.roster import Account, account

if TYPE_CHECKING:
    from shopwarden.sources.sample.assemble import Shop

_NAMES = (
    "导出时间,日志编号,员工账号,导出内容,导出条数,含明文,"
    "发往境外,已复核,导出IP,导出设备"
)
EXPORT_HEADER = tuple(_NAMES.split(","))


def data_exports(shop: Shop) -> Sheet:
    """The log of a clean shop."""
    sheet = Sheet(EXPORT_HEADER, numbered="日志编号")
    since = (shop.orders.placed - shop.period.start_ms) // DAY_MS
    per_day = np.bincount(since, minlength=shop.period.days)
    for day_number in range(shop.period.days):
        rows = int(per_day[max(0, day_number - 1)])
        _day(sheet, shop, day_number, rows)
    return sheet


def _day(sheet: Sheet, shop: Shop, day_number: int, rows: int) -> None:
    start = shop.period.start_ms + day_number * DAY_MS
    busy = bool(campaign_percent(np.array([start]))[0])
    packer, seller, payer = account("仓储01"), account("运营01"), account("财务01")
    if packer.works(shop.period, day_number) and rows:
        moment = at(shop, day_number, 8.6, "packing list")
        kind = "packing_list" if busy else ""
        export(
            sheet,
            moment,
            packer,
            "收货信息",
            rows,
            plain=True,
            approved=True,
            benign=kind,
        )
    if seller.works(shop.period, day_number) and rows:
        moment = at(shop, day_number, 9.7, "order list")
        export(sheet, moment, seller, "订单明细", max(1, rows), benign="")
    month_day = int(str(np.datetime64(int(day_of_each(np.array([start]))[0]), "D"))[8:])
    if month_day == 1:
        moment = at(shop, day_number, 10.4, "bills")
        total = 4 * max(rows, len(shop.orders) // 2)
        export(sheet, moment, payer, "结算单", total, benign="month_end_export")
    if day_number % 7 == 5:
        moment = at(shop, day_number, 16.2, "report")
        export(sheet, moment, account("店长"), "数据报表", 40 + day_number)


def export(
    sheet: Sheet,
    at_ms: int,
    who: Account,
    content: str,
    rows: int,
    *,
    plain: bool = False,
    abroad: bool = False,
    approved: bool = False,
    ip: str = "",
    device: str = "",
    incident: int = 0,
    benign: str = "",
) -> None:
    """Add an export, from the account's own seat unless told otherwise."""
    cells = {
        "员工账号": who.name,
        "导出内容": content,
        "导出条数": str(rows),
        "含明文": flag(plain),
        "发往境外": flag(abroad),
        "已复核": flag(approved),
        "导出IP": ip or who.seat.ip,
        "导出设备": device or who.device,
    }
    sheet.add(at_ms, cells, incident=incident, benign=benign)
