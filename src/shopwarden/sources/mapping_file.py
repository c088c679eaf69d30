"""`columns.yaml`: the mappings a merchant has confirmed.

    mappings:
      - name: items
        match: [order_id, price, freight_value]
        facts: [OrderLine]
        fields: {order: order_id, line: price, line_freight: freight_value}
        constants: {time: 2026-11-01}

Its JSON Schema is docs/schemas/columns.schema.json.

What it does not do: guess (`mapping.guess`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from shopwarden.records.moment import read_moment
from shopwarden.records.schema import (
    STATE_PENDING,
    STATE_SETTLED,
    STATE_UNKNOWN,
    Kind,
)
from shopwarden.sources.exports import recognise
from shopwarden.sources.exports.columns import fields
from shopwarden.sources.exports.templates import templates
from shopwarden.sources.mapping import MAPPABLE, Constants, TableMapping
from shopwarden.sources.settings import Setting, read_settings, write_whole
from shopwarden.words import show_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_KEYS = ("name", "match", "facts", "fields", "constants", "date_format")
_CONSTANTS = ("time", "shop", "fee", "state", "sign", "sender")
_KINDS = {str(kind): kind for kind in MAPPABLE}
_STATES = {
    "settled": STATE_SETTLED,
    "pending": STATE_PENDING,
    "unknown": STATE_UNKNOWN,
}
_SIGNS = {"+": 1, "-": -1}
_SENDERS = {"staff": "staff", "buyer": "buyer"}
# What each kind of fact cannot do without.
_NEEDED = {
    Kind.BILL_LINE: ("amount", "income", "expense"),
    Kind.REFUND_PAID: ("amount", "expense"),
    Kind.PROMOTION_SHARE: ("jd_share", "seller_share", "government_share"),
    Kind.MESSAGE: ("text",),
    Kind.REMARK: ("text", "buyer_remark", "seller_remark"),
    Kind.LISTING: ("title", "detail"),
    Kind.LISTING_CHANGED: ("after",),
}
_DATED = frozenset({Kind.MESSAGE, Kind.LISTING_CHANGED})
_OF_PAGES = frozenset({Kind.LISTING, Kind.LISTING_CHANGED})


def load_mappings(path: Path) -> tuple[TableMapping, ...]:
    """The mappings of a file; SettingsError with the line of what is wrong."""
    whole = read_settings(path).entries(("mappings",))
    if "mappings" not in whole:
        return ()
    return tuple(_mapping(item) for item in whole["mappings"].items())


def _mapping(item: Setting) -> TableMapping:
    given = item.entries(_KEYS)
    for key in ("name", "facts", "fields"):
        if key not in given:
            item.wrong(f"{key}: ...")
    kinds = tuple(k.choice(_KINDS) for k in given["facts"].items())
    columns = {
        name: heading.text()
        for name, heading in given["fields"].entries(tuple(fields())).items()
    }
    constants = _constants(given["constants"]) if "constants" in given else Constants()
    match = given["match"].items() if "match" in given else []
    mapping = TableMapping(
        given["name"].text(),
        tuple(heading.text() for heading in match),
        kinds,
        columns,
        constants,
        given["date_format"].text() if "date_format" in given else "",
    )
    _complete(mapping, given["facts"], given["fields"])
    return mapping


def _complete(mapping: TableMapping, facts: Setting, columns: Setting) -> None:
    """Whether the facts can be made of the fields and the constants."""
    if not mapping.facts:
        facts.wrong(" | ".join(_KINDS))
    kinds = set(mapping.facts)
    layouts = {_layout(kind) for kind in kinds}
    # Remarks may stand in a column of an order table, or in a table of their own.
    if len(layouts) > 1 and layouts != {recognise.ORDERS, recognise.REMARKS}:
        facts.wrong("OrderPlaced, OrderLine … / BillLine, RefundPaid / PromotionShare")
    for name in _identified_by(mapping):
        if name not in mapping.fields:
            columns.wrong(f"{name}: ...")
    dated = "time" in mapping.fields or mapping.constants.time_ms is not None
    if _DATED & kinds and not dated:
        columns.wrong("time: ...")
    for kind in mapping.facts:
        needed = _NEEDED.get(kind)
        if needed and not set(needed) & set(mapping.fields):
            columns.wrong(" | ".join(needed))
    if Kind.BILL_LINE in mapping.facts and not (
        "fee" in mapping.fields or mapping.constants.fee
    ):
        columns.wrong("fee: ... | constants: {fee: 货款}")


def lacking(mapping: TableMapping) -> tuple[str, ...]:
    """The fields a mapping must still name before it can be saved."""
    needed = [n for n in _identified_by(mapping) if n not in mapping.fields]
    dated = "time" in mapping.fields or mapping.constants.time_ms is not None
    if _DATED & set(mapping.facts) and not dated:
        needed.append("time")
    for kind in mapping.facts:
        one_of = _NEEDED.get(kind, ())
        if one_of and not set(one_of) & set(mapping.fields):
            needed.append(one_of[0])
    if Kind.BILL_LINE in mapping.facts and not (
        "fee" in mapping.fields or mapping.constants.fee
    ):
        needed.append("fee")
    return tuple(dict.fromkeys(needed))


def _identified_by(mapping: TableMapping) -> tuple[str, ...]:
    """The fields no row of a table can do without."""
    if mapping.layout in templates():
        return tuple(sorted(templates()[mapping.layout].required))
    if _OF_PAGES & set(mapping.facts):
        return ("sku",)
    free = (recognise.SETTLEMENT_LINES, recognise.MESSAGES)
    return () if mapping.layout in free else ("order",)


def _layout(kind: Kind) -> str:
    return TableMapping("", (), (kind,), {}).layout


def _constants(block: Setting) -> Constants:
    given = block.entries(_CONSTANTS)
    time = given["time"].read(read_moment, "2026-11-01") if "time" in given else None
    return Constants(
        time,
        given["shop"].text() if "shop" in given else "",
        given["fee"].text() if "fee" in given else "",
        given["state"].choice(_STATES) if "state" in given else STATE_UNKNOWN,
        given["sign"].choice(_SIGNS) if "sign" in given else 1,
        given["sender"].choice(_SENDERS) if "sender" in given else "",
    )


def shown_mapping(mapping: TableMapping) -> str:
    """A mapping as it stands in the file."""
    return _yaml([mapping])


def save_mappings(path: Path, mappings: Sequence[TableMapping]) -> None:
    """Write a whole `columns.yaml`; OutputError if that is not possible."""
    write_whole(path, _yaml(mappings))


def add_mapping(path: Path, mapping: TableMapping) -> None:
    """Put a mapping into the file, in place of one with the same name."""
    others = load_mappings(path) if path.exists() else ()
    kept = [other for other in others if other.name != mapping.name]
    save_mappings(path, [*kept, mapping])


def _yaml(mappings: Sequence[TableMapping]) -> str:
    return yaml.safe_dump(
        {"mappings": [_plain(mapping) for mapping in mappings]},
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=88,
    )


def _plain(mapping: TableMapping) -> dict[str, object]:
    plain: dict[str, object] = {
        "name": mapping.name,
        "match": list(mapping.match),
        "facts": [str(kind) for kind in mapping.facts],
        "fields": dict(mapping.fields),
        "constants": _plain_constants(mapping.constants),
        "date_format": mapping.date_format,
    }
    return {key: value for key, value in plain.items() if value}


def _plain_constants(constants: Constants) -> dict[str, str]:
    states = {number: word for word, number in _STATES.items()}
    time = constants.time_ms
    plain = {
        "time": "" if time is None else show_moment(time),
        "shop": constants.shop,
        "fee": constants.fee,
        "state": "" if constants.state < 0 else states[constants.state],
        "sign": "-" if constants.sign < 0 else "",
        "sender": constants.sender,
    }
    return {key: value for key, value in plain.items() if value}
