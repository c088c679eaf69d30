"""Lessons of five minutes, one for each family of threats, and cards to reply from.

A lesson is one file, `lessons/<id>.yaml`: a scene, how to recognise it, what to
do, what never to do, the law behind it and two questions. Each threat of the
catalogue belongs to exactly one lesson. A card (`cards.yaml`) is one hard
situation with words to copy. docs/schemas/lesson.schema.json describes both.

What it does not do: know who has to learn what by when, ask the questions
(`cli.commands.lesson`), or keep a result.

>>> lesson_for("T5.2").id
'wrong_price'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.words import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.words import Language

ROLES = ("service", "warehouse", "operations", "finance", "owner")
# How far the wording of a law or rule has been confirmed, firmest first.
STATES = ("read", "second_hand", "repost", "unverified")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ROOM = resources.files("shopwarden.practices.education")


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines in both languages, one for one."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def in_language(self, language: Language) -> tuple[str, ...]:
        """The lines in `language`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Law(Bilingual):
    """What a lesson rests on, how far it is confirmed, and its clauses' ids."""

    state: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option(Bilingual):
    """One answer to choose."""

    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question with one right answer, and why it is right."""

    ask: Bilingual
    options: tuple[Option, ...]
    why: Bilingual

    @property
    def right(self) -> int:
        """The place of the right answer, from 0."""
        return next(at for at, option in enumerate(self.options) if option.right)


@dataclass(frozen=True, slots=True)
class Lesson:
    """Five minutes about one family of threats."""

    id: str
    title: Bilingual
    threats: tuple[str, ...]
    roles: tuple[str, ...]
    minutes: int
    scene: Bilingual
    signs: Lines
    do: Lines
    never: Lines
    law: tuple[Law, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A hard situation and the words to copy; `to` says who gets them."""

    id: str
    situation: Bilingual
    to: str
    say: Bilingual
    do: Lines
    dont: Lines
    lesson: str
    threats: tuple[str, ...]


@cache
def load_lessons() -> tuple[Lesson, ...]:
    """All lessons, in the order of the first threat they treat."""
    files = (each for each in (_ROOM / "lessons").iterdir())
    found = [_lesson(_read(each)) for each in files if each.name.endswith(".yaml")]
    return tuple(sorted(found, key=lambda lesson: _number(lesson.threats[0])))


@cache
def load_cards() -> tuple[Card, ...]:
    """All cards, in the order of their file."""
    return tuple(_card(entry) for entry in _read(_ROOM / "cards.yaml")["cards"])


def lesson_for(threat: str) -> Lesson:
    """The lesson about a threat such as `T5.2`; KeyError if there is no such threat."""
    return _by_threat()[threat]


@cache
def _by_threat() -> Mapping[str, Lesson]:
    return {threat: each for each in load_lessons() for threat in each.threats}


def _number(threat: str) -> tuple[int, int]:
    practice, _, number = threat.removeprefix("T").partition(".")
    return int(practice), int(number)


def _read(place: Any) -> Any:
    return yaml.load(place.read_text("utf-8"), _LOADER)  # noqa: S506 - a safe loader


def _words(entry: Mapping[str, str]) -> Bilingual:
    return Bilingual(entry["zh"], entry["en"])


def _lines(entry: Mapping[str, list[str]]) -> Lines:
    return Lines(tuple(entry["zh"]), tuple(entry["en"]))


def _law(entry: Mapping[str, Any]) -> Law:
    return Law(entry["zh"], entry["en"], entry["state"], tuple(entry["clauses"]))


def _question(entry: Mapping[str, Any]) -> Question:
    options = tuple(
        Option(each["zh"], each["en"], each.get("right", False))
        for each in entry["options"]
    )
    return Question(_words(entry["ask"]), options, _words(entry["why"]))


def _lesson(entry: Mapping[str, Any]) -> Lesson:
    return Lesson(
        id=entry["id"],
        title=_words(entry["title"]),
        threats=tuple(entry["threats"]),
        roles=tuple(entry["roles"]),
        minutes=entry["minutes"],
        scene=_words(entry["scene"]),
        signs=_lines(entry["signs"]),
        do=_lines(entry["do"]),
        never=_lines(entry["never"]),
        law=tuple(_law(each) for each in entry["law"]),
        questions=tuple(_question(each) for each in entry["questions"]),
    )


def _card(entry: Mapping[str, Any]) -> Card:
    return Card(
        id=entry["id"],
        situation=_words(entry["situation"]),
        to=entry["to"],
        say=_words(entry["say"]),
        do=_lines(entry["do"]),
        dont=_lines(entry["dont"]),
        lesson=entry["lesson"],
        threats=tuple(entry["threats"]),
    )
