"""Invented notices are read field by field, exactly; what is not there is not found."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.notices.score import FIELDS, SETS, Written, read, report, written

from shopwarden.practices.rulebook import load_rulebook
from shopwarden.records.moment import read_moment
from shopwarden.sources.notices import (
    NAMES,
    Notice,
    amended,
    moment_said,
    read_notice,
    related,
    steps,
    written_moment,
)
from shopwarden.sources.notices.related import known
from shopwarden.sources.notices.words import words
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from pathlib import Path

ALL = [(name, one) for name in SETS for one in written(name)]


def ms(text: str) -> int:
    moment = read_moment(text)
    assert moment is not None
    return moment


def dues(text: str, at: str = "2026-11-20 10:15:00") -> list[str]:
    return [written_moment(due) for due in read_notice(text, None, ms(at)).dues]


@pytest.mark.parametrize(("name", "one"), ALL, ids=[one.id for _, one in ALL])
def test_every_field_is_read_but_those_marked(name: str, one: Written) -> None:
    found = read(one.text)
    wrong = {field for field in FIELDS if found[field] != one.says[field]}
    assert wrong == one.missed
    assert not (name == "shapes" and one.missed)


def test_the_sets_are_large_enough_and_scored_in_the_docs(repository: Path) -> None:
    assert len(written("shapes")) >= 25
    assert len(written("phrasings")) >= 15
    for page in ("notices.md", "notices.zh.md"):
        told = (repository / "docs" / page).read_text("utf-8")
        assert all(line in told for line in report())


@pytest.mark.parametrize(("name", "one"), ALL, ids=[one.id for _, one in ALL])
def test_no_mobile_of_a_text_is_handed_on(name: str, one: Written) -> None:
    told = json.dumps(asdict(read_notice(one.text)), default=str)
    for mobile in re.findall(r"1390000\d{4}", one.text):
        assert mobile not in told, name


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("涉及订单316000000011", ["316000000011"]),
        ("订单号：13900000011", []),
        ("订单联系电话：13900000012", []),
        ("订单316000000011，电话13900000012", ["316000000011"]),
        ("订单下单时间：20261120101530", []),
        ("订单金额：1299000000元", []),
        ("订单运单号：316000000099", []),
        ("订单 316000000011\n316000000012\n服务单 316000000013", 2),
        ("订单号316000000011、316000000011", ["316000000011"]),
        ("订单数 31600", []),
        ("316000000011", []),
        ("订单号：123456789012345678901", []),
        ("订单编号\t商品\n316000000011\t10001\n316000000012\t10002", 2),
    ],
)
def test_orders_stand_near_their_word(text: str, orders: list[str] | int) -> None:
    found = [one.value for one in read_notice(text).orders]
    assert len(found) == orders if isinstance(orders, int) else found == orders


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请于2026年11月25日18:00前整改", ["2026-11-25 18:00:00"]),
        ("请于2026.11.25 18:00:30之前整改", ["2026-11-25 18:00:30"]),
        ("请于11月25日 24点前整改", ["2026-11-26 00:00:00"]),
        ("请于11月25日24:00前整改", ["2026-11-26 00:00:00"]),
        ("请于11月25日前整改", ["2026-11-25 00:00:00", "2026-11-25 23:59:59"]),
        ("截止日期：2026-11-25", ["2026-11-25 23:59:59"]),
        ("申诉截至11月25日下午3点半", ["2026-11-25 15:30:00"]),
        ("请于1月4日12:00前整改", ["2027-01-04 12:00:00"]),
        ("请明天12点前回复", ["2026-11-21 12:00:00"]),
        ("请于今日18:00前整改", ["2026-11-20 18:00:00"]),
        ("请24小时内整改", ["2026-11-21 10:15:00"]),
        ("请于四十八小时之内整改", ["2026-11-22 10:15:00"]),
        ("请三个工作日内举证", ["2026-11-25 10:15:00", "2026-11-25 23:59:59"]),
        ("请次日起3个工作日内举证", ["2026-11-25 23:59:59"]),
        ("请七日内申诉", ["2026-11-27 10:15:00", "2026-11-27 23:59:59"]),
        ("自2026-11-21 09:00起24小时内整改", ["2026-11-22 09:00:00"]),
        ("平台将在3个工作日内审核，请等待", []),
        ("近30天内累计3次，请注意", []),
        ("下单后48小时内未发货，请说明原因", []),
        ("请于2026-02-30前整改", []),
        ("请于11月25日25:00前整改", []),
        ("资质将于2026年12月31日到期", []),
        ("七天无理由退货，请支持", []),
    ],
)
def test_deadlines_with_all_their_readings(text: str, expected: list[str]) -> None:
    assert dues(text) == expected


def test_a_span_without_the_notices_time_is_said_not_reckoned() -> None:
    found = read_notice("请在24小时内整改").deadlines
    assert [(one.said, one.dues) for one in found] == [("24小时内", ())]


def test_days_without_year_need_the_moment_of_pasting() -> None:
    text = "预警时间：11月20日 10:15\n请24小时内整改"
    assert read_notice(text).noticed is None
    found = read_notice(text, ms("2027-01-02"))
    assert found.noticed is not None
    assert (written_moment(found.noticed.value), found.noticed.sure) == (
        "2026-11-20 10:15:00",
        False,
    )


@pytest.mark.parametrize(
    ("text", "fen", "sure"),
    [
        ("扣除违约金1,234.5元", 123_450, True),
        ("违约金人民币5元，最高200元", 500, True),
        ("扣款1.5万元", 1_500_000, True),
        ("赔付5元，另扣款8元", 500, False),
        ("赔付金额（元）：29.90", 2_990, True),
        ("请整改，逾期未处理的，每单扣除违约金10元", None, True),
        ("赔付订单金额的10%", None, True),
        ("订单金额99元", None, True),
        ("保证金余额10000元不足，请缴纳", None, True),
    ],
)
def test_amounts(text: str, fen: int | None, sure: bool) -> None:
    found = read_notice(text).amount
    assert (found.value if found else None) == fen
    assert found is None or found.sure is sure


def test_what_would_follow_is_no_level() -> None:
    found = read_notice("请于11月27日前处理，逾期未处理的，扣除违约金，记违规一次")
    assert (found.level, found.amount) == (None, None)


def test_a_period_is_not_the_notices_time() -> None:
    text = "因2026年11月1日至2026年11月15日期间延迟发货，将于2026年11月30日限制报名"
    assert read_notice(text).noticed is None


def test_a_total_that_is_not_the_sum_is_unsure() -> None:
    text = "订单316000000011赔付5元\n订单316000000012赔付6元\n合计赔付12元"
    found = read_notice(text)
    assert found.amount is not None
    assert (found.amount.value, found.amount.sure, found.amounts) == (1200, False, {})


def test_the_place_is_the_line_of_the_text() -> None:
    found = read_notice("\n\n违规编号：WG0001\n\n订单316000000011")
    assert found.number is not None
    assert (found.number.line, found.orders[0].line) == (3, 5)


@pytest.mark.parametrize("text", ["", "  \n", "今天天气不错", "hello", "316000000011"])
def test_what_is_no_notice_is_empty(text: str) -> None:
    assert read_notice(text, ms("2026-11-20")).empty


@pytest.mark.parametrize(
    ("name", "said", "field", "value"),
    [
        ("number", "WG-1", "number", "WG-1"),
        ("level", "处罚", "level", "penalty"),
        ("level", "warning", "level", "warning"),
        ("rule", "缺货", "clause", "缺货"),
        ("amount", "39.9", "amount", 3990),
        ("time", "2026-11-20 10:15", "noticed", ms("2026-11-20 10:15:00")),
    ],
)
def test_a_person_knows_better(name: str, said: str, field: str, value: object) -> None:
    found = amended(read_notice("违规编号：WG0001"), name, said)
    assert getattr(found, field).value == value
    assert getattr(amended(found, name, "-"), field) is None


def test_orders_and_deadlines_are_replaced_whole() -> None:
    found = read_notice("订单316000000011请24小时内整改", None, ms("2026-11-20"))
    found = amended(found, "orders", "316000000012，316000000013")
    found = amended(found, "deadline", "2026-11-25 18:00")
    assert [one.value for one in found.orders] == ["316000000012", "316000000013"]
    assert found.dues == (moment_said("2026-11-25 18:00"),)
    assert not amended(found, "orders", "-").orders
    assert not amended(found, "deadline", "-").dues


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *[("number", "a b"), ("level", "严重"), ("rule", "长" * 61)],
        *[("amount", "x"), ("amount", "-3"), ("orders", "12"), ("sku", "A1")],
        *[("time", "昨天"), ("time", "2026-11-20"), ("deadline", "2026-11-25")],
    ],
)
def test_what_does_not_fit_is_refused(name: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        amended(Notice(), name, said)


def test_every_related_clause_and_step_exists() -> None:
    book = load_rulebook()
    asked = set(words().asks)
    for one in known():
        assert one.clause in book
        assert one.words
        assert one.runs in asked | {""}
        if one.runs:
            version = book.clause(one.clause).versions[-1]
            assert version.clocks, one.clause
    for level in words().levels:
        codes = steps(amended(Notice(), "level", level), known())
        for code in codes:
            assert all(say(Text(f"notices.step_{code}"), each) for each in LANGUAGES)
    for name in NAMES:
        for kind in ("field", "form"):
            assert all(say(Text(f"notices.{kind}_{name}"), each) for each in LANGUAGES)


def test_clauses_by_the_words_of_the_rule() -> None:
    assert related(["商品价格违规"])[0].clause == "JD-PRICE-1"
    assert [one.clause for one in related(["延迟发货"])][:1] == ["JD-DISPATCH-1"]
    assert related(["没有这条规则"]) == []


PIECES = st.lists(
    st.sampled_from(
        [
            *("请", "于", "11月", "25日", "24点", "前", "24小时", "内", "整改", "，"),
            *("。", "\n", "订单", "316000000011", "13900000001", "违规编号：", "WG01"),
            *(
                "二〇二六年",
                "2026-11-20 10:15",
                "违约金",
                "5元",
                "《",
                "》",
                "规则",
                "：",
            ),
            *("\t", "７", "Ⅷ", "\u200b", "9999", "月99日", "0个工作日内", "366天内"),
        ]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(PIECES, st.text(max_size=200)))
def test_any_text_is_read_and_hands_on_no_mobile(text: str) -> None:
    for at in (None, ms("2026-11-20"), ms("2099-12-31 23:59:59")):
        found = read_notice(text, at)
        assert all(a <= b for a, b in zip(found.dues, found.dues[1:], strict=False))
        assert all(one.value != "13900000001" for one in found.orders)


@pytest.mark.parametrize(
    "piece", ["一", "《", "[[", "订单", "编号", "2026年1月1日", "通知"]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    assert read_notice(piece * (50_000 // len(piece)), ms("2026-11-20")) is not None
