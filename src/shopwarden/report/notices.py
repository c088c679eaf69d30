"""A table of JD's notices: a notice appended, one row for each of its orders.

The headings are ours (docs/templates/notices.csv), so that `scan` reads them.
A notice whose number is there already is left as it was.

What it does not do: read notices (`sources.notices`) or ask whether they may be
stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.errors import InputError
from shopwarden.report.appending import append, open_table
from shopwarden.report.sheet import harmless
from shopwarden.sources.notices import written_moment
from shopwarden.words import Text, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shopwarden.sources.notices import Notice

HEADINGS = (
    *("通知编号", "通知时间", "通知级别", "所涉规则", "订单号", "商品编号"),
    *("涉及金额", "处理期限", "处理完成时间", "已申诉", "店铺ID"),
)
# Without these a row would lose what was read.
_NEEDED = HEADINGS[:8]


def append_notice(path: Path, notice: Notice, shop: str = "") -> int:
    """Add the rows of a notice to the table, or begin one; how many there were.

    0 where the table has a notice of that number: nothing is written. Raises
    InputError where `path` is another kind of table, and OutputError where it
    cannot be written.
    """
    assert notice.number is not None
    table = open_table(path, HEADINGS, _NEEDED)
    if table is None:
        wanted = ",".join(_NEEDED)
        raise InputError("notices.no_table", path=str(path), headings=wanted)
    if harmless(notice.number.value) in table.column("通知编号"):
        return 0
    rows = list(notice_rows(notice, shop))
    append(path, table, rows)
    return len(rows)


def notice_rows(notice: Notice, shop: str = "") -> Iterator[dict[str, str]]:
    """The rows of a notice by heading: one for each order, else each SKU, else one.

    An amount of the whole notice stands in the first row only, so that a sum
    over the rows is right. A SKU stands beside orders only if there is just one.
    """
    skus = [found.value for found in notice.skus]
    orders = [found.value for found in notice.orders]
    alone = skus[0] if len(skus) == 1 else ""
    places = [(order, alone) for order in orders] or [("", sku) for sku in skus]
    for at, (order, sku) in enumerate(places or [("", "")]):
        cells = {**_whole(notice), "订单号": order, "商品编号": sku, "店铺ID": shop}
        amount = _amount(notice, order, at)
        cells["涉及金额"] = "" if amount is None else _yuan(amount)
        yield {name: harmless(cells.get(name, "")) for name in HEADINGS}


def _whole(notice: Notice) -> dict[str, str]:
    """What every row of a notice says."""
    assert notice.number is not None
    assert notice.noticed is not None
    level = notice.level.value if notice.level else ""
    return {
        "通知编号": notice.number.value,
        "通知时间": written_moment(notice.noticed.value),
        "通知级别": say(Text(f"choices.level_{level}"), "zh") if level else "",
        "所涉规则": notice.clause.value if notice.clause else "",
        "处理期限": written_moment(notice.dues[0]) if notice.dues else "",
    }


def _amount(notice: Notice, order: str, at: int) -> int | None:
    if order in notice.amounts:
        return notice.amounts[order]
    if notice.amount is None or (at and not notice.each):
        return None
    return notice.amount.value


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
