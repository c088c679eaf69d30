"""The rulebook judges by the text of its time, and by what a shop confirmed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.practices.invented_clauses import DATED, at, confirmation, invented

from shopwarden.engine.clock import Candidates, Clock, due
from shopwarden.errors import SettingsError
from shopwarden.practices.guide import guide_rules
from shopwarden.practices.rulebook import (
    State,
    affected,
    check_confirmations,
    clocks_at,
    control_clauses,
    load_rulebook,
    reach,
    standing,
    value_at,
    without_check,
)
from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.records.quantity import read_quantity
from shopwarden.records.reference import Confirmation
from shopwarden.records.schema import MISSING

BOOK = load_rulebook()


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
