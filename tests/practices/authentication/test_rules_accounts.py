"""Rules about accounts, from rosters and logs to what rings and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.engine.explain import explain
from shopwarden.engine.finding import Lane
from shopwarden.engine.rule import load_rules
from shopwarden.practices.authentication.accounts import accounts
from shopwarden.records.coverage import Coverage
from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS, read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from shopwarden.engine.evaluate import RuleRun

START = read_moment("2026-11-03 10:00:00") or 0
AS_OF = START + 60 * DAY_MS
PRACTICES = ("authentication", "payments")
RULES = {r.id: r for r in load_rules(f"shopwarden.practices.{p}" for p in PRACTICES)}
LEFT = START - 5 * DAY_MS


def judged(name: str, *records: dict[str, Any], days: int | None = None) -> RuleRun:
    """A rule over records; with `days` only so many before START are covered."""
    told = None
    if days is not None:
        spans = (START - days * DAY_MS, AS_OF)
        told = [Coverage(kind, *spans) for kind in Kind]
    facts = facts_of(records, told)
    return evaluate((RULES[name],), facts, Reference(), AS_OF, threads=1)[0]


def reviewed(name: str, *records: dict[str, Any], as_of: int = AS_OF) -> RuleRun:
    """A rule over the accounts as reviewed at the end of what the logs cover."""
    told = [Coverage(kind, START - 60 * DAY_MS, as_of) for kind in Kind]
    facts = facts_of(records, told)
    facts = facts.with_table(accounts(facts, as_of))
    return evaluate((RULES[name],), facts, Reference(), as_of, threads=1)[0]


def sign_in(at: int, agent: str = "a1", **more: Any) -> dict[str, Any]:
    """A sign-in, successful unless said otherwise."""
    return {"kind": "SignIn", "ts": at, "agent": agent, "ok": True, **more}


def operation(at: int, action: str, agent: str = "a1", **more: Any) -> dict[str, Any]:
    """An operation of an account."""
    return {"kind": "Operation", "ts": at, "agent": agent, "action": action, **more}


def staff(agent: str = "a1", **more: Any) -> dict[str, Any]:
    """A row of a roster that names the account a week before START."""
    told = {"kind": "Staff", "ts": START - 7 * DAY_MS, "agent": agent, "entry": agent}
    return {**told, "role": "service", "active": True, "admin": False, **more}


@pytest.mark.parametrize(("refusals", "fires"), [(4, False), (5, True)])
def test_a_success_after_refusals_is_told_from_the_fifth_on(
    refusals: int, *, fires: bool
) -> None:
    tries = [sign_in(START + n * MINUTE_MS, ok=False) for n in range(refusals)]
    run = judged(
        "authentication/refused_then_in", *tries, sign_in(START + 9 * MINUTE_MS)
    )

    assert bool(len(run.fired)) is fires


def test_a_source_that_tried_five_accounts_and_got_into_one_is_told() -> None:
    tries = [
        sign_in(START + n * MINUTE_MS, f"a{n}", ok=False, ip="i1") for n in range(5)
    ]
    inside = sign_in(START + 8 * MINUTE_MS, "a7", ip="i1")
    elsewhere = sign_in(START + 8 * MINUTE_MS, "a8", ip="i2")

    run = judged("authentication/refused_then_in", *tries, inside, elsewhere)

    assert len(run.fired) == 1


def test_a_refused_leaver_rings_nobody_and_a_returner_neither() -> None:
    left = staff(left_ms=LEFT)
    back = staff("a2", left_ms=LEFT, joined_ms=LEFT + DAY_MS)
    refused = sign_in(START, ok=False)

    run = judged("authentication/leaver_sign_in", left, back, refused)
    again = judged(
        "authentication/leaver_sign_in", left, back, sign_in(START, "a2"), refused
    )

    assert not len(run.fired)
    assert not len(again.fired)


@pytest.mark.parametrize("hours", [-1, 0, 23, 24, 500])
def test_the_last_day_of_work_still_is_one(hours: int) -> None:
    at = LEFT + hours * HOUR_MS
    run = judged("authentication/leaver_sign_in", staff(left_ms=LEFT), sign_in(at))
    done = judged(
        "authentication/leaver_operation", staff(left_ms=LEFT), operation(at, "view")
    )

    assert len(run.fired) == len(done.fired) == (hours >= 24)
    assert run.rule.lane is done.rule.lane is Lane.RING


def test_a_roster_that_came_later_still_finds_the_leaver() -> None:
    before = staff(ts=START - 30 * DAY_MS)
    after = staff(ts=START + 5 * DAY_MS, left_ms=LEFT, active=False)

    late = sign_in(START)
    at_once = judged("authentication/leaver_sign_in", before, after, late)
    review = reviewed("authentication/leaver_account", before, after, late)

    assert not len(at_once.fired)
    assert len(review.fired) == 1


def test_a_closed_account_of_a_leaver_is_at_peace() -> None:
    run = reviewed(
        "authentication/leaver_account",
        staff(left_ms=LEFT, active=False),
        sign_in(LEFT - HOUR_MS),
    )

    assert (len(run.fired), run.unknown) == (0, 0)


def test_without_a_roster_nobody_is_a_stranger() -> None:
    run = reviewed("authentication/unlisted_account", sign_in(AS_OF - DAY_MS))

    assert (len(run.fired), run.unknown) == (0, 1)


def test_with_a_roster_a_stranger_is_one() -> None:
    run = reviewed(
        "authentication/unlisted_account",
        staff(admin=True),
        sign_in(AS_OF - DAY_MS),
        sign_in(AS_OF - DAY_MS, "a9"),
        sign_in(AS_OF - 40 * DAY_MS, "a8"),
    )

    assert len(run.fired) == 1


def test_an_unused_account_has_its_day_of_closing() -> None:
    as_of = START + 40 * DAY_MS
    run = reviewed(
        "authentication/idle_account",
        staff(joined_ms=START - 400 * DAY_MS),
        staff("a2", joined_ms=START - 400 * DAY_MS),
        sign_in(START),
        sign_in(as_of - DAY_MS, "a2"),
        as_of=as_of,
    )
    facts = facts_of([staff(), sign_in(START), sign_in(as_of - DAY_MS, "a2")])
    found = explain(run, facts)

    assert [each.deadline_ms for each in found] == [START + 45 * DAY_MS]


def test_strangers_leave_no_review_of_the_roster_open() -> None:
    # What a stranger may do stands nowhere, and is asked of nobody.
    told: dict[str, Any] = {
        "may_pay": True,
        "may_export": False,
        "may_edit": False,
        "mfa": True,
    }
    records = (staff(**told, phone="p1"), sign_in(AS_OF - DAY_MS, "a9"))
    for name in (
        *("too_many_rights", "too_many_admins", "no_second_factor"),
        *("phone_shared", "idle_account", "leaver_account"),
    ):
        run = reviewed(f"authentication/{name}", *records)
        assert run.unknown == 0, name


@pytest.mark.parametrize(("admins", "fires"), [(2, 0), (3, 1)])
def test_administrators_are_told_once_for_all_of_a_role(
    admins: int, *, fires: int
) -> None:
    rows = [staff(f"a{n}", admin=True) for n in range(admins)]
    run = reviewed("authentication/too_many_admins", *rows)
    told = {finding.entity for finding in explain(run, facts_of(rows))}

    assert len(told) == fires


def test_a_rebinding_by_an_administrator_burdens_its_subject_only() -> None:
    rebound = operation(START, "phone", "boss", subject="a1")
    by_boss = operation(START + HOUR_MS, "permission", "boss", subject="a2")
    by_subject = operation(START + HOUR_MS, "export", "a1")

    name = "authentication/binding_then_operation"
    assert not len(judged(name, rebound, by_boss).fired)
    assert len(judged(name, rebound, by_subject).fired) == 1


@pytest.mark.parametrize(("hours", "fires"), [(72, True), (73, False)])
def test_a_rebinding_counts_for_three_days(hours: int, *, fires: bool) -> None:
    run = judged(
        "authentication/binding_then_operation",
        operation(START, "mfa_off"),
        operation(START + hours * HOUR_MS, "withdraw"),
    )

    assert bool(len(run.fired)) is fires


def test_a_withdrawal_is_open_while_the_log_of_sign_ins_is_too_short() -> None:
    records = (
        sign_in(START - HOUR_MS, device="d1"),
        operation(START, "withdraw", device="d1"),
    )
    name = "payments/payee_operation_withdrawal"

    short = judged(name, *records, days=10)
    whole = judged(name, *records, days=40)

    assert (len(short.fired), short.unknown) == (0, 1)
    assert (len(whole.fired), whole.unknown) == (1, 0)


def test_each_payee_change_rings_exactly_once() -> None:
    names = ("payments/payee_operation", "payments/payee_operation_unapproved")
    answers: tuple[dict[str, Any], ...] = ({}, {"approved": True}, {"approved": False})
    for approved in answers:
        change = operation(START, "payee", **approved)
        assert sum(len(judged(name, change).fired) for name in names) == 1


def test_a_buyer_known_by_an_order_may_send_an_archive() -> None:
    archive = {"kind": "Message", "ts": START, "session": "s1", "buyer": "b1"}
    archive |= {"staff": False, "length": 5, "labels": "none", "personal": "none"}
    archive |= {"attachment": "zip"}
    placed = {"kind": "OrderPlaced", "ts": START - DAY_MS, "order": "3160000001"}
    name = "authentication/archive_first_contact"

    assert len(judged(name, archive).fired) == 1
    assert not len(judged(name, archive, {**placed, "buyer": "b1"}).fired)
    assert len(judged(name, archive, {**placed, "buyer": "b2"}).fired) == 1


def test_only_theft_by_leavers_and_after_rebindings_rings() -> None:
    ring = {n for n, rule in RULES.items() if rule.lane is Lane.RING}
    own = {name for name in ring if name.startswith("authentication/")}

    assert own == {
        f"authentication/{name}"
        for name in (
            *("leaver_sign_in", "leaver_operation"),
            *("binding_then_operation", "binding_then_export"),
        )
    }
