"""The rulebook: every clause with its true state; files that are wrong."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml
from tests.practices.invented_clauses import DATED, at, invented

from shopwarden.errors import RuleError
from shopwarden.practices.guide import guide_rules, load_guide
from shopwarden.practices.rulebook import (
    Authority,
    ShopType,
    SourceKind,
    State,
    control_clauses,
    load_rulebook,
    read_clauses,
    standing,
)
from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.records.quantity import Quantity, read_quantity

if TYPE_CHECKING:
    from pathlib import Path

BOOK = load_rulebook()


# --- what the files hold ----------------------------------------------------


def test_the_files_follow_their_schema(repository: Path) -> None:
    text = (repository / "docs/schemas/clauses.schema.json").read_text("utf-8")
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    for practice in load_guide().practices:
        file = resources.files("shopwarden.practices") / practice.name / "clauses.yaml"
        # Days stay the texts that were written.
        data = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
        assert data["practice"] == practice.name
        jsonschema.validate(typed(data), schema)


def typed(node: object) -> object:
    """Numbers, flags and nulls as YAML reads them, days as texts."""
    if isinstance(node, dict):
        return {key: typed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [typed(value) for value in node]
    plain = yaml.safe_load(str(node)) if node else node
    return plain if isinstance(plain, bool | int | float | None) else node


def test_every_practice_has_clauses_and_the_law_comes_first() -> None:
    assert {c.practice for c in BOOK.clauses} == {
        p.name for p in load_guide().practices
    }
    order = [list(Authority).index(c.authority) for c in BOOK.clauses]
    assert order == sorted(order)
    assert len({c.id for c in BOOK.clauses}) == len(BOOK.clauses)


def test_every_check_and_every_threat_of_a_clause_exists() -> None:
    known = {rule.id for rule in guide_rules()} | set(control_clauses())
    threats = {threat.id for threat in load_guide().threats}
    for clause in BOOK.clauses:
        assert known.issuperset(clause.checks), clause.id
        assert threats.issuperset(clause.threats), clause.id
        assert clause.threats, clause.id


def test_every_clause_that_a_control_names_exists() -> None:
    for control, named in control_clauses().items():
        for clause in named:
            assert clause in BOOK, (control, clause)


def test_nothing_is_read_without_the_text_of_a_law() -> None:
    for clause in BOOK.clauses:
        for version in clause.versions:
            kinds = {BOOK.sources[key].kind for key in version.sources}
            if version.state is State.READ:
                assert SourceKind.REPOSITORY in kinds, clause.id
            if version.quoted:
                assert version.state is State.READ, clause.id
            assert version.sources or version.state is State.UNVERIFIED, clause.id


def test_no_number_of_jd_is_the_rule() -> None:
    now = at("2026-11-25")
    for clause in BOOK.clauses:
        if clause.authority is not Authority.JD:
            continue
        assert not standing(clause, now, None).sure, clause.id
        for version in clause.versions:
            assert not version.verified, clause.id
            assert version.state is not State.READ, clause.id
            assert version.clock_state is not State.READ, clause.id
            for stated in version.values.values():
                assert stated.state is not State.READ, (clause.id, stated.name)


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("JD-DISPATCH-1", "dispatch"),
        ("JD-AFTERSALE-1", "approve"),
        ("JD-OUTOFSTOCK-1", "compensation"),
    ],
)
def test_numbers_nobody_saw_are_unverified_candidates(clause: str, name: str) -> None:
    stated = BOOK.clause(clause).versions[-1].values[name]
    assert stated.state is State.UNVERIFIED


def test_a_value_keeps_one_kind_of_unit_over_all_versions() -> None:
    for clause in BOOK.clauses:
        bases: dict[str, set[str]] = {}
        for version in clause.versions:
            for stated in version.values.values():
                bases.setdefault(stated.name, set()).add(stated.base)
        assert all(len(found) == 1 for found in bases.values()), clause.id


@pytest.mark.parametrize(
    ("clause", "name", "written", "quantity"),
    [
        ("JD-PRICE-1", "fix", "24h", 24 * HOUR_MS),
        ("JD-DISPATCH-2", "after", "7d", 7 * DAY_MS),
        ("JD-DISPATCH-2", "share", "10%", 100_000),
        ("JD-DISPATCH-2", "least", "5元", 500),
        ("JD-DISPATCH-2", "most", "200元", 20_000),
        ("JD-APPEAL-1", "review", "3 workdays", 3),
        ("LAW-PICRIME-5", "staff_records", "250", 250),
        ("LAW-CRL-55", "least", "500元", 50_000),
        ("LAW-CIVIL-152", "rescind", "90d", 90 * DAY_MS),
        ("LAW-PIPL-55", "keep", "3年", 36),
    ],
)
def test_the_numbers_of_the_reference(
    clause: str, name: str, written: str, quantity: int
) -> None:
    stated = BOOK.clause(clause).versions[-1].values[name]
    assert stated.quantities == (read_quantity(written),)
    assert stated.earliest == quantity


# --- files that are wrong ---------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("id: JD-INVENTED-1", "id: invented", 3),
        ("state: repost", "state: read", 6),
        ("state: repost", "state: certain", 6),
        ("source: [R]", "source: [X]", 7),
        ("threats: [T2.6]", "threats: [T9.1]", 8),
        ("form: paraphrase", "form: rumour", 5),
        ("value: 48, unit: h", "value: 48, unit: fortnights", 13),
        ("value: 48, unit: h", "value: many, unit: h", 13),
        ("value: 48, unit: h", "candidates: [24, 48], unit: h", 13),
        ("value: 5, unit: CNY", "value: 0.001, unit: CNY", 13),
        ("valid_from: 2026-03-01", "valid_from: 2024-03-01", 15),
        ("valid_from: 2026-03-01", "valid_from: 2026-13-01", 15),
        ("threats: [T2.6]", "threat: [T2.6]", 8),
    ],
)
def test_a_wrong_file_is_told_by_its_line(old: str, new: str, line: int) -> None:
    with pytest.raises(RuleError) as caught:
        invented(DATED.replace(old, new, 1))
    assert caught.value.params["rule"] == "policies/clauses.yaml"
    assert caught.value.params["line"] == line


@pytest.mark.parametrize("text", ["", "- a", "a: [", "practice: policies"])
def test_what_is_no_clause_file_is_told(text: str) -> None:
    with pytest.raises(RuleError):
        read_clauses("policies/clauses.yaml", text, {})


def test_a_wrong_clock_is_told() -> None:
    with pytest.raises(RuleError):
        invented(DATED.replace("clock: {length: 48h}", "clock: {length: soon}"))


def test_shop_types() -> None:
    worldwide = BOOK.clause("JD-HK-2")
    assert worldwide.concerns(ShopType.WORLDWIDE)
    assert not worldwide.concerns(ShopType.POP)
    assert BOOK.clause("JD-PRICE-1").concerns(ShopType.POP)


def test_quantities_are_exact() -> None:
    assert read_quantity("0.01元") == Quantity(1, read_quantity("1元").base)
    for text in ("", "h", "1 fortnight", "0.001元", "-1h", "1.5 count", "１２h"):
        with pytest.raises(ValueError, match=r".*"):
            read_quantity(text)
