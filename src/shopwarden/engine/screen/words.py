"""The vocabulary: named sets of words that rules about texts are made of.

Data: `data/words.yaml` (chats) and `data/listing_words.yaml`, both ours; words
that `data/disguises.yaml` names are also looked for in disguise. An atom is a
set of words with one meaning:

    transfer: {words: "转账 汇款 …", plain: "wire transfer ; …"}

`words` are looked for in the tight view, `plain` in the plain view (English,
which needs its spaces). Latin words never begin or end inside another one.
An atom with `context: true` is too common to make a rule worth trying: words
such as 我 are everywhere.

What it does not do: say what words mean together (`screen.rules`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.engine.patterns import Pattern
from shopwarden.engine.screen.disguise import disguised
from shopwarden.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_FILES = ("words.yaml", "listing_words.yaml")
_LATIN = "a-z"
_LONGEST = 2000  # characters of a part; hyperscan counts more than we do
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Atom:
    """One meaning: its words in either view, and how it is used."""

    name: str
    tight: tuple[str, ...]  # expressions over the tight view, longest first
    plain: tuple[str, ...]  # over the plain view
    disguises: str  # expression for hidden forms of its words; empty: none
    context: bool


def data(name: str) -> Any:
    """One of this room's data files."""
    place = resources.files("shopwarden.engine.screen") / "data" / name
    return yaml.load(place.read_text("utf-8"), _LOADER)  # noqa: S506 - a safe loader


@cache
def vocabulary() -> Mapping[str, Atom]:
    """All atoms by name."""
    hidden = _hidden()
    found: dict[str, Atom] = {}
    for file in _FILES:
        for name, entry in data(file).items():
            if name in found:
                raise RuleError("engine.text_atom_twice", atom=name, file=file)
            found[name] = _atom(name, entry, hidden)
    return found


def _hidden() -> dict[str, list[str]]:
    """Words that are often hidden, and expressions for their disguises."""
    known = data("disguises.yaml")
    found = {word: disguised(word, entry) for word, entry in known["words"].items()}
    for word in known["backwards"].split():
        found.setdefault(word, []).append(word[::-1])
    return found


def _atom(name: str, entry: Mapping[str, Any], hidden: Mapping[str, list[str]]) -> Atom:
    words = entry.get("words", "").split()
    secret = [found for word in words if word in hidden for found in hidden[word]]
    # Plain words first: what is written openly is no disguise.
    tight = _alternatives([*words, *secret])
    phrases = [p.strip() for p in re.split("[;\n]", entry.get("plain", ""))]
    plain = _alternatives(phrase for phrase in phrases if phrase)
    return Atom(name, tight, plain, "|".join(secret), bool(entry.get("context", False)))


@cache
def _disguises(name: str) -> re.Pattern[str] | None:
    found = vocabulary()[name].disguises
    return re.compile(found) if found else None


def is_disguise(name: str, found: str) -> bool:
    """Whether a word found for an atom is a hidden form of one of its words."""
    disguises = _disguises(name)
    return disguises is not None and disguises.fullmatch(found) is not None


def _alternatives(words: Iterable[str]) -> tuple[str, ...]:
    """Expressions for some words, longer ones before those they begin with."""
    ordered = sorted(dict.fromkeys(words), key=lambda word: -len(word))
    return tuple(map(_bounded, ordered))


def _pattern(name: str, alternatives: Sequence[str]) -> Pattern:
    """One pattern for an atom, in parts where it is long."""
    parts: list[list[str]] = [[]]
    size = 0
    for each in alternatives:
        size += len(each)
        if size > _LONGEST and parts[-1]:
            parts.append([])
            size = len(each)
        parts[-1].append(each)
    joined = tuple(f"(?:{'|'.join(part)})" for part in parts)
    return Pattern(name, f"(?:{'|'.join(alternatives)})", joined)


def _bounded(word: str) -> str:
    """The word, not inside a longer Latin one."""
    before = f"(?<![{_LATIN}])" if re.match(r"(?:\(\?:)?[a-z]", word) else ""
    after = f"(?![{_LATIN}])" if re.search(r"[a-z]\)?\)?$", word) else ""
    return f"{before}{word}{after}"


def patterns(
    used: Collection[str] | None = None, *, tight: bool
) -> tuple[Pattern, ...]:
    """The patterns of one view, named as their atoms; all atoms, or those used."""
    found = (
        (atom.name, atom.tight if tight else atom.plain)
        for atom in vocabulary().values()
        if used is None or atom.name in used
    )
    return tuple(_pattern(name, each) for name, each in found if each)
