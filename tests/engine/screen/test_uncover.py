"""Uncovering: hidden texts written out, every place pointing home."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.patterns.pieces import pieces
from tests.engine.screen.invented_rules import CODE, PAY, screener

from shopwarden.engine.fold import fold
from shopwarden.engine.screen.uncover import uncovered
from shopwarden.engine.screen.words import data

WRITTEN = {
    "parts": ("马佥讠正石马发我", "验证码发我"),
    "rare look-alikes": ("忖欵", "付款"),
    "pictures": ("加🛰", "加微信"),
    "one filler again and again": ("验喔证喔码", "验证码"),
    "remarks again and again": ("加(呵)微(呵)信", "加微信"),
    "signs for letters": ("v3nm0", "venmo"),
    "letters apart": ("v-e-n-m-o", "venmo"),
    "letters cut": ("pay-pal", "paypal"),
    "backwards": ("反过来读：信微加", "加微信：读来过反"),
}
HIDING = [
    *(
        w
        for e in data("uncover.yaml")["parts"].values()
        for w in re.findall("[一-龥]+", e)
    ),
    *data("uncover.yaml")["fillers"],
    *("(呵)", "（哈）", "反过来读", "v3", "-", "❤", "🛰", "验喔证喔码"),
]
TEXTS = st.lists(
    st.sampled_from(HIDING) | st.sampled_from(pieces()) | st.characters(), max_size=16
).map("".join)


@pytest.mark.parametrize("name", WRITTEN)
def test_written_out(name: str) -> None:
    text, read = WRITTEN[name]
    found = uncovered(text)
    assert found is not None
    assert found.text == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天有货吗",
        "iphone 15 pro",
        "3 m 的胶带",
        "(大)(小)都有",
    ],
)
def test_nothing_to_undo(text: str) -> None:
    assert uncovered(text) is None


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("把马佥讠正石马发我", "验证码", "马佥讠正石马"),
        ("把马佥讠正石马发我", "验", "马佥"),
        ("把马佥讠正石马发我", "发我", "发我"),
        ("验喔证喔码", "验证码", "验喔证喔码"),
        ("加(呵)微(呵)信", "微信", "微(呵)信"),
        ("加🛰吧", "微信", "🛰"),
        ("用v-e-n-m-o付", "venmo", "v-e-n-m-o"),
        ("用v3nm0付", "en", "3n"),
        ("反过来读：信微加", "加微", "微加"),
        ("反过来读：讠正", "证", "讠正"),
    ],
)
def test_where_a_word_comes_from(text: str, word: str, original: str) -> None:
    found = uncovered(text)
    assert found is not None
    at = found.text.index(word)
    start, end = found.original(at, at + len(word))
    assert text[start:end] == original


@given(TEXTS)
def test_every_place_lies_within_the_text(text: str) -> None:
    plain = fold([text])[0].plain.text
    found = uncovered(plain)
    if found is None:
        return
    assert len(found.text) == len(found.firsts) == len(found.lasts)
    for at in range(len(found.text)):
        start, end = found.original(at, at + 1)
        assert 0 <= start < end <= len(plain)
    if found.text:
        start, end = found.original(0, len(found.text))
        assert 0 <= start < end <= len(plain)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("把马佥讠正石马发我", ["马佥讠正石马"]),
        ("Ａ马佥讠正石马", ["马佥讠正石马"]),
        ("微亻言，转账", ["微亻言", "转账"]),
        ("反过来读：账转，信微加", ["账转", "信微"]),
    ],
)
def test_marks_come_back_to_the_original(text: str, words: list[str]) -> None:
    (found,) = screener(PAY, CODE).screen([text], kind="chat")
    assert [text[start:end] for start, end in found.marks[0].places] == words
    assert found.marks[0].hidden
