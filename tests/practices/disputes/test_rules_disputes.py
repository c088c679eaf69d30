"""Disputes, after-sales, refunds and evidence: from a shop's tables to findings."""

from __future__ import annotations

from typing import Any

import pytest
from tests.practices.judged import RULES, at, findings

from shopwarden.engine.finding import Lane
from shopwarden.words import say


def dispute(**more: Any) -> dict[str, Any]:
    """A dispute with a day to answer, as JD states it."""
    told: dict[str, Any] = {
        "dispute": "D1",
        "order": "3160000001",
        "buyer": "b1",
        "amount_fen": 9900,
    }
    day: dict[str, Any] = {"ts": "2026-11-03 09:00:00", "due_ms": "2026-11-04 09:00:00"}
    return {"kind": "DisputeOpened", **told, **day, **more}


def test_a_dispute_rings_from_half_of_its_day_until_it_is_answered() -> None:
    answer: dict[str, Any] = {
        "kind": "DisputeAnswered",
        "ts": "2026-11-03 22:00:00",
        "dispute": "D1",
    }
    rule = "disputes/dispute_near"

    assert findings(rule, [dispute()], "2026-11-03 20:00:00") == []
    (found,) = findings(rule, [dispute()], "2026-11-03 22:00:00")
    assert found.lane is Lane.RING
    assert found.deadline_ms == at("2026-11-04 09:00:00")
    assert "limit confirmed: yes" in say(found.reason, "en")
    assert findings(rule, [dispute(), answer], "2026-11-03 23:00:00") == []
    assert (
        len(findings("disputes/dispute_missed", [dispute()], "2026-11-05 09:00:00"))
        == 1
    )


def test_an_unstated_limit_says_that_it_is_unconfirmed() -> None:
    found = findings(
        "disputes/dispute_missed", [dispute(due_ms=None)], "2026-11-20 09:00:00"
    )

    assert "期限已确认：否" in say(found[0].reason, "zh")


@pytest.mark.parametrize(("video", "told"), [(1, 0), (0, 1)])
def test_missing_evidence_is_told_at_half_of_the_time(video: int, told: int) -> None:
    state: dict[str, Any] = {
        "kind": "DisputeState",
        "ts": "2026-11-03 10:00:00",
        "dispute": "D1",
    }
    state |= {"chat": 1, "slip": 1, "proof": 1, "video": video, "sealed": 1}
    rule, now = "disputes/evidence_thin", "2026-11-03 22:00:00"

    assert len(findings(rule, [dispute(), state], now)) == told


def test_money_goes_back_within_seven_days_of_the_goods() -> None:
    opened: dict[str, Any] = {
        "kind": "AfterSaleOpened",
        "ts": "2026-11-01 09:00:00",
        "request": "return",
    }
    back: dict[str, Any] = {"kind": "ReturnReceived", "ts": "2026-11-05 09:00:00"}
    number: dict[str, Any] = {
        "after_sale": "8800001",
        "order": "3160000001",
        "amount_fen": 9900,
    }
    facts = [opened | number, back | {k: number[k] for k in ("after_sale", "order")}]
    closed: dict[str, Any] = {
        "kind": "AfterSaleClosed",
        "ts": "2026-11-11 09:00:00",
    } | number
    closed |= {"request": "return", "outcome": "agreed"}

    assert len(findings("disputes/refund_missed", facts, "2026-11-20 09:00:00")) == 1
    done = [*facts, closed]
    assert findings("disputes/refund_missed", done, "2026-11-20 09:00:00") == []
    near = findings("disputes/refund_near", facts, "2026-11-11 20:00:00")
    assert {f.deadline_ms for f in near} == {near[0].deadline_ms}
    assert findings("disputes/refund_near", done, "2026-11-11 20:00:00") == []


def test_a_lost_dispute_can_be_appealed_until_its_day() -> None:
    lost: dict[str, Any] = {
        "kind": "DisputeDecided",
        "ts": "2026-11-05 09:00:00",
        "dispute": "D1",
    }
    lost |= {"verdict": "lost", "amount_fen": 9900, "due_ms": "2026-11-11 09:00:00"}
    filed: dict[str, Any] = {
        "kind": "AppealFiled",
        "ts": "2026-11-06 09:00:00",
        "dispute": "D1",
    }
    rule, now = "disputes/appeal_near", "2026-11-10 00:00:00"

    assert len(findings(rule, [dispute(), lost], now)) == 1
    assert findings(rule, [dispute(), lost, filed], now) == []
    assert findings(rule, [dispute(), lost | {"verdict": "won"}], now) == []


def claim(n: int, buyer: str, picture: str | None = "p1") -> dict[str, Any]:
    """An after-sale with a picture."""
    told: dict[str, Any] = {
        "after_sale": f"88000{n:02}",
        "order": f"31600000{n:02}",
        "sku": "101",
    }
    told |= {"buyer": buyer, "amount_fen": 900, "request": "refund_only"}
    when = f"2026-11-{n:02} 09:00:00"
    return {"kind": "AfterSaleOpened", "ts": when, "picture": picture, **told}


def test_a_picture_counts_across_buyers_and_from_after_sales_to_disputes() -> None:
    mine, yours = [claim(n, "b1") for n in (1, 2)], claim(3, "b2")
    now = "2026-11-20 09:00:00"
    late = dispute(ts="2026-11-10 09:00:00", due_ms="2026-11-12 09:00:00", picture="p1")

    def told(rule: str, *facts: dict[str, Any]) -> int:
        return len(findings(f"disputes/{rule}", facts, now))

    assert told("picture_of_another", *mine) == 0
    assert told("picture_of_another", *mine, yours) == 1
    assert told("picture_of_another", claim(1, "b1", None), claim(2, "b2", None)) == 0
    assert told("dispute_picture_of_another", *mine, late) == 0
    assert told("dispute_picture_of_another", yours, late) == 1


DEADLINE_RULES = sorted(rule.id for rule in RULES.values() if rule.fact == "Deadline")


@pytest.mark.parametrize("rule", DEADLINE_RULES)
def test_rules_of_limits_name_one_clock_and_say_whether_it_is_confirmed(
    rule: str,
) -> None:
    text = RULES[rule].when.text

    assert text.startswith("clock == '")
    # The law's seven days and a paper's own date need no confirmation.
    sure = "'refund'" in text or "'paper'" in text
    assert ("{confirmed}" in RULES[rule].reason.zh) is not sure
    assert "waiting" in text or "stage == 'due' and open" in text
