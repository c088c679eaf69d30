"""Overlapping exports: same, changed, filled in; any order of files is one result."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from shopwarden.records.moment import read_moment
from shopwarden.records.schema import Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.assemble import as_of
from shopwarden.sources.exports.columns import known_headings
from shopwarden.sources.exports.raw import open_sheets
from shopwarden.sources.intake import intake_of
from shopwarden.words import say

if TYPE_CHECKING:
    from tests.sources.conftest import Exports, Shown

    from shopwarden.records.facts import Facts


def same_facts(left: Facts, right: Facts) -> bool:
    return (
        left.files == right.files
        and left.coverage == right.coverage
        and left.names.keys() == right.names.keys()
        and all(np.array_equal(left.names[d], right.names[d]) for d in left.names)
        and left.tables.keys() == right.tables.keys()
        and all(
            left.tables[kind][name].tobytes() == right.tables[kind][name].tobytes()
            and left.tables[kind][name].dtype == right.tables[kind][name].dtype
            for kind in left.tables
            for name in left.tables[kind].columns
        )
    )


def test_the_same_content_is_one_fact(exports: Exports) -> None:
    exports.orders({}, {"订单号": "2"}, name="a_20261113.csv")
    exports.orders({}, {"订单号": "3"}, name="b_20261114.csv")
    shop = exports.shop()
    placed = shop.facts.table(Kind.ORDER_PLACED)
    assert len(placed) == 3
    assert placed["version"].tolist() == [0, 0, 0]
    assert "overlapping order exports: 1 same, 0 changed" in [
        say(note, "en") for note in shop.notes
    ]


def test_a_change_is_a_newer_version(exports: Exports, shown: type[Shown]) -> None:
    exports.orders({"应付金额": "80.00"}, name="b_20261114.csv")
    exports.orders({}, name="a_20261113.csv")
    shop = exports.shop()
    placed = shown(shop.facts, Kind.ORDER_PLACED)
    assert placed.numbers("payable_fen") == [8000]
    assert placed.numbers("version") == [1]
    assert "overlapping order exports: 0 same, 1 changed" in [
        say(note, "en") for note in shop.notes
    ]


def test_a_poorer_export_takes_nothing_away(
    exports: Exports, shown: type[Shown]
) -> None:
    exports.orders({}, name="a_20261113.csv")
    headings = ["订单号", "商品ID", "下单时间", "商家应收"]
    row = ["316000000001", "1001", "2026-11-10 10:00:00", "90.00"]
    exports.table("b_20261114.csv", headings, [dict(zip(headings, row, strict=True))])
    placed = shown(exports.shop().facts, Kind.ORDER_PLACED)
    assert placed.numbers("total_fen") == [10_000]


def test_a_pending_line_gives_way_to_the_settled_one(
    exports: Exports, shown: type[Shown]
) -> None:
    pending = {"结算状态": "未结算", "账单生成时间": "--", "到账时间": "--"}
    exports.bill(pending, pending | {"费用名称": "佣金"}, name="a_20261115.csv")
    exports.bill({}, name="b_20261121.csv")
    shop = exports.shop()
    lines = shown(shop.facts, Kind.BILL_LINE)
    assert sorted(zip(lines.names("fee"), lines.numbers("state"), strict=True)) == [
        ("佣金", 0),
        ("货款", 1),
    ]
    assert "1 pending bill lines have been settled since" in say(shop.notes[-1], "en")


def test_workbooks_of_one_day_count_a_line_once(
    exports: Exports, shown: type[Shown]
) -> None:
    pending = {"结算状态": "未结算", "账单生成时间": "--", "到账时间": "--"}
    exports.bill(pending, name="a_20261121.csv")
    exports.bill({}, name="b_20261121.csv")
    for keep_versions in (False, True):
        facts = exports.shop(keep_versions=keep_versions).facts
        seen = as_of(facts, read_moment("2026-11-22") or 0)
        assert shown(seen, Kind.BILL_LINE).numbers("state") == [1]


def test_lines_that_one_export_tells_side_by_side_stay_two(exports: Exports) -> None:
    pending = {"结算状态": "未结算", "账单生成时间": "--", "到账时间": "--"}
    exports.bill(pending, {}, name="a_20261121.csv")
    assert len(exports.shop().facts.table(Kind.BILL_LINE)) == 2


@pytest.mark.parametrize("lacks", ["账单生成时间", "商户订单号"])
def test_a_line_told_without_an_identifier_is_the_same_line(
    exports: Exports, shown: type[Shown], lacks: str
) -> None:
    trade = {"商户订单号": "2026110000000000000000000001"}
    exports.bill(trade, name="a_20261121.csv")
    exports.bill(trade | {lacks: "--"}, name="b_20261121.csv")
    lines = shown(exports.shop().facts, Kind.BILL_LINE)
    assert lines.numbers("amount_fen") == [9000]


def test_lines_of_two_transfers_stay_two(exports: Exports) -> None:
    exports.bill({"商户订单号": "1", "账单生成时间": "--"}, name="a_20261121.csv")
    exports.bill({"商户订单号": "2"}, name="b_20261121.csv")
    assert len(exports.shop().facts.table(Kind.BILL_LINE)) == 2


def test_as_of_sees_only_what_was_known(exports: Exports) -> None:
    exports.orders({}, name="a_20261113.csv")
    exports.orders({"应付金额": "80.00"}, {"订单号": "2"}, name="b_20261120.csv")
    facts = exports.shop(keep_versions=True).facts
    before = as_of(facts, read_moment("2026-11-14") or 0)
    after = as_of(facts, read_moment("2026-11-21") or 0)
    assert before.table(Kind.ORDER_PLACED)["payable_fen"].tolist() == [9000]
    assert sorted(after.table(Kind.ORDER_PLACED)["payable_fen"].tolist()) == [
        8000,
        9000,
    ]


def filled(exports: Exports) -> None:
    """Four overlapping files with ties, changes, repeats and foreign rows."""
    draw = random.Random(7)
    for file in range(2):
        rows = [
            {
                "订单号": str(draw.randrange(8)),
                "商品ID": str(draw.randrange(3)),
                "应付金额": draw.choice(["80.00", "90.00"]),
            }
            for _ in range(12)
        ]
        exports.orders(*rows, name=f"o{file}_2026111{file + 3}.csv")
    for file in range(2):
        rows = [
            {"订单编号": str(draw.randrange(9)), "应结金额": draw.choice(["1", "-2"])}
            for _ in range(15)
        ]
        exports.bill(*rows, name=f"b{file}_20261121.csv")


def test_any_order_of_files_gives_the_same_facts(exports: Exports) -> None:
    filled(exports)
    key = b"k" * 32

    def facts(order: tuple[int, ...]) -> Facts:
        found = (
            sheet
            for at in order
            for sheet in open_sheets(
                [exports.written[at]], known_headings=known_headings()
            )
        )
        (shop,) = intake_of(found, tokeniser=KeyedTokeniser(key)).shops
        return shop.facts

    first = facts((0, 1, 2, 3))
    assert first.files == tuple(sorted(first.files))
    assert all(
        same_facts(first, facts(order)) for order in itertools.permutations(range(4))
    )


def test_importing_a_file_twice_changes_nothing(exports: Exports) -> None:
    filled(exports)
    once = exports.shop()
    copies = [p.with_name(f"z{p.name}") for p in exports.written]
    for path, copy in zip(list(exports.written), copies, strict=True):
        copy.write_bytes(path.read_bytes())
    twice = exports.shop()
    for kind, table in once.facts.tables.items():
        again = twice.facts.table(kind)
        for name in set(table.columns) - {"file"}:
            assert table[name].tolist() == again[name].tolist(), (kind, name)


def test_tables_are_in_the_total_order(exports: Exports) -> None:
    filled(exports)
    for table in exports.shop().facts.tables.values():
        ts = table["ts"]
        assert (ts[1:] >= ts[:-1]).all()
