"""JD's notices to the sample shop and its disputes: all answered in time.

What it does not do: miss a deadline (`incidents.claims`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.calendar import midnight_burst
from shopwarden.sources.sample.catalogue import SKUS
from shopwarden.sources.sample.incidents.groups import FIRST_GROUP_KEY
from shopwarden.sources.sample.sheets import Sheet, flag, moment, yuan
from shopwarden.sources.sample.tables import NEVER, NO_REFUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop

_NOTICE_NAMES = (
    "通知编号,通知时间,通知级别,所涉规则,订单号,商品编号,涉及金额,"
    "处理期限,处理完成时间,已申诉"
)
NOTICE_HEADER = tuple(_NOTICE_NAMES.split(","))
_DISPUTE_NAMES = (
    "纠纷单号,订单号,售后服务单号,商品编号,买家账号,纠纷原因,争议金额,纠纷发起时间,举证期限,"
    "举证时间,判定时间,判定结果,判赔金额,申诉期限,申诉时间,聊天举证,运单凭证,承运商证明,"
    "视频凭证,已固化存证,图片指纹"
)
DISPUTE_HEADER = tuple(_DISPUTE_NAMES.split(","))
# Level, rule, hours to handle it, hours it took, SKU concerned, days before the end.
_NOTICES = (
    ("提示", "商品信息完善", 120, 26, 8, 52),
    ("违规预警", "商品价格管理", 24, 7, 13, 44),
    ("通知", "大促发货保障", 72, 20, None, 29),
    ("违规预警", "商品信息质量", 72, 31, 22, 19),
    ("违规预警", "商品价格管理", 24, 16, 30, 9),
)
_DISPUTES = 6
_CAUSES = ("未收到货", "商品质量问题", "与描述不符")
EVIDENCE = ("聊天举证", "运单凭证", "承运商证明", "视频凭证", "已固化存证")


def notices(shop: Shop) -> Sheet:
    """A few notices, each handled in time."""
    sheet = Sheet(NOTICE_HEADER, stamped=False)
    for level, rule, hours, took, which, before in _NOTICES:
        at = shop.period.before_end(min(before, shop.period.days)) + 10 * HOUR_MS
        sku = None if which is None else shop.sample.stand_in(which)
        notice(sheet, at, level, rule, hours=hours, took=took, sku=sku)
    return sheet


def notice(
    sheet: Sheet,
    at_ms: int,
    level: str,
    rule: str,
    *,
    hours: int,
    took: int | None,
    sku: int | None = None,
    order: str = "",
    fen: int = 0,
    **known: object,
) -> None:
    """Add a notice to be handled in `hours`; `took` None: nobody did."""
    cells = {
        "通知编号": f"TZ{700_101 + 17 * len(sheet.entries)}",
        "通知时间": moment(at_ms),
        "通知级别": level,
        "所涉规则": rule,
        "订单号": order,
        "商品编号": "" if sku is None else SKUS[sku].number,
        "涉及金额": yuan(fen) if fen else "",
        "处理期限": moment(at_ms + hours * HOUR_MS),
        "处理完成时间": "" if took is None else moment(at_ms + took * HOUR_MS),
        "已申诉": "否",
    }
    sheet.add(at_ms, cells, **known)


def disputes(shop: Shop) -> Sheet:
    """A few disputes of finished orders, with whole files, answered in time."""
    sheet = Sheet(DISPUTE_HEADER, stamped=False)
    rows = quiet_finished(shop, 14)
    for i in range(min(_DISPUTES, len(rows))):
        order = int(rows[len(rows) * (2 * i + 1) // (2 * _DISPUTES)])
        at = int(shop.orders.finished[order]) + (20 + 3 * i) * HOUR_MS
        dispute(sheet, shop, order, at, cause=_CAUSES[i % len(_CAUSES)])
    return sheet


def quiet_finished(shop: Shop, before: int) -> NDArray[np.int64]:
    """Orders that finished so many days before the end, with nothing odd about them."""
    orders = shop.orders
    refunds = np.bincount(
        shop.lines.order,
        shop.lines.refund_kind != NO_REFUND,
        minlength=len(orders),
    )
    quiet = (orders.incident == 0) & (refunds == 0) & (orders.parent == 0)
    quiet &= (shop.biller.faults.kind == 0) & (orders.finished < NEVER)
    quiet &= ~midnight_burst(orders.placed) & (orders.key < FIRST_GROUP_KEY)
    return np.flatnonzero(quiet & (orders.finished < shop.period.before_end(before)))


def dispute(
    sheet: Sheet,
    shop: Shop,
    order: int,
    at_ms: int,
    *,
    cause: str = "商品质量问题",
    hours: int = 72,
    took: int | None = 20,
    verdict: str = "商家胜",
    decided: int | None = 96,
    appealed: int | None = None,
    lacks: Sequence[str] = (),
    picture: str = "",
    **known: object,
) -> None:
    """Add a dispute of an order; hours are counted from its opening.

    `decided` None: not yet. `appealed` is counted from the decision.
    """
    line = int(shop.first_line[order])
    paid = yuan(int(shop.lines.buyer_paid[line]))
    judged = at_ms + (decided or 0) * HOUR_MS
    if decided is not None and judged >= shop.period.end_ms:
        decided = None
    lost = verdict == "商家败" and decided is not None
    cells = {
        "纠纷单号": f"JF{31_000_207 + 13 * len(sheet.entries)}",
        "订单号": str(shop.numbers[order]),
        "商品编号": SKUS[int(shop.lines.sku[line])].number,
        "买家账号": str(texts.account_texts(shop.orders.buyer[order : order + 1])[0]),
        "纠纷原因": cause,
        "争议金额": paid,
        "纠纷发起时间": moment(at_ms),
        "举证期限": moment(at_ms + hours * HOUR_MS),
        "举证时间": "" if took is None else moment(at_ms + took * HOUR_MS),
        "判定时间": "" if decided is None else moment(judged),
        "判定结果": "" if decided is None else verdict,
        "判赔金额": paid if lost else "",
        "申诉期限": moment(judged + 7 * DAY_MS) if lost else "",
        "申诉时间": "" if appealed is None else moment(judged + appealed * HOUR_MS),
        "图片指纹": picture,
    }
    cells |= {name: flag(name not in lacks) for name in EVIDENCE}
    sheet.add(at_ms, cells, orders=(order,), **known)
