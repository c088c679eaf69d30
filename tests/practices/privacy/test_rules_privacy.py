"""Rules about buyers' data: exports, plain views, apps, and the trail of a leak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.engine.explain import explain
from shopwarden.engine.rule import load_rules
from shopwarden.practices.monitoring import agents
from shopwarden.records.coverage import Coverage
from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS, read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind
from shopwarden.words import LANGUAGES, say

if TYPE_CHECKING:
    from shopwarden.engine.evaluate import RuleRun

START = read_moment("2026-11-03 10:00:00") or 0
AS_OF = START + 60 * DAY_MS
RULES = {rule.id: rule for rule in load_rules(["shopwarden.practices.privacy"])}
EVERYWHERE = [Coverage(kind, START - 90 * DAY_MS, AS_OF) for kind in Kind]


def judged(name: str, *records: dict[str, Any], **lists: frozenset[str]) -> RuleRun:
    """A rule over records and the days of accounts they make."""
    facts = facts_of(records, EVERYWHERE)
    facts = facts.with_table(agents.derive(facts, AS_OF))
    reference = Reference(lists=lists)
    return evaluate((RULES[name],), facts, reference, AS_OF, threads=1)[0]


def export(at: int, records: int, **more: Any) -> dict[str, Any]:
    """An export of orders by a1."""
    told = {"kind": "DataExport", "ts": at, "agent": "a1", "records": records}
    return {**told, "content": "orders", **more}


def staff(**more: Any) -> dict[str, Any]:
    """What the roster says of a1."""
    return {"kind": "Staff", "ts": START - 30 * DAY_MS, "agent": "a1", **more}


@pytest.mark.parametrize(
    ("usual", "today", "fires"),
    [(0, 500, False), (0, 501, True), (300, 900, False), (300, 901, True)],
)
def test_a_day_is_measured_by_the_law_and_by_the_account(
    usual: int, today: int, *, fires: bool
) -> None:
    before = [export(START - n * DAY_MS, usual) for n in range(1, 8) if usual]
    run = judged("privacy/export_day", *before, export(START, today))

    assert bool(len(run.fired)) is fires


def test_goods_and_bills_are_no_personal_data() -> None:
    roster = staff(role="service", joined_ms=START - DAY_MS)
    rows = [export(START, 9000, content=content) for content in ("products", "bills")]
    for name in ("export_day", "export_role", "export_new_or_leaving"):
        assert not len(judged(f"privacy/{name}", roster, *rows).fired)


@pytest.mark.parametrize(
    ("role", "records", "fires"),
    [("service", 249, 0), ("service", 250, 1), ("warehouse", 400, 0)],
)
def test_250_records_by_a_role_that_needs_none(
    role: str, records: int, *, fires: int
) -> None:
    run = judged("privacy/export_role", staff(role=role), export(START, records))

    assert len(run.fired) == fires


def test_without_a_roster_a_bulk_export_is_open_and_a_small_one_is_not() -> None:
    many = judged("privacy/export_role", export(START, 400))
    few = judged("privacy/export_role", export(START, 40))

    assert (len(many.fired), many.unknown) == (0, 1)
    assert (len(few.fired), few.unknown) == (0, 0)


@pytest.mark.parametrize(
    ("joined", "left", "fires"),
    [
        (-3, None, True),
        (-14, None, False),
        (-400, None, False),
        (-400, 14, True),
        (-400, 15, False),
        (-400, -2, True),
    ],
)
def test_the_first_and_the_last_days_of_work(
    joined: int, left: int | None, *, fires: bool
) -> None:
    days = {"joined_ms": START + joined * DAY_MS}
    if left is not None:
        days["left_ms"] = START + left * DAY_MS
    run = judged(
        "privacy/export_new_or_leaving",
        staff(role="operations", **days),
        export(START, 80),
    )

    assert bool(len(run.fired)) is fires
    assert run.unknown == 0


def test_a_packers_day_is_handled_work_and_a_spree_is_not() -> None:
    looks: list[dict[str, Any]] = [
        {
            "kind": "Operation",
            "ts": START + n * 2 * MINUTE_MS,
            "agent": agent,
            "action": "decrypt",
            "order": f"31600000{n:02}",
        }
        for n in range(40)
        for agent in ("a1", "a2")
    ]
    packed = [
        {**look, "action": "ship", "ts": look["ts"] + MINUTE_MS}
        for look in looks
        if look["agent"] == "a1"
    ]
    run = judged("privacy/decrypt_unhandled", *looks, *packed)

    assert len(run.fired) == 1


def test_apps_are_unknown_only_where_the_shop_says_which_it_knows() -> None:
    grant = {"kind": "Grant", "ts": START, "app": "丁采集", "active": True}

    untold = judged("privacy/grant_unknown_app", grant)
    told = judged("privacy/grant_unknown_app", grant, known_apps=frozenset({"甲打单"}))

    assert (len(untold.fired), untold.unknown) == (0, 1)
    assert len(told.fired) == 1


def _reports() -> list[dict[str, Any]]:
    placed = [
        {"kind": "OrderPlaced", "ts": START - DAY_MS, "order": f"316000000{n}"}
        for n in range(3)
    ]
    lines = [
        {
            "kind": "Message",
            "ts": START + n * HOUR_MS,
            "session": f"s{n}",
            "order": f"316000000{n}",
            "buyer": f"b{n}",
            "staff": False,
            "labels": ["scam_report"],
            "personal": "none",
            "length": 30,
        }
        for n in range(3)
    ]
    return [*placed, *lines]


def test_a_leak_is_followed_back_to_exports_nobody_approved() -> None:
    approved = export(START - 2 * DAY_MS, 300, approved=True)
    unapproved = export(START - 3 * DAY_MS, 300, approved=False, agent="a2")
    long_ago = export(START - 30 * DAY_MS, 300, approved=False, agent="a3")
    records = [*_reports(), approved, unapproved, long_ago]
    run = judged("privacy/leak_trail", *records)
    found = explain(run, facts_of(records, EVERYWHERE))

    assert [each.values["exporters"] for each in found] == [1]
    assert "DataExport" in {row.kind for row in found[0].evidence}


def test_a_trail_without_a_step_says_nothing() -> None:
    approved = export(START - 2 * DAY_MS, 300, approved=True)

    assert not len(judged("privacy/leak_trail", *_reports(), approved).fired)


def test_an_export_after_the_reports_is_no_trail() -> None:
    later = export(START + DAY_MS, 300, approved=False)

    assert not len(judged("privacy/leak_trail", *_reports(), later).fired)


def test_reasons_hold_counts_and_times_and_no_account() -> None:
    records = [staff(role="service"), export(START, 400)]
    run = judged("privacy/export_role", *records)
    reason = explain(run, facts_of(records, EVERYWHERE))[0].reason

    for language in LANGUAGES:
        assert "400" in say(reason, language)
        assert "a1" not in say(reason, language)
