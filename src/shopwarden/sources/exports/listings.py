"""Listings: what a product's page says, as labels, and what was changed on it.

A table of listings tells one state of each page: what it was at its own time,
else when the table was made. A change keeps the labels that are new with it;
a price or a word that was there before is nobody's edit of today.

What it does not do: compare two tables of listings (`sources.page_changes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.records.schema import MISSING, Kind
from shopwarden.sources.exports.draft import Draft, Int64, drafted, first_known

if TYPE_CHECKING:
    from shopwarden.sources.exports.reading import Rows


def listing_drafts(rows: Rows, known_at: int) -> list[Draft]:
    """One Listing per row."""
    ts = first_known(rows.number("time"), np.full(len(rows), known_at, np.int64))
    columns: dict[str, Any] = {
        "sku": rows.code("sku"),
        "spu": rows.code("spu"),
        "price_fen": rows.number("price"),
        "labels": rows.number("page_labels"),
        "personal": rows.number("page_personal"),
        "length": rows.number("page_length"),
    }
    return [drafted(Kind.LISTING, ts, rows.row, columns)]


def change_drafts(rows: Rows) -> list[Draft]:
    """One ListingChanged per row."""
    before = _or_none(rows, "before_labels")
    columns: dict[str, Any] = {
        "sku": rows.code("sku"),
        "agent": rows.code("editor"),
        "field": rows.code("field"),
        "labels_before": before,
    }
    for name in ("labels", "personal"):
        after = _or_none(rows, f"after_{name}")
        columns[name] = only_new(after, _or_none(rows, f"before_{name}"))
    return [drafted(Kind.LISTING_CHANGED, rows.number("time"), rows.row, columns)]


def _or_none(rows: Rows, name: str) -> Int64:
    """Masks of a judged column; an empty cell is a text that says nothing."""
    masks = rows.number(name)
    return np.where(masks == MISSING, 0, masks) if name in rows.numbers else masks


def only_new(after: Int64, before: Int64) -> Int64:
    """The bits of `after` that `before` lacks; what is missing before had none."""
    new = after & ~np.where(before == MISSING, 0, before)
    return np.where(after == MISSING, MISSING, new)
