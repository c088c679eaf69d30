"""The sample shop's price log and its plan of promotions.

List prices stay as they are through the period; what changes week by week is
the promotion, planned per SKU and the same as on the orders. Reference prices
are named as the maker's suggestion.

What it does not do: set a price wrongly (`incidents.goods`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.catalogue import PRICES, SKUS
from shopwarden.sources.sample.orders import promotion_percent
from shopwarden.sources.sample.sheets import Sheet, flag, moment, yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.sources.sample.assemble import Shop

_PRICE_NAMES = (
    "改价时间,商品编号,员工账号,新价格,原价格,划线价,划线价已注明,列表价,促销编号"
)
PRICE_HEADER = tuple(_PRICE_NAMES.split(","))
_PLAN_NAMES = (
    "促销编号,促销形式,商品编号,促销价,满减门槛,减免金额,折后比例,互斥组,每人限购,"
    "开始时间,结束时间,已复核"
)
PLAN_HEADER = tuple(_PLAN_NAMES.split(","))
PROMOTION = "8800101"
_WEEK_MS = 7 * DAY_MS
_LABEL_DAYS = 33


def price_log(shop: Shop) -> Sheet:
    """List prices set before the period, and some reference prices in it."""
    sheet = Sheet(PRICE_HEADER)
    for nth, sku in enumerate(shop.sample.shelf):
        at = shop.period.start_ms - (20 - nth // 6) * DAY_MS + 10 * HOUR_MS
        at += nth % 6 * 37 * MINUTE_MS
        set_price(sheet, at, sku, before=int(PRICES[sku]))
        if nth % 7 == 3:
            at = shop.period.before_end(_LABEL_DAYS) + 11 * HOUR_MS + nth * MINUTE_MS
            suggested = int(PRICES[sku]) * 12 // 10 // 100 * 100
            set_price(sheet, at, sku, before=int(PRICES[sku]), strike=suggested)
    return sheet


def set_price(
    sheet: Sheet,
    at_ms: int,
    sku: int,
    *,
    price: int = 0,
    before: int,
    strike: int = 0,
    named: bool = True,
    front: int = 0,
    who: str = "样例家居:运营01",
    **known: object,
) -> None:
    """Add a price: the list price, struck through nothing, unless told otherwise."""
    price = price or int(PRICES[sku])
    cells = {
        "商品编号": SKUS[sku].number,
        "员工账号": who,
        "新价格": yuan(price),
        "原价格": yuan(before),
        "划线价": yuan(strike) if strike else "",
        "划线价已注明": flag(named) if strike else "",
        "列表价": yuan(front or price),
    }
    sheet.add(at_ms, cells, **known)


def plan(shop: Shop) -> Sheet:
    """Every promotion that the orders show, from its first to its last moment."""
    sheet = Sheet(PLAN_HEADER, stamped=False)
    for sku in shop.sample.shelf:
        for start, end, percent in _runs(shop, sku):
            if percent:
                price = int(PRICES[sku]) - int(PRICES[sku]) * percent // 100
                promote(sheet, start, end, sku=sku, price=price)
    return sheet


def promote(
    sheet: Sheet,
    start: int,
    end: int,
    *,
    sku: int | None,
    price: int = 0,
    form: str = "单品促销",
    number: str = PROMOTION,
    threshold: int = 0,
    off: int = 0,
    group: str = "单品",
    approved: bool = True,
    planned_ms: int | None = None,
    **known: object,
) -> None:
    """Add a promotion: a direct price for one SKU unless told otherwise.

    `planned_ms`: when it was put in the plan, where that is before its start.
    """
    cells = {
        "促销编号": number,
        "促销形式": form,
        "商品编号": "" if sku is None else SKUS[sku].number,
        "促销价": yuan(price) if price else "",
        "满减门槛": yuan(threshold) if threshold else "",
        "减免金额": yuan(off) if off else "",
        "互斥组": group,
        "开始时间": moment(start),
        "结束时间": moment(end),
        "已复核": flag(approved),
    }
    sheet.add(start if planned_ms is None else planned_ms, cells, **known)


def _runs(shop: Shop, sku: int) -> Iterator[tuple[int, int, int]]:
    """Stretches of one percentage each: start, end, percent."""
    period = shop.period
    weeks = range(period.start_ms // _WEEK_MS + 1, period.end_ms // _WEEK_MS + 1)
    cuts = {week * _WEEK_MS for week in weeks} | {
        period.start_ms + day * DAY_MS for day in range(period.days)
    }
    edges = np.array(sorted(cut for cut in cuts if cut < period.end_ms), np.int64)
    percent = promotion_percent(shop.draws, np.full(len(edges), sku), edges)
    starts = np.flatnonzero(np.diff(percent, prepend=-1))
    ends = [*edges[starts[1:]].tolist(), period.end_ms]
    yield from zip(edges[starts].tolist(), ends, percent[starts].tolist(), strict=True)
