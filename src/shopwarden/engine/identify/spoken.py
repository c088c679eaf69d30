"""Mobile numbers written as they are spoken, in English or pinyin.

    one three nine, six zeros, four-two
    yi san jiu 0000 零零零一

What it does not do: digits of any other kind (`identify.numbers`), or guess
where a number is not whole.

>>> [(c.start, c.end) for c in spoken("cell one three nine, seven zeros, one")]
[(5, 37)]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify.candidate import Candidate
from shopwarden.engine.identify.digits import LIKE, as_digits
from shopwarden.engine.identify.span import WEAK, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENGLISH = "zero one two three four five six seven eight nine"
_PINYIN = "ling yi er san si wu liu qi ba jiu"
_DIGITS = {
    word: str(digit)
    for row in (_ENGLISH, _PINYIN)
    for digit, word in enumerate(row.split())
}
_DIGITS |= {"oh": "0", "o": "0", "nought": "0", "dong": "0", "yao": "1"}
_TIMES = {"double": 2, "triple": 3}
_SEP = r"[ ,.\-]{1,3}"
# A mobile begins with 1 and a digit from 3.
SPOKEN = (
    rf"(?:one|yi|yao){_SEP}(?:three|four|five|six|seven|eight|nine|"
    "san|si|wu|liu|qi|ba|jiu|[3-9])"
)
_BEGIN = re.compile(rf"(?<![a-z0-9]){SPOKEN}(?![a-z])")
_WORD = "|".join(sorted(_DIGITS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?:{_SEP}(?:(?:then|and) )?)?(?:"
    rf"(?P<times>double|triple)[ \-](?P<each>{_WORD}|[0-9])(?![a-z0-9])|"
    rf"(?P<many>{_WORD}|[0-9])[ \-](?P<of>{_WORD}|[0-9])e?s(?![a-z])|"
    rf"(?P<word>{_WORD})(?![a-z])|(?P<plain>[{LIKE}]+))"
)
_LENGTH = 11


def spoken(text: str) -> Iterator[Candidate]:
    """Mobile numbers of spoken digits."""
    for begin in _BEGIN.finditer(text):
        end = _end(text, begin.start())
        if end is not None:
            yield Candidate(begin.start(), end, SpanType.MOBILE, WEAK)


def _end(text: str, at: int) -> int | None:
    """Where eleven digits from a place on are complete; None if they never are."""
    count = 0
    while count < _LENGTH:
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        count += len(_read(token))
        at = token.end()
    return at if count == _LENGTH else None


def _read(token: re.Match[str]) -> str:
    """The digits of one token: six zeros are six, double eight is two."""
    if token["times"]:
        return _digit(token["each"]) * _TIMES[token["times"]]
    if token["many"]:
        return _digit(token["of"]) * int(_digit(token["many"]))
    return _digit(token["word"] or token["plain"])


def _digit(word: str) -> str:
    return _DIGITS.get(word) or as_digits(word)
