"""How wide text is in a terminal, where a Chinese character takes two columns.

What it does not do: know fonts; it follows Unicode's East Asian Width, taking
ambiguous characters as narrow.

>>> cut("订单号 316", 7)
'订单号…'
>>> wrapped("结算单里没有", 8)
['结算单里', '没有']
"""

from __future__ import annotations

import re
import unicodedata

# A run of one width-one word, a space, or a single wide character: where lines
# may break. Closing punctuation stays with what is before it.
_PIECE = re.compile(r"\s+|[!-~¥%]+|.[，。；：、）”！？]*", re.DOTALL)


def columns(text: str) -> int:
    """The columns `text` takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """`text` in at most `width` columns, an ellipsis where it was longer."""
    if columns(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += _columns(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def padded(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` columns."""
    fill = " " * max(width - columns(text), 0)
    return fill + text if right else text + fill


def wrapped(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` columns; a longer word has its own line."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
