"""Values of a notice as a person gives them, in place of what was read.

    number level rule orders sku amount time deadline

What it does not do: ask the person. Deadlines that run from the notice's time
are read anew by whoever changes `time` (`read_notice(noticed_ms=…)`).

>>> amended(Notice(), "deadline", "2026-11-25 18:00").dues
(1795600800000,)
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from shopwarden.records.choice import CHOICES
from shopwarden.records.moment import read_moment
from shopwarden.records.money import read_fen
from shopwarden.sources.notices.notice import Deadline, Found, Notice
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from collections.abc import Callable

NOTHING = "-"
_NUMBER = re.compile(r"[^\s,，;；]{2,40}")
_ORDERS = re.compile(r"\d{10,20}")
_SKUS = re.compile(r"\d{6,20}")
_TIMED = re.compile(r"\d[T ]+\d{1,2}:\d")


def amended(notice: Notice, name: str, said: str) -> Notice:
    """The notice with one value replaced; `-` says that it has none.

    Raises KeyError for a name there is not, ValueError for a value that does
    not fit.
    """
    amend = _AMENDS[name]
    said = said.strip()
    return _EMPTY[name](notice) if said == NOTHING else amend(notice, said)


def moment_said(said: str) -> int:
    """A moment to the minute, in China; ValueError for anything less."""
    moment = read_moment(said)
    if moment is None or not _TIMED.search(said):
        raise ValueError(said)
    return moment


def _number(notice: Notice, said: str) -> Notice:
    if not _NUMBER.fullmatch(said):
        raise ValueError(said)
    return replace(notice, number=Found(said, 0))


def _level(notice: Notice, said: str) -> Notice:
    """A level by its word or by what it is called."""
    for word in CHOICES["level"]:
        called = {say(Text(f"choices.level_{word}"), each) for each in LANGUAGES}
        if said in called | {word}:
            return replace(notice, level=Found(word, 0))
    raise ValueError(said)


def _rule(notice: Notice, said: str) -> Notice:
    if len(said) > 60:
        raise ValueError(said)
    return replace(notice, clause=Found(said, 0))


def _amount(notice: Notice, said: str) -> Notice:
    fen = read_fen(said)
    if fen < 0:
        raise ValueError(said)
    return replace(notice, amount=Found(fen, 0), each=False, amounts={})


def _orders(notice: Notice, said: str) -> Notice:
    found = _listed(said, _ORDERS)
    kept = {o.value for o in notice.orders} == {o.value for o in found}
    return replace(notice, orders=found, amounts=notice.amounts if kept else {})


def _skus(notice: Notice, said: str) -> Notice:
    return replace(notice, skus=_listed(said, _SKUS))


def _listed(said: str, form: re.Pattern[str]) -> tuple[Found[str], ...]:
    values = [part for part in re.split(r"[\s,，、;；]+", said) if part]
    if not values or not all(form.fullmatch(value) for value in values):
        raise ValueError(said)
    return tuple(Found(value, 0) for value in dict.fromkeys(values))


def _time(notice: Notice, said: str) -> Notice:
    return replace(notice, noticed=Found(moment_said(said), 0))


def _deadline(notice: Notice, said: str) -> Notice:
    return replace(notice, deadlines=(Deadline(said, 0, (moment_said(said),)),))


_AMENDS: dict[str, Callable[[Notice, str], Notice]] = {
    "number": _number,
    "level": _level,
    "rule": _rule,
    "orders": _orders,
    "sku": _skus,
    "amount": _amount,
    "time": _time,
    "deadline": _deadline,
}
_EMPTY: dict[str, Callable[[Notice], Notice]] = {
    "number": lambda notice: replace(notice, number=None),
    "level": lambda notice: replace(notice, level=None),
    "rule": lambda notice: replace(notice, clause=None),
    "orders": lambda notice: replace(notice, orders=(), amounts={}),
    "sku": lambda notice: replace(notice, skus=()),
    "amount": lambda notice: replace(notice, amount=None, each=False, amounts={}),
    "time": lambda notice: replace(notice, noticed=None),
    "deadline": lambda notice: replace(notice, deadlines=()),
}
NAMES = tuple(_AMENDS)
