"""Choices: how tables spell yes, no and the words of closed lists.

`data/choices.yaml` lists the spellings seen or expected; what the catalogue
`choices` calls a word, in Chinese or English, is understood as well. A word
nobody knows stays as it was written, and the reader says so.

What it does not do: guess.

>>> chosen("action", "修改价格"), chosen("action", "改版头")
('price', None)
>>> flag("否"), flag("√")
(0, 1)
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.records.choice import CHOICES
from shopwarden.words import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

_FLAGS = {"yes": 1, "no": 0}
MOST_EXTENSION = 8


def flag(text: str) -> int:
    """1 for a word that says yes, 0 for no; ValueError for any other."""
    try:
        return _flag_words()[folded(text)]
    except KeyError:
        raise ValueError(text) from None


def chosen(domain: str, text: str) -> str | None:
    """The word of a closed list a spelling means; None if no list knows it."""
    return _spellings(domain).get(folded(text))


def extension(text: str) -> str | None:
    """The type of a file by the last ending of its name; None if it has none.

    >>> extension("需求图.JPG.exe"), extension("户型图")
    ('exe', None)
    """
    _, dot, ending = unicodedata.normalize("NFKC", text).strip().rpartition(".")
    plain = ending.strip().casefold()
    if not dot or not plain.isalnum() or len(plain) > MOST_EXTENSION:
        return None
    return plain


def folded(text: str) -> str:
    """A word without width, case and gaps."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _data() -> Mapping[str, Mapping[str, Any]]:
    place = resources.files("shopwarden.sources.exports") / "data" / "choices.yaml"
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(place.read_text("utf-8"))
    return found


@cache
def _flag_words() -> Mapping[str, int]:
    return {
        folded(str(word)): _FLAGS[answer]
        for answer, words in _data()["flag"].items()
        for word in words
    }


@cache
def _spellings(domain: str) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for word in CHOICES[domain]:
        entry = catalogue("choices")[f"{domain}_{word}"]
        also = _data().get(domain, {}).get(word, ())
        for spelling in (word, entry.zh, entry.en, *also):
            known.setdefault(folded(str(spelling)), word)
    return known
