"""Disguised words: what 微信 looks like when somebody hides it.

Each character of a word may be replaced by one that sounds the same (with
tone), by its spelling in Latin letters, or by others the data names. What is
then the word itself or an ordinary word is left out (违心 sounds like 微信).

Sounds: `data/sounds.tsv`, built by tools/build_tables.py. Words and further
characters: `data/disguises.yaml`, ours.

What it does not do: find disguises of words it was not told of, or undo
look-alikes and parts (`screen.uncover`).

>>> import re
>>> entry = {"plain_words": ["威信"]}
>>> found = re.compile("|".join(disguised("微信", entry)))
>>> bool(found.search("薇信")), bool(found.search("wei信")), bool(found.search("威信"))
(True, True, False)
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# A heart may stand inside a word (薇❤信), a space between Latin syllables.
_BETWEEN = "[❤♥ ]?"


class Sounds(NamedTuple):
    """Which characters sound alike, and how a character is spelled."""

    alike: Mapping[str, str]  # syllable with tone → characters
    of: Mapping[str, str]  # character → syllable with tone


@cache
def sounds() -> Sounds:
    """The table of sounds, read once."""
    place = resources.files("shopwarden.engine.screen") / "data" / "sounds.tsv"
    rows = [line.split("\t") for line in place.read_text("utf-8").splitlines()[1:]]
    alike = dict(rows)
    of = {c: syllable for syllable, characters in rows for c in characters}
    return Sounds(alike, of)


def disguised(word: str, entry: Mapping[str, Any]) -> list[str]:
    """Expressions for disguises of `word`.

    `entry` may give `like` (character → more characters), `plain_words`
    (ordinary words that sound alike), `before` (what may not stand before it),
    `loose: true` (sounds without tone too) and `latin: false` (not spelled).
    """
    spellings = [_spellings(c, entry) for c in word]
    body = _BETWEEN.join(_either(each) for each in spellings)
    ordinary = "|".join([word, *entry.get("plain_words", ())])
    before = "".join(f"(?<!{b})" for b in entry.get("before", ()))
    latin = "(?<![a-z])" if spellings[0].latin else ""
    after = "(?![a-z])" if spellings[-1].latin else ""
    return [f"{before}{latin}(?!{ordinary}){body}{after}"]


class _Spellings(NamedTuple):
    characters: str
    latin: str


def _spellings(character: str, entry: Mapping[str, Any]) -> _Spellings:
    known = sounds()
    syllable = known.of.get(character, "")
    alike = known.alike.get(syllable, character)
    if entry.get("loose"):
        alike = "".join(known.alike.get(f"{syllable[:-1]}{t}", "") for t in "12345")
    likes = str(entry.get("like", {}).get(character, ""))
    characters = "".join(dict.fromkeys(character + alike + likes))
    return _Spellings(characters, syllable[:-1] if entry.get("latin", True) else "")


def _either(spellings: _Spellings) -> str:
    choices = [f"[{spellings.characters}]"]
    if spellings.latin:
        choices.append(spellings.latin)
    return f"(?:{'|'.join(choices)})"
