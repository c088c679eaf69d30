"""The ways in which a person or a keyboard may write the same text.

    full width     every ASCII character in its full-width form
    apart          a space between Chinese characters
    Traditional    by the table of characters, read backwards

What it does not do: disguise (homophones, parts): rules need not see those.
"""

from __future__ import annotations

import re
from functools import cache

from shopwarden.engine.fold.table import table

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_BETWEEN_HANZI = re.compile("(?<=[一-龥])(?=[一-龥])")


def full_width(text: str) -> str:
    """The text as an input method in full-width mode writes it."""
    return text.translate(_WIDE)


def apart(text: str) -> str:
    """The text with a space between Chinese characters; Latin words keep theirs."""
    return _BETWEEN_HANZI.sub(" ", text)


@cache
def _traditional() -> dict[int, str]:
    """Simplified characters and the first Traditional one that is read as them."""
    known = table()
    found: dict[int, str] = {}
    for character, kind in known.kinds.items():
        start = known.start[ord(character)]
        if kind == "traditional" and known.length[ord(character)] == 1:
            found.setdefault(int(known.pool[start]), character)
    return found


def traditional(text: str) -> str:
    """The text in Traditional characters, as far as the table knows them."""
    return text.translate(_traditional())
