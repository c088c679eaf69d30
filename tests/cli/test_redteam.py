"""`shopwarden redteam`: both languages, JSON, tables, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from shopwarden.cli import run
from shopwarden.practices.guide import guide_rules

if TYPE_CHECKING:
    from pathlib import Path

RULE = "monitoring/discount_burst"


def shown(capsys: pytest.CaptureFixture[str], *arguments: str, exits: int = 0) -> str:
    assert run(["redteam", *arguments]) == exits
    captured = capsys.readouterr()
    return captured.err if exits else captured.out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help(capsys: pytest.CaptureFixture[str], language: str) -> None:
    assert "--markdown" in shown(capsys, "--help", "--lang", language)


@pytest.mark.parametrize(("language", "words"), [("zh", "代价"), ("en", "wait")])
def test_one_rule_in_either_language(
    capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    told = shown(capsys, "--rule", RULE, "--lang", language)
    assert RULE in told
    assert words in told
    assert "¥" in told


def test_every_rule_of_the_guide_can_be_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Bound 0: nothing is searched for long, and yet each rule has its line.
    for rule in guide_rules()[::7]:
        assert rule.id in shown(capsys, "--rule", rule.id, "--budget", "0")


def test_labels_alone_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    told = shown(capsys, "--texts", "--budget", "1", "--lang", "en")
    assert "label solicitation (Chinese)" in told
    assert "label benign_warning" in told
    assert RULE not in told


def test_json_holds_moves_as_numbers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = tmp_path / "found.jsonl"
    shown(capsys, "--rule", RULE, "--json", str(place))
    (line,) = [json.loads(text) for text in place.read_text("utf-8").splitlines()]
    assert (line["rule"], line["state"]) == (RULE, "evaded")
    assert all("kind" in move for move in line["moves"])
    assert line["cost_fen"] > 0


def test_the_same_seed_prints_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    rule = ("--rule", "policies/brushing_group", "--seed", "5")
    assert shown(capsys, *rule) == shown(capsys, *rule)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_are_tables(capsys: pytest.CaptureFixture[str], language: str) -> None:
    told = shown(capsys, "--rule", RULE, "--markdown", "--lang", language)
    heading, rule, row = told.splitlines()[:3]
    assert heading.count("|") == rule.count("|") == row.count("|") == 7
    assert RULE in row


@pytest.mark.parametrize(
    "wrong",
    [
        ("--rule", "monitoring/nowhere"),
        ("--rule", RULE, "--texts"),
        ("--texts", "--budget", "-1"),
    ],
)
def test_what_is_refused(
    capsys: pytest.CaptureFixture[str], wrong: tuple[str, ...]
) -> None:
    assert shown(capsys, *wrong, exits=2)
