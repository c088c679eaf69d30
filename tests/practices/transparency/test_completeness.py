"""What a listing leaves unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.practices.transparency.completeness import Part, missing, parts
from shopwarden.records.judge import LABELS

WHOLE = "304不锈钢保温杯 500ml，售价99元，顺丰包邮，七天无理由退货，质保一年"
LABEL = [part.label for part in parts().values()]


def test_a_whole_listing_misses_nothing() -> None:
    assert missing(WHOLE, price_fen=None) == ()


def test_a_whole_english_listing_misses_nothing() -> None:
    text = "Steel bottle, 500 ml, ¥99. Free shipping by courier. 7-day returns."
    assert missing(text, price_fen=None) == ()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("保温杯，售价99元，顺丰包邮，七天无理由退货", "missing:product"),
        ("500ml，99元，顺丰包邮，七天无理由退货", "missing:product"),
        ("304不锈钢保温杯 500ml，顺丰包邮，七天无理由退货", "missing:price"),
        ("304不锈钢保温杯 500ml，售价99元，七天无理由退货", "missing:shipping"),
        ("304不锈钢保温杯 500ml，售价99元，顺丰包邮", "missing:returns"),
    ],
)
def test_what_is_left_out_is_named(text: str, label: str) -> None:
    assert missing(text, price_fen=None) == (label,)


def test_a_price_known_from_elsewhere_need_not_be_in_the_text() -> None:
    text = "304不锈钢保温杯 500ml，顺丰包邮，七天无理由退货"
    assert missing(text, price_fen=9900) == ()
    assert missing(text, price_fen=None) == ("missing:price",)


def test_a_known_price_of_nothing_is_a_price() -> None:
    assert "missing:price" not in missing("试用装", price_fen=0)


def test_nothing_tells_nothing() -> None:
    assert list(missing("", price_fen=None)) == LABEL


@pytest.mark.parametrize(
    "text",
    [
        "３０４不锈钢保温杯　５００ｍｌ，售价９９元，顺丰包邮，七天无理由退货",
        "304不鏽鋼保溫杯 500ml，售價99元，順豐包郵，七天無理由退貨",
        "304不锈钢保温杯 500ml，售 价 99 元，顺-丰-包-邮，七 天 无 理 由",
    ],
)
def test_width_traditional_characters_and_gaps_do_not_matter(text: str) -> None:
    assert missing(text, price_fen=None) == ()


def test_terms_of_another_word_tell_nothing() -> None:
    text = "Steel mug, 300 ml, ¥20, relationships and exchangeable lids"
    assert missing(text, price_fen=None) == ("missing:shipping", "missing:returns")


def test_labels_are_those_of_the_facts() -> None:
    assert set(LABEL) <= set(LABELS)


@pytest.mark.parametrize("part", parts().values(), ids=lambda part: part.name)
def test_every_part_says_why_and_what_to_write_in_both_languages(part: Part) -> None:
    for text in (part.title, part.because, part.do):
        assert text.zh
        assert text.en
    assert part.clause
    assert not part.verified or "未核实" not in part.clause


@given(st.text(max_size=200), st.none() | st.integers(0, 10**9))
def test_any_text_is_answered_by_known_labels(text: str, price_fen: int | None) -> None:
    found = missing(text, price_fen=price_fen)
    assert set(found) <= set(LABEL)
    assert ("missing:price" not in found) or price_fen is None


@given(st.text(max_size=80))
def test_more_text_never_leaves_more_unsaid(text: str) -> None:
    assert missing(f"{WHOLE}\n{text}", price_fen=None) == ()
