"""Uncovering: a hidden text written out, with the way back to the original.

What is undone, where a text shows signs of it:

    parts      亻言 → 信          a character written as its parts
    alike      忖 → 付            rare characters that look like common ones
    symbols    🛰 → 微信          pictures that are read as words
    fillers    验喔证喔码 → 验证码  the same filler again and again, or (…) (…)
    letters    v3nmo → venmo      digits and signs for letters, letters apart
    reversal   the whole text backwards, where the writer says so

Data: `data/uncover.yaml`, ours. The result is screened like any text; what
is found only there was hidden.

What it does not do: undo homophones and spelled sounds (`screen.disguise`),
which are recognised word by word.

>>> uncovered("把验喔证喔码告诉我").text
'把验证码告诉我'
>>> uncovered("今天有货吗") is None
True
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.screen.words import data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Between two characters, +, ❤ and ♥ may be no word at all.
_WEDGED = "(?:[一-龥][+❤♥])(?=[一-龥])"
_WEDGE = re.compile("(?<=[一-龥])[+❤♥](?=[一-龥])")
# A bracketed remark that comes again is a filler too.
_REMARK = re.compile(r"[(（][^()（）]{1,8}[)）]")
_APART = re.compile(r"(?<![a-z0-9])[a-z](?:[-_.*~'/·•][a-z0-9]{1,2}){2,12}(?![a-z0-9])")
_CUT = re.compile(r"(?<=[a-z])[-*'~·•](?=[a-z0-9])")
# What a word spelled with other signs, or several remarks, look like.
_SPELLED = r"[a-z][0-9@!€|+*'~-]+[a-z]|[$][a-z]|[a-z][$]"
_REMARKS = r"[(（][^()（）]{1,8}[)）][^()（）]{1,4}[(（]"
_TOKEN = re.compile(r"[a-z0-9@$!€|+*'~-]{3,24}")


class Uncovered(NamedTuple):
    """A text written out, and where each of its characters comes from."""

    text: str
    firsts: list[int]  # of each character the first one it was made of
    lasts: list[int]  # and the last

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text it was made of, also where that runs backwards."""
        return min(self.firsts[start:end]), max(self.lasts[start:end]) + 1


class _Tables(NamedTuple):
    words: Mapping[str, str]  # what is written → what is read
    expression: re.Pattern[str]
    fillers: re.Pattern[str]
    reversal: re.Pattern[str]
    letters: Mapping[int, str]
    filler_characters: str


@cache
def _tables() -> _Tables:
    """The tables, read once. What is longer is replaced first."""
    entries = data("uncover.yaml")
    choices: list[tuple[str, str]] = []
    for read, written in entries["parts"].items():
        choices += [(each, read) for each in written.split()]
    for read, written in entries["alike"].items():
        choices += [(each, read) for each in _one_by_one(written, len(read))]
    choices += [(str(w), read) for w, read in entries["symbols"].items()]
    choices.sort(key=lambda choice: -len(choice[0]))
    words = {_bare(written): read for written, read in choices}
    fillers = "".join(entries["fillers"])
    return _Tables(
        words,
        re.compile("|".join(written for written, _ in choices)),
        re.compile(
            rf"(?<=[一-龥])([{fillers}])(?=[一-龥0-9]\1)|(?<=([{fillers}])[一-龥0-9])\2"
        ),
        re.compile("|".join(entries["reversal"].split())),
        {ord(k): v for k, v in entries["letters"].items()},
        fillers,
    )


def _one_by_one(written: str, size: int) -> list[str]:
    """Single characters, or one expression where there is more to say."""
    return [written] if "(" in written or size > 1 else list(written)


def _bare(expression: str) -> str:
    """What an expression matches, its look-around left out."""
    return re.sub(r"\(\?[=!].*\)$", "", expression)


def signs() -> str:
    """An expression that finds every text worth uncovering, in the plain view."""
    known = _tables()
    parts = known.expression.pattern
    each = map(re.escape, known.filler_characters)
    fillers = "|".join(f"{c}[一-龥0-9]{c}" for c in each)
    return f"{parts}|{known.reversal.pattern}|{fillers}|{_SPELLED}|{_REMARKS}|{_WEDGED}"


def uncovered(plain: str) -> Uncovered | None:
    """A plain text written out; None where there is nothing to undo."""
    places = list(range(len(plain)))
    found = Uncovered(plain, places, places)
    for step in (_spelled_out, _without_fillers, _lettered):
        found = step(found)
    if _tables().reversal.search(plain):
        found = Uncovered(found.text[::-1], found.firsts[::-1], found.lasts[::-1])
    return None if found.text == plain else found


def _replaced(
    found: Uncovered,
    expression: re.Pattern[str],
    read: Callable[[re.Match[str]], str],
) -> Uncovered:
    """Every match replaced."""
    text: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    last = 0
    for match in expression.finditer(found.text):
        new, (start, end) = read(match), match.span()
        text += [found.text[last:start], new]
        made_of = _made_of(found, start, end, len(new))
        firsts += found.firsts[last:start] + made_of[0]
        lasts += found.lasts[last:start] + made_of[1]
        last = end
    if not text:
        return found
    return Uncovered(
        "".join([*text, found.text[last:]]),
        firsts + found.firsts[last:],
        lasts + found.lasts[last:],
    )


def _made_of(
    found: Uncovered, start: int, end: int, size: int
) -> tuple[list[int], list[int]]:
    """Of each new character where it comes from: one from one, or all from all."""
    if size == end - start:
        return found.firsts[start:end], found.lasts[start:end]
    return [found.firsts[start]] * size, [found.lasts[end - 1]] * size


def _spelled_out(found: Uncovered) -> Uncovered:
    known = _tables()
    return _replaced(found, known.expression, lambda m: known.words.get(m[0], m[0]))


def _without_fillers(found: Uncovered) -> Uncovered:
    """The text without what comes between its characters again and again.

    A sign that can stand for a word (加, 信) goes wherever it only parts two: the
    text as it stands is read as well.
    """
    found = _replaced(found, _WEDGE, lambda _: "")
    found = _replaced(found, _tables().fillers, lambda _: "")
    remarks = _REMARK.findall(found.text)
    if len(remarks) > len(set(remarks)):
        found = _replaced(found, _REMARK, lambda _: "")
    return found


def _lettered(found: Uncovered) -> Uncovered:
    """Latin words put together and spelled with letters only."""
    found = _replaced(found, _APART, lambda m: re.sub(r"[-_.*~'/·•]", "", m[0]))
    found = _replaced(found, _CUT, lambda _: "")
    return _replaced(found, _TOKEN, lambda m: lettered(m[0]))


def lettered(token: str) -> str:
    """A Latin word spelled with letters, if it has more of them than other signs.

    >>> lettered("w3chat"), lettered("a1b2")
    ('wechat', 'a1b2')
    """
    plain = sum(c.isalpha() for c in token)
    if plain == len(token) or plain * 2 <= len(token):
        return token
    return token.translate(_tables().letters)
