"""Any other table: mapped by hand, guessed by its headings, kept in columns.yaml."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from shopwarden.errors import OutputError, SettingsError
from shopwarden.records.moment import read_moment
from shopwarden.records.schema import Kind
from shopwarden.sources.exports.columns import fields, known_headings
from shopwarden.sources.exports.raw import open_sheets
from shopwarden.sources.exports.table import Sheet
from shopwarden.sources.exports.templates import templates
from shopwarden.sources.mapping import Constants, TableMapping, guess
from shopwarden.sources.mapping_file import (
    add_mapping,
    load_mappings,
    save_mappings,
    shown_mapping,
)
from shopwarden.words import say
from shopwarden.words.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Exports, Shown

ITEMS = """
mappings:
  - name: items
    match: [order_id, price]
    facts: [OrderLine]
    fields: {order: order_id, sku: item, line: price, line_freight: freight}
    constants: {time: 2026-11-01}
  - name: payments
    facts: [BillLine]
    fields: {order: order_id, trade: sequence, amount: paid}
    constants: {time: "2026-11-02 09:30", fee: 货款, state: settled, shop: "42"}
"""


def test_two_mapped_tables_become_lines_and_bills(
    exports: Exports, shown: type[Shown], tmp_path: Path
) -> None:
    columns = tmp_path / "columns.yaml"
    columns.write_text(ITEMS, "utf-8")
    items = {"order_id": "a", "item": "1", "price": "58.9", "freight": "13.29"}
    paid = {"order_id": "a", "sequence": "1", "paid": "72.19"}
    exports.table("items.csv", [*items], [items, items | {"item": "2"}])
    exports.table("payments.csv", [*paid], [paid])
    shop = exports.shop(mappings=load_mappings(columns))
    lines, bills = shown(shop.facts, Kind.ORDER_LINE), shown(shop.facts, Kind.BILL_LINE)
    assert shop.shop == "42"
    assert [r.kind for r in shop.files] == ["mapped:items", "mapped:payments"]
    assert lines.numbers("line_fen") == [5890, 5890]
    assert lines.numbers("line_freight_fen") == [1329, 1329]
    assert lines.numbers("ts") == [read_moment("2026-11-01")] * 2
    assert (bills.names("fee"), bills.numbers("amount_fen")) == (["货款"], [7219])
    assert bills.numbers("state") == [1]
    assert bills.numbers("ts") == [read_moment("2026-11-02 09:30")]
    assert not len(shop.facts.table(Kind.ORDER_PLACED))


def test_income_and_expense_may_be_two_columns(
    exports: Exports, shown: type[Shown]
) -> None:
    headings = ["单号", "收入", "支出", "时间", "类型"]
    rows = [
        ["1", "5.00", "", "01/11/2026", "货款"],
        ["1", "", "-2", "02/11/2026", "佣"],
    ]
    table = [dict(zip(headings, row, strict=True)) for row in rows]
    exports.table("流水.csv", headings, table)
    columns = dict(
        zip(("order", "income", "expense", "arrived", "fee"), headings, strict=True)
    )
    mapping = TableMapping(
        "流水", (), (Kind.BILL_LINE,), columns, date_format="%d/%m/%Y"
    )
    shop = exports.shop(mappings=[mapping])
    lines = shown(shop.facts, Kind.BILL_LINE)
    assert lines.numbers("amount_fen") == [500, -200]
    assert lines.numbers("ts")[1] == read_moment("2026-11-02")


def test_a_table_that_says_no_time_is_refused(exports: Exports) -> None:
    exports.table("t.csv", ["a", "b"], [{"a": "1", "b": "2"}])
    fields = {"order": "a", "amount": "b"}
    mapping = TableMapping("t", (), (Kind.BILL_LINE,), fields, Constants(fee="货款"))
    intake = exports.read(mappings=[mapping])
    assert [p.reason.source for p in intake.problems] == ["intake.no_moment"]


def test_a_sign_turns_the_amounts(exports: Exports, shown: type[Shown]) -> None:
    exports.table("t.csv", ["a", "b"], [{"a": "1", "b": "2"}])
    constants = Constants(read_moment("2026-11-01"), fee="佣金", sign=-1)
    fields = {"order": "a", "amount": "b"}
    mapping = TableMapping("t", (), (Kind.BILL_LINE,), fields, constants)
    facts = exports.shop(mappings=[mapping]).facts
    assert shown(facts, Kind.BILL_LINE).numbers("amount_fen") == [-200]


def sheet(exports: Exports, headings: list[str]) -> Sheet:
    path = exports.table("t.csv", headings, [dict.fromkeys(headings, "1")])
    (found,) = open_sheets([path], known_headings=known_headings())
    assert isinstance(found, Sheet)
    return found


@pytest.mark.parametrize(
    ("headings", "facts", "expected"),
    [
        (
            ["order_id", "order_item_id", "price", "freight_value"],
            (Kind.ORDER_LINE,),
            {"order": "order_id", "line": "price", "line_freight": "freight_value"},
        ),
        (
            ["order_id", "payment_sequential", "payment_value"],
            (Kind.BILL_LINE,),
            {"order": "order_id", "amount": "payment_value"},
        ),
        (
            ["业务基础订单号", "收入金额（+元）", "支出金额（-元）", "业务类型"],
            (Kind.BILL_LINE,),
            {"income": "收入金额（+元）", "expense": "支出金额（-元）"},
        ),
    ],
)
def test_a_guess_follows_the_headings(
    exports: Exports,
    headings: list[str],
    facts: tuple[Kind, ...],
    expected: dict[str, str],
) -> None:
    mapping = guess(sheet(exports, headings))
    assert mapping.facts == facts
    assert expected.items() <= mapping.fields.items()


def test_mappings_are_kept_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "columns.yaml"
    path.write_text(ITEMS, "utf-8")
    loaded = load_mappings(path)
    save_mappings(path, loaded)
    assert load_mappings(path) == loaded
    changed = TableMapping("items", (), (Kind.ORDER_LINE,), {"order": "x"})
    add_mapping(path, changed)
    assert load_mappings(path) == (loaded[1], changed)
    assert "order: x" in shown_mapping(changed)


def test_the_schema_describes_the_file(repository: Path) -> None:
    schema = json.loads(
        (repository / "docs/schemas/columns.schema.json").read_text("utf-8")
    )
    document = yaml.load(ITEMS, yaml.BaseLoader)
    jsonschema.validate(document, schema)
    document["mappings"][0]["facts"] = ["Order"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mappings:\n  - name: a\n    fact: [OrderLine]\n", 3),
        ("mappings:\n  - name: a\n    facts: [OrderLin]\n    fields: {order: b}\n", 3),
        ("mappings:\n  - name: a\n    facts: [OrderLine]\n    fields: {ordr: b}\n", 4),
        ("mappings:\n  - name: a\n    facts: [BillLine]\n    fields: {amount: b}\n", 4),
        (
            (
                "mappings:\n  - name: a\n    facts: [OrderLine]\n"
                "    fields: {order: b}\n    constants: {time: 昨天}\n"
            ),
            5,
        ),
        ("mappings:\n  - a: [\n", 3),
        ("mappings:\n  - name: a\n    name: b\n", 3),
        ("mappings: 3\n", 1),
    ],
)
def test_an_error_names_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "columns.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_mappings(path)
    assert caught.value.params["line"] == line
    said = say(Text(caught.value.code, caught.value.params), "zh")
    assert f"columns.yaml 第 {line} 行" in said


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        save_mappings(tmp_path / "none" / "columns.yaml", [])
    assert list(tmp_path.iterdir()) == []


def test_every_field_is_read_somehow() -> None:
    assert {field.shape for field in fields().values()}
    copied = {name for t in templates().values() for name in t.copies}
    assert all(f.jd or f.ours or f.also or f.name in copied for f in fields().values())
