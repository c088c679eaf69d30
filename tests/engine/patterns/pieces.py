"""Pieces of the real vocabulary, from which random texts are put together."""

from __future__ import annotations

import re
from functools import cache

from shopwarden.engine.screen.words import data

_WORD = re.compile("[一-龥]{1,4}|[a-z]{2,10}")
_MORE = [*"0123456789①３，。！？ -_·.@:：()+❤\n", "139", "0000", "一三九", "号", "元"]


@cache
def pieces() -> tuple[str, ...]:
    """Words as the data files write them, their expressions taken apart."""
    found = {
        word
        for file in ("words.yaml", "listing_words.yaml")
        for entry in data(file).values()
        for value in entry.values()
        if isinstance(value, str)
        for word in _WORD.findall(value)
    }
    return (*sorted(found), *_MORE)
