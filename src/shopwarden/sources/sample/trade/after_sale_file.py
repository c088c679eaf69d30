"""The after-sale export of the sample shop.

What it does not do: say anything that had not happened when it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.sources.sample import texts
from shopwarden.sources.sample.catalogue import SKUS
from shopwarden.sources.sample.files import CsvFile
from shopwarden.sources.sample.team.roster import account
from shopwarden.sources.sample.trade.after_sales import EXCHANGE, RETURN
from shopwarden.sources.sample.trade.parcels import waybill_texts

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.trade.after_sales import AfterSales

_NAMES = (
    "售后服务单号,订单号,商品编号,买家账号,售后类型,申请原因,申请金额,申请时间,审核时间,"
    "审核同意,审核账号,退货运单号,退货入库时间,退回重量克,发出重量克,原货相符,有验货视频,"
    "完结时间,处理结果,实退金额,图片指纹"
)
AFTER_SALE_HEADER = tuple(_NAMES.split(","))
# The words that a back office uses for each request and cause, by chance.
_REQUESTS = (
    ("仅退款", "只退款"),
    ("退货退款", "退货"),
    ("换货", "换新"),
    ("价保", "价格保护"),
    ("取消订单", "取消"),
)
_CAUSES = (
    ("未收到货", "没收到货"),
    ("质量问题", "商品质量问题"),
    ("破损", "商品破损"),
    ("少件", "漏发"),
    ("七天无理由", "7天无理由"),
    ("与描述不符", "描述不符"),
    ("降价", "买贵了"),
    ("不想要", "拍错"),
    ("尺寸不符", "尺寸不符"),
    ("发错货", "错发"),
    ("变质", "坏果"),
)
_OUTCOMES = ("退款成功", "买家取消", "拒绝")
_AGENTS = ("", "样例家居:售后01", "样例家居:售后02")
_CHUNK = 50_000


def write_after_sales(path: Path, shop: Shop, table: AfterSales) -> int:
    """Write the after-sales in the order they were applied for; the rows."""
    table = table.take(table.applied < shop.period.end_ms)
    table = table.take(np.lexsort((table.number, table.applied)))
    with CsvFile(path, AFTER_SALE_HEADER) as file:
        for first in range(0, len(table), _CHUNK):
            chunk = table.take(np.arange(first, min(len(table), first + _CHUNK)))
            row = file.append(_columns(shop, chunk))
            shop.book.see_rows(file.name, chunk.incident, row)
        return file.rows - 1


def _columns(shop: Shop, table: AfterSales) -> list[NDArray[np.object_]]:
    end = shop.period.end_ms
    answered, closed = table.answered < end, table.closed < end
    back = (table.returned < end) & np.isin(table.request, (RETURN, EXCHANGE))
    way = shop.draws.below("spelt", table.number, 2)
    agent = _agents(shop, table)
    waybills = waybill_texts(table.number % 3, table.number * 3 + 1)
    sent = answered & np.isin(table.request, (RETURN, EXCHANGE))

    def shown(
        values: NDArray[np.object_], where: NDArray[np.bool_]
    ) -> NDArray[np.object_]:
        return np.where(where, values, "")

    return [
        texts.each(table.number, str),
        texts.number_texts(shop.numbers[table.order]),
        texts.chosen([sku.number for sku in SKUS], shop.lines.sku[table.line]),
        texts.account_texts(table.buyer),
        texts.chosen([w for ws in _REQUESTS for w in ws], table.request * 2 + way),
        texts.chosen([w for ws in _CAUSES for w in ws], table.cause * 2 + way),
        texts.fen_texts(table.asked),
        texts.moment_texts(table.applied, table.applied >= 0, ""),
        texts.moment_texts(table.answered, answered, ""),
        shown(texts.chosen(("否", "是"), table.agreed), answered),
        shown(agent, answered),
        shown(waybills, sent),
        texts.moment_texts(table.returned, back, ""),
        shown(texts.each(table.back_g, str), back),
        shown(texts.each(table.out_g, str), back),
        shown(texts.chosen(("否", "是"), table.matches), back),
        shown(texts.chosen(("否", "是"), table.video), back),
        texts.moment_texts(table.closed, closed, ""),
        shown(texts.chosen(_OUTCOMES, table.outcome), closed),
        shown(texts.fen_texts(table.paid_back), closed),
        _pictures(table.picture),
    ]


def _agents(shop: Shop, table: AfterSales) -> NDArray[np.object_]:
    """The second account answers only what was closed before its holder left."""
    left = shop.period.before_end(account("售后02").left or 0)
    second = (table.agent > 0) & (table.closed < left) & (table.answered < left)
    return texts.chosen(_AGENTS, np.where(table.agent < 0, 0, 1 + second))


def _pictures(numbers: NDArray[np.int64]) -> NDArray[np.object_]:
    """Fingerprints: sixteen hexadecimal digits, equal for the same picture."""
    mixed = (numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)).tolist()
    known = np.array([f"{n:016x}" for n in mixed], object)
    return np.where(numbers > 0, known, "") if len(numbers) else known
