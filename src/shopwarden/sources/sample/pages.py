"""The pages of the sample shop's goods, and the log of who changed them.

One table of listings made at the end, and the edits of the last weeks, under
the headings of our own templates, since JD's are unknown.

What it does not do: show pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from shopwarden.records.moment import HOUR_MS, MINUTE_MS
from shopwarden.sources.sample import texts
from shopwarden.sources.sample.catalogue import SKUS
from shopwarden.sources.sample.chats import AGENTS
from shopwarden.sources.sample.files import CsvFile, quoted

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.sources.sample.assemble import Shop

_PAGE_NAMES = "商品编号,商品SPU,商品页标题,商品页详情,页面价,采集时间"
_EDIT_NAMES = "修改时间,编辑账号,商品编号,修改项,修改前,修改后"
LISTING_HEADER = tuple(_PAGE_NAMES.split(","))
CHANGE_HEADER = tuple(_EDIT_NAMES.split(","))
_FIRST_SPU = 20_016_000
_EDIT_DAYS = 40

_DETAILS = (
    "材质与规格见下表，实物以收到的为准。",
    "规格参数：详见主图第三张，净含量与尺寸存在正常误差。",
    "适用人群与使用方法请阅读说明书。",
)
_SERVICE = (
    "价格为页面所示京东价，另有活动以结算页为准。"
    "现货付款后48小时内从主仓发出，偏远地区除外，运费满99元免。"
    "支持七天无理由退货，退回商品应完好，运费险以页面显示为准。"
)
# Words of a page that break a rule: kind, SKU, and what is put on title or detail.
_WRONG_PAGES = (
    ("listing_absolute", 5, "全网销量第一 ", ""),
    ("listing_absolute", 21, "国家级品质 顶级 ", ""),
    (
        "listing_void_clause",
        12,
        "",
        "本店对活动拥有最终解释权，特价商品一经售出概不退换。",
    ),
    ("listing_void_clause", 33, "", "签收即视为认可商品质量，拆封后不予退货。"),
)
EDITORS = ("样例家居:运营01", "样例家居:运营02")
_EDITED_SKU, _EDITOR = 27, AGENTS[3]
_ADDED = "更多优惠加店主微信 ypkf8800，比京东便宜。"
# Ordinary edits: what is edited, before, after; {goods} is the product.
_EDITS = (
    ("标题", "{goods}", "{goods} 新款"),
    ("标题", "{goods} 新款", "{goods}"),
    ("限购", "不限", "每人5件"),
    ("详情", "付款后72小时内发出", "付款后48小时内发出"),
    ("详情", "赠送收纳袋", "随单赠送收纳袋1个"),
    ("库存", "120", "300"),
)


# Moment, who, SKU, what, before, after.
Edit: TypeAlias = tuple[int, str, int, str, str, str]


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page says, and which incidents show on it."""

    title: str
    detail: str
    incidents: tuple[int, ...] = field(default=())


def write_pages(listings: Path, changes: Path, shop: Shop) -> dict[str, int]:
    """Write both tables; the rows of each by file name."""
    pages = {sku: _page(sku) for sku in shop.sample.shelf}
    added = 0
    if not shop.sample.clean:
        _spoil(pages, shop)
        added = shop.book.open("listing_contact_added")
        edited = shop.sample.stand_in(_EDITED_SKU)
        old = pages[edited]
        pages[edited] = _Page(old.title, old.detail + _ADDED, (*old.incidents, added))
    return {
        listings.name: _write_listings(listings, pages, shop),
        changes.name: _write_changes(changes, shop, added),
    }


def _page(sku: int) -> _Page:
    goods = SKUS[sku].name
    detail = f"{goods}。{_DETAILS[sku % len(_DETAILS)]}{_SERVICE}"
    return _Page(f"样例家居 {goods}", detail)


def _spoil(pages: dict[int, _Page], shop: Shop) -> None:
    """Put the words that break a rule on some pages, an incident each."""
    for kind, which, title, detail in _WRONG_PAGES:
        sku, number = shop.sample.stand_in(which), shop.book.open(kind)
        old = pages[sku]
        numbers = (*old.incidents, number)
        pages[sku] = _Page(title + old.title, old.detail + detail, numbers)


def _write_listings(path: Path, pages: dict[int, _Page], shop: Shop) -> int:
    at_ms = shop.period.end_ms - HOUR_MS
    when = str(texts.moment_texts(np.array([at_ms]), np.ones(1, np.bool_), "")[0])
    with CsvFile(path, LISTING_HEADER) as file:
        for sku, page in pages.items():
            price = texts.fen_texts(np.array([SKUS[sku].price_fen]))[0]
            spu = _FIRST_SPU + sku // 2
            said = f"{quoted(page.title)},{quoted(page.detail)}"
            row = file.append_rows([f"{SKUS[sku].number},{spu},{said},{price},{when}"])
            for number in page.incidents:
                _note(shop, number, path.name, row, sku, at_ms)
        return file.rows - 1


def page_edits(shop: Shop) -> list[Edit]:
    """The edits by day that any shop makes, as the change log has them."""
    return [_edit(shop, i) for i in range(_EDIT_DAYS // 2)]


def night_edit(shop: Shop) -> Edit:
    """The edit in the night that puts a contact on a page."""
    at_ms = shop.period.before_end(6) + 2 * HOUR_MS + 13 * MINUTE_MS
    sku = shop.sample.stand_in(_EDITED_SKU)
    detail = _page(sku).detail
    return at_ms, _EDITOR, sku, "详情", detail, detail + _ADDED


def _write_changes(path: Path, shop: Shop, added: int) -> int:
    """Some edits by day, and one in the night that puts a contact in."""
    edits = page_edits(shop)
    if added:
        edits.append(night_edit(shop))
    edits.sort()
    moments = np.array([edit[0] for edit in edits], np.int64)
    shown = texts.moment_texts(moments, np.ones(len(edits), np.bool_), "")
    with CsvFile(path, CHANGE_HEADER) as file:
        for when, (at_ms, editor, sku, what, before, after) in zip(
            shown, edits, strict=True
        ):
            place = f"{editor},{SKUS[sku].number},{what}"
            both = f"{quoted(before)},{quoted(after)}"
            row = file.append_rows([f"{when},{place},{both}"])
            if added and after.endswith(_ADDED):
                _note(shop, added, path.name, row, sku, at_ms)
        return file.rows - 1


def _edit(shop: Shop, number: int) -> Edit:
    index = np.array([number], np.int64)
    shelf = shop.sample.shelf
    sku = shelf[int(shop.draws.below("edit sku", index, len(shelf))[0])]
    editor = EDITORS[int(shop.draws.below("edit agent", index, len(EDITORS))[0])]
    minutes = int(shop.draws.between("edit minute", index, 9 * 60, 18 * 60)[0])
    days = min(_EDIT_DAYS, shop.period.days) - 1
    at_ms = shop.period.before_end(1 + number * 2 % days) + minutes * MINUTE_MS
    what, before, after = _EDITS[number % len(_EDITS)]
    goods = SKUS[sku].name
    return (
        at_ms,
        editor,
        sku,
        what,
        before.format(goods=goods),
        after.format(goods=goods),
    )


def _note(shop: Shop, number: int, file: str, row: int, sku: int, at_ms: int) -> None:
    incident = shop.book[number]
    incident.see_rows(file, np.array([row]))
    incident.skus.add(sku)
    incident.happened(at_ms)
