"""Chats, remarks, pages and edits of the sample shop: ordinary, and labelled."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.sources.judges import WordJudge

from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.schema import Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.intake import read_exports
from shopwarden.sources.sample.incidents.wordings import WORDINGS

if TYPE_CHECKING:
    from tests.sources.sample.conftest import Row, Written

CONTACT = "ypkf8800"


def rows_of(written: Written, kind: str) -> list[list[Row]]:
    """The rows of each incident of a kind."""
    return [
        [written.records(file)[row] for file, row in one.rows]
        for one in written.truth.incidents
        if one.kind == kind
    ]


def chat(written: Written) -> list[Row]:
    (name,) = written.names("聊天记录")
    return list(written.records(name).values())


def test_there_is_much_talk_most_of_it_of_different_things(clean: Written) -> None:
    lines = chat(clean)

    assert len(lines) >= len(clean.orders()) // 10
    assert len({line["消息内容"] for line in lines}) > 100
    assert {line["发送方"] for line in lines} == {"客服", "买家"}


def test_sessions_run_forward_and_their_orders_are_of_their_buyer(
    faulty: Written,
) -> None:
    orders = faulty.orders()
    times: dict[str, str] = {}
    for line in chat(faulty):
        before = times.setdefault(line["会话编号"], "")
        assert before < line["消息时间"] < "2026-11-20"
        times[line["会话编号"]] = line["消息时间"]
        if line["订单号"]:
            assert orders[line["订单号"]][0]["下单帐号"] == line["买家账号"]


def test_a_clean_shop_has_no_words_that_harm(clean: Written) -> None:
    said = [cell for line in chat(clean) for cell in line.values()]
    for name in (*clean.names("商品页"), "19453840.csv", "19461207.csv"):
        for row in clean.records(name).values():
            said += [cell for head, cell in row.items() if head != "联系电话"]

    assert not [text for text in said if CONTACT in text or "http" in text]
    assert not [text for text in said if re.search("国家级|最终解释权|139000000", text)]


@pytest.mark.parametrize("kind", sorted(WORDINGS))
def test_each_kind_of_words_is_there_with_its_rows(faulty: Written, kind: str) -> None:
    assert rows_of(faulty, kind)
    assert all(rows_of(faulty, kind))


def test_one_agent_diverts_several_buyers_who_give_their_orders_up(
    faulty: Written,
) -> None:
    (rows,) = rows_of(faulty, "chat_diversion")

    assert len({row["客服账号"] for row in rows}) == 1
    assert len({row["买家账号"] for row in rows}) >= 3
    given_up = [faulty.orders()[row["订单号"]][0]["订单状态"] for row in rows]
    assert any("(删除)" in status for status in given_up)


def test_scam_reports_come_from_three_buyers_within_a_day(faulty: Written) -> None:
    (rows,) = rows_of(faulty, "chat_scam_burst")
    reports = [row for row in rows if row["发送方"] == "买家"]

    assert len({row["买家账号"] for row in reports}) >= 3
    first, last = (read_moment(reports[i]["消息时间"]) or 0 for i in (0, -1))
    assert 0 < last - first <= DAY_MS


def test_personal_data_is_of_nobody(faulty: Written) -> None:
    remarks = [
        row["商家备注"] for rows in rows_of(faulty, "remark_personal") for row in rows
    ]
    for remark in remarks:
        assert re.search(r"139000000\d\d|\d{6}18\d{2}\d{7}[\dX]", remark)


def test_the_edit_at_night_shows_on_the_page(faulty: Written) -> None:
    (rows,) = rows_of(faulty, "listing_contact_added")
    edit = next(row for row in rows if "修改后" in row)
    page = next(row for row in rows if "商品页详情" in row)

    assert CONTACT in edit["修改后"]
    assert CONTACT not in edit["修改前"]
    assert edit["修改后"] == page["商品页详情"]
    assert edit["修改时间"][11:13] == "02"


def test_the_readers_take_all_of_it(faulty: Written) -> None:
    intake = read_exports(
        [faulty.folder], tokeniser=KeyedTokeniser(b"k" * 32), judge=WordJudge()
    )
    (shop,) = intake.shops
    counts = Counter({kind: len(table) for kind, table in shop.facts.tables.items()})

    assert counts[Kind.MESSAGE] == len(chat(faulty))
    assert counts[Kind.LISTING] == len(faulty.records(faulty.names("商品页_")[0]))
    assert counts[Kind.LISTING_CHANGED] == 21
    assert counts[Kind.REMARK] > 50
    messages = shop.facts.table(Kind.MESSAGE)
    placed = shop.facts.table(Kind.ORDER_PLACED)
    assert set(messages["buyer"].tolist()) <= set(placed["buyer"].tolist())
