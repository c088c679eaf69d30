"""Codes and bilingual texts become sentences."""

from __future__ import annotations

import pytest

from shopwarden.words import Bilingual, Text, say

OWED = Bilingual("京东欠 {owed_fen}", "JD owes {owed_fen}")


def test_a_code_is_said_in_either_language() -> None:
    text = Text("words.example", {"total_fen": 123456})
    assert say(text, "zh") == "合计 ¥1,234.56"
    assert say(text, "en") == "Total ¥1,234.56"


def test_a_text_of_a_data_file_is_said_in_either_language() -> None:
    assert say(Text(OWED, {"owed_fen": 5}), "zh") == "京东欠 ¥0.05"
    assert say(Text(OWED, {"owed_fen": 5}), "en") == "JD owes ¥0.05"


def test_a_value_is_never_read_as_a_template() -> None:
    text = Text(Bilingual("店铺 {shop}", "Shop {shop}"), {"shop": "{secret}"})
    assert say(text, "en") == "Shop {secret}"


def test_a_code_without_an_entry_is_a_defect() -> None:
    with pytest.raises(KeyError):
        say(Text("words.nowhere"), "en")


def test_a_missing_parameter_is_a_defect() -> None:
    with pytest.raises(KeyError):
        say(Text("words.example"), "en")
