"""The tables beyond orders, bills and words: one file a template of ours.

What it does not do: make up their rows (`team`, `trade`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.sources.sample.incidents.account_scenes import AccountScenes
from shopwarden.sources.sample.incidents.claim_scenes import ClaimScenes
from shopwarden.sources.sample.incidents.goods_scenes import GoodsScenes
from shopwarden.sources.sample.incidents.scenes import Scenes
from shopwarden.sources.sample.incidents.team_scenes import TeamScenes
from shopwarden.sources.sample.team.data_exports import data_exports
from shopwarden.sources.sample.team.learning import drills, grants, training
from shopwarden.sources.sample.team.operations import operations
from shopwarden.sources.sample.team.roster import roster
from shopwarden.sources.sample.team.sign_ins import sign_ins
from shopwarden.sources.sample.texts import compact_day
from shopwarden.sources.sample.trade.after_sale_file import write_after_sales
from shopwarden.sources.sample.trade.after_sales import after_sales
from shopwarden.sources.sample.trade.claims import disputes, notices
from shopwarden.sources.sample.trade.goods import papers, sku_facts
from shopwarden.sources.sample.trade.parcels import Courier, write_parcels
from shopwarden.sources.sample.trade.prices import plan, price_log
from shopwarden.sources.sample.trade.reviews import write_reviews

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.trade.wallet import Wallet


def write_facts(
    folder: Path, shop: Shop, wallet: Wallet, progress: Callable[[str, int, int], None]
) -> dict[str, int]:
    """Write all of these tables; the rows of each by file name."""
    period, count = shop.period, len(shop.orders)
    progress("facts", 0, count)
    courier = Courier.of(shop)
    table = after_sales(shop, courier)
    log = operations(shop, table)
    scenes = Scenes(shop)
    table = scenes.after_sales(table)
    sheets = {
        "账号花名册": roster(period),
        "登录日志": sign_ins(shop),
        "操作日志": log.sheet,
        "导出日志": data_exports(shop),
        "应用授权": grants(period),
        "培训记录": training(period),
        "演练": drills(period),
        "商品资料": sku_facts(shop),
        "资质": papers(period),
        "促销计划": plan(shop),
        "改价记录": price_log(shop),
        "平台通知": notices(shop),
        "纠纷单": disputes(shop),
        "钱包流水": wallet.sheet(shop),
    }
    TeamScenes(shop, log, sheets).play()
    if not shop.sample.clean:
        AccountScenes(shop, log, sheets).play()
    GoodsScenes(shop, log, sheets).play()
    ClaimScenes(shop, sheets).play()
    first, last = compact_day(period.start_ms), compact_day(period.end_ms - 1)
    rows: dict[str, int] = {}
    for name, sheet in sheets.items():
        days = last if name in _STATES else f"{first}_{last}"
        path = folder / f"{name}_{days}.csv"
        rows[path.name] = sheet.write(path, shop)
    path = folder / f"发货_{first}_{last}.csv"
    rows[path.name] = write_parcels(path, courier, scenes.parcels)
    path = folder / f"售后单_{first}_{last}.csv"
    rows[path.name] = write_after_sales(path, shop, table)
    path = folder / f"评价_{first}_{last}.csv"
    rows[path.name] = write_reviews(path, shop, scenes.reviews)
    progress("facts", count, count)
    return rows


# Tables of what is so on the last day; the others are of the whole period.
_STATES = frozenset({"账号花名册", "应用授权", "商品资料", "资质"})
