"""Promotions: who bore what of an order's discount (营销对账).

What it does not do: compare the shares with the bill (the payments practice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.records.schema import Kind
from shopwarden.sources.exports.draft import Draft, drafted

if TYPE_CHECKING:
    from shopwarden.sources.exports.reading import Rows


def promotion_drafts(rows: Rows) -> list[Draft]:
    """One PromotionShare per row, at the time its order was placed."""
    name = "promotion" if "promotion" in rows.codes else "promotion_name"
    columns: dict[str, Any] = {
        "order": rows.code("order"),
        "sku": rows.code("sku"),
        "promotion": rows.code(name),
        "promotion_kind": rows.code("promotion_kind"),
        "jd_fen": rows.number("jd_share"),
        "seller_fen": rows.number("seller_share"),
        "government_fen": rows.number("government_share"),
    }
    return [drafted(Kind.PROMOTION_SHARE, rows.number("placed"), rows.row, columns)]
