"""Sign-ins of the sample shop's accounts: a shift a day, from their own seats.

Some mistype their password, one has a new phone, one is on a business trip,
and the night account is used by two people, as registered.

What it does not do: sign in anybody who should not (`incidents.team`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.sheets import Sheet
from shopwarden.sources.sample.team.roster import Account, Seat, accounts

if TYPE_CHECKING:
    from shopwarden.sources.sample.assemble import Shop

_NAMES = "登录时间,日志编号,员工账号,登录结果,登录方式,登录IP,登录设备,登录城市"
SIGN_IN_HEADER = tuple(_NAMES.split(","))
_TRIP = ("运营01", 17, 15, Seat("203.0.113.50", "广州"))
NEW_PHONE = ("客服03", 12)
_FORGOT_PER_MILLE, _AGAIN_PER_MILLE = 35, 350
_WAYS = ("密码登录", "扫码登录")


def sign_ins(shop: Shop) -> Sheet:
    """All sign-ins of a clean shop."""
    sheet = Sheet(SIGN_IN_HEADER, numbered="日志编号")
    for day_number in range(shop.period.days):
        for each in accounts():
            if each.works(shop.period, day_number):
                _shift(sheet, shop, each, day_number)
    return sheet


def sign_in(
    sheet: Sheet,
    at_ms: int,
    each: Account,
    *,
    ok: bool = True,
    way: str = "密码登录",
    seat: Seat | None = None,
    device: str = "",
    incident: int = 0,
    benign: str = "",
) -> None:
    """Add one sign-in, from the usual seat and device unless told otherwise."""
    place = seat or each.seat
    cells = {
        "员工账号": each.name,
        "登录结果": "成功" if ok else "失败",
        "登录方式": way,
        "登录IP": place.ip,
        "登录设备": device or each.device,
        "登录城市": place.city,
    }
    sheet.add(at_ms, cells, incident=incident, benign=benign)


def _shift(sheet: Sheet, shop: Shop, each: Account, day_number: int) -> None:
    draws, before = shop.draws, shop.period.days - day_number
    index = np.array([day_number * 1000 + each.number], np.int64)
    start = shop.period.start_ms + day_number * DAY_MS + each.shift[0] * HOUR_MS
    start += int(draws.between("shift", index, -1200, 900)[0]) * 1000
    seat = each.seat
    if each.name.endswith(_TRIP[0]) and _TRIP[2] <= before <= _TRIP[1]:
        seat = _TRIP[3]
    way = _WAYS[int(draws.chance("sign-in way", index, 400)[0])]
    phone = each.name.endswith(NEW_PHONE[0]) and before == NEW_PHONE[1]
    if bool(draws.chance("forgot", index, _FORGOT_PER_MILLE)[0]) and not phone:
        for i in range(1 + int(draws.below("forgot times", index, 3)[0])):
            at = start - (i + 1) * 20_000
            sign_in(sheet, at, each, ok=False, seat=seat, benign="forgotten_password")
    if phone:
        device = f"SJ-YP{each.number:02d}"
        sign_in(
            sheet, start, each, way="短信", device=device, benign="new_phone", seat=seat
        )
    benign = "" if seat is each.seat else "business_trip"
    sign_in(sheet, start, each, way=way, seat=seat, benign=benign)
    if bool(draws.chance("sign-in again", index, _AGAIN_PER_MILLE)[0]):
        hours = each.shift[1] - each.shift[0]
        minutes = int(draws.between("again after", index, 30, max(60, hours * 50))[0])
        sign_in(sheet, start + minutes * MINUTE_MS, each, seat=seat)
    if each.pooled:
        _second_person(sheet, each, start)


def _second_person(sheet: Sheet, each: Account, start: int) -> None:
    """The other holder of the registered night account, from the next town."""
    seat = Seat("198.51.100.91", "绍兴")
    at = start + 35 * MINUTE_MS
    sign_in(sheet, at, each, seat=seat, device="PC-YP91", benign="pooled_night")
