"""Texts: what people wrote becomes labels, and the texts are gone.

Each distinct text of a sheet is judged once a direction, in batches, whatever
how often it stands there: a million chat lines become three columns of
integers (`<name>_labels`, `<name>_personal`, `<name>_length`).

What it does not do: judge. The judge is passed in (`records.judge`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from shopwarden.records.judge import BUYER, LABELS, NOBODY, STAFF, bits
from shopwarden.records.schema import MISSING
from shopwarden.sources.exports import recognise
from shopwarden.sources.exports.columns import Shape, fields
from shopwarden.sources.exports.reading import Rows
from shopwarden.sources.exports.templates import templates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shopwarden.records.judge import Judged, TextJudge
    from shopwarden.sources.exports.coded import Coded
    from shopwarden.sources.exports.complaints import Complaints

Int64 = NDArray[np.int64]

BATCH_TEXTS = 20_000
SHOP, CUSTOMER, UNKNOWN = 1, 0, -1

_DIRECTIONS = {SHOP: STAFF, CUSTOMER: BUYER, UNKNOWN: NOBODY}
_SHOP_WORDS = (
    *("客服", "商家", "卖家", "店铺", "商家备注", "卖家备注", "机器人", "自动回复"),
    *("staff", "seller", "agent", "merchant", "shop", "waiter", "robot"),
)
_CUSTOMER_WORDS = (
    *("买家", "顾客", "用户", "客户", "消费者", "买家备注", "买家留言", "订单备注"),
    *("customer", "buyer", "user", "consumer"),
)
SENDERS = {
    **dict.fromkeys(_SHOP_WORDS, SHOP),
    **dict.fromkeys(_CUSTOMER_WORDS, CUSTOMER),
}
# That something is missing can only be said of a whole page.
_INCOMPLETE = bits("label", (w for w in LABELS if w.startswith("missing:")))


@dataclass(frozen=True, slots=True)
class _Written:
    """A text of a layout: the fields it is made of, its kind, and who wrote it.

    `staff` None: each row's sender says.
    """

    name: str
    parts: tuple[str, ...]
    kind: str
    staff: int | None = None


_WRITTEN = {
    recognise.MESSAGES: (_Written("text", ("text",), "chat"),),
    recognise.REMARKS: (_Written("text", ("text",), "remark"),),
    recognise.ORDERS: (
        _Written("buyer_remark", ("buyer_remark",), "remark", CUSTOMER),
        _Written("seller_remark", ("seller_remark",), "remark", SHOP),
    ),
    recognise.LISTINGS: (_Written("page", ("title", "detail"), "listing", SHOP),),
    recognise.LISTING_CHANGES: (
        _Written("before", ("before",), "listing", SHOP),
        _Written("after", ("after",), "listing", SHOP),
    ),
}


def is_text(name: str) -> bool:
    """Whether a field holds what people wrote."""
    return fields()[name].shape is Shape.TEXT


def without_texts(
    rows: Rows, layout: str, judge: TextJudge | None, complaints: Complaints
) -> Rows:
    """The rows with labels in place of their texts, and who wrote them."""
    numbers = dict(rows.numbers)
    codes = {name: c for name, c in rows.codes.items() if not is_text(name)}
    if layout in (recognise.MESSAGES, recognise.REMARKS):
        numbers["staff"] = senders(rows, complaints)
        codes.pop("sender", None)
    for written in _written(layout):
        parts = [rows.codes[n] for n in written.parts if n in rows.codes]
        if judge is None or not parts:
            continue
        if written.staff is None:
            staff = numbers["staff"]
        else:
            staff = np.full(len(rows), written.staff, np.int64)
        found = _judged(parts, staff, written.kind, judge)
        if written.kind == "listing" and len(parts) < len(_WHOLE_PAGE):
            found["labels"][found["labels"] != MISSING] &= ~_INCOMPLETE
        numbers |= {f"{written.name}_{n}": column for n, column in found.items()}
    return Rows(rows.row, numbers, codes)


def _written(layout: str) -> tuple[_Written, ...]:
    """The texts of a layout; a template's is written by the buyer."""
    if layout in templates() and templates()[layout].text:
        name = templates()[layout].text
        return (_Written(name, (name,), "remark", CUSTOMER),)
    return _WRITTEN.get(layout, ())


_WHOLE_PAGE = ("title", "detail")


def senders(rows: Rows, complaints: Complaints) -> Int64:
    """Per row 1 the shop, 0 the buyer, -1 unknown; unknown words are reported."""
    column = rows.code("sender")
    staff = column.over_values(
        lambda word: SENDERS.get(word.casefold(), UNKNOWN), np.int64, UNKNOWN
    )
    strange = (column.codes >= 0) & (staff == UNKNOWN)
    complaints.cells("sender", "unknown_sender", rows.row[strange])
    return staff


def _judged(
    parts: Sequence[Coded], staff: Int64, kind: str, judge: TextJudge
) -> dict[str, Int64]:
    """Labels, personal data and length of each row; MISSING without a text."""
    told = np.zeros(len(staff), np.bool_)
    key = staff + 1
    for part in parts:
        told |= part.codes >= 0
        key = key * (len(part.values) + 1) + part.codes + 1
    _, first, place = np.unique(key[told], return_index=True, return_inverse=True)
    rows = np.flatnonzero(told)[first]
    distinct = np.empty((2, len(rows)), np.int64)
    for start in range(0, len(rows), BATCH_TEXTS):
        some = rows[start : start + BATCH_TEXTS]
        texts = _texts([p.values.take(_index(p.codes[some])) for p in parts])
        directions = [_DIRECTIONS[who] for who in staff[some].tolist()]
        found = judge(texts, kind=kind, directions=directions)
        distinct[:, start : start + len(some)] = _masks(found, len(some))
    columns = {n: np.full(len(staff), MISSING) for n in ("labels", "personal")}
    for name, masks in zip(columns, distinct, strict=True):
        columns[name][told] = masks[place]
    return {**columns, "length": np.where(told, _lengths(parts), MISSING)}


def _index(codes: NDArray[np.int32]) -> Any:
    return pa.array(codes, mask=codes < 0)


def _texts(columns: Sequence[Any]) -> list[str]:
    """The parts of each text below each other."""
    if len(columns) == 1:
        return list(columns[0].to_pylist())
    lists = (column.to_pylist() for column in columns)
    return ["\n".join(part for part in row if part) for row in zip(*lists, strict=True)]


def _masks(found: Sequence[Judged], count: int) -> NDArray[np.int64]:
    """The masks of labels and of personal data, most texts having none."""
    if len(found) != count:
        raise ValueError(len(found))
    labels = _mask_of("label")
    personal = _mask_of("personal")
    pairs = [(labels(each.labels), personal(each.personal)) for each in found]
    return np.array(pairs, np.int64).T


def _mask_of(domain: str) -> Callable[[tuple[str, ...]], int]:
    """`bits` of a domain, remembered: few combinations of words ever occur."""
    known: dict[tuple[str, ...], int] = {}

    def mask(found: tuple[str, ...]) -> int:
        if found not in known:
            known[found] = bits(domain, found)
        return known[found]

    return mask


def _lengths(parts: Sequence[Coded]) -> Int64:
    """Characters of each row's text, all parts together."""
    total: Int64 = np.zeros(len(parts[0]), np.int64)
    for part in parts:
        sizes = pc.utf8_length(part.values).to_numpy(zero_copy_only=False)
        total += np.append(sizes, 0).astype(np.int64)[part.codes]
    return total
