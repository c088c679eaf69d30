"""Recognise: which export of JD, or which of our templates, a sheet is.

Its headings alone decide: merchants rename files. A layout is known by the
fields it must have, some it may have, and some it cannot have. A sheet
that fits none is "unknown" and goes through a mapping.

What it does not do: read rows.

>>> layout = recognised(("订单编号", "费用名称", "应结金额", "收支方向"))
>>> layout.code if layout else None
'settlement_old'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.sources.exports.columns import located
from shopwarden.sources.exports.templates import templates

if TYPE_CHECKING:
    from collections.abc import Sequence

ORDERS = "orders"
SETTLEMENT_OLD = "settlement_old"
SETTLEMENT_LINES = "settlement_lines"
SETTLEMENT_SUMMARY = "settlement_summary"
PROMOTION = "promotion"
MESSAGES = "messages"
REMARKS = "remarks"
LISTINGS = "listings"
LISTING_CHANGES = "listing_changes"
UNKNOWN = "unknown"

_COMMON = frozenset({"order", "shop_id", "shop_name"})


@dataclass(frozen=True, slots=True)
class Layout:
    """One export of JD or template of ours, by the fields its headings mean.

    It has all of `needs`, one of each group of `any_of`, and none of `lacks`.
    Of it `reads` are read; `essential` and `required` are as in `reading.Plan`.
    """

    code: str
    needs: frozenset[str]
    any_of: tuple[frozenset[str], ...]
    lacks: frozenset[str]
    reads: frozenset[str]
    essential: frozenset[str]
    required: frozenset[str]

    def fits(self, found: frozenset[str]) -> bool:
        """Whether a sheet with these fields is this export."""
        return (
            self.needs <= found
            and not self.lacks & found
            and all(group & found for group in self.any_of)
        )


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BILL = _set(
    "parent sku fee fee_class amount direction currency rate base user_paid jd_share "
    "seller_share government_share quantity state due settled billed arrived placed "
    "finished refunded after_sale document trade bill wallet income expense"
)

# The templates of docs/templates. What makes an order export or a bill is none.
_TEXTS = (
    Layout(
        MESSAGES,
        needs=_set("time text sender"),
        any_of=(_set("session agent"),),
        lacks=_set("fee amount total receivable"),
        reads=_COMMON | _set("time text sender session agent buyer attachment"),
        essential=_set("time"),
        required=_set("time text"),
    ),
    Layout(
        REMARKS,
        needs=_set("order text"),
        any_of=(_set("sender time"),),
        lacks=_set("session agent fee amount total receivable placed"),
        reads=_COMMON | _set("time text sender editor buyer"),
        essential=_set("order"),
        required=_set("order text"),
    ),
    Layout(
        LISTING_CHANGES,
        needs=_set("sku time after"),
        any_of=(_set("before field"),),
        lacks=_set("order fee amount"),
        reads=_set("shop_id shop_name sku time editor field before after"),
        essential=_set("sku time"),
        required=_set("sku time"),
    ),
    Layout(
        LISTINGS,
        needs=_set("sku"),
        any_of=(_set("title detail"),),
        lacks=_set("order fee amount"),
        reads=_set("shop_id shop_name sku spu title detail price time"),
        essential=_set("sku"),
        required=_set("sku"),
    ),
)
TEXT_LAYOUTS = frozenset(layout.code for layout in _TEXTS)

_TEMPLATES = tuple(
    Layout(
        each.name,
        needs=each.needs,
        any_of=each.any_of,
        lacks=each.lacks,
        reads=frozenset(each.reads) | {"shop_name"},
        essential=each.essential,
        required=each.required,
    )
    for each in templates().values()
)

# A table mapped by hand is read by these very descriptions.
LAYOUTS = (
    *_TEMPLATES,
    *_TEXTS,
    Layout(
        SETTLEMENT_SUMMARY,
        needs=_set("order settled_sum"),
        any_of=(),
        lacks=_set("fee"),
        reads=_COMMON
        | _set(
            "parent document wallet placed finished due settled settled_sum trade "
            "status"
        ),
        essential=_set("order"),
        required=_set("order"),
    ),
    Layout(
        SETTLEMENT_OLD,
        needs=_set("order fee amount"),
        any_of=(_set("direction arrived billed"), _set("direction state")),
        lacks=_set("base bill document settled_sum"),
        reads=_COMMON | _BILL,
        # An amount without its order still tells that the bill holds more
        # than can be matched; a line left out would look unpaid.
        essential=_set("fee currency"),
        required=_set("fee amount"),
    ),
    Layout(
        SETTLEMENT_LINES,
        needs=_set("fee amount"),
        any_of=(_set("order document"), _set("base bill document fee_class")),
        lacks=_set("direction settled_sum promotion_kind"),
        reads=_COMMON | _BILL,
        essential=_set("fee currency"),
        required=_set("fee amount"),
    ),
    Layout(
        PROMOTION,
        needs=_set("order"),
        any_of=(
            _set("promotion promotion_name promotion_kind"),
            _set("jd_share seller_share government_share"),
        ),
        lacks=_set("fee"),
        reads=_COMMON
        | _set(
            "sku promotion promotion_name promotion_kind jd_share seller_share "
            "government_share placed"
        ),
        essential=_set("order sku jd_share seller_share government_share"),
        required=_set("order placed"),
    ),
    Layout(
        ORDERS,
        needs=_set("order"),
        any_of=(
            _set("total receivable price payable"),
            _set("placed paid finished"),
            _set("sku product quantity status buyer"),
        ),
        lacks=_set("fee amount promotion_kind settled_sum"),
        reads=_COMMON
        | _set(
            "parent sku product quantity price total receivable payable freight "
            "service line line_freight pay_method channel status placed paid "
            "cancelled finished buyer phone address buyer_remark seller_remark"
        ),
        # A bad amount leaves its order unjudged; without its order, the lines
        # of its bill would look like another shop's.
        essential=_set("order freight service placed"),
        required=_set("order"),
    ),
)
BY_CODE = {layout.code: layout for layout in LAYOUTS}


def recognised(headings: Sequence[str]) -> Layout | None:
    """The layout of a sheet, None if it is neither JD's nor ours."""
    found = frozenset(located(headings))
    return next((layout for layout in LAYOUTS if layout.fits(found)), None)
