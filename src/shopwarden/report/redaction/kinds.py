"""Kinds of personal data: their words, their placeholders, and when two are one.

What it does not do: find anything.

>>> placeholder("mobile", 3, "zh"), placeholder("mobile", 3, "en")
('[手机3]', '[MOBILE_3]')
>>> same("mobile", "+86 139-0000-0001") == same("mobile", "13900000001")
True
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from shopwarden.engine.identify import SpanType
from shopwarden.records.tokens import folded
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.words import Language

# Known by their column only: nothing in such a value tells what it is.
BUYER, WALLET, BIRTHDAY = "buyer", "wallet", "birthday"
KINDS: tuple[str, ...] = (*(t.value for t in SpanType), BUYER, WALLET, BIRTHDAY)

_DIGITS = frozenset({"mobile", "landline", "bank_card", "qq_id"})
_MOBILE = 11  # digits of a mobile number
_NO_DIGIT = re.compile(r"[^0-9]+")
_COUNTRY = re.compile(r"^(?:00)?86(?=1[0-9]{10}$)")


@cache
def short_word(kind: str, language: Language) -> str:
    """The word of a kind as it stands in a placeholder."""
    word = say(Text(f"redact.short_{kind}"), language)
    return word if language == "zh" else word.upper().replace(" ", "_")


def placeholder(kind: str, number: int, language: Language) -> str:
    """The placeholder of the `number`th value of a kind."""
    between = "" if language == "zh" else "_"
    return f"[{short_word(kind, language)}{between}{number}]"


@cache
def placeholders() -> re.Pattern[str]:
    """Placeholders of either language, as in a file that was redacted before."""
    words = (re.escape(short_word(k, lang)) for k in KINDS for lang in LANGUAGES)
    return re.compile(rf"\[(?:{'|'.join(words)})_?[0-9]+\]")


def same(kind: str, value: str) -> str:
    """What two spellings of one value have in common."""
    text = folded(value)
    if kind not in _DIGITS:
        return text
    digits = _NO_DIGIT.sub("", text)
    return _COUNTRY.sub("", digits) or text


def same_of(kind: str, values: Sequence[str]) -> list[str]:
    """`same` of many values of letters and digits only."""
    if kind in _DIGITS:
        return [
            v if v.isascii() and len(v) == _MOBILE else same(kind, v) for v in values
        ]
    joined = unicodedata.normalize("NFKC", "\n".join(values)).casefold().split("\n")
    return joined if len(joined) == len(values) else [same(kind, v) for v in values]
