"""Clocks of a shop: unconfirmed ones are candidates, confirmed ones are the rule."""

from __future__ import annotations

import numpy as np
import pytest

from shopwarden.engine.clock import Candidates, Clock, Pause, Unit
from shopwarden.practices.rulebook import load_rulebook
from shopwarden.records.choice import CHOICES
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.reference import Confirmation, Reference
from shopwarden.screening.clocks import clock_sources, shop_clocks

NOW = read_moment("2026-11-20 10:00:00") or 0
STARTS = np.array([NOW - DAY_MS])


def confirmed(clause: str, length: str, until: int = NOW + DAY_MS) -> Reference:
    own = Confirmation(clause, "店长", NOW - DAY_MS, until, {}, {"length": length})
    return Reference(clauses={clause: own})


def test_every_clock_but_that_of_papers_has_its_clauses() -> None:
    assert set(clock_sources()) == set(CHOICES["clock"]) - {"paper"}
    book = load_rulebook()
    for source in clock_sources().values():
        assert all(clause in book for clause in source.clauses)


def test_nothing_is_confirmed_by_itself() -> None:
    for name, clock in shop_clocks(Reference(), NOW).items():
        assert not clock.times(STARTS).confirmed.any(), name


def test_earliest_reading_of_all_clauses_counts_until_one_is_confirmed() -> None:
    clock = shop_clocks(Reference(), NOW)["appeal"]
    times = clock.times(STARTS)
    assert times.due_ms.tolist() == [NOW + 5 * DAY_MS]
    own = shop_clocks(confirmed("JD-APPEAL-2", "7d"), NOW)["appeal"].times(STARTS)
    assert own.due_ms.tolist() == [NOW + 6 * DAY_MS]
    assert own.confirmed.tolist() == [1]


@pytest.mark.parametrize(("days", "sure"), [(1, True), (-1, False)])
def test_confirmation_counts_until_its_day(days: int, *, sure: bool) -> None:
    reference = confirmed("JD-DISPATCH-1", "72h", NOW + days * DAY_MS)
    times = shop_clocks(reference, NOW)["dispatch"].times(STARTS)
    assert times.confirmed.tolist() == [int(sure)]
    assert times.due_ms.tolist() == [NOW - DAY_MS + (72 if sure else 48) * HOUR_MS]


def test_our_own_proposal_stands_in_where_no_clause_states_a_time() -> None:
    clock = shop_clocks(Reference(), NOW)["first_scan"].terms[-1]
    assert clock.clock == Candidates((Clock(24, Unit.HOUR),))
    own = shop_clocks(confirmed("JD-FALSESHIP-1", "36h"), NOW)["first_scan"]
    assert own.terms[-1].clock == Clock(36, Unit.HOUR)


def test_notice_without_a_stated_time_has_no_clock_of_its_own() -> None:
    times = shop_clocks(Reference(), NOW)["notice"].times(STARTS)
    assert times.due_ms.tolist() == [np.iinfo(np.int64).min]
    own = shop_clocks(confirmed("JD-WARNING-1", "24h"), NOW)["notice"].times(STARTS)
    assert own.due_ms.tolist() == [NOW]


def test_pauses_stand_for_every_clock() -> None:
    pause = Pause(NOW - 2 * HOUR_MS, NOW + 8 * HOUR_MS)
    plain, paused = (
        shop_clocks(Reference(), NOW, pauses)["dispatch"].times(STARTS).due_ms
        for pauses in ((), (pause,))
    )
    assert (paused - plain).tolist() == [10 * HOUR_MS]


def test_law_binds_only_what_began_while_it_was_in_force() -> None:
    clock = shop_clocks(Reference(), NOW)["refund"]
    before = read_moment("2013-01-01") or 0
    times = clock.times(np.array([before, NOW]))
    assert times.due_ms.tolist() == [np.iinfo(np.int64).min, NOW + 7 * DAY_MS]
