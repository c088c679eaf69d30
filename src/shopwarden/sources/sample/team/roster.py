"""The accounts of the sample shop: who they are, when and where they work.

The people are in `data/team.yaml`. Those who talk in the chats are among them.

What it does not do: log anything (`sign_ins`, `operations`).

>>> account("客服01").role
'售前客服'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.sources.sample.sheets import Sheet, day, flag

if TYPE_CHECKING:
    from shopwarden.sources.sample.shop import Period

SHOP_NAME = "样例家居"
_NAMES = (
    "账号编号,员工账号,岗位,入职日期,离职日期,启用,二次验证,管理员,可导出订单,可动用资金,"
    "可改商品,共用登记,绑定手机,花名册日期"
)
STAFF_HEADER = tuple(_NAMES.split(","))


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an account signs in from."""

    ip: str
    city: str


@dataclass(frozen=True, slots=True)
class Account:
    """One account: `joined` and `left` are days before the end of the period."""

    number: int
    name: str
    role: str
    joined: int
    left: int | None
    may: tuple[str, ...]
    shift: tuple[int, int]
    rest: int
    seat: Seat
    phone: str
    pooled: bool

    @property
    def device(self) -> str:
        """The device it usually works on."""
        return f"PC-YP{self.number:02d}"

    def works(self, period: Period, day_number: int) -> bool:
        """Whether it works on a day, counted from the first of the period."""
        before = period.days - day_number
        employed = before <= self.joined and (self.left is None or before > self.left)
        # 1970-01-01 was a Thursday; the period begins at a Shanghai midnight.
        since_1970 = (period.start_ms + 8 * HOUR_MS) // DAY_MS + day_number
        return employed and (since_1970 + 3) % 7 != self.rest


@cache
def team() -> dict[str, Any]:
    """What `data/team.yaml` says."""
    place = resources.files("shopwarden.sources.sample") / "data" / "team.yaml"
    known: dict[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return known


@cache
def accounts() -> tuple[Account, ...]:
    """All accounts, in the order of the roster."""
    return tuple(_account(i, each) for i, each in enumerate(team()["accounts"], 1))


def _account(number: int, said: dict[str, Any]) -> Account:
    seat = team()["seats"][said["seat"]]
    ip = seat["ip"] + str(40 + number) if seat["ip"].endswith(".") else seat["ip"]
    return Account(
        number=number,
        name=said["name"],
        role=said["role"],
        joined=said["joined"],
        left=said.get("left"),
        may=tuple(said["may"]),
        shift=(said["shift"][0], said["shift"][1]),
        rest=said["rest"],
        seat=Seat(ip, seat["city"]),
        phone=str(said["phone"]),
        pooled=said.get("pooled", False),
    )


def account(name: str) -> Account:
    """The account whose name ends so; the owner's is the shop's name itself."""
    return next(each for each in accounts() if each.name.endswith(name))


def roster(period: Period) -> Sheet:
    """The roster as of the last day."""
    sheet = Sheet(STAFF_HEADER, stamped=False)
    for each in accounts():
        sheet.add(period.before_end(1), _row(period, each))
    return sheet


def _row(period: Period, each: Account) -> dict[str, str]:
    gone = each.left is not None
    return {
        "账号编号": f"YG{each.number:03d}",
        "员工账号": each.name,
        "岗位": each.role,
        "入职日期": day(period.before_end(each.joined)),
        "离职日期": day(period.before_end(each.left)) if each.left else "",
        "启用": "停用" if gone else "启用",
        "二次验证": "已开启",
        "管理员": flag("admin" in each.may),
        "可导出订单": flag("export" in each.may),
        "可动用资金": flag("pay" in each.may),
        "可改商品": flag("edit" in each.may),
        "共用登记": flag(each.pooled),
        "绑定手机": each.phone,
        "花名册日期": day(period.before_end(1)),
    }
