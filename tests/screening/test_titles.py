"""Titles: patterns and people in words, only where they tell incidents apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.report import invented_findings as example
from tests.report.invented_findings import AS_OF, RULES

from shopwarden.practices.payments.patterns import PATTERNS, pattern_text
from shopwarden.records.moment import DAY_MS
from shopwarden.records.schema import TOKEN_DOMAINS
from shopwarden.screening.group import group
from shopwarden.screening.titles import person
from shopwarden.words import LANGUAGES, say

if TYPE_CHECKING:
    from shopwarden.engine.finding import Finding

UNSETTLED = "payments/settlement_missing"
WHY = example.text("因为", "because")


def about(rule: str, number: int, kind: str, entity: str) -> Finding:
    day = AS_OF + number * 90 * DAY_MS
    found = example.finding(rule, number, day, 100, WHY)
    return replace(found, entity_kind=kind, entity=entity)


def titles(*findings: Finding) -> set[str]:
    found = group(findings, RULES, AS_OF)
    return {
        say(one.title, "zh").removeprefix(RULES[one.alerts[0].rule].title.zh)
        for one in found
    }


def test_a_pattern_is_told_in_words_where_it_differs() -> None:
    missing = about(UNSETTLED, 1, "pattern", "no_bill")
    short = about(UNSETTLED, 2, "pattern", "excess_fee:佣金")

    assert titles(missing) == {""}
    assert titles(missing, short) == {"：账单中没有结算行", "：佣金多收"}


def test_people_are_told_in_words_where_they_differ() -> None:
    one, two = (about(UNSETTLED, n, "buyer", f"buyer #{n}") for n in (1, 2))

    assert titles(one) == {""}
    assert titles(one, two) == {"：买家 #1", "：买家 #2"}
    assert {a.entity for i in group([one, two], RULES, AS_OF) for a in i.alerts} == {
        "buyer #1",
        "buyer #2",
    }


def test_every_person_and_pattern_has_words() -> None:
    for domain in TOKEN_DOMAINS:
        assert say(person(f"{domain} #7"), "zh").endswith(" #7")
        assert say(person(f"{domain} #7"), "en") == f"{domain} #7"
    for pattern in PATTERNS:
        coded = f"{pattern}:佣金" if pattern.endswith("_fee") else pattern
        assert all("_" not in say(pattern_text(coded), lang) for lang in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pattern_of_another_version_is_told_as_it_is(language: str) -> None:
    assert say(pattern_text("new_shape"), language) == "new_shape"  # type: ignore[arg-type]  # of LANGUAGES
