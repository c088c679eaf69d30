"""One battery asked of every rule about texts, and of every label."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.every_text_rule.written import apart, full_width, traditional

from shopwarden.engine.fold import folded_kinds
from shopwarden.engine.screen.rules import KINDS, STRENGTHS
from shopwarden.practices import guide
from shopwarden.records.judge import LABELS
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.engine.screen import Label, Mark, TextRule
    from shopwarden.engine.screen.rules import Example

RULES = text_screener().rules.rules
ABOUT = text_screener().rules.labels
HANZI = re.compile("[一-龥]")
THREAT = re.compile(r"T[1-9]\.[1-9][0-9]?")
LONG = 100_000
# Generous: what grows with the square of the text takes hours.
PATIENCE = 600
_GUIDE = Path(guide.__file__).with_name("guide.yaml")
FOLDED = {"full width": full_width, "apart": apart, "Traditional": traditional}
PROGRAM = f"""
import sys
from shopwarden.screening.texts import text_screener
screener = text_screener()
for line in sys.stdin.read().split(chr(30)):
    kind, by, text = line.split(chr(31))
    text = (text * ({LONG} // len(text) + 1))[:{LONG}]
    found = screener.screen([text], kind=kind, directions=by)[0]
    assert all(0 <= a < b <= len(text) for m in found.marks for a, b in m.places)
print("done")
"""


@pytest.fixture(params=RULES, ids=lambda rule: rule.id)
def rule(request: pytest.FixtureRequest) -> TextRule:
    found: TextRule = request.param
    return found


@pytest.fixture(params=ABOUT.values(), ids=lambda label: label.name)
def label(request: pytest.FixtureRequest) -> Label:
    found: Label = request.param
    return found


def marks(rule: TextRule, example: Example, text: str) -> tuple[Mark, ...]:
    """What a text is found to say, written by whom the example says."""
    kind = rule.kinds[0]
    by = [example.by or ("" if rule.by == "any" else rule.by)]
    return text_screener().screen([text], kind=kind, directions=by)[0].marks


def fires(rule: TextRule, example: Example, text: str) -> bool:
    found = marks(rule, example, text)
    return (rule.label, rule.strength) in {(m.label, m.strength) for m in found}


def examples(rule: TextRule, *, firing: bool) -> Iterator[Example]:
    return (example for example in rule.examples if example.fires is firing)


def test_it_has_examples_of_both_sorts(rule: TextRule) -> None:
    assert list(examples(rule, firing=True))
    assert list(examples(rule, firing=False))


def test_its_examples_behave(rule: TextRule) -> None:
    wrong = [e.text for e in rule.examples if fires(rule, e, e.text) is not e.fires]
    assert wrong == []


@pytest.mark.parametrize("way", FOLDED)
def test_its_examples_match_however_they_are_written(rule: TextRule, way: str) -> None:
    written = FOLDED[way]
    missed = [
        written(example.text)
        for example in examples(rule, firing=True)
        if not fires(rule, example, written(example.text))
    ]
    assert missed == []


def test_what_it_says_is_within_its_text(rule: TextRule) -> None:
    for example in rule.examples:
        for mark in marks(rule, example, example.text):
            assert all(0 <= a < b <= len(example.text) for a, b in mark.places)


def test_its_words_are_of_the_vocabularies(rule: TextRule) -> None:
    family = rule.label.partition(":")[0]
    assert family in ABOUT
    assert {rule.label, family} & set(LABELS)
    assert rule.strength in STRENGTHS
    assert set(rule.kinds) <= set(KINDS)
    assert rule.kinds
    absorbed = {label.partition(":")[0] for label in rule.absorbs}
    assert absorbed <= set(ABOUT)


def test_no_example_names_anybody(rule: TextRule) -> None:
    for example in rule.examples:
        (found,) = text_screener().screen([example.text], kind=rule.kinds[0])
        for span in found.spans:
            digits = re.sub("[^0-9]", "", example.text[span.start : span.end])
            assert span.type != "mobile" or digits.startswith("139000000")
            assert span.type != "resident_id" or digits[6:8] == "18"


def test_a_label_is_told_in_both_languages(label: Label) -> None:
    for text in (label.title, label.because, label.do):
        assert HANZI.search(text.zh)
        assert not HANZI.search(re.sub("（.*?）|\\(.*?\\)|〔.*?〕", "", text.en))
        assert text.en.strip()
        assert not re.search("T[0-9]|[a-z]_[a-z]", text.zh + text.en)


def test_a_label_names_threats_of_the_catalogue(label: Label) -> None:
    listed = {
        each["id"] for each in yaml.safe_load(_GUIDE.read_text("utf-8"))["threats"]
    }
    for threat in label.threats:
        assert threat in listed or THREAT.fullmatch(threat)


def test_a_label_is_made_by_some_rule(label: Label) -> None:
    made = {rule.label.partition(":")[0] for rule in RULES}
    # Pictures and the completeness of a page make theirs without words.
    assert label.name in made | {"qr_payee", "qr_contact", "outside_link", "missing"}


def test_ids_are_unique() -> None:
    assert [name for name, n in Counter(r.id for r in RULES).items() if n > 1] == []


def test_every_chat_label_of_the_closed_vocabulary_has_a_rule() -> None:
    made = {f"{r.label}:{r.strength}" for r in RULES} | {r.label for r in RULES}
    made |= {r.label.partition(":")[0] for r in RULES}
    apart_from_rules = ("missing:", "qr_", "evasion", "outside_link")
    assert [
        w for w in LABELS if w not in made and not w.startswith(apart_from_rules)
    ] == []


def test_the_ways_of_writing_are_folded_away() -> None:
    assert folded_kinds(full_width("add V")) == {"width"}
    assert traditional("转账") == "轉賬"
    assert apart("加微信 now") == "加 微 信 now"


def test_a_hundred_thousand_characters_take_bounded_time() -> None:
    """Every rule's words again and again; a pattern that explodes never ends."""
    asked = [
        "\x1f".join((rule.kinds[0], example.by, example.text))
        for rule in RULES
        for example in [next(examples(rule, firing=True))]
    ]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input="\x1e".join(asked),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout == "done\n"


@pytest.mark.parametrize("page", ["screening.md", "screening.zh.md"])
def test_the_page_about_screening_names_every_label(
    repository: Path, page: str
) -> None:
    told = (repository / "docs" / page).read_text("utf-8")
    named = {rule.label for rule in RULES if "chat" in rule.kinds}
    parts = {label.partition(":")[::2] for label in named}
    assert [f for f, _ in sorted(parts) if f"`{f}" not in told] == []
    assert [p for _, p in sorted(parts) if p and f":{p}`" not in told] == []
