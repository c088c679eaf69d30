"""Lessons and cards: complete, bilingual, short, honest about sources, harmless."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from shopwarden.engine.identify import identify
from shopwarden.practices.education.lessons import (
    ROLES,
    STATES,
    Card,
    Lesson,
    lesson_for,
    load_cards,
    load_lessons,
)
from shopwarden.practices.guide import load_guide, practice_packages
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# How many threats the catalogue numbers in each of the eight practices.
COUNTS = (12, 10, 10, 9, 13, 7, 9, 7)
CATALOGUE = [
    f"T{practice}.{number}"
    for practice, count in enumerate(COUNTS, 1)
    for number in range(1, count + 1)
]
LESSONS = load_lessons()
CARDS = load_cards()
EVERY = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
# JD's places that nobody confirmed: wherever one is named, that is said.
UNCONFIRMED = ("商家后台-", "京麦-", "京营保", "营销中心", "服务市场", "体检中心")
# Slow readers of a screen manage these many characters and words a minute.
CHARACTERS, WORDS = 250, 180


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_of(each)


def in_language(value: object, language: str) -> Iterator[str]:
    """Every text that stands under `zh` or `en`, however deep."""
    if isinstance(value, dict):
        for name, each in value.items():
            found = texts_of(each) if name == language else in_language(each, language)
            yield from found
    elif isinstance(value, list | tuple):
        for each in value:
            yield from in_language(each, language)


@pytest.fixture(scope="module")
def schema(repository: Path) -> Any:
    text = (repository / "docs/schemas/lesson.schema.json").read_text("utf-8")
    found = json.loads(text)
    Draft202012Validator.check_schema(found)
    return found


def test_the_catalogue_has_77_threats() -> None:
    assert len(CATALOGUE) == 77


def test_every_threat_of_the_catalogue_has_one_lesson() -> None:
    taught = [threat for lesson in LESSONS for threat in lesson.threats]
    assert sorted(taught) == sorted(CATALOGUE)


def test_every_threat_of_the_guide_leads_to_its_lesson() -> None:
    for threat in load_guide().threats:
        assert threat.id in lesson_for(threat.id).threats


def test_an_unknown_threat_has_no_lesson() -> None:
    with pytest.raises(KeyError):
        lesson_for("T9.9")


def test_lessons_stand_in_the_order_of_the_catalogue() -> None:
    first = [CATALOGUE.index(lesson.threats[0]) for lesson in LESSONS]
    assert first == sorted(first)


def test_every_file_is_as_the_schema_says_and_named_for_its_lesson(
    schema: Any,
) -> None:
    validator = Draft202012Validator(schema)
    folder = resources.files("shopwarden.practices.education") / "lessons"
    files = [each for each in folder.iterdir() if each.name.endswith(".yaml")]
    assert len(files) == len(LESSONS)
    for each in files:
        entry = yaml.safe_load(each.read_text("utf-8"))
        assert [error.message for error in validator.iter_errors(entry)] == []
        assert each.name == f"{entry['id']}.yaml"


def test_cards_are_as_the_schema_says(schema: Any) -> None:
    card = {"$defs": schema["$defs"], "$ref": "#/$defs/card"}
    validator = Draft202012Validator(card)
    place = resources.files("shopwarden.practices.education") / "cards.yaml"
    for entry in yaml.safe_load(place.read_text("utf-8"))["cards"]:
        assert [error.message for error in validator.iter_errors(entry)] == []


@EVERY
def test_the_schema_refuses_a_second_right_answer(lesson: Lesson, schema: Any) -> None:
    entry = json.loads(json.dumps(asdict(lesson)))
    validator = Draft202012Validator(schema)
    assert validator.is_valid(entry)
    for option in entry["questions"][0]["options"]:
        option["right"] = True
    assert not validator.is_valid(entry)


@EVERY
def test_each_question_has_one_right_answer_and_different_options(
    lesson: Lesson,
) -> None:
    assert len(lesson.questions) == 2
    for question in lesson.questions:
        assert sum(option.right for option in question.options) == 1
        for language in ("zh", "en"):
            shown = [getattr(option, language) for option in question.options]
            assert len(set(shown)) == len(shown)


def test_the_right_answer_cannot_be_guessed_by_its_place() -> None:
    """No letter is right in more than half the questions."""
    places = [question.right for each in LESSONS for question in each.questions]
    for place in set(places):
        assert places.count(place) * 2 <= len(places)


@EVERY
def test_a_lesson_is_read_in_five_minutes(lesson: Lesson) -> None:
    entry = asdict(lesson)
    chinese = sum(map(len, in_language(entry, "zh")))
    english = sum(len(text.split()) for text in in_language(entry, "en"))
    assert chinese <= lesson.minutes * CHARACTERS
    assert english <= lesson.minutes * WORDS


@EVERY
def test_lines_are_told_one_for_one_in_both_languages(lesson: Lesson) -> None:
    for lines in (lesson.signs, lesson.do, lesson.never):
        assert len(lines.zh) == len(lines.en)
    assert set(lesson.roles) <= set(ROLES)
    assert {law.state for law in lesson.law} <= set(STATES)


def test_every_role_has_lessons() -> None:
    for role in ROLES:
        assert any(role in lesson.roles for lesson in LESSONS)


@pytest.mark.parametrize("entry", [*LESSONS, *CARDS], ids=lambda entry: entry.id)
def test_each_text_is_in_its_language(entry: Lesson | Card) -> None:
    told = asdict(entry)
    for text in in_language(told, "zh"):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text), text
    for text in in_language(told, "en"):
        letters = sum(sign.isascii() and sign.isalpha() for sign in text)
        assert letters > len(text) / 2, text


@pytest.mark.parametrize("entry", [*LESSONS, *CARDS], ids=lambda entry: entry.id)
def test_nothing_personal_is_told(entry: Lesson | Card) -> None:
    texts = list(texts_of(asdict(entry)))
    assert [spans for spans in identify(texts) if spans] == []


@pytest.mark.parametrize("entry", [*LESSONS, *CARDS], ids=lambda entry: entry.id)
def test_places_in_the_back_office_are_marked_as_unverified(
    entry: Lesson | Card,
) -> None:
    for zh, en in zip(entry.do.zh, entry.do.en, strict=True):
        if any(place in zh for place in UNCONFIRMED):
            assert "未核实" in zh
        assert ("未核实" in zh) == ("unverified" in en)


def test_the_law_is_no_firmer_than_the_clauses_it_names() -> None:
    known = dict(clause_states())
    for lesson in LESSONS:
        for law in lesson.law:
            states = [STATES.index(known[clause]) for clause in law.clauses]
            assert STATES.index(law.state) >= max(states, default=0), law.zh


def clause_states() -> Iterator[tuple[str, str]]:
    """The clauses of the rulebook's files, and the state of their newest version."""
    for package in practice_packages():
        place = resources.files(package) / "clauses.yaml"
        for clause in yaml.safe_load(place.read_text("utf-8")).get("clauses", ()):
            newest = {**clause, **clause.get("versions", [{}])[-1]}
            yield clause["id"], newest["state"]


def test_jd_rules_are_never_told_as_read() -> None:
    for lesson in LESSONS:
        for law in lesson.law:
            if any(clause.startswith("JD-") for clause in law.clauses):
                assert law.state != "read"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_of_a_card_pass_our_own_screening(language: str) -> None:
    """Warning somebody against fraud is good practice, and the only label."""
    said = [getattr(card.say, language) for card in CARDS]
    found = text_screener().screen(said, kind="chat", directions="staff")
    for card, one in zip(CARDS, found, strict=True):
        assert {mark.label for mark in one.marks} <= {"benign_warning"}, card.id
        assert one.spans == ()


def test_cards_lead_to_lessons_about_their_threats() -> None:
    lessons = {lesson.id: lesson for lesson in LESSONS}
    assert len({card.id for card in CARDS}) == len(CARDS)
    for card in CARDS:
        assert set(card.threats) <= set(CATALOGUE)
        assert set(card.threats) & set(lessons[card.lesson].threats)
