"""Listings: one state of each page, what was edited, and by whom if a log says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.sources.judges import WordJudge

from shopwarden.records.judge import words
from shopwarden.records.moment import read_moment
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Exports, Row, Shown

    from shopwarden.records.facts import Facts

LISTINGS = ("商品编号", "商品SPU", "商品页标题", "商品页详情", "页面价", "采集时间")
CHANGES = ("修改时间", "编辑账号", "商品编号", "修改项", "修改前", "修改后")
A_PAGE: Row = {"商品编号": "1001", "商品页标题": "保温杯", "商品页详情": "不锈钢"}
AN_EDIT: Row = {
    "修改时间": "2026-11-14 02:13:00",
    "编辑账号": "样例:客服04",
    "商品编号": "1001",
    "修改项": "详情",
    "修改前": "国家级",
    "修改后": "国家级 加微信",
}


def pages(exports: Exports, name: str, *rows: Row) -> Path:
    return exports.table(name, LISTINGS, [A_PAGE | row for row in rows])


def edits(exports: Exports, *rows: Row, name: str = "修改_20261115.csv") -> Path:
    return exports.table(name, CHANGES, [AN_EDIT | row for row in rows])


def labels(facts: Facts, kind: Kind, column: str = "labels") -> list[tuple[str, ...]]:
    return [words("label", int(mask)) for mask in facts.table(kind)[column]]


def test_title_and_detail_are_judged_as_one_page(
    exports: Exports, shown: type[Shown]
) -> None:
    pages(exports, "商品_20261110.csv", {"商品页标题": "国家级 杯", "页面价": "89.00"})
    judge = WordJudge()
    shop = exports.shop(judge=judge)
    listing = shown(shop.facts, Kind.LISTING)

    assert judge.asked == [("listing", "staff", "国家级 杯\n不锈钢")]
    assert labels(shop.facts, Kind.LISTING) == [("absolute_term", "missing:price")]
    assert listing.numbers("price_fen") == [8900]
    assert listing.numbers("ts") == [read_moment("2026-11-10")]
    assert listing.numbers("length") == [8]


def test_only_a_whole_page_can_lack_something(exports: Exports) -> None:
    exports.table(
        "商品_20261110.csv",
        ("商品编号", "商品页标题"),
        [{"商品编号": "1", "商品页标题": "国家级"}],
    )
    facts = exports.shop(judge=WordJudge()).facts

    assert labels(facts, Kind.LISTING) == [("absolute_term",)]


def test_a_page_without_words_is_set_aside(exports: Exports) -> None:
    empty = {"商品页标题": "", "商品页详情": ""}
    pages(exports, "商品_20261110.csv", {}, empty | {"商品编号": "2"})
    (report,) = exports.shop(judge=WordJudge()).files

    assert (report.rows, report.kept, report.problems) == (2, 1, 1)


def test_listings_need_a_time_somewhere(exports: Exports) -> None:
    pages(exports, "商品.csv", {})
    intake = exports.read(judge=WordJudge())

    assert [str(p.reason.source) for p in intake.problems] == ["intake.no_moment"]


def test_listings_stay_with_a_shop_of_orders_and_bills(exports: Exports) -> None:
    exports.orders({})
    exports.bill({})
    pages(exports, "商品_20261110.csv", {})
    shop = exports.shop(judge=WordJudge())

    assert {f.kind for f in shop.files} == {"orders", "settlement_old", "listings"}


def test_an_edit_keeps_only_what_is_new(exports: Exports, shown: type[Shown]) -> None:
    edits(exports, {}, {"修改前": "", "修改后": "国家级", "商品编号": "2"})
    facts = exports.shop(judge=WordJudge()).facts
    changed = shown(facts, Kind.LISTING_CHANGED)

    assert changed.names("sku") == ["1001", "2"]
    assert labels(facts, Kind.LISTING_CHANGED) == [
        ("solicitation", "solicitation:strong"),
        ("absolute_term",),
    ]
    assert labels(facts, Kind.LISTING_CHANGED, "labels_before") == [
        ("absolute_term",),
        (),
    ]
    assert changed.names("field") == ["详情", "详情"]
    assert changed.table["agent"].tolist() == [0, 0]


@pytest.mark.parametrize("newest_first", [True, False])
def test_two_tables_that_differ_are_an_edit_by_nobody_known(
    exports: Exports, shown: type[Shown], newest_first: bool
) -> None:
    tables = [
        ("商品_20261110.csv", {}, {"商品编号": "2"}),
        ("商品_20261112.csv", {"商品页详情": "加微信 不锈钢"}, {"商品编号": "2"}),
    ]
    written = [pages(exports, *t) for t in (tables[::-1] if newest_first else tables)]
    facts = exports.shop(*written, judge=WordJudge()).facts
    changed = shown(facts, Kind.LISTING_CHANGED)

    assert changed.names("sku") == ["1001"]
    assert changed.numbers("ts") == [read_moment("2026-11-12")]
    assert labels(facts, Kind.LISTING_CHANGED) == [
        ("solicitation", "solicitation:strong")
    ]
    assert changed.table["agent"].tolist() == [-1]
    current = labels(facts, Kind.LISTING)
    assert sorted(current) == [
        ("missing:price",),
        ("solicitation", "solicitation:strong", "missing:price"),
    ]
    (covered,) = [c for c in facts.coverage if c.kind == Kind.LISTING_CHANGED]
    assert covered.start_ms < covered.end_ms == read_moment("2026-11-12")


def test_a_log_stands_in_for_the_difference_of_two_tables(exports: Exports) -> None:
    pages(exports, "商品_20261110.csv", {}, {"商品编号": "2"})
    changed = {"商品页详情": "加微信"}
    pages(exports, "商品_20261116.csv", changed, changed | {"商品编号": "2"})
    edits(exports, {})
    table = exports.shop(judge=WordJudge()).facts.table(Kind.LISTING_CHANGED)

    assert table["ts"].tolist() == [
        read_moment("2026-11-14 02:13:00"),
        read_moment("2026-11-16"),
    ]
    assert (table["agent"] >= 0).tolist() == [True, False]


def test_equal_tables_are_no_edit(exports: Exports) -> None:
    pages(exports, "商品_20261110.csv", {})
    pages(exports, "商品_20261112.csv", {})
    facts = exports.shop(judge=WordJudge()).facts

    assert len(facts.table(Kind.LISTING)) == 1
    assert len(facts.table(Kind.LISTING_CHANGED)) == 0


def test_unread_edits_are_edits_of_unknown_labels(exports: Exports) -> None:
    edits(exports, {})
    table = exports.shop().facts.table(Kind.LISTING_CHANGED)

    for column in ("labels", "personal", "labels_before"):
        assert table[column].tolist() == [MISSING]
