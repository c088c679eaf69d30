"""Chats, remarks, listings and edits in tables of one's own, by a mapping."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml
from tests.sources.judges import WordJudge

from shopwarden.errors import SettingsError
from shopwarden.records.judge import words
from shopwarden.records.schema import Kind
from shopwarden.sources.exports.columns import known_headings
from shopwarden.sources.exports.raw import open_sheets
from shopwarden.sources.exports.table import Sheet
from shopwarden.sources.mapping import guess
from shopwarden.sources.mapping_file import (
    load_mappings,
    save_mappings,
    shown_mapping,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Exports, Shown

    from shopwarden.sources.mapping import TableMapping

WHOLE = """
mappings:
  - name: chat
    facts: [Message]
    fields: {time: sent, text: words, agent: who}
    constants: {sender: staff}
  - name: notes
    facts: [OrderPlaced, Remark]
    fields: {order: no, placed: at, seller_remark: our note}
  - name: goods
    facts: [Listing]
    fields: {sku: id, title: name}
    constants: {time: 2026-11-01}
"""


def loaded(tmp_path: Path, text: str) -> tuple[TableMapping, ...]:
    path = tmp_path / "columns.yaml"
    path.write_text(text, "utf-8")
    return load_mappings(path)


def test_own_tables_of_words_are_read_by_a_mapping(
    exports: Exports, shown: type[Shown], tmp_path: Path
) -> None:
    mappings = loaded(tmp_path, WHOLE)
    exports.table(
        "chat.csv",
        ["sent", "words", "who"],
        [{"sent": "2026-11-03 10:00", "words": "加微信", "who": "a"}],
    )
    exports.table(
        "notes.csv",
        ["no", "at", "our note"],
        [{"no": "1", "at": "2026-11-02", "our note": "国家级"}],
    )
    exports.table("goods.csv", ["id", "name"], [{"id": "9", "name": "概不退换"}])
    facts = exports.shop(mappings=mappings, judge=WordJudge()).facts

    assert shown(facts, Kind.MESSAGE).numbers("staff") == [1]
    assert len(facts.table(Kind.ORDER_PLACED)) == 1
    found = {
        kind: words("label", int(facts.table(kind)["labels"][0]))
        for kind in (Kind.MESSAGE, Kind.REMARK, Kind.LISTING)
    }
    assert found == {
        Kind.MESSAGE: ("solicitation", "solicitation:strong"),
        Kind.REMARK: ("absolute_term",),
        Kind.LISTING: ("return_denied",),
    }


def test_the_file_keeps_them_and_the_schema_knows_them(
    tmp_path: Path, repository: Path
) -> None:
    mappings = loaded(tmp_path, WHOLE)
    save_mappings(tmp_path / "again.yaml", mappings)
    schema = json.loads(
        (repository / "docs/schemas/columns.schema.json").read_text("utf-8")
    )

    assert load_mappings(tmp_path / "again.yaml") == mappings
    jsonschema.validate(yaml.load(WHOLE, yaml.BaseLoader), schema)
    jsonschema.validate(yaml.load(shown_mapping(mappings[0]), yaml.BaseLoader), schema)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ("Message", "{text: a}"),  # no time
        ("Message", "{time: a}"),  # no text
        ("Remark", "{text: a}"),  # no order
        ("Listing", "{title: a}"),  # no SKU
        ("Listing", "{sku: a}"),  # nothing to judge
        ("ListingChanged", "{sku: a, after: b}"),  # no time
        ("Message, OrderPlaced", "{order: a, text: b, time: c}"),  # of two tables
        ("Remark, BillLine", "{order: a, text: b, amount: c, fee: d}"),
    ],
)
def test_what_a_mapping_cannot_do_without(
    tmp_path: Path, facts: str, fields: str
) -> None:
    text = f"mappings:\n  - name: a\n    facts: [{facts}]\n    fields: {fields}\n"

    with pytest.raises(SettingsError):
        loaded(tmp_path, text)


@pytest.mark.parametrize(
    ("headings", "kind", "fields"),
    [
        (
            ["waiter", "customer", "content", "sid", "time"],
            Kind.MESSAGE,
            {"agent", "buyer", "text", "session", "time"},
        ),
        (
            ["操作时间", "操作人", "SKU编码", "字段", "原值", "新值"],
            Kind.LISTING_CHANGED,
            {"time", "editor", "sku", "field", "before", "after"},
        ),
        (["sku_id", "标题", "商品描述"], Kind.LISTING, {"sku", "title", "detail"}),
    ],
)
def test_a_guess_follows_the_headings(
    exports: Exports, headings: list[str], kind: Kind, fields: set[str]
) -> None:
    path = exports.table("t.csv", headings, [dict.fromkeys(headings, "x")])
    (sheet,) = open_sheets([path], known_headings=known_headings())
    assert isinstance(sheet, Sheet)

    found = guess(sheet)

    assert found.facts == (kind,)
    assert fields <= set(found.fields)
