"""The text of an expression cut into tokens, in one bounded pass.

>>> from shopwarden.engine.expression.place import Origin
>>> [t.text for t in tokens("a >= 7d", Origin())]
['a', '>=', '7d', '']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shopwarden.engine.expression.place import Origin

MAX_CHARACTERS = 2_000

_TOKEN = re.compile(
    r"""(?P<span>[0-9]+(?:ms|min|d|h|s))(?![A-Za-z0-9_.])
      | (?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z0-9_.])
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)
      | (?P<word>'[^'\n]*')
      | (?P<mark>==|!=|<=|>=|[<>+\-*(),])""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
KEYWORDS = frozenset({"and", "or", "not", "in", "between"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: span, number, name, word, mark, keyword or end."""

    sort: str
    text: str
    at: int


def tokens(text: str, origin: Origin) -> list[Token]:
    """The tokens, the last one `end`. Raises RuleError for anything else."""
    if len(text) > MAX_CHARACTERS:
        raise origin.error("too_long", text, 0, limit=MAX_CHARACTERS)
    found: list[Token] = []
    at = _skip(text, 0)
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _bad_token(text, at, origin)
        found.append(_token(match))
        at = _skip(text, match.end())
    found.append(Token("end", "", len(text)))
    return found


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _token(match: re.Match[str]) -> Token:
    sort, text = str(match.lastgroup), match.group()
    if sort == "name" and text in KEYWORDS:
        sort = "keyword"
    return Token(sort, text, match.start())


def _bad_token(text: str, at: int, origin: Origin) -> Exception:
    """What people most often type instead, named; else the character itself."""
    if text[at] == "/":
        return origin.error("no_division", text, at)
    if text[at] in "\"“”‘’'":
        return origin.error("bad_quote", text, at)
    if text[at] == "=":
        return origin.error("single_equals", text, at)
    return origin.error("bad_token", text, at, token=text[at : at + 12])
