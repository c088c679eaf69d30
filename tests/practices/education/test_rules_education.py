"""Rules about lessons and drills: who is due, and what silence means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.engine.rule import load_rules
from shopwarden.practices.authentication.accounts import accounts
from shopwarden.records.coverage import Coverage
from shopwarden.records.moment import DAY_MS, read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from shopwarden.engine.evaluate import RuleRun

START = read_moment("2026-11-03 10:00:00") or 0
RULES = {rule.id: rule for rule in load_rules(["shopwarden.practices.education"])}


def judged(name: str, *records: dict[str, Any], lessons: bool = True) -> RuleRun:
    """A rule over records and reviewed accounts; logs of the last 30 days."""
    spans = (START - 30 * DAY_MS, START)
    kinds = [kind for kind in Kind if lessons or kind is not Kind.TRAINING]
    facts = facts_of(records, [Coverage(kind, *spans) for kind in kinds])
    facts = facts.with_table(accounts(facts, START))
    return evaluate((RULES[name],), facts, Reference(), START, threads=1)[0]


def staff(agent: str = "a1", **more: Any) -> dict[str, Any]:
    """An account of the roster, with the shop for long."""
    told = {"kind": "Staff", "ts": START - 20 * DAY_MS, "agent": agent, "entry": agent}
    joined = {"joined_ms": START - 700 * DAY_MS}
    return {**told, "role": "service", "active": True, **joined, **more}


def lesson(days_ago: int, agent: str, *, passed: bool = True) -> dict[str, Any]:
    """A lesson some days ago."""
    at = {"ts": START - days_ago * DAY_MS, "lesson": "trojan"}
    return {"kind": "Training", "agent": agent, "passed": passed, **at}


@pytest.mark.parametrize(("days", "fires"), [(364, False), (365, True), (600, True)])
def test_a_lesson_lasts_a_year(days: int, *, fires: bool) -> None:
    run = judged("education/training_due", staff(), lesson(days, "a1"))

    assert bool(len(run.fired)) is fires


def test_who_never_learnt_is_told_only_where_lessons_are_recorded() -> None:
    unrecorded = judged("education/training_due", staff(), lessons=False)
    recorded = judged("education/training_due", staff(), lesson(9, "a2"))

    assert (len(unrecorded.fired), unrecorded.unknown) == (0, 1)
    assert len(recorded.fired) == 1


def test_a_newcomer_a_leaver_and_a_robot_owe_no_lesson() -> None:
    run = judged(
        "education/training_due",
        staff("a1", joined_ms=START - 5 * DAY_MS),
        staff("a3", left_ms=START - DAY_MS),
        staff("a4", role="robot"),
        staff("a5", active=False),
        lesson(9, "a2"),
    )

    assert (len(run.fired), run.unknown) == (0, 0)


def test_a_failed_lesson_is_no_lesson() -> None:
    run = judged(
        "education/training_due",
        staff(),
        lesson(9, "a1", passed=False),
        lesson(9, "a2"),
    )
    failed = judged("education/training_failed", lesson(9, "a1", passed=False))

    assert len(run.fired) == 1
    assert len(failed.fired) == 1


def test_three_silent_drills_are_told_even_where_older_ones_are_unknown() -> None:
    drills = [
        {
            "kind": "Drill",
            "ts": START - days * DAY_MS,
            "agent": "a1",
            "way": "mail",
            "reaction": reaction,
        }
        for days, reaction in ((21, "ignored"), (14, "opened"), (7, "ignored"))
    ]

    assert len(judged("education/drill_unreported", *drills).fired) == 1
    assert not len(judged("education/drill_unreported", *drills[1:]).fired)
