"""The rulebook: every clause with its true state, judged by the text of its time."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

import jsonschema
import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.clock import Candidates, Clock, due
from shopwarden.errors import RuleError, SettingsError
from shopwarden.practices.guide import guide_rules, load_guide
from shopwarden.practices.rulebook import (
    Authority,
    Clause,
    ShopType,
    SourceKind,
    State,
    affected,
    check_confirmations,
    clocks_at,
    control_clauses,
    load_rulebook,
    reach,
    read_clauses,
    read_sources,
    standing,
    value_at,
    without_check,
)
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.quantity import Quantity, read_quantity
from shopwarden.records.reference import Confirmation
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from pathlib import Path

BOOK = load_rulebook()
SOURCES = """\
sources:
  L:
    title: {zh: 某法, en: A law}
    kind: repository
    where: somewhere
    dated: 2020
    seen_on: 2026-11-01
    effective: {from: 2021-01-01, state: read}
    expires: 2027-11-01
  R:
    title: {zh: 某转载, en: A repost}
    kind: repost
    where: elsewhere
    dated: null
    seen_on: 2026-11-01
    effective: {from: null, state: unverified}
    expires: 2027-05-01
"""
# Three texts: nobody saw the first; the second said 48 h, the third says 24 h.
DATED = """\
practice: policies
clauses:
  - id: JD-INVENTED-1
    title: {zh: 虚构的发货时限, en: An invented dispatch limit}
    says: {form: paraphrase, zh: 限时发货, en: Dispatch in time}
    state: repost
    source: [R]
    threats: [T2.6]
    checks: [payments/settlement_missing]
    versions:
      - {valid_from: null, state: unverified, source: [], expires: 2027-05-01}
      - valid_from: 2025-01-01
        values: {limit: {value: 48, unit: h}, fine: {value: 5, unit: CNY}}
        clock: {length: 48h}
      - valid_from: 2026-03-01
        values: {limit: {value: 24, unit: h}, fine: {value: 5, unit: CNY}}
        candidates: [{length: 1d}, {length: 24h}]
"""


def at(text: str) -> int:
    moment = read_moment(text)
    assert moment is not None
    return moment


def invented(text: str = DATED) -> Clause:
    return read_clauses("policies/clauses.yaml", text, read_sources("s", SOURCES))[0]


def confirmation(**changes: object) -> Confirmation:
    own = Confirmation(
        "JD-INVENTED-1",
        "店长",
        at("2026-04-01"),
        at("2026-10-01"),
        {"limit": read_quantity("36h")},
        {"length": "36h", "starts": "moment"},
        7,
    )
    return replace(own, **changes)  # type: ignore[arg-type]


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


# --- the text of its time ---------------------------------------------------


def test_the_version_in_force_is_the_one_of_the_moment() -> None:
    clause = BOOK.clause("LAW-AUCL-13")
    before, since = at("2025-10-14"), at("2025-10-15")
    assert [clause.at(before), clause.at(since)] == list(clause.versions)
    assert BOOK.at(before)["LAW-AUCL-13"].state is State.UNVERIFIED
    assert BOOK.at(since)["LAW-AUCL-13"].state is State.READ


def test_a_clause_is_not_in_force_before_its_first_text() -> None:
    assert "LAW-NDSR-12" not in BOOK.at(at("2024-12-31"))
    assert "LAW-NDSR-12" in BOOK.at(at("2025-01-01"))


def test_a_text_ends_on_its_day() -> None:
    first = next(line for line in DATED.splitlines() if "valid_from: null" in line)
    span = "{from: null, until: 2024-01-01, state: repost}"
    ends = f"      - valid_from: null\n        effective: {span}"
    text = DATED.replace(first, ends)
    clause = invented(text)
    assert clause.at(at("2023-12-31")) is clause.versions[0]
    assert clause.at(at("2024-01-01")) is None
    assert clause.at(at("2025-01-01")) is clause.versions[1]


def test_a_fact_is_judged_by_the_text_in_force_at_its_time() -> None:
    clause = invented()
    ts = np.array([at(day) for day in ("2024-06-01", "2025-06-01", "2026-06-01")])
    found = value_at(clause, "limit", ts)
    assert found.amounts.tolist() == [MISSING, 48 * HOUR_MS, 24 * HOUR_MS]
    assert not found.sure.any()


def test_what_was_read_is_sure_until_somebody_has_to_look_again() -> None:
    clause = BOOK.clause("LAW-PRICE-16")
    ts = np.array([at("2022-06-30"), at("2022-07-01")])
    assert value_at(clause, "lookback", ts).sure.tolist() == [False, True]
    late = clause.versions[0].expires_ms
    assert not value_at(clause, "lookback", ts, as_of_ms=late).sure.any()
    assert not standing(clause, late, None).sure
    assert standing(clause, late, None).stale


@given(st.lists(st.integers(at("2024-01-01"), at("2027-01-01")), max_size=40))
def test_values_of_many_facts_are_those_of_each(moments: list[int]) -> None:
    clause = invented()
    found = value_at(clause, "limit", np.array(moments, np.int64))
    for moment, amount in zip(moments, found.amounts.tolist(), strict=True):
        version = clause.at(moment)
        stated = None if version is None else version.values.get("limit")
        assert amount == (MISSING if stated is None else stated.earliest)


# --- what a shop confirmed --------------------------------------------------


def test_a_confirmation_counts_until_its_day_and_for_its_text_only() -> None:
    clause, own = invented(), confirmation()
    ts = np.array([at("2025-06-01"), at("2026-06-01")])
    held = value_at(clause, "limit", ts, own, at("2026-09-30"))
    assert held.amounts.tolist() == [48 * HOUR_MS, 36 * HOUR_MS]
    assert held.sure.tolist() == [False, True]
    passed = value_at(clause, "limit", ts, own, at("2026-10-01"))
    assert passed.amounts.tolist() == [48 * HOUR_MS, 24 * HOUR_MS]
    assert not passed.sure.any()


def test_a_confirmed_clause_is_sure_and_lapses() -> None:
    clause, own = invented(), confirmation()
    held = standing(clause, at("2026-09-30"), own)
    assert (held.sure, held.confirmed, held.lapsed) == (True, own, False)
    for moment in ("2026-10-01", "2026-12-01"):
        passed = standing(clause, at(moment), own)
        assert (passed.sure, passed.confirmed, passed.lapsed) == (False, None, True)
    early = standing(clause, at("2026-03-15"), own)
    assert (early.sure, early.lapsed) == (False, False)


def test_a_new_text_has_to_be_confirmed_anew() -> None:
    clause = invented()
    own = confirmation(on_ms=at("2026-02-01"), until_ms=at("2027-02-01"))
    assert standing(clause, at("2026-02-15"), own).sure
    now = standing(clause, at("2026-03-01"), own)
    assert (now.sure, now.lapsed) == (False, True)


def test_clocks_of_nobody_are_candidates_and_the_earliest_counts() -> None:
    clause, moment = invented(), at("2026-06-01 10:00:00")
    clocks, sure = clocks_at(clause, moment, moment)
    assert isinstance(clocks, Candidates)
    assert not sure
    assert due(moment, clocks).due_ms == moment + 24 * HOUR_MS
    single, sure = clocks_at(clause, at("2025-06-01"), moment)
    assert isinstance(single, Candidates)
    assert not sure
    assert clocks_at(clause, at("2024-06-01"), moment) == (None, False)


def test_a_confirmed_clock_is_one_clock() -> None:
    moment = at("2026-06-01")
    clock, sure = clocks_at(invented(), moment, moment, confirmation())
    assert isinstance(clock, Clock)
    assert (clock.length_ms, sure) == (36 * HOUR_MS, True)


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (Confirmation("JD-DISPATCH-9", "店长", 1, 2, {}, None, 4), "no_clause"),
        (
            Confirmation(
                "JD-PRICE-1", "店长", 1, 2, {"mend": read_quantity("24h")}, None, 4
            ),
            "no_value",
        ),
        (
            Confirmation(
                "JD-PRICE-1", "店长", 1, 2, {"fix": read_quantity("24")}, None, 4
            ),
            "unit",
        ),
    ],
)
def test_a_wrong_confirmation_is_told_by_its_line(own: Confirmation, code: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_confirmations({own.clause: own})
    assert caught.value.code == f"rulebook.{code}"
    assert caught.value.params["line"] == 4


def test_a_right_confirmation_passes() -> None:
    own = confirmation(clause="JD-PRICE-1", values={"fix": read_quantity("24h")})
    check_confirmations({"JD-PRICE-1": own})


# --- what changed, and what hangs on it -------------------------------------


def test_changes_are_those_after_one_moment_until_another() -> None:
    day = at("2025-10-15")
    found = {c.clause.id for c in BOOK.changed_between(day - 1, day)}
    assert found == {"LAW-AUCL-9", "LAW-AUCL-13", "LAW-AUCL-25"}
    assert not BOOK.changed_between(day, day + DAY_MS)


def test_a_change_says_which_values_and_which_facts() -> None:
    book = replace(BOOK, clauses=(invented(),))
    first, second = book.changed_between(0, at("2027-01-01"))
    assert (first.at_ms, first.values) == (at("2025-01-01"), ("fine", "limit"))
    assert (second.at_ms, second.values) == (at("2026-03-01"), ("limit",))
    found = affected(first, guide_rules(), control_clauses())
    assert (found.since_ms, found.until_ms) == (first.at_ms, second.at_ms)
    assert found.reach.rules == ("payments/settlement_missing",)
    assert found.reach.controls == ("PAY-1",)
    assert affected(second, guide_rules(), control_clauses()).until_ms is None


def test_rules_and_controls_hang_on_what_they_cite() -> None:
    clause = replace(invented(), checks=("POL-1",))
    rule = next(r for r in guide_rules() if r.id == "payments/settlement_missing")
    param = replace(rule.params["grace"], source="JD-INVENTED-1, a repost")
    cites = replace(rule, params={"grace": param})
    other = replace(rule, id="payments/other", references=("JD-INVENTED-12: no",))
    found = reach(clause, (cites, other), {"TRA-1": ("JD-INVENTED-1",), "TRA-2": ()})
    assert found.rules == (rule.id,)
    assert found.params == (f"{rule.id}.grace",)
    assert found.controls == ("PAY-1", "POL-1", "TRA-1")


def test_a_clause_without_check_is_found() -> None:
    bare = replace(invented(), checks=())
    book = replace(BOOK, clauses=(bare, invented()))
    assert without_check(book, guide_rules(), {}) == (bare,)
    assert without_check(book, guide_rules(), {"POL-9": (bare.id,)}) == ()


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
