"""What the sample shop knows about its goods: costs, weights, stock, papers.

What it does not do: know prices as they change (`prices`).

>>> len(WEIGHTS) == len(SKUS)
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS
from shopwarden.sources.sample.catalogue import CLASS_OF, FLOORS_FEN, PRICES, SKUS
from shopwarden.sources.sample.sheets import Sheet, day, flag, yuan

if TYPE_CHECKING:
    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.shop import Period

_NAMES = (
    "商品编号,类目,成本价,底价,单件重量克,库存,限购件数,有序列号,承诺发货小时,资料日期"
)
SKU_HEADER = tuple(_NAMES.split(","))
_PAPER_NAMES = "文件名称,文件类型,商品编号,到期日期,登记日期"
PAPER_HEADER = tuple(_PAPER_NAMES.split(","))
# Grams of one piece, packed; by class and place in it.
_GRAMS = (
    (420, 980, 1500, 860, 640, 760, 1250, 890),
    (2300, 2600, 1100, 1900, 1300, 820, 1700, 2900),
    (260, 540, 720, 610, 580, 430, 160, 690),
    (1450, 1060, 6300, 420, 5200, 1380, 2150, 640),
    (5200, 1350, 4700, 1900, 4300, 2600, 9800, 8700),
    (210, 130, 190, 340, 460, 950, 150, 2400),
    (260, 310, 180, 420, 230, 190, 350, 280),
)
WEIGHTS = np.array([_GRAMS[s.fee_class][i % 8] for i, s in enumerate(SKUS)], np.int64)
_CATEGORIES = ("厨具", "家纺", "服饰内衣", "食品饮料", "家用电器", "数码", "美妆护肤")
_SERIAL_FEN, _SERIAL_CLASSES = 12_900, (4, 5)
HAS_SERIAL = np.isin(CLASS_OF, _SERIAL_CLASSES) & (PRICES >= _SERIAL_FEN)
_PAPERS = (
    ("样例家居有限公司营业执照", "营业执照", None, 2600),
    ("样例牌商标注册证", "商标注册证", None, 1900),
    ("示范厨具品牌授权书", "品牌授权书", None, 410),
    ("样例小家电品牌授权书", "品牌授权书", None, 290),
    ("食品经营许可证", "食品经营许可证", None, 900),
    ("不锈钢保温杯检测报告", "检测报告", 0, 330),
    ("空气炸锅3C证书", "3C证书", 32, 760),
    ("移动电源3C证书", "3C证书", 44, 540),
    ("样例速运运输合同", "合作协议", None, 220),
    ("仓库财产保险单", "保单", None, 180),
)


def cost_fen(sku: int) -> int:
    """What one piece costs the shop: half of its list price, more or less."""
    return int(PRICES[sku]) * (46 + sku * 7 % 11) // 100


def sku_facts(shop: Shop) -> Sheet:
    """The table of the goods, made on the first day of the period."""
    sheet, at = Sheet(SKU_HEADER, stamped=False), shop.period.start_ms
    for sku in shop.sample.shelf:
        sheet.add(at, _sku_row(shop.period, sku))
    return sheet


def _sku_row(period: Period, sku: int) -> dict[str, str]:
    floor = FLOORS_FEN.get(sku)
    return {
        "商品编号": SKUS[sku].number,
        "类目": _CATEGORIES[SKUS[sku].fee_class],
        "成本价": yuan(cost_fen(sku)),
        "底价": yuan(floor) if floor else "",
        "单件重量克": str(WEIGHTS[sku]),
        "库存": str(4000 + sku * 37 % 900),
        "限购件数": str(LIMITS[sku]) if sku in LIMITS else "",
        "有序列号": flag(HAS_SERIAL[sku]),
        "承诺发货小时": "48",
        "资料日期": day(period.start_ms),
    }


# Pieces of a hot SKU that one buyer may have.
LIMITS = {35: 2, 46: 3, 10: 4}


def papers(period: Period) -> Sheet:
    """Licences and the like, none of which runs out soon."""
    sheet = Sheet(PAPER_HEADER, stamped=False)
    for name, kind, sku, days in _PAPERS:
        paper(sheet, period, name, kind, sku=sku, days=days)
    return sheet


def paper(
    sheet: Sheet,
    period: Period,
    name: str,
    kind: str,
    *,
    sku: int | None,
    days: int,
    **known: object,
) -> None:
    """Add a paper that runs out so many days after the end."""
    cells = {
        "文件名称": name,
        "文件类型": kind,
        "商品编号": "" if sku is None else SKUS[sku].number,
        "到期日期": day(period.end_ms + days * DAY_MS),
        "登记日期": day(period.start_ms),
    }
    sheet.add(period.start_ms, cells, **known)
