"""`shopwarden lesson`: lists, lessons, cards, the quiz and the training table."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from shopwarden.cli import arguments, run
from shopwarden.practices.education.lessons import (
    ROLES,
    lesson_for,
    load_cards,
    load_lessons,
)
from shopwarden.records.schema import Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.intake import read_exports
from shopwarden.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shopwarden.words import Language

HEADINGS = ["完成时间", "员工账号", "课程", "是否通过", "有效期至"]
LESSON = lesson_for("T5.2")
RIGHT = ["ABCD"[question.right] for question in LESSON.questions]
WRONG = ["ABCD"[question.right - 1] for question in LESSON.questions]


@pytest.fixture
def say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run `lesson` with answers on standard input: code, output, errors."""

    def said(*arguments: str, answers: str = "", language: Language = "zh") -> Any:
        monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        code = run(["lesson", *arguments, "--lang", language])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return said


def quiz(say: Any, *more: str, answers: list[str], language: Language = "zh") -> Any:
    lines = "\n".join(answers) + "\n"
    return say(LESSON.id, "--quiz", *more, answers=lines, language=language)


def rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    text = path.read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_option(say: Any, language: Language) -> None:
    code, shown, _ = say("--help", language=language)
    assert code == 0
    for name in ("role", "for", "card", "quiz", "json", "record", "account"):
        assert f"--{name}" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_lessons_are_listed_by_role(say: Any, language: Language) -> None:
    code, shown, _ = say(language=language)
    assert code == 0
    assert shown.count("■") == 5
    for lesson in load_lessons():
        assert shown.count(f"  {lesson.id} ") == len(lesson.roles)


def test_one_role_alone(say: Any) -> None:
    _, shown, _ = say("--role", "finance")
    assert shown.count("■") == 1
    assert "reconcile" in shown
    assert "absolute" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_shows_all_its_parts(say: Any, language: Language) -> None:
    code, shown, _ = say(LESSON.id, language=language)
    assert code == 0
    assert getattr(LESSON.scene, language) in shown
    for lines in (LESSON.signs, LESSON.do, LESSON.never):
        assert all(line in shown for line in lines.in_language(language))
    assert LESSON.law[0].in_language(language) in shown
    assert LESSON.questions[0].ask.in_language(language) not in shown


@pytest.mark.parametrize("threat", ["T5.2", "t5.2", "5.2"])
def test_a_threat_finds_its_lesson(say: Any, threat: str) -> None:
    assert LESSON.scene.zh in say("--for", threat)[1]


def test_cards_are_listed_and_shown(say: Any) -> None:
    listed = say("--card")[1]
    for card in load_cards():
        assert card.id in listed
        code, shown, _ = say("--card", card.id)
        assert code == 0
        assert card.say.zh in shown.splitlines()
        assert card.say.en not in shown
        english = say("--card", card.id, language="en")[1]
        assert card.say.zh in english.splitlines()
        assert card.say.en in english.splitlines()


def test_cards_of_a_threat_and_of_a_role(say: Any) -> None:
    assert say("--card", "--for", "T5.2")[1].splitlines()[0].startswith("price_was")
    assert "settlement_missing" in say("--card", "--role", "finance")[1]
    assert "sends_file" not in say("--card", "--role", "warehouse")[1]


def test_json_follows_its_schema(say: Any, repository: Path) -> None:
    text = (repository / "docs/schemas/lesson.schema.json").read_text("utf-8")
    schema = json.loads(text)
    card = {"$defs": schema["$defs"], "$ref": "#/$defs/card"}
    for asked, each in ((["--json"], schema), (["--card", "--json"], card)):
        lines = say(*asked)[1].splitlines()
        assert lines
        for line in lines:
            Draft202012Validator(each).validate(json.loads(line))
    assert len(say(LESSON.id, "--json")[1].splitlines()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_right_is_a_pass(say: Any, language: Language) -> None:
    code, shown, _ = quiz(say, answers=RIGHT, language=language)
    assert code == 0
    assert all(getattr(q.why, language) in shown for q in LESSON.questions)


def test_answers_may_be_small_full_width_or_numbers(say: Any) -> None:
    full_width = chr(ord(RIGHT[0]) - ord("A") + ord("ａ"))
    number = str("ABCD".index(RIGHT[1]) + 1)
    assert quiz(say, answers=[full_width, f" {number} "])[0] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_wrong_answer_is_no_pass_and_is_explained(
    say: Any, language: Language
) -> None:
    code, shown, _ = quiz(say, answers=[RIGHT[0], WRONG[1]], language=language)
    assert code == 10
    assert LESSON.questions[1].why.in_language(language) in shown


def test_what_is_no_answer_is_asked_again(say: Any) -> None:
    answers = ["", "Z", "9", "下架", *RIGHT]
    assert quiz(say, answers=answers)[0] == 0


def test_a_quiz_left_is_no_pass_and_not_recorded(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "training.csv"
    more = ("--record", str(table), "--account", "样例家居:客服01")
    code, _, told = quiz(say, *more, answers=RIGHT[:1])
    assert code == 10
    assert "没有答完" in told
    assert not table.exists()


def test_nothing_is_kept_without_record(
    say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    quiz(say, answers=RIGHT)
    assert list(tmp_path.iterdir()) == []


def test_passes_and_failures_are_recorded(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "training.csv"
    more = ("--record", str(table), "--account", "样例家居:客服01")
    assert quiz(say, *more, answers=RIGHT)[0] == 0
    assert quiz(say, *more, answers=WRONG)[0] == 10
    passed, failed = rows(table)
    assert list(passed) == HEADINGS
    assert (passed["员工账号"], passed["课程"]) == ("样例家居:客服01", LESSON.id)
    assert (passed["是否通过"], failed["是否通过"]) == ("是", "否")
    assert passed["有效期至"] > passed["完成时间"]
    assert failed["有效期至"] == ""


def test_the_table_is_read_by_scan_as_facts(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "training.csv"
    more = ("--record", str(table), "--account", "样例家居:客服01")
    quiz(say, *more, answers=RIGHT)
    quiz(say, *more, answers=WRONG)
    intake = read_exports([table], tokeniser=KeyedTokeniser(bytes(32)))
    facts = intake.shops[0].facts.table(Kind.TRAINING)
    assert sorted(facts["passed"].tolist()) == [0, 1]
    year = 365 * 86_400_000
    assert year in (facts["expires_ms"] - facts["ts"]).tolist()


def test_the_roles_of_the_parser_are_those_of_the_lessons() -> None:
    assert arguments.ROLES == ROLES


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\r\n", ""])
def test_an_old_table_keeps_its_bytes_and_columns(
    say: Any, tmp_path: Path, encoding: str, end: str
) -> None:
    table = tmp_path / "training.csv"
    heads = "店铺ID,课程,员工账号,完成时间,是否通过,有效期至"
    old = f"{heads}\r\n1,reconcile,样例:财务,2026-01-05 09:00:00,是,2027-01-05{end}"
    before = old.encode(encoding)
    table.write_bytes(before)
    more = ("--record", str(table), "--account", "样例:客服02")
    assert quiz(say, *more, answers=RIGHT)[0] == 0
    assert table.read_bytes().startswith(before)
    first, second = rows(table, encoding)
    assert first["员工账号"] == "样例:财务"
    assert (second["店铺ID"], second["员工账号"]) == ("", "样例:客服02")


@pytest.mark.parametrize("data", ["订单号,结算金额\n1,2\n".encode(), b"PK\x03\x04\xff"])
def test_another_table_is_left_alone(say: Any, tmp_path: Path, data: bytes) -> None:
    table = tmp_path / "orders.csv"
    table.write_bytes(data)
    more = ("--record", str(table), "--account", "a")
    assert quiz(say, *more, answers=RIGHT)[0] == 3
    assert table.read_bytes() == data


def test_an_account_cannot_begin_a_formula(say: Any, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    quiz(say, "--record", str(table), "--account", "=1+1", answers=RIGHT)
    assert rows(table)[0]["员工账号"] == "'=1+1"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["no_such"], "no_such"),
        (["--card", "no_such"], "no_such"),
        (["--for", "T9.9"], "T9.9"),
        (["--quiz"], "wrong_price --quiz"),
        ([LESSON.id, "--quiz", "--json"], "--json"),
        (["--card", "--quiz"], "--card"),
        ([LESSON.id, "--quiz", "--role", "warehouse"], LESSON.id),
        ([LESSON.id, "--quiz", "--record", "t.csv"], "--account"),
        ([LESSON.id, "--quiz", "--account", "a"], "--record"),
        ([LESSON.id, "--record", "t.csv", "--account", "a"], "--quiz"),
        ([LESSON.id, "--quiz", "--record", "t.xlsx", "--account", "a"], "t.xlsx"),
    ],
)
def test_wrong_calls_are_explained(
    say: Any, arguments: list[str], expected: str
) -> None:
    for language in LANGUAGES:
        code, _, told = say(*arguments, language=language)
        assert code == 2
        assert expected in told


def test_a_missing_folder_is_an_output_error(say: Any, tmp_path: Path) -> None:
    table = str(tmp_path / "none" / "t.csv")
    assert quiz(say, "--record", table, "--account", "a", answers=RIGHT)[0] == 5


def test_every_lesson_can_be_asked(say: Any) -> None:
    for lesson in load_lessons():
        letters = ["ABCD"[question.right] for question in lesson.questions]
        answers = "\n".join(letters)
        assert say(lesson.id, "--quiz", answers=answers)[0] == 0
