"""Lessons, drills and app grants of the sample shop's accounts.

Everybody has passed every lesson within the year, and nobody was caught in
a drill; every app that may read orders needs them and is used.

What it does not do: leave a gap (`incidents.team`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.sheets import Sheet, day, flag, moment
from shopwarden.sources.sample.team.roster import Account, accounts, team

if TYPE_CHECKING:
    from collections.abc import Collection

    from shopwarden.sources.sample.shop import Period

_TRAINING_NAMES = "完成时间,员工账号,课程,是否通过,有效期至"
_DRILL_NAMES = "演练时间,员工账号,演练名称,演练方式,演练反应"
_GRANT_NAMES = "应用名称,授权范围,可读订单,需要订单,授权时间,最近调用时间,授权到期,启用"
TRAINING_HEADER = tuple(_TRAINING_NAMES.split(","))
DRILL_HEADER = tuple(_DRILL_NAMES.split(","))
GRANT_HEADER = tuple(_GRANT_NAMES.split(","))
DRILLS = (("仿冒退款邮件", "邮件演练", 40), ("仿冒平台客服", "咚咚", 15))


def training(period: Period, untrained: Collection[str] = ()) -> Sheet:
    """Lessons passed by all accounts but those whose names are `untrained`."""
    sheet = Sheet(TRAINING_HEADER)
    for each in accounts():
        if each.name in untrained:
            continue
        for nth, lesson in enumerate(team()["lessons"]):
            before = min(each.joined, 190) - 1 - nth % 2
            at_ms = period.before_end(before) + (13 + nth) * HOUR_MS
            passed(sheet, at_ms, each, lesson)
    return sheet


def passed(sheet: Sheet, at_ms: int, each: Account, lesson: str) -> None:
    """Add a lesson passed, good for a year."""
    cells = {
        "员工账号": each.name,
        "课程": lesson,
        "是否通过": "通过",
        "有效期至": day(at_ms + 365 * DAY_MS),
    }
    sheet.add(at_ms, cells)


def drills(period: Period) -> Sheet:
    """Two drills; most report, some do nothing."""
    sheet = Sheet(DRILL_HEADER)
    for nth, (campaign, way, before) in enumerate(DRILLS):
        start = period.before_end(min(before, period.days)) + 10 * HOUR_MS
        for each in accounts():
            if each.joined < before or (each.left or 0) > before:
                continue
            reaction = "忽略" if (each.number + nth) % 5 == 0 else "已举报"
            at_ms = start + each.number * 7 * MINUTE_MS
            react(sheet, at_ms, each, (campaign, way), reaction)
    return sheet


def react(
    sheet: Sheet,
    at_ms: int,
    each: Account,
    drill: tuple[str, str],
    reaction: str,
    incident: int = 0,
) -> None:
    """Add how an account reacted to a drill (its name and its way)."""
    cells = {
        "员工账号": each.name,
        "演练名称": drill[0],
        "演练方式": drill[1],
        "演练反应": reaction,
    }
    sheet.add(at_ms, cells, incident=incident)


def grants(period: Period) -> Sheet:
    """The apps that may reach the shop's data."""
    sheet = Sheet(GRANT_HEADER, stamped=False)
    for said in team()["apps"]:
        grant(
            sheet,
            period,
            said["app"],
            said["scope"],
            reads=said["reads"],
            needs=said["needs"],
            days=(said["granted"], said["used"], said["expires"]),
        )
    return sheet


def grant(
    sheet: Sheet,
    period: Period,
    app: str,
    scope: str,
    *,
    reads: bool,
    needs: bool,
    days: tuple[int, int, int],
    incident: int = 0,
    benign: str = "",
) -> None:
    """Add an app: granted and last used so many days ago, good for so many more."""
    granted, used, expires = days
    last = period.before_end(used) - 3 * HOUR_MS
    cells = {
        "应用名称": app,
        "授权范围": scope,
        "可读订单": flag(reads),
        "需要订单": flag(needs),
        "授权时间": moment(period.before_end(granted) + 11 * HOUR_MS),
        "最近调用时间": moment(last),
        "授权到期": day(period.end_ms + expires * DAY_MS),
        "启用": "启用",
    }
    sheet.add(period.start_ms, cells, incident=incident, benign=benign)
