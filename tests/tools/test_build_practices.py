"""The pages of the practices: complete, alike in both languages, built from data."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import pytest

from shopwarden.practices.guide import guide_rules, load_guide
from shopwarden.screening.inputs import inputs
from shopwarden.screening.tables import table_for
from shopwarden.words import Language

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.engine.rule import Rule

PRACTICES = tuple(practice.name for practice in load_guide().practices)
LANGUAGES = get_args(Language)
NEEDED = ["rules", "tables", "manual", "clauses", "lessons"]
BY_HAND = 60  # lines, so that a page stays below 150 with its lists
BRACES = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def tool(repository: Path) -> Any:
    path = repository / "tools" / "build_practices.py"
    spec = importlib.util.spec_from_file_location("build_practices", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(repository: Path, name: str, language: str) -> str:
    ending = ".zh.md" if language == "zh" else ".md"
    return (repository / "docs" / "practices" / f"{name}{ending}").read_text("utf-8")


def parts(text: str) -> list[str]:
    return re.findall(r"<!-- built: (\w+) -->", text)


@pytest.mark.parametrize("practice", PRACTICES)
def test_a_page_has_every_part_in_both_languages(
    repository: Path, practice: str
) -> None:
    english, chinese = (page(repository, practice, each) for each in ("en", "zh"))
    assert parts(english) == parts(chinese)
    assert [part for part in parts(english) if part in NEEDED] == NEEDED
    assert english.count("\n## ") == chinese.count("\n## ")
    assert english.count("\n- ") == chinese.count("\n- ")
    assert english.count("\n|") == chinese.count("\n|")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("practice", PRACTICES)
def test_a_page_is_short_and_has_no_blank_to_fill(
    repository: Path, practice: str, language: str
) -> None:
    text = page(repository, practice, language)
    by_hand = re.sub(r"<!-- built.*?<!-- end -->", "", text, flags=re.DOTALL)
    assert len(by_hand.splitlines()) <= BY_HAND
    assert not BRACES.search(text)


@pytest.mark.parametrize("practice", PRACTICES)
def test_limits_and_what_no_file_shows_stand_where_there_are_any(
    tool: Any, repository: Path, practice: str
) -> None:
    there = parts(page(repository, practice, "en"))
    assert ("unseen" in there) == bool(list(tool.unseen_part(practice, "en")))
    heading = 1
    assert ("clocks" in there) == (
        len(list(tool.clocks_part(practice, "en"))) > heading
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_a_practice_is_listed_once_for_each_control(
    tool: Any, language: Language
) -> None:
    lines = [x for p in PRACTICES for x in tool.rules_part(p, language)]
    named = [m for line in lines for m in re.findall(r"\| `([\w/]+)` \|$", line)]
    assert len(named) == sum(len(rule.controls) for rule in guide_rules())


def test_sentences_are_of_rules_there_are_and_show_their_parameters(
    tool: Any,
) -> None:
    known = {rule.id: set(rule.params) for rule in guide_rules()}
    for rule, sentence in tool._sentences().items():
        shown = {each: set(BRACES.findall(sentence[each])) for each in LANGUAGES}
        assert shown["zh"] == shown["en"] <= known[rule], rule


def test_a_number_is_the_rules_own_default(tool: Any) -> None:
    rule = _rule("monitoring/serial_returns")
    param = replace(rule.params["share"], default=0.73)
    other = replace(rule, params={**rule.params, "share": param})
    assert "73%" in tool.fires(other, "zh")
    assert "73%" in tool.fires(other, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_about_an_older_condition_is_not_shown(
    tool: Any, language: Language
) -> None:
    rule = _rule("monitoring/serial_returns")
    changed = replace(rule, when=_rule("monitoring/picture_again").when)
    told = tool.fires(changed, language)
    assert told.startswith(rule.title.in_language(language))
    assert "shopwarden rules show monitoring/serial_returns" in told


@pytest.mark.parametrize(
    ("unit", "default", "zh", "en"),
    [
        ("duration", 172_800_000, "48 小时", "48 hours"),
        ("duration", 604_800_000, "7 天", "7 days"),
        ("duration", 600_000, "10 分钟", "10 minutes"),
        ("fen", 100_000, "¥1,000", "¥1,000"),
        ("fen", 10, "¥0.10", "¥0.10"),
        ("ratio", 0.005, "0.5%", "0.5%"),
        ("ppm", 3000, "0.3 个百分点", "0.3 percentage points"),
        ("g", 50, "50 克", "50 g"),
        ("times", 8.5, "8.5", "8.5"),
    ],
)
def test_a_default_is_written_as_people_write_it(
    tool: Any, unit: str, default: float, zh: str, en: str
) -> None:
    param = next(iter(_rule("monitoring/serial_returns").params.values()))
    shown = replace(param, unit=unit, default=default)
    assert [tool.amount(shown, "zh"), tool.amount(shown, "en")] == [zh, en]


def test_every_table_a_rule_stands_on_is_on_its_page(tool: Any) -> None:
    for practice in PRACTICES:
        listed = "\n".join(tool.tables_part(practice, "en"))
        for rule in guide_rules():
            if rule.practice == practice:
                kinds = (table_for(f"coverage:{k}", rule.fact) for k in inputs(rule))
                titles = [table.title.en for table in kinds if table]
                assert all(title in listed for title in titles), rule.id


def test_what_is_unverified_says_so(repository: Path) -> None:
    for practice in PRACTICES:
        text = page(repository, practice, "en")
        rows = [line for line in text.splitlines() if "shop.jd.com" in line]
        assert all("(unverified)" in row for row in rows)
        clauses = [line for line in text.splitlines() if "| `JD-" in line]
        assert all(re.search(r"verified \|$", row) for row in clauses)


def _rule(name: str) -> Rule:
    return next(rule for rule in guide_rules() if rule.id == name)
