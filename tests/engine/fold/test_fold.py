"""Folding: what is read, and where each character of a view comes from."""

from __future__ import annotations

import pytest

from shopwarden.engine.fold import SEPARATOR, fold, folded_kinds

PLAIN = {
    "full width": ("ＷｅＣｈａｔ１３９", "wechat139"),
    "full-width space": ("ａｄｄ\u3000ｍｅ", "add me"),
    "space that does not break": ("add\u00a0me", "add me"),
    "case": ("WeChat", "wechat"),
    "circled": ("①③⑨ ⓥⓧ", "139 vx"),
    "negative circled": ("❶❸❾🅥🅧", "139vx"),
    "parenthesised": ("⑴⑶⒱", "13v"),
    "ten and more": ("⑫㉚", "1230"),
    "keycaps": ("1️⃣3️⃣9️⃣", "139"),
    "mathematical": ("𝐯𝟏𝟑𝟗", "v139"),
    "small capitals": ("ᴠx", "vx"),
    "flags": ("🇻🇽", "vx"),
    "other digits": ("١٣٩ ๑๓๙", "139 139"),
    "hanzi in a circle": ("㊀㊂", "13"),
    "hanzi stay hanzi": ("一三九〇", "一三九〇"),
    "traditional": ("匯款轉賬加微信", "汇款转账加微信"),
    "compatibility hanzi": ("\uf90a\U0002f804", "金你"),
    "radicals": ("\u2f9e\u2fa6", "车金"),
    "radicals, Traditional": ("\u2fba", "马"),
    "Cyrillic": ("ѕсаm wесhат", "scam wechat"),
    "Greek": ("ΗΕΙΡ νχ", "heip vx"),
    "capitals of letters that look alike": ("ԜҺ", "wh"),
    "accents": ("wéchät e\u0301", "wechat e"),
    "zero width": ("微\u200b信\u200d号\ufeff", "微信号"),
    "variation selectors": ("微\ufe0f信\U000e0101", "微信"),
    "tags": ("微\U000e0061信", "微信"),
    "direction marks": ("微\u202e信\u2066", "微信"),
    "soft hyphen": ("we\u00adchat", "wechat"),
    "Hangul and braille blanks": ("微\u3164信\u2800号\u115f", "微信号"),
    "controls": ("微\x00信\x08", "微信"),
    "line ends stay": ("加\t我\r\n微信", "加\t我\r\n微信"),
    "combining marks": ("微\u0336信\u20dd", "微信"),
    "symbols that are words": ("➕V 🧧", "+v 红包"),
    "ligatures": ("ﬁ ㎏ ℡", "fi kg tel"),
    "fractions": ("½", "½"),
    "emoji stay": ("❤😀", "❤😀"),
    "empty": ("", ""),
}
TIGHT = {
    "apart": ("微 - 信", "微信"),
    "dots": ("加。微·信", "加微信"),
    "emoji between": ("微😀信", "微信"),
    "single letters": ("v - x", "vx"),
    "letters of a word": ("w e c h a t", "wechat"),
    "digits one by one": ("1 3 9", "139"),
    "words keep one space": ("add   me  now", "add me now"),
    "a word and a letter": ("vitamin c", "vitamin c"),
    "a comma between words": ("cheap,fast", "cheap fast"),
    "Latin beside hanzi": ("加 wechat 号", "加wechat号"),
    "groups of digits": ("139-0000", "139 0000"),
    "plus and heart": ("+ V ❤", "+v❤"),
    "only gaps": ("。 ！😀", ""),
    "empty": ("", ""),
}


@pytest.mark.parametrize("name", PLAIN)
def test_the_plain_view(name: str) -> None:
    text, read = PLAIN[name]
    assert fold([text])[0].plain.text == read


@pytest.mark.parametrize("name", TIGHT)
def test_the_tight_view(name: str) -> None:
    text, read = TIGHT[name]
    assert fold([text])[0].tight.text == read


@pytest.mark.parametrize("name", PLAIN)
def test_the_plain_view_is_read_as_itself(name: str) -> None:
    read = fold([PLAIN[name][0]])[0].plain.text
    again = fold([read])[0].plain
    assert again.text == read
    assert again.places.tolist() == list(range(len(read)))


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("请加 微-信", "微信", "微-信"),
        ("１３９", "39", "３９"),
        ("1️⃣3️⃣9️⃣", "139", "1️⃣3️⃣9"),
        ("⑫元", "2元", "⑫元"),
        ("㍿", "会社", "㍿"),
        ("微\u200b信号", "微信", "微\u200b信"),
        ("add   me", "add me", "add   me"),
    ],
)
def test_the_original_behind_a_word(text: str, word: str, original: str) -> None:
    tight = fold([text])[0].tight
    at = tight.text.index(word)
    start, end = tight.original(at, at + len(word))
    assert text[start:end] == original


def test_a_space_between_words_is_at_home_in_the_gap() -> None:
    tight = fold(["add - me"])[0].tight
    assert tight.text == "add me"
    assert tight.places.tolist() == [0, 1, 2, 3, 6, 7]


def test_a_separator_within_a_text_is_a_space() -> None:
    batch = fold([f"微{SEPARATOR}信", "号"])
    assert [v.plain.text for v in batch] == ["微 信", "号"]
    assert batch[0].tight.text == "微信"
    assert batch[0].tight.original(0, 2) == (0, 3)


def test_lone_surrogates_are_spaces() -> None:
    views = fold(["微\ud800信\udfff", "\udc00"])
    assert [v.plain.text for v in views] == ["微 信 ", " "]
    assert [v.tight.text for v in views] == ["微信", ""]
    assert views[0].plain.size == 4


@pytest.mark.parametrize("texts", [[], [""], ["", "", ""], ["", "微", ""], ["。", ""]])
def test_empty_texts_keep_their_place(texts: list[str]) -> None:
    batch = fold(texts)
    assert len(batch) == len(texts)
    assert [v.plain.text for v in batch] == texts
    assert [v.tight.text for v in batch] == [t.replace("。", "") for t in texts]
    assert [v.tight.size for v in batch] == [len(t) for t in texts]


def test_gaps_end_with_their_text() -> None:
    batch = fold(["add", "me", " ", "v", "x"])
    assert [v.tight.text for v in batch] == ["add", "me", "", "v", "x"]


def test_kinds_of_folding() -> None:
    assert folded_kinds("加微信") == set()
    assert folded_kinds("Ｖ①匯аA\u200b") == {
        "case",
        "digit",
        "invisible",
        "lookalike",
        "traditional",
        "width",
    }
