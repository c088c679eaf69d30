"""`shopwarden lesson [ID]`: five-minute lessons, their quiz, and cards."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.errors import UsageError
from shopwarden.practices.education.lessons import (
    ROLES,
    lesson_for,
    load_cards,
    load_lessons,
)
from shopwarden.report.training import Completion, append_completion
from shopwarden.report.width import padded
from shopwarden.words import Text, say
from shopwarden.words.forms import SHANGHAI

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from shopwarden.practices.education.lessons import Card, Lesson, Question
    from shopwarden.words import Language

NOT_PASSED = 10
# Own choice: what was learnt is asked again after a year.
VALID = timedelta(days=365)
LETTERS = "ABCD"


def run(options: argparse.Namespace, language: Language) -> int:
    """List, show or ask; returns 10 where the quiz was not passed."""
    _agree(options)
    if options.quiz:
        return _quiz(options, language)
    if options.card:
        _print_cards(_cards(options), options, language)
    else:
        _print_lessons(_lessons(options), options, language)
    return 0


def _agree(options: argparse.Namespace) -> None:
    """Refuse options that say nothing together."""
    if options.quiz and (options.card or options.json):
        raise UsageError("lessons.quiz_alone")
    if options.quiz and not (options.id or options.threat):
        raise UsageError("lessons.quiz_of_what")
    if bool(options.record) != bool(options.account) or (
        options.record and not options.quiz
    ):
        raise UsageError("lessons.record_with")
    if options.record and Path(options.record).suffix.lower() != ".csv":
        raise UsageError("lessons.record_csv", path=options.record)


def _lessons(options: argparse.Namespace) -> list[Lesson]:
    """The lessons asked for, by id, threat and role."""
    found = list(load_lessons())
    if options.id:
        found = [each for each in found if each.id == options.id]
        if not found:
            raise UsageError("lessons.no_lesson", id=options.id)
    if options.threat:
        wanted = _threat(options.threat)
        found = [each for each in found if wanted in each.threats]
    return [each for each in found if not options.role or options.role in each.roles]


def _cards(options: argparse.Namespace) -> list[Card]:
    """The cards asked for, by id, threat and role."""
    found = list(load_cards())
    if options.id:
        found = [each for each in found if each.id == options.id]
        if not found:
            raise UsageError("lessons.no_card", id=options.id)
    if options.threat:
        wanted = _threat(options.threat)
        about = lesson_for(wanted).id
        found = [c for c in found if wanted in c.threats or c.lesson == about]
    if options.role:
        taught = {each.id for each in load_lessons() if options.role in each.roles}
        found = [card for card in found if card.lesson in taught]
    return found


def _threat(said: str) -> str:
    """A threat as the catalogue writes it, from T5.2, t5.2 or 5.2."""
    name = "T" + said.upper().removeprefix("T")
    try:
        lesson_for(name)
    except KeyError as unknown:
        raise UsageError("lessons.no_threat", threat=said) from unknown
    return name


def _print_lessons(
    found: Sequence[Lesson], options: argparse.Namespace, language: Language
) -> None:
    if options.json:
        _json(found)
    elif options.id or options.threat:
        for lesson in found:
            _show(lesson, language)
    else:
        _list(found, [options.role] if options.role else ROLES, language)


def _print_cards(
    found: Sequence[Card], options: argparse.Namespace, language: Language
) -> None:
    if options.json:
        _json(found)
    elif options.id:
        _show_card(found[0], language)
    else:
        for card in found:
            put(f"{padded(card.id, 24)} {card.situation.in_language(language)}")
        tell(Text("lessons.cards_count", {"cards": len(found)}), language)


def _json(found: Iterable[Lesson | Card]) -> None:
    """One line each, in both languages."""
    for each in found:
        put(json.dumps(asdict(each), ensure_ascii=False))


def _list(found: Sequence[Lesson], roles: Iterable[str], language: Language) -> None:
    """Lessons by role; one for several roles stands under each."""
    for role in roles:
        name = say(Text(f"lessons.role_{role}"), language)
        put(f"■ {name}" if name == role else f"■ {name} ({role})")
        for lesson in found:
            if role in lesson.roles:
                title = lesson.title.in_language(language)
                put(f"  {padded(lesson.id, 18)} {title}")
    tell(Text("lessons.lessons_count", {"lessons": len(found)}), language)


def _show(lesson: Lesson, language: Language) -> None:
    roles = (say(Text(f"lessons.role_{role}"), language) for role in lesson.roles)
    put(lesson.title.in_language(language))
    told = {
        "id": lesson.id,
        "minutes": lesson.minutes,
        "roles": {"zh": "、", "en": ", "}[language].join(roles),
        "threats": " ".join(lesson.threats),
    }
    tell(Text("lessons.about", told), language)
    _heading("scene", language)
    put(lesson.scene.in_language(language))
    _heading("signs", language)
    _bullets(lesson.signs.in_language(language))
    _heading("do", language)
    for number, line in enumerate(lesson.do.in_language(language), 1):
        put(f"  {number}. {line}")
    _heading("never", language)
    _bullets(lesson.never.in_language(language))
    _heading("law", language)
    for law in lesson.law:
        state = say(Text(f"lessons.state_{law.state}"), language)
        put(f"  - {law.in_language(language)} [{state}]")
    put()
    tell(Text("lessons.quiz_hint", {"id": lesson.id}), language)


def _heading(name: str, language: Language) -> None:
    put()
    tell(Text(f"lessons.heading_{name}"), language)


def _bullets(lines: Iterable[str]) -> None:
    for line in lines:
        put(f"  - {line}")


def _show_card(card: Card, language: Language) -> None:
    put(card.situation.in_language(language))
    _heading(f"say_{card.to}", language)
    put(card.say.zh)
    if language == "en":
        _heading("reading", language)
        put(card.say.en)
    _heading("do", language)
    _bullets(card.do.in_language(language))
    _heading("never", language)
    _bullets(card.dont.in_language(language))
    put()
    tell(Text("lessons.card_lesson", {"id": card.lesson}), language)


def _quiz(options: argparse.Namespace, language: Language) -> int:
    """Ask the questions of a lesson; the result is kept only with `--record`."""
    found = _lessons(options)
    if not found:
        raise UsageError("lessons.no_lesson", id=options.id or options.threat)
    lesson = found[0]
    put(lesson.title.in_language(language))
    right = 0
    for number, question in enumerate(lesson.questions, 1):
        told = {"number": number, "count": len(lesson.questions)}
        answer = _ask(question, told, language)
        if answer is None:
            tell(Text("lessons.unfinished"), language, to=sys.stderr)
            return NOT_PASSED
        right += answer
    passed = right == len(lesson.questions)
    told = {"right": right, "count": len(lesson.questions)}
    tell(Text("lessons.passed" if passed else "lessons.not_passed", told), language)
    if options.record:
        _record(options, lesson, passed=passed, language=language)
    return 0 if passed else NOT_PASSED


def _ask(question: Question, place: dict[str, int], language: Language) -> bool | None:
    """Whether the answer is right; None where there was none."""
    put()
    told = {**place, "ask": question.ask.in_language(language)}
    tell(Text("lessons.question", told), language)
    for letter, option in zip(LETTERS, question.options, strict=False):
        put(f"  {letter}. {option.in_language(language)}")
    chosen = _answer(LETTERS[: len(question.options)], language)
    if chosen is None:
        return None
    why = question.why.in_language(language)
    right = LETTERS[question.right]
    outcome = "lessons.right" if chosen == right else "lessons.wrong"
    tell(Text(outcome, {"why": why, "letter": right}), language)
    return chosen == right


def _answer(letters: str, language: Language) -> str | None:
    """A letter from standard input, asked for until it is one; None at its end."""
    tell(Text("lessons.choose", {"letters": "/".join(letters)}), language)
    for line in sys.stdin:
        said = unicodedata.normalize("NFKC", line).strip().upper()
        if said.isdecimal() and 1 <= int(said) <= len(letters):
            return letters[int(said) - 1]
        if len(said) == 1 and said in letters:
            return said
        tell(Text("lessons.choose", {"letters": "/".join(letters)}), language)
    return None


def _record(
    options: argparse.Namespace, lesson: Lesson, *, passed: bool, language: Language
) -> None:
    done = datetime.now(SHANGHAI)
    until = done + VALID if passed else None
    row = Completion(done, options.account, lesson.id, passed, until)
    append_completion(Path(options.record), row)
    tell(Text("lessons.recorded", {"path": options.record}), language)
