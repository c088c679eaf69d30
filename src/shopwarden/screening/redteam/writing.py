"""Disguises of texts: what writers do to words so that a filter misses them.

Each disguise has a cost and says how many of a hundred readers still understand
(`data/writing.yaml`). It is put on the words that made a rule fire, one word at a
time; a search puts several on one text.

What it does not do: judge texts, or choose among disguises (`writing_search`).

>>> found = variants("加微信", (1, 3), 0, writing(), 1)
>>> [v.text for v in found if v.disguise.name == "initials"]
['加wx']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.engine.screen.disguise import sounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_DRAWN = 2  # so many of what there is to choose from


@dataclass(frozen=True, slots=True)
class Disguise:
    """One way to disguise: its cost, and of a hundred readers those it keeps."""

    name: str
    cost: int
    keeps: int


@dataclass(frozen=True, slots=True)
class Writing:
    """The disguises and what they are made of."""

    least_keeps: int
    disguises: Mapping[str, Disguise]
    marks: Mapping[str, Sequence[str]]  # what goes between characters, by disguise
    marked_most: int
    polite: Mapping[str, Sequence[str]]
    filler_most: int
    warnings: Mapping[str, Sequence[str]]
    leet: Mapping[str, str]
    look_alikes: Mapping[str, str]
    synonyms: Mapping[str, Sequence[str]]
    traditional: Mapping[str, str]
    parts: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Variant:
    """A text with one more disguise; a line feed parts two messages."""

    text: str
    disguise: Disguise


@cache
def writing() -> Writing:
    """The disguises from the package's data and the engine's tables."""
    place = resources.files(__package__) / "data" / "writing.yaml"
    data: dict[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    disguises = {
        name: Disguise(name, entry["cost"], entry["keeps"])
        for name, entry in data["disguises"].items()
    }
    return Writing(
        least_keeps=data["least_keeps"],
        disguises=disguises,
        marks={
            "separator": data["separators"],
            "emoji": data["emojis"],
            "zero_width": data["zero_widths"],
        },
        marked_most=data["marked_most"],
        polite=data["polite"],
        filler_most=data["filler_most"],
        warnings=data["warnings"],
        leet=data["leet"],
        look_alikes=data["look_alikes"],
        synonyms=data["synonyms"],
        traditional=_traditional(),
        parts=_parts(),
    )


def _traditional() -> dict[str, str]:
    """Simplified character → a traditional one that is read as it."""
    place = resources.files("shopwarden.engine.fold") / "data" / "characters.tsv"
    found: dict[str, str] = {}
    for line in place.read_text("utf-8").splitlines():
        kind, code, *read_as = line.split("\t")
        if kind == "traditional" and read_as and len(read_as[0]) == 1:
            found.setdefault(read_as[0], chr(int(code, 16)))
    return found


def _parts() -> dict[str, list[str]]:
    """Character → its parts side by side, those written plainly."""
    place = resources.files("shopwarden.engine.screen") / "data" / "uncover.yaml"
    data = yaml.safe_load(place.read_text("utf-8"))
    return {
        character: [part for part in str(parts).split() if part.isalpha()]
        for character, parts in data["parts"].items()
    }


def variants(
    text: str, word: tuple[int, int], at: int, known: Writing, seed: int
) -> list[Variant]:
    """The text with one word disguised in each way, each once.

    `at` numbers the word in its text, so that draws differ from word to word.
    """
    start, end = word
    before, inside, after = text[:start], text[start:end], text[end:]
    if not inside.strip() or "\n" in inside:
        return []
    found: dict[str, Variant] = {}
    for name, way in _WAYS.items():
        options = list(dict.fromkeys(way(inside, known)))
        # Marks are few, and which one is blind to a screener is the question.
        all_of_them = name in known.marks
        salt = f"{seed}:{name}:{inside}:{at}"
        for option in options if all_of_them else _drawn(options, salt):
            _keep(found, f"{before}{option}{after}", text, known.disguises[name])
    for name, whole in _around(text, start, end, known):
        _keep(found, whole, text, known.disguises[name])
    return list(found.values())


def _keep(found: dict[str, Variant], text: str, old: str, disguise: Disguise) -> None:
    if text != old and (text not in found or disguise.cost < found[text].disguise.cost):
        found[text] = Variant(text, disguise)


def _drawn(options: Sequence[str], salt: str) -> list[str]:
    """Some of the options, by draws that hang on the salt alone."""

    def draw(option: str) -> bytes:
        return blake2b(f"{salt}:{option}".encode(), digest_size=8).digest()

    return sorted(options, key=draw)[:_DRAWN]


def _between(name: str) -> Callable[[str, Writing], Iterator[str]]:
    def put(word: str, known: Writing) -> Iterator[str]:
        for mark in known.marks[name]:
            if 1 < len(word) <= known.marked_most:
                yield mark.join(word)
            if len(word) > 1:
                yield f"{word[:1]}{mark}{word[1:]}"

    return put


def _full_width(word: str, _known: Writing) -> Iterator[str]:
    yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)


def _each(table: Callable[[Writing], Mapping[str, Any]]) -> Any:
    """Every character the table knows, and each one alone, replaced by it."""

    def replaced(word: str, known: Writing) -> Iterator[str]:
        by = table(known)
        yield "".join(by.get(c.lower(), c) for c in word)
        for at, character in enumerate(word):
            if character.lower() in by:
                yield f"{word[:at]}{by[character.lower()]}{word[at + 1 :]}"

    return replaced


def _look_alike(word: str, known: Writing) -> Iterator[str]:
    yield from _each(lambda k: k.look_alikes)(word, known)
    for at, character in enumerate(word):
        for parts in known.parts.get(character, ()):
            yield f"{word[:at]}{parts}{word[at + 1 :]}"


def _homophone(word: str, _known: Writing) -> Iterator[str]:
    table = sounds()
    for at, character in enumerate(word):
        for other in table.alike.get(table.of.get(character, ""), ""):
            yield f"{word[:at]}{other}{word[at + 1 :]}"


def _near_sound(word: str, _known: Writing) -> Iterator[str]:
    table = sounds()
    for at, character in enumerate(word):
        syllable = table.of.get(character, "")
        for tone in "1234" if syllable else "":
            if syllable[-1] != tone:
                for other in table.alike.get(f"{syllable[:-1]}{tone}", ""):
                    yield f"{word[:at]}{other}{word[at + 1 :]}"


def _spelled(word: str) -> list[str]:
    table = sounds()
    return [table.of[c][:-1] if c in table.of else c for c in word]


def _pinyin(word: str, _known: Writing) -> Iterator[str]:
    spelled = _spelled(word)
    yield "".join(spelled)
    for at, character in enumerate(word):
        if spelled[at] != character:
            yield f"{word[:at]}{spelled[at]}{word[at + 1 :]}"


def _initials(word: str, _known: Writing) -> Iterator[str]:
    if len(word) > 1 and any(s != c for s, c in zip(_spelled(word), word, strict=True)):
        yield "".join(s[:1] for s in _spelled(word))


def _synonym(word: str, known: Writing) -> Iterator[str]:
    low = word.lower()
    for own, others in known.synonyms.items():
        at = low.find(own.lower())
        if at >= 0:
            for other in others:
                yield f"{word[:at]}{other}{word[at + len(own) :]}"


def _drop(_word: str, _known: Writing) -> Iterator[str]:
    yield ""


_WAYS: Mapping[str, Callable[[str, Writing], Iterator[str]]] = {
    "separator": _between("separator"),
    "emoji": _between("emoji"),
    "zero_width": _between("zero_width"),
    "full_width": _full_width,
    "traditional": _each(lambda known: known.traditional),
    "look_alike": _look_alike,
    "homophone": _homophone,
    "near_sound": _near_sound,
    "pinyin": _pinyin,
    "initials": _initials,
    "leet": _each(lambda known: known.leet),
    "synonym": _synonym,
    "drop": _drop,
}


def _around(
    text: str, start: int, end: int, known: Writing
) -> Iterator[tuple[str, str]]:
    """What is done to the sentence at a word: parted, filled up, turned round."""
    chinese = any("\u4e00" <= c <= "\u9fff" for c in text)
    middle = (start + end) // 2 if chinese else end
    for at in sorted({start, middle, end}):
        if 0 < at < len(text) and "\n" not in text:
            yield "split", f"{text[:at].rstrip()}\n{text[at:].lstrip()}"
    language = "zh" if chinese else "en"
    for warning in known.warnings[language]:
        if "\n" not in text and not text.endswith(warning):
            yield "warning", f"{text}{warning}"
    for filler in known.polite[language]:
        if start > 0:
            long = len(filler.strip()) > known.filler_most
            yield (
                "polite" if long else "filler",
                f"{text[:start]}{filler}{text[start:]}",
            )
    head, tail = text[:start].strip("，, \n"), text[start:].strip("，, \n")
    if head and tail:
        yield "order", f"{tail}，{head}" if chinese else f"{tail}, {head}"
