"""Patterns: what may be written, and what is refused as it means two things."""

from __future__ import annotations

import pytest

from shopwarden.engine.patterns import Pattern
from shopwarden.engine.patterns.first import beginnings


@pytest.mark.parametrize(
    "text",
    [
        r"\b微信",
        r"\d{11}",
        r"\w+号",
        r"号\s",
        r"[\d]号",
        r"\\\d",
        r"\u5fae",
        r"\Z号",
        "^微信",
        "微信$",
        "(?i)wechat",
        "(?i:w)echat",
        "(?s).号",
        "(?-i:w)x",
    ],
)
def test_what_engines_read_differently_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="x"):
        Pattern("x", text)


@pytest.mark.parametrize("text", ["", "a*", "(?:a|)", "(?!a)", "(?<!a)", "a{0,3}"])
def test_what_matches_nothing_at_all_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="nothing"):
        Pattern("x", text).compiled()


@pytest.mark.parametrize(
    "text", [r"\$5", r"a\^b", "[^a]b", "[$]s", r"\.", "(?<![a-z])vx(?![a-z])", r"a\\d"]
)
def test_what_engines_read_alike_is_taken(text: str) -> None:
    assert Pattern("x", text).text == text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("微信", "微信"),
        ("[vw]x|微", "vx wx 微"),
        ("(?<!a)(?:微|v)?信", "微信 v信 信"),
        ("(?=b)[a-c]d", "ad bd cd"),
        ("a?b?c", "ab ac bc c"),
        ("(?:a|b?)c", "ac bc c"),
        ("a{0,2}?b", "aa ab b"),
        ("a+b", "aa ab"),
        ("a{2,3}b", "aa"),
        ("(?P<n>a)b", "ab"),
        ("a[^b]", "a"),
        (r"\+v", "+v"),
    ],
)
def test_what_a_match_can_begin_with(text: str, first: str) -> None:
    assert beginnings(text) == frozenset(first.split())


@pytest.mark.parametrize("text", ["[^a]b", ".b", "[一-龥]信", "a?[^b]c", "(?:a|.)b"])
def test_where_it_can_begin_with_nearly_anything(text: str) -> None:
    assert "" in beginnings(text)
