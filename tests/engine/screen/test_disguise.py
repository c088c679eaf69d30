"""Disguises: hidden words are found and said to be hidden, ordinary ones are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.engine.screen.invented_rules import CODE, PAY, screener

from shopwarden.engine.screen.disguise import disguised, sounds
from shopwarden.engine.screen.words import data

if TYPE_CHECKING:
    from shopwarden.engine.screen import Screener


@pytest.fixture(scope="module")
def plain() -> Screener:
    return screener(PAY, CODE)


def hidden(screener_: Screener, text: str) -> list[bool]:
    return [mark.hidden for mark in screener_.screen([text], kind="chat")[0].marks]


@pytest.mark.parametrize(
    "text",
    [
        "薇信转账",
        "微忻转账",
        "wei信转账",
        "微xin转账",
        "weixin转账",
        "wēi xìn转账",
        "信微转账",
        "微❤信转账",
        "微-信转账",
        "微 信 转 账",
        "微。信。转。账",
        "微\u200b信转账",
        "𝐰𝐞𝐜𝐡𝐚𝐭转账",
        "ⓦⓔⓒⓗⓐⓣ转账",
        "wесhат转账",
        "微信zhuan账",
        "微信砖账",
        "微亻言转账",
        "微信转贝长",
        "反过来读：账转信微",
        "焰证码",
        "验喔证喔码",
        "亲，马佥讠正石马",
    ],
)
def test_a_disguised_word_is_hidden(plain: Screener, text: str) -> None:
    assert True in hidden(plain, text)


@pytest.mark.parametrize(
    "text", ["微信转账", "WeChat 转账", "ＷｅＣｈａｔ转账", "微信轉賬", "微信，转账"]
)
def test_width_case_and_traditional_hide_nothing(plain: Screener, text: str) -> None:
    assert hidden(plain, text) == [False]


@pytest.mark.parametrize(
    "text",
    [
        "违心转账",
        "卫星转账",
        "威信转账",
        "唯心转账",
        "尾巴，新的，转账",
        "微笑，信任你，转账",
        "专长是微信",
    ],
)
def test_ordinary_words_that_sound_alike_are_no_disguise(
    plain: Screener, text: str
) -> None:
    assert hidden(plain, text) == []


def test_what_is_written_openly_is_not_hidden_by_a_disguise_beside_it(
    plain: Screener,
) -> None:
    assert hidden(plain, "微信转账，薇信转账") == [False]


def expression(word: str, **entry: object) -> re.Pattern[str]:
    return re.compile("|".join(disguised(word, entry)))


def test_a_character_gives_way_to_those_that_sound_the_same() -> None:
    found = expression("微信")
    assert found.fullmatch("薇信")
    assert found.fullmatch("微衅")
    assert found.fullmatch("weixin")
    assert found.fullmatch("wei❤信")
    assert not found.fullmatch("微信")
    # 未 has another tone.
    assert not found.fullmatch("未信")
    assert expression("微信", loose=True).fullmatch("未信")


def test_what_an_entry_says() -> None:
    assert expression("微信", like={"微": "徽"}).fullmatch("徽信")
    assert not expression("微信", plain_words=["薇信"]).fullmatch("薇信")
    assert not expression("微信", latin=False).search("weixin")
    assert not expression("微信", before=["稍"]).search("稍薇信")


def test_spelled_words_stand_apart_from_other_letters() -> None:
    found = expression("微信")
    assert not found.search("aweixin")
    assert not found.search("weixing")
    assert found.search("加weixin号")


def test_sounds_are_told_with_tone() -> None:
    assert sounds().of["信"] == "xin4"
    assert "薇" in sounds().alike[sounds().of["微"]]


def test_every_word_and_its_ordinary_likes_are_no_disguise_of_it() -> None:
    for word, entry in data("disguises.yaml")["words"].items():
        found = re.compile("|".join(disguised(word, entry or {})))
        ordinary = [word, *(entry or {}).get("plain_words", ())]
        assert [w for w in ordinary if found.fullmatch(w)] == []
