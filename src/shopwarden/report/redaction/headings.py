"""Headings: whether a column holds a person's data, numbers to keep, or text.

The meaning of JD's headings is that of `sources.exports`; further headings are
patterns in `data/person_headings.yaml`.

What it does not do: find the heading row (`sources.exports.heading`).

>>> meaning("收货人姓名"), meaning("* 手机号(必填)"), meaning("订单号")
('name', 'mobile', 'kept')
>>> meaning("手机型号"), meaning("商品名称")
('', '')
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

from shopwarden.sources.exports.columns import (
    Shape,
    all_headings,
    fields,
    folded_heading,
    known_headings,
)
from shopwarden.sources.exports.heading import find_heading, fold_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEPT = "kept"
FREE = ""
# The domains of people in headings.yaml, as kinds of personal data.
_PERSONS = {
    "buyer": "buyer",
    "phone": "mobile",
    "address": "address",
    "wallet": "wallet",
    "payee": "bank_card",
    # Needed to follow a parcel or a picture up; nobody is named by them.
    "waybill": KEPT,
    "picture": KEPT,
    # What the shop's own devices are called is searched like any text.
    "ip": FREE,
    "device": FREE,
    "wording": FREE,
}
# Forms whose whole cells are numbers, dates or codes of the shop's own.
_SHOPS_OWN = frozenset(
    {
        *(Shape.ID, Shape.MONEY, Shape.SIGNED, Shape.MOMENT, Shape.COUNT),
        *(Shape.RATE, Shape.FLAG, Shape.HOURS),
    }
)
_BRACKET = re.compile(r"[(\[【<][^()\[\]【】<>]*[)\]】>]$")
_LEADING = re.compile(r"^[*#·•]+|[*:：]+$")


@lru_cache(maxsize=10_000)
def meaning(heading: str) -> str:
    """A kind of personal data, `KEPT`, or `FREE` for a column with this heading."""
    folded = _folded(heading)
    field = all_headings().get(folded)
    if field is not None:
        shape, domain = fields()[field].shape, fields()[field].domain
        if shape is Shape.PERSON:
            return _PERSONS.get(domain, "buyer")
        return KEPT if shape in _SHOPS_OWN else FREE
    for kind, pattern in _patterns().items():
        if kind != "plain" and pattern.fullmatch(folded):
            return kind
    return FREE


@lru_cache(maxsize=10_000)
def is_showable(heading: str) -> bool:
    """Whether a heading is one we know, so that showing it gives nothing away.

    In a table without headings the first row is data.
    """
    folded = _folded(heading)
    if folded in all_headings():
        return True
    return any(pattern.fullmatch(folded) for pattern in _patterns().values())


def is_persons(sense: str) -> bool:
    """Whether a column of this meaning holds a person's data."""
    return sense not in {KEPT, FREE}


def heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows names the columns; None if none does."""
    seen = {cell for row in rows for cell in row if is_showable(cell)}
    place = find_heading(rows, known_headings() | seen)
    return None if place is None else place.row


def _folded(heading: str) -> str:
    text = _LEADING.sub("", folded_heading(fold_heading(heading)))
    return _LEADING.sub("", _BRACKET.sub("", text)) or text


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    package = resources.files("shopwarden.report.redaction")
    text = (package / "data" / "person_headings.yaml").read_text("utf-8")
    entries = yaml.safe_load(text)
    who = entries.pop("who")
    return {
        kind: re.compile("|".join(p.replace("{who}", who) for p in patterns))
        for kind, patterns in entries.items()
    }
