"""`shopwarden rulebook`: each clause with its state, never surer than it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from shopwarden.cli import run
from shopwarden.practices.rulebook import load_rulebook

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--as-of", "2026-11-25")
SHOP = """\
clauses:
  JD-DISPATCH-1:
    confirmed_by: 店长
    on: 2026-11-01
    until: 2027-05-01
    values: {dispatch: 48h}
    clock: {length: 48h}
"""


def shown(capsys: pytest.CaptureFixture[str], *arguments: str, exits: int = 0) -> str:
    assert run(["rulebook", *arguments]) == exits
    captured = capsys.readouterr()
    return captured.err if exits else captured.out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help(capsys: pytest.CaptureFixture[str], language: str) -> None:
    assert "--without-check" in shown(capsys, "--help", "--lang", language)


@pytest.mark.parametrize(
    ("language", "state", "caution"),
    [
        ("zh", "转载，未核实", "rule.jd.com"),
        ("en", "repost, unverified", "rule.jd.com"),
    ],
)
def test_every_clause_is_listed_with_its_state(
    capsys: pytest.CaptureFixture[str], language: str, state: str, caution: str
) -> None:
    lines = shown(capsys, "--lang", language, *DAY).splitlines()
    assert len(lines) == len(load_rulebook().clauses) + 2
    price = next(line for line in lines if line.startswith("JD-PRICE-1 "))
    assert state in price
    assert "2026-11-23" in price
    assert caution in lines[-1]


def test_a_practice_and_a_state(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--practice", "policies", "--state", "unverified", *DAY)
    ids = [line.split()[0] for line in text.splitlines() if line.startswith("JD-")]
    assert ids == ["JD-DISPATCH-1", "JD-FALSESHIP-1", "JD-OUTOFSTOCK-1", "JD-WARNING-1"]


def test_an_id_shows_everything(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--id", "jd-dispatch-2", "--lang", "zh", *DAY)
    for part in ("转载，未核实", "无人核实", "S5", "百分之 10", "候选", "T2.6"):
        assert part in text
    english = shown(capsys, "--id", "JD-DISPATCH-2", "--lang", "en", *DAY)
    # A rule of China is never shown in English alone.
    assert "承诺揽收日" in english
    assert "In English" in english


def test_all_texts_of_a_clause_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--id", "LAW-AUCL-9", "--lang", "en", *DAY)
    assert "Text 1 of 2\n" in text
    assert "Text 2 of 2 (in force)" in text


@pytest.mark.parametrize("name", [c.id for c in load_rulebook().clauses])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_clause_can_be_shown(
    capsys: pytest.CaptureFixture[str], name: str, language: str
) -> None:
    assert name in shown(capsys, "--id", name, "--lang", language, *DAY)


def test_what_nothing_stands_behind(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--without-check", "--lang", "en", *DAY)
    assert "LAW-CRL-25 " not in text
    assert "clauses have no check." in text
    assert "threats have no rule." in text


def test_changes_say_what_to_judge_anew(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "changes.jsonl"
    period = "2025-10-01..2025-10-31"
    text = shown(capsys, "--changes", period, "--lang", "en", "--json", str(path))
    assert "LAW-AUCL-13" in text
    assert "monitoring/bulk_refund_buyer" in text
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    ids = [line["clause"] for line in lines]
    assert ids == ["LAW-AUCL-13", "LAW-AUCL-25", "LAW-AUCL-9"]
    assert lines[0]["since"] == "2025-10-15"
    none = shown(capsys, "--changes", "2010-01-01..2010-01-02", "--lang", "zh")
    assert "没有条款变化" in none


def test_json_holds_what_is_shown(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "clauses.jsonl"
    shown(capsys, "--json", str(path), *DAY)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == [c.id for c in load_rulebook().clauses]
    found = {line["id"]: line for line in lines}
    price = found["JD-PRICE-1"]["versions"][0]
    assert price["verified_by"] is None
    assert price["values"]["fix"] == {
        "written": ["24"],
        "unit": "h",
        "amounts": [86_400_000],
        "base": "ms",
        "state": "repost",
    }
    assert not found["JD-PRICE-1"]["sure"]
    assert found["LAW-PIPL-19"]["sure"]


def test_a_confirmation_is_shown_and_lapses(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, "utf-8")
    asked = ("--settings", str(path), "--lang", "en")
    held = shown(capsys, *asked, "--state", "confirmed", *DAY)
    assert held.startswith("JD-DISPATCH-1 ")
    assert "1 confirmed by the shop" in held
    passed = shown(capsys, *asked, "--id", "JD-DISPATCH-1", "--as-of", "2027-05-01")
    assert "look again" in passed
    assert "confirmation has passed" in passed
    due = shown(capsys, *asked, "--state", "due", "--as-of", "2026-11-25")
    assert "0 clauses" in due


def test_a_confirmation_of_no_clause_is_told_by_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP.replace("DISPATCH-1", "DISPATCH-8"), "utf-8")
    told = shown(capsys, "--settings", str(path), "--lang", "en", exits=4)
    assert "line 3" in told
    assert "JD-DISPATCH-" in told


@pytest.mark.parametrize(
    ("arguments", "part", "exits"),
    [
        (("--id", "JD-PRICE-9"), "JD-PRICE-1", 2),
        (("--changes", "2025-01-01"), "2025-01-01", 2),
        (("--changes", "2026-01-01..2025-01-01"), "2026-01-01..2025-01-01", 2),
        (("--as-of", "soon"), "soon", 2),
        (("--practice", "paymets"), "payments", 2),
        (("--settings", "nowhere.yaml"), "nowhere.yaml", 3),
    ],
)
def test_wrong_arguments_are_told(
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    part: str,
    exits: int,
) -> None:
    assert part in shown(capsys, *arguments, exits=exits)
