"""Chats and remarks: texts become labels and are gone; who wrote what stays."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.judges import WordJudge

from shopwarden.records.judge import words
from shopwarden.records.moment import read_moment
from shopwarden.records.problem import Extent
from shopwarden.records.schema import MISSING, Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.exports import texts
from shopwarden.sources.exports.recognise import TEXT_LAYOUTS, recognised
from shopwarden.sources.intake import read_exports
from shopwarden.words import LANGUAGES, say

if TYPE_CHECKING:
    from tests.sources.conftest import Exports, Row, Shown

    from shopwarden.records.facts import Facts
    from shopwarden.sources.intake import ShopFacts

MESSAGES = (
    *("消息时间", "会话编号", "发送方", "客服账号", "买家账号", "订单号"),
    *("消息内容", "店铺ID"),
)
A_LINE: Row = {
    "消息时间": "2026-11-03 10:15:30",
    "会话编号": "7001",
    "发送方": "客服",
    "客服账号": "样例:客服01",
    "买家账号": "buyer_a",
    "消息内容": "今天发货",
}
CELLS = st.one_of(
    st.text(
        st.characters(exclude_categories=("C", "Z"), include_characters=" "),
        max_size=12,
    ),
    st.sampled_from(
        ("2026-11-03 10:00:00", "客服", "买家", "3160", "1001", "微信", "")
    ),
)
SECRET = "加微信 13900000017 便宜"


def chat(exports: Exports, *rows: Row, name: str = "聊天_20261104.csv") -> Path:
    return exports.table(name, MESSAGES, [A_LINE | row for row in rows])


def labels(facts: Facts, kind: Kind, column: str = "labels") -> list[tuple[str, ...]]:
    domain = "personal" if column == "personal" else "label"
    return [words(domain, int(mask)) for mask in facts.table(kind)[column]]


def reasons(shop: ShopFacts) -> list[str]:
    return [str(problem.reason.source) for problem in shop.problems]


@pytest.mark.parametrize("code", sorted(TEXT_LAYOUTS))
def test_each_template_is_recognised_by_its_own_headings(
    code: str, repository: Path
) -> None:
    path = repository / "docs" / "templates" / f"{code}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        (headings,) = csv.reader(file)

    layout = recognised(headings)

    assert layout is not None
    assert layout.code == code
    for language in ("README.md", "README.zh.md"):
        told = (path.parent / language).read_text("utf-8")
        assert all(f"| {heading} " in told for heading in headings)
        assert ",".join(headings) in told


def test_a_chat_becomes_messages_without_texts(
    exports: Exports, shown: type[Shown]
) -> None:
    exports.orders({})
    chat(
        exports,
        {"消息内容": SECRET},
        {"发送方": "买家", "消息时间": "2026-11-03 10:16:00", "消息内容": "好"},
    )
    shop = exports.shop(judge=WordJudge())
    messages = shown(shop.facts, Kind.MESSAGE)

    assert messages.numbers("ts") == [
        read_moment("2026-11-03 10:15:30"),
        read_moment("2026-11-03 10:16:00"),
    ]
    assert messages.numbers("staff") == [1, 0]
    assert messages.numbers("length") == [len(SECRET), 1]
    assert messages.names("session") == ["7001", "7001"]
    assert labels(shop.facts, Kind.MESSAGE) == [
        ("solicitation", "solicitation:strong"),
        (),
    ]
    assert labels(shop.facts, Kind.MESSAGE, "personal") == [("mobile",), ()]
    placed = shop.facts.table(Kind.ORDER_PLACED)
    assert messages.table["buyer"].tolist() == [placed["buyer"][0]] * 2
    assert "微信" not in repr(shop)


def test_a_text_is_judged_once_for_each_side(exports: Exports) -> None:
    judge = WordJudge()
    other = {"会话编号": "7002", "消息时间": "2026-11-03 11:00:00"}
    chat(exports, {}, other, other | {"发送方": "顾客"}, {"消息内容": "别的"})
    exports.shop(judge=judge)

    assert sorted(judge.asked) == [
        ("chat", "buyer", "今天发货"),
        ("chat", "staff", "今天发货"),
        ("chat", "staff", "别的"),
    ]


def test_batches_do_not_show(exports: Exports, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Row] = [
        {
            "消息时间": f"2026-11-03 10:{m:02d}:00",
            "消息内容": f"第{m}句" + "微信" * (m % 2),
        }
        for m in range(60)
    ]
    chat(exports, *rows)
    whole = exports.shop(judge=WordJudge()).facts.table(Kind.MESSAGE)
    monkeypatch.setattr(texts, "BATCH_TEXTS", 7)
    judge = WordJudge()
    parts = exports.shop(judge=judge).facts.table(Kind.MESSAGE)

    assert judge.calls == 9
    assert parts["labels"].tolist() == whole["labels"].tolist()


def test_rows_without_time_or_text_are_set_aside(exports: Exports) -> None:
    chat(exports, {}, {"消息时间": ""}, {"消息内容": " "}, {"消息时间": "昨天"})
    shop = exports.shop(judge=WordJudge())
    (report,) = shop.files

    assert (report.rows, report.kept, report.problems) == (4, 1, 3)
    assert sorted((p.row, p.column) for p in shop.problems) == [
        (3, "消息时间"),
        (4, "消息内容"),
        (5, "消息时间"),
    ]


def test_an_unknown_sender_is_kept_and_said(
    exports: Exports, shown: type[Shown]
) -> None:
    chat(exports, {"发送方": "系统"}, {"发送方": "SELLER", "会话编号": "7002"})
    judge = WordJudge()
    shop = exports.shop(judge=judge)
    (problem,) = shop.problems

    assert sorted(shown(shop.facts, Kind.MESSAGE).numbers("staff")) == [-1, 1]
    assert sorted(who for _, who, _ in judge.asked) == ["", "staff"]
    assert (problem.row, problem.extent) == (2, Extent.NOTE)
    assert all(say(problem.hint, language) for language in LANGUAGES)


def test_without_a_judge_texts_are_not_read_and_it_says_so(
    exports: Exports, shown: type[Shown]
) -> None:
    chat(exports, {}, {"消息内容": ""})
    shop = exports.shop()
    messages = shown(shop.facts, Kind.MESSAGE)

    for column in ("labels", "personal", "length"):
        assert messages.numbers(column) == [MISSING, MISSING]
    assert messages.numbers("staff") == [1, 1]
    assert reasons(shop) == ["intake.texts_unread"]


def test_overlapping_chats_are_told_once(exports: Exports) -> None:
    twice: list[Row] = [{"消息内容": "同一秒"}, {"消息内容": "两句话呢"}]
    later = {"消息时间": "2026-11-04 09:00:00"}
    chat(exports, *twice, name="聊天_20261104.csv")
    chat(exports, *twice, later, name="聊天_20261105.csv")
    shop = exports.shop(judge=WordJudge())

    assert len(shop.facts.table(Kind.MESSAGE)) == 3
    assert "overlapping chat tables: 2 same, 0 changed" in [
        say(note, "en") for note in shop.notes
    ]


def test_an_order_stands_in_for_a_session_and_names_the_buyer(
    exports: Exports, shown: type[Shown]
) -> None:
    order = {"会话编号": "", "买家账号": "", "订单号": "316000000001"}
    exports.orders({})
    chat(exports, order, order | {"订单号": "", "消息内容": "在吗"})
    shop = exports.shop(judge=WordJudge())
    messages = shown(shop.facts, Kind.MESSAGE)

    assert sorted(messages.names("session")) == ["", "316000000001"]
    buyer = shop.facts.table(Kind.ORDER_PLACED)["buyer"][0]
    assert sorted(messages.numbers("buyer")) == [-1, buyer]


def test_remarks_of_an_order_export_are_read_once_an_order(
    exports: Exports, shown: type[Shown]
) -> None:
    noted = {"商家备注": "改送\n13900000017", "订单备注": "尽快"}
    exports.orders(noted, noted | {"商品ID": "1002"}, {"订单号": "2"})
    judge = WordJudge()
    shop = exports.shop(judge=judge)
    remarks = shown(shop.facts, Kind.REMARK)

    assert sorted(judge.asked) == [
        ("remark", "buyer", "尽快"),
        ("remark", "staff", "改送\n13900000017"),
    ]
    assert remarks.numbers("staff") == [0, 1]
    assert remarks.names("order") == ["316000000001"] * 2
    assert remarks.numbers("ts") == [
        read_moment("2026-11-10 10:00:00"),
        shop.files[0].known_at,
    ]
    assert labels(shop.facts, Kind.REMARK, "personal") == [(), ("mobile",)]


def test_an_order_export_covers_remarks_even_where_there_are_none(
    exports: Exports,
) -> None:
    exports.orders({})
    read = exports.shop(judge=WordJudge()).facts.coverage
    unread = exports.shop().facts.coverage

    assert Kind.REMARK in {c.kind for c in read}
    assert Kind.REMARK not in {c.kind for c in unread}


def test_a_remark_told_again_is_one_and_known_since_the_first(
    exports: Exports,
) -> None:
    exports.orders({"商家备注": "老客户"}, name="a_20261113.csv")
    exports.orders({"商家备注": "老客户"}, name="b_20261114.csv")
    exports.table(
        "备注_20261115.csv",
        ("订单号", "备注方", "备注内容"),
        [{"订单号": "316000000001", "备注方": "商家备注", "备注内容": "老客户"}],
    )
    remarks = exports.shop(judge=WordJudge()).facts.table(Kind.REMARK)

    assert len(remarks) == 1
    assert remarks["ts"][0] == read_moment("2026-11-13")


def test_another_shops_chat_is_told_by_its_orders(exports: Exports) -> None:
    exports.orders({})
    chat(exports, {"订单号": "999999999999"})
    intake = exports.read(judge=WordJudge())

    assert [str(p.reason.source) for p in intake.problems] == ["intake.no_known_order"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(TEXT_LAYOUTS)),
    st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=8),
)
def test_any_cells_are_kept_or_complained_of(
    repository: Path, layout: str, rows: list[list[str]]
) -> None:
    path = repository / "docs" / "templates" / f"{layout}.csv"
    heading = path.read_text("utf-8-sig").strip().split(",")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "表_20261120.csv"
        with copy.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
            writer.writerows([heading, *(row[: len(heading)] for row in rows)])
        tokeniser = KeyedTokeniser(b"k" * 32)
        intake = read_exports([copy], tokeniser=tokeniser, judge=WordJudge())
    reports = [report for shop in intake.shops for report in shop.files]

    assert sum(r.rows for r in reports) == sum(r.kept + r.problems for r in reports)
    for shop in intake.shops:
        for table in shop.facts.tables.values():
            assert "labels" not in table.columns or (table["labels"] != MISSING).all()
