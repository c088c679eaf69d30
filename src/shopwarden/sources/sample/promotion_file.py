"""The promotion export (营销对账): who bears which part of each discount.

At most the last 31 days, as JD exports it; `--` where there is nothing.

What it does not do: 京豆, which have a bill line of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.sources.sample import texts
from shopwarden.sources.sample.catalogue import SKUS
from shopwarden.sources.sample.files import CsvFile

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.sources.sample.tables import Lines, Orders

_NAMES = (
    "订单编号,订单下单时间,商品编号,商品名称,商品数量,优惠类型,优惠活动名称,优惠活动ID,"
    "京东承担金额,商家承担金额,政府承担金额"
)
PROMOTION_HEADER = tuple(_NAMES.split(","))
PROMOTION_DAYS = 31
_NONE = "--"
# 优惠类型, 优惠活动名称, 优惠活动ID, the column it is borne in.
_KINDS = (
    ("单品促销", "店铺满减", "8800101", "seller"),
    ("优惠券", "平台满减券", "8800202", "jd"),
    ("政府补贴", "以旧换新补贴", "8800303", "government"),
)
_CHUNK = 50_000


def write_promotions(
    path: Path,
    orders: Orders,
    lines: Lines,
    numbers: NDArray[np.int64],
    rows: NDArray[np.int64],
) -> int:
    """Write the shares of the lines in `rows`; how many rows were written."""
    with CsvFile(path, PROMOTION_HEADER) as file:
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            file.append(_columns(orders, lines, numbers, chunk))
        return file.rows - 1


def _columns(
    orders: Orders,
    lines: Lines,
    numbers: NDArray[np.int64],
    chunk: NDArray[np.int64],
) -> list[NDArray[np.object_]]:
    shares = np.stack([getattr(lines, kind[3])[chunk] for kind in _KINDS], axis=1)
    which, kind = np.nonzero(shares > 0)
    line = lines.take(chunk[which])
    fen = shares[which, kind]
    borne = [np.where(kind == k, texts.fen_texts(fen), _NONE) for k in (1, 0, 2)]
    placed = orders.placed[line.order]
    return [
        texts.number_texts(numbers[line.order]),
        texts.moment_texts(placed, placed >= 0, _NONE),
        texts.chosen([sku.number for sku in SKUS], line.sku),
        texts.chosen([sku.name for sku in SKUS], line.sku),
        texts.each(line.quantity, str),
        *(texts.chosen([k[i] for k in _KINDS], kind) for i in range(3)),
        *borne,
    ]
