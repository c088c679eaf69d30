"""No word of the vocabulary takes long on any text, however it repeats itself."""

from __future__ import annotations

import pytest
from tests.engine.patterns.explosion import again, long

from shopwarden.engine.identify import PATTERNS
from shopwarden.engine.patterns import Pattern
from shopwarden.engine.screen import uncover
from shopwarden.engine.screen.words import patterns

ALL = (
    *patterns(tight=True),
    *patterns(tight=False),
    *PATTERNS,
    Pattern("signs", uncover.signs()),
)


@pytest.mark.parametrize(
    "expression", ["(?:[0-9]+元?)*给", "(?:a|b{1,9})+c", "(?:(?:ab)+)+c"]
)
def test_a_repeat_within_a_repeat_is_seen(expression: str) -> None:
    assert again(expression)


@pytest.mark.parametrize(
    "expression", ["[0-9]+折", "(?:就|都)*给", "a?[a-z]+1", "[^ ]+x"]
)
def test_an_endless_beginning_is_seen(expression: str) -> None:
    assert long(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "[0-9]{1,9}折",
        "少[0-9]+",
        "(?<![a-z])[a-z]+1",
        "(?:[a-z]{1,20}[.]){1,6}com",
        "(?:[0-9]{1,9}元?){0,3}给",
        "(?:就|都){0,6}给",
    ],
)
def test_what_is_bounded_is_let_pass(expression: str) -> None:
    assert again(expression) == []
    assert long(expression) == []


def test_no_repeat_within_a_repeat() -> None:
    assert {p.name: again(p.text) for p in ALL if again(p.text)} == {}


def test_no_endless_beginning() -> None:
    assert {p.name: long(p.text) for p in ALL if long(p.text)} == {}
