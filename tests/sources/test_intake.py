"""Files of one shop, of several, and what a person is told about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden.records.schema import Kind
from shopwarden.words import CATALOGUES, LANGUAGES, catalogue, say

if TYPE_CHECKING:
    from tests.sources.conftest import Exports, Shown

WITH_SHOP = ["店铺ID", "订单号", "商品ID", "下单时间", "商家应收"]


def agency(shop: str, order: str) -> dict[str, str]:
    cells = [shop, order, "7", "2026-11-10 10:00:00", "5.00"]
    return dict(zip(WITH_SHOP, cells, strict=True))


def test_kind_is_known_by_content_not_by_name(exports: Exports) -> None:
    exports.orders({}, name="结算单.csv")
    exports.bill({}, name="订单.csv")
    kinds = {report.name: report.kind for report in exports.shop().files}
    assert kinds == {"结算单.csv": "orders", "订单.csv": "settlement_old"}


def test_a_strange_table_is_refused_with_what_to_do(exports: Exports) -> None:
    exports.table("库存.csv", ["货架", "数目"], [{"货架": "A", "数目": "3"}])
    intake = exports.read()
    assert intake.shops == ()
    (report,) = intake.refused
    assert report.kind == "unknown"
    assert report.refused == intake.problems[0]
    assert "shopwarden map" in say(intake.problems[0].hint, "en")


def test_an_empty_folder_is_no_shop(exports: Exports) -> None:
    intake = exports.read()
    assert intake.shops == ()
    assert all(problem.row == 0 for problem in intake.problems)


def test_a_single_foreign_row_is_kept(exports: Exports) -> None:
    exports.orders({})
    exports.bill({}, {"订单编号": "999"})
    shop = exports.shop()
    assert len(shop.facts.table(Kind.BILL_LINE)) == 2
    assert [shop.facts.name("order", code) for code in shop.foreign] == ["999"]


def test_a_line_on_a_known_parent_is_not_foreign(exports: Exports) -> None:
    exports.orders({})
    exports.bill({"订单编号": "5", "父单号": "316000000001"})
    assert not len(exports.shop().foreign)


def test_without_order_exports_nothing_is_foreign(exports: Exports) -> None:
    exports.bill({})
    assert not len(exports.shop().foreign)


def test_a_bill_of_unknown_orders_is_refused(exports: Exports) -> None:
    exports.orders({})
    exports.bill({})
    exports.bill({"订单编号": "7"}, {"订单编号": "8"}, name="别家.csv")
    intake = exports.read()
    assert [report.name for report in intake.refused] == ["别家.csv"]
    assert intake.problems[0].reason.source == "intake.no_known_order"
    assert len(intake.shops[0].facts.table(Kind.BILL_LINE)) == 1


def test_bills_may_be_known_through_each_other(exports: Exports) -> None:
    exports.orders({})
    exports.bill({}, {"订单编号": "7"}, name="一.csv")
    exports.bill({"订单编号": "7"}, {"订单编号": "8"}, name="二.csv")
    intake = exports.read()
    assert intake.refused == ()


def test_one_file_may_hold_several_shops(exports: Exports, shown: type[Shown]) -> None:
    rows = [agency("200", "1"), agency("100", "2"), agency("200", "3")]
    exports.table("代运营.csv", WITH_SHOP, rows)
    exports.bill({"订单编号": "3"})
    intake = exports.read()
    assert [shop.shop for shop in intake.shops] == ["100", "200"]
    first, second = (shown(shop.facts, Kind.ORDER_PLACED) for shop in intake.shops)
    assert (first.names("order"), second.names("order")) == (["2"], ["1", "3"])
    assert len(intake.shops[1].facts.table(Kind.BILL_LINE)) == 1


def test_a_file_that_may_be_any_shops_is_refused(exports: Exports) -> None:
    exports.table("代运营.csv", WITH_SHOP, [agency("200", "1"), agency("100", "2")])
    exports.bill({"订单编号": "9"})
    intake = exports.read()
    assert [p.reason.source for p in intake.problems] == ["intake.shop_unclear"]


def test_the_shop_asked_for_refuses_others(exports: Exports) -> None:
    exports.table("a.csv", WITH_SHOP, [agency("100", "1")])
    exports.table("b.csv", WITH_SHOP, [agency("200", "2")])
    intake = exports.read(shop="200")
    assert [shop.shop for shop in intake.shops] == ["200"]
    assert [p.reason.source for p in intake.problems] == ["intake.other_shop"]


def busy_days(*days: int) -> list[dict[str, str]]:
    return [
        {"订单号": f"{day}{n}", "下单时间": f"2026-11-{day:02} 10:00:00"}
        for day in days
        for n in range(6)
    ]


def test_empty_days_of_a_busy_shop_are_told(exports: Exports) -> None:
    exports.orders(*busy_days(1, 2, 4, 5, 8, 9, 10, 11))
    said = [say(note, "en") for note in exports.shop().notes]
    assert "no orders on 2026-11-03" in said
    assert "no orders from 2026-11-06 to 2026-11-07" in said


def test_empty_days_of_a_quiet_shop_are_not(exports: Exports) -> None:
    exports.orders(*busy_days(1, 9)[::4])
    assert not [n for n in exports.shop().notes if "gap" in str(n.source)]


def test_coverage_is_whole_days_up_to_the_export(exports: Exports) -> None:
    exports.orders({}, name="订单_20261120.csv")
    shop = exports.shop()
    spans = {c.kind: (c.start_ms, c.end_ms) for c in shop.facts.coverage}
    start, end = spans[Kind.ORDER_PLACED]
    assert end - start == 86_400_000 - 1
    assert all(end <= shop.files[0].known_at for _, end in spans.values())


@pytest.mark.parametrize("count", [1, 250])
def test_rows_read_are_rows_kept_and_problems(exports: Exports, count: int) -> None:
    bad = [{"订单号": f"b{n}", "订单金额": "x"} for n in range(count)]
    exports.orders({}, *bad)
    shop = exports.shop()
    (report,) = shop.files
    assert report.rows == report.kept + report.problems == count + 1
    assert len(shop.problems) == min(count, 200) + (count > 200)


def test_all_words_of_the_room_have_a_hint_where_one_is_shown() -> None:
    room = catalogue("intake")
    reasons = {name.removesuffix("_hint") for name in room if name.endswith("_hint")}
    assert reasons <= set(room)
    assert CATALOGUES.joinpath("intake.toml").is_file()
    assert all(entry.in_language(x) for entry in room.values() for x in LANGUAGES)
