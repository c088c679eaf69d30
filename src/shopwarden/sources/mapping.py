"""Mappings: how a table that is no export of JD becomes facts.

A mapping names the headings that recognise the table, which facts its rows
hold, which heading carries which field, and what the table does not say: a
constant time, shop, fee, state or sign.

What it does not do: read or write `columns.yaml` (`mapping_file`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shopwarden.records.schema import STATE_UNKNOWN, Kind
from shopwarden.sources.exports import recognise
from shopwarden.sources.exports.columns import all_headings, folded_heading, located
from shopwarden.sources.exports.templates import templates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.sources.exports.table import Sheet

_OWN = (  # kinds of JD's exports, and of texts
    Kind.ORDER_PLACED,
    Kind.ORDER_LINE,
    Kind.ORDER_PAID,
    Kind.ORDER_FINISHED,
    Kind.BILL_LINE,
    Kind.REFUND_PAID,
    Kind.PROMOTION_SHARE,
    Kind.MESSAGE,
    Kind.REMARK,
    Kind.LISTING,
    Kind.LISTING_CHANGED,
    Kind.ORDER_CANCELLED,
)
_TEMPLATES = {kind: t.name for t in templates().values() for kind in t.kinds}
MAPPABLE = (*_OWN, *_TEMPLATES)
_TEXTS = {
    Kind.MESSAGE: recognise.MESSAGES,
    Kind.LISTING: recognise.LISTINGS,
    Kind.LISTING_CHANGED: recognise.LISTING_CHANGES,
}
_BILLS = frozenset({Kind.BILL_LINE, Kind.REFUND_PAID})


@dataclass(frozen=True, slots=True)
class Constants:
    """What holds for every row of a table that does not say it."""

    time_ms: int | None = None
    shop: str = ""
    fee: str = ""
    state: int = STATE_UNKNOWN
    sign: int = 1  # -1: the table writes expenses without a sign
    sender: str = ""  # who wrote all of it, in a word of `exports.texts.SENDERS`


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One kind of table: how it is recognised, and what its columns mean."""

    name: str
    match: tuple[str, ...]  # headings that must be there
    facts: tuple[Kind, ...]
    fields: Mapping[str, str]  # field → heading
    constants: Constants = field(default_factory=Constants)
    date_format: str = ""  # strptime; empty: the usual Chinese and ISO forms

    def fits(self, headings: Sequence[str]) -> bool:
        """Whether all headings it needs are there."""
        found = {folded_heading(h) for h in headings}
        needed = (*self.match, *self.fields.values())
        return bool(needed) and all(folded_heading(h) in found for h in needed)

    def columns(self, headings: Sequence[str]) -> dict[str, int]:
        """Field → column of a table it fits."""
        at = {folded_heading(h): i for i, h in reversed(list(enumerate(headings)))}
        return {name: at[folded_heading(h)] for name, h in self.fields.items()}

    @property
    def layout(self) -> str:
        """Which layout its rows are read like."""
        for kind, layout in (*_TEXTS.items(), *_TEMPLATES.items()):
            if kind in self.facts:
                return layout
        if set(self.facts) == {Kind.REMARK}:
            return recognise.REMARKS
        if _BILLS & set(self.facts):
            return recognise.SETTLEMENT_LINES
        if Kind.PROMOTION_SHARE in self.facts:
            return recognise.PROMOTION
        return recognise.ORDERS


def guess(sheet: Sheet) -> TableMapping:
    """The likeliest mapping of a sheet, by its headings; for a person to confirm.

    Of each layout the fields are counted that the headings speak of; the
    fullest wins, of equals one that has all it needs. A guess may lack what a
    person must add: a time, a fee.
    """
    found = {
        layout.code: located(sheet.headings, all_headings(layout.reads))
        for layout in recognise.LAYOUTS
        if layout.code in _GUESSED
    }
    best = max(found, key=lambda code: _likeness(code, frozenset(found[code])))
    fields = {n: sheet.headings[at] for n, at in found[best].items()}
    facts = tuple(kind for kind in _GUESSED[best] if _speaks_of(kind, set(fields)))
    return TableMapping(
        sheet.file_name.rpartition(".")[0] or sheet.file_name,
        tuple(fields.values()),
        facts,
        fields,
    )


def _likeness(code: str, found: frozenset[str]) -> tuple[int, bool, bool]:
    """How well a layout fits the fields its own headings find in a sheet."""
    return (
        len(found),
        recognise.BY_CODE[code].fits(found),
        code == recognise.ORDERS,
    )


_GUESSED: Mapping[str, tuple[Kind, ...]] = {
    recognise.ORDERS: (*_OWN[:4], Kind.ORDER_CANCELLED),
    recognise.SETTLEMENT_LINES: (Kind.BILL_LINE,),
    recognise.PROMOTION: (Kind.PROMOTION_SHARE,),
    recognise.MESSAGES: (Kind.MESSAGE,),
    recognise.REMARKS: (Kind.REMARK,),
    recognise.LISTINGS: (Kind.LISTING,),
    recognise.LISTING_CHANGES: (Kind.LISTING_CHANGED,),
    **{t.name: t.kinds for t in templates().values()},
}
_NEEDS: Mapping[Kind, frozenset[str]] = {
    Kind.ORDER_PLACED: frozenset({"placed", "total", "receivable", "payable"}),
    Kind.ORDER_LINE: frozenset({"sku", "product", "line", "quantity"}),
    Kind.ORDER_PAID: frozenset({"paid"}),
    Kind.ORDER_FINISHED: frozenset({"finished"}),
    Kind.ORDER_CANCELLED: frozenset({"cancelled"}),
    Kind.MESSAGE: frozenset({"text"}),
    Kind.REMARK: frozenset({"text"}),
    Kind.LISTING: frozenset({"title", "detail"}),
    Kind.LISTING_CHANGED: frozenset({"after"}),
}


def _speaks_of(kind: Kind, fields: set[str]) -> bool:
    return kind not in _NEEDS or bool(_NEEDS[kind] & fields)
