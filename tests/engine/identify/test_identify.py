"""The whole: places in the original, both engines alike, bounded, never raising."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.engine.fold import fold
from shopwarden.engine.identify import (
    PATTERNS,
    Redactor,
    Span,
    SpanType,
    identify,
    spans_of,
)
from shopwarden.engine.patterns import Matcher

# Pieces whose mixtures come near what is looked for.
PIECES = """
13900000001 139-0000-0001 一三九 零零零零 身份证 11010519491231002X 6222020000000007
卡号
李秀英 收件人： 女士 收 给 广东省 深圳市 南山区 科技路 1号 3栋 502室 ， - 微信 abc_123
@qq.com qq 12345678 護照 E12345678 粤B ① 👍🏽 name: Li 号 路 AAQ3 *
"""
MIXED = st.lists(
    st.sampled_from([*PIECES.split(), " ", "\n", "\u200b"]), max_size=12
).map("".join)


def check(text: str, spans: tuple[Span, ...]) -> None:
    place = 0
    for span in spans:
        assert place <= span.start < span.end <= len(text)
        place = span.end


@given(st.lists(st.one_of(st.text(max_size=40), MIXED), max_size=5))
@settings(max_examples=300, deadline=None)
def test_spans_are_in_order_and_never_overlap(texts: list[str]) -> None:
    for text, spans in zip(texts, identify(texts), strict=True):
        check(text, spans)


@given(st.lists(MIXED, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_both_engines_and_too_many_candidates_give_the_same(texts: list[str]) -> None:
    many = texts * (70 // len(texts) + 1)
    views = [v.plain for v in fold(many)]
    named = [p.name for p in PATTERNS]
    by_re = Matcher(PATTERNS, hyperscan=False).candidates([v.text for v in views])
    for text, view, numbers, found in zip(
        many, views, by_re, identify(many), strict=True
    ):
        exact = spans_of(text, view, [named[n] for n in numbers])
        assert tuple(exact) == found
        assert spans_of(text, view, named) == exact


@given(MIXED)
@settings(max_examples=100, deadline=None)
def test_full_width_is_found_alike(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert [s[:3] for s in identify([wide])[0]] == [s[:3] for s in identify([text])[0]]


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "号" * 50_000,
        "1 " * 50_000,
        "1-" * 50_000,
        "1 2-3.4" * 10_000,
        "12 " * 30_000,
        "one " * 25_000,
        "县路" * 30_000,
        "1哒" * 50_000,
        "搜a_1" * 20_000,
        "no. 1, a, " * 10_000,
        "李秀英，" * 20_000,
        "139 0000 0001 " * 2_000,
        "省市区县镇乡街道路号" * 4_000,
        "广东省深圳市南山区" * 5_000,
        "3栋" * 20_000,
        "路1号" * 10_000,
        "a@b." * 10_000,
        "李收" * 20_000,
        "阿·" * 20_000,
        "name: Li Wei " * 2_000,
        "address: 1 road " * 2_000,
    ],
)
def test_time_is_bounded(text: str) -> None:
    begun = time.process_time()
    check(text, identify([text])[0])
    # The worst takes 5 µs a character on an idle machine; quadratic is far above.
    assert time.process_time() - begun < 1 + len(text) * 2e-5


def test_names_of_patterns() -> None:
    assert all(p.name.startswith("pii:") for p in PATTERNS)
    assert len({p.name for p in PATTERNS}) == len(PATTERNS)


def test_known_recipient_is_found_verbatim() -> None:
    known = [
        (SpanType.NAME, "黄金"),
        (SpanType.MOBILE, "13900000001"),
        (SpanType.NAME, "王*明"),
    ]
    text = "黄 金会员，139000 00001，王*明"
    assert [(s.start, s.end, s.type) for s in identify([text], known)[0]] == [
        (0, 3, SpanType.NAME),
        (6, 18, SpanType.MOBILE),
    ]


def test_a_known_number_inside_a_longer_one_is_another() -> None:
    known = [(SpanType.MOBILE, "13900000001")]
    assert identify(["订单913900000001"], known) == [()]


def test_strength() -> None:
    strengths = {
        text: identify([text])[0][0].strength
        for text in (
            "收件人：李秀英",
            "我是孙晓明",
            "13900000001",
            "一三九零零零零零零零一",
        )
    }
    assert list(strengths.values()) == ["strong", "weak", "strong", "weak"]


class TestRedactor:
    def test_the_same_value_keeps_its_placeholder(self) -> None:
        redactor = Redactor("zh")
        first = redactor.redact(["电话13900000001", "手机139-0000-0002"])
        second = redactor.redact(["回拨１３９０００００００１", "+8613900000002"])
        assert first == ["电话[手机1]", "手机[手机2]"]
        assert second == ["回拨[手机1]", "[手机2]"]
        assert redactor.counts == {SpanType.MOBILE: 4}

    def test_english(self) -> None:
        text = "收件人：李秀英，a.b@qq.com"
        assert Redactor("en").redact([text]) == ["收件人：[NAME_1]，[EMAIL_1]"]

    @given(MIXED)
    @settings(max_examples=100, deadline=None)
    def test_what_is_between_stays(self, text: str) -> None:
        spans = identify([text])[0]
        replaced = Redactor("en").replace(text, spans)
        place = 0
        for span in spans:
            assert text[place : span.start] in replaced
            assert replaced.count(f"[{span.type.name}_") >= 1
            place = span.end
        assert replaced.endswith(text[place:])
