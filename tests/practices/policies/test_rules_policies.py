"""Brushing, parcels, dispatch, papers, notices: from a shop's tables to findings."""

from __future__ import annotations

from typing import Any

import pytest
from tests.practices.judged import at, findings

from shopwarden.engine.finding import Stake, StakeKind
from shopwarden.words import say

AS_OF = "2026-11-30 12:00:00"


def order(number: int, when: str, **more: Any) -> list[dict[str, Any]]:
    """An order placed and paid at a moment, of a buyer of its own."""
    code = f"316000{number:04}"
    placed: dict[str, Any] = {"buyer": f"b{number}", "receivable_fen": 9900, **more}
    paid: dict[str, Any] = {
        "buyer": placed["buyer"],
        "amount_fen": placed["receivable_fen"],
    }
    return [
        {"kind": "OrderPlaced", "ts": when, "order": code, **placed},
        {"kind": "OrderPaid", "ts": when, "order": code, **paid},
    ]


def sent(number: int, when: str, **more: Any) -> dict[str, Any]:
    """A shipment of an order."""
    code = f"316000{number:04}"
    return {"kind": "Shipment", "ts": when, "order": code, "waybill": "y1", **more}


def gang(size: int, **more: Any) -> list[dict[str, Any]]:
    """Orders of different accounts, half an hour apart."""
    whens = [f"2026-11-03 {8 + n // 2:02}:{n % 2 * 30:02}:00" for n in range(size)]
    return [fact for n, when in enumerate(whens) for fact in order(n, when, **more)]


def test_eight_equal_orders_to_one_phone_would_look_like_brushing() -> None:
    found = findings("policies/brushing_group", gang(8, phone="p1"), AS_OF)

    assert len(found) == 1
    assert "8 within 24 hours" in say(found[0].reason, "en")


@pytest.mark.parametrize(
    "orders",
    [
        gang(7, phone="p1"),
        gang(8),
        [f for n in range(8) for f in order(n, f"2026-11-{n + 3:02} 08:00:00")],
        [
            fact
            for n in range(8)
            for fact in order(
                n, f"2026-11-03 {8 + n:02}:00:00", phone="p1", receivable_fen=900 * n
            )
        ],
    ],
    ids=["seven", "unlinked", "a_day_apart", "different_amounts"],
)
def test_fewer_unlinked_or_different_orders_do_not(orders: list[Any]) -> None:
    assert findings("policies/brushing_group", orders, AS_OF) == []


def test_an_unshipped_order_is_missed_then_red_with_its_penalty() -> None:
    facts = [*order(1, "2026-11-01 09:00:00", receivable_fen=39900)]
    facts += order(2, "2026-11-01 09:00:00")
    facts += [sent(2, "2026-11-02 09:00:00")]
    states = [
        {
            "kind": "OrderState",
            "ts": day,
            "order": f"316000{n:04}",
            "status": "等待出库",
        }
        for day in ("2026-11-08 09:00:00", "2026-11-10 09:00:00")
        for n in (1, 2)
    ]

    missed = findings("policies/dispatch_missed", facts, "2026-11-10 12:00:00")
    red = findings("policies/dispatch_severe", [*facts, *states], "2026-11-10 12:00:00")

    # Nobody confirmed 48 h: the earliest candidate counts, and the text says so.
    assert [f.ts for f in missed] == [at("2026-11-03 09:00:00")]
    assert "limit confirmed: no" in say(missed[0].reason, "en")
    assert [f.ts for f in red] == [at("2026-11-10 09:00:00")]
    assert red[0].stake == Stake(StakeKind.PENALTY, 3990)
    assert red[0].deadline_ms == at("2026-11-10 09:00:00")


@pytest.mark.parametrize(
    ("paid", "penalty"), [(1000, 500), (9900, 990), (9900000, 20000)]
)
def test_the_penalty_lies_between_five_and_two_hundred_yuan(
    paid: int, penalty: int
) -> None:
    facts = order(1, "2026-11-01 09:00:00", receivable_fen=paid)
    late = sent(1, "2026-11-12 09:00:00")

    found = findings("policies/dispatch_severe_sent", [*facts, late], AS_OF)

    assert [f.stake for f in found] == [Stake(StakeKind.PENALTY, penalty)]


def test_a_promise_of_the_shop_counts_as_confirmed() -> None:
    facts = order(1, "2026-11-01 09:00:00")
    late = sent(1, "2026-11-02 15:00:00", promised_ms="2026-11-02 09:00:00")

    (found,) = findings("policies/dispatch_missed", [*facts, late], AS_OF)

    assert found.ts == at("2026-11-02 09:00:00")
    assert "limit confirmed: yes" in say(found.reason, "en")


def test_a_near_limit_is_told_only_while_the_order_waits() -> None:
    facts, now = order(1, "2026-11-01 09:00:00"), "2026-11-03 06:00:00"
    gone = sent(1, "2026-11-03 02:00:00")

    near = findings("policies/dispatch_near", facts, now)

    assert {f.deadline_ms for f in near} == {at("2026-11-03 09:00:00")}
    assert findings("policies/dispatch_near", [*facts, gone], now) == []


def test_a_parcel_nobody_scanned_is_told_after_a_day() -> None:
    facts = [*order(1, "2026-11-01 09:00:00"), sent(1, "2026-11-01 18:00:00")]
    scan: dict[str, Any] = {
        "kind": "ParcelScanned",
        "order": "3160000001",
        "waybill": "y1",
    }
    soon = {**scan, "ts": "2026-11-02 08:00:00"}

    (found,) = findings("policies/first_scan_missing", facts, AS_OF)

    assert found.ts == at("2026-11-02 18:00:00")
    assert findings("policies/first_scan_missing", [*facts, soon], AS_OF) == []


def test_a_light_parcel_is_held_against_the_lightest_piece_of_its_order() -> None:
    goods = [
        {"kind": "SkuFacts", "ts": "2026-10-01 00:00:00", "sku": s, "weight_g": g}
        for s, g in (("101", 1500), ("102", 150))
    ]
    line: dict[str, Any] = {
        "kind": "OrderLine",
        "ts": "2026-11-01 09:00:00",
        "order": "3160000001",
    }
    scan: dict[str, Any] = {
        "kind": "ParcelScanned",
        "ts": "2026-11-01 20:00:00",
        "order": "3160000001",
    }
    one = [*goods, *order(1, "2026-11-01 09:00:00"), {**line, "sku": "101"}]
    two = [*one, {**line, "sku": "102"}]

    def light(facts: list[Any], grams: int) -> int:
        told = [*facts, {**scan, "weight_g": grams}]
        return len(findings("policies/parcel_empty", told, AS_OF))

    # 140 g is an empty box for the heavy piece, and may be the light one alone.
    assert [light(one, 140), light(one, 400), light(two, 140)] == [1, 0, 0]


def test_papers_are_told_before_and_after_they_lapse_unless_renewed() -> None:
    row: dict[str, Any] = {
        "kind": "Document",
        "ts": "2026-01-01 00:00:00",
        "paper": "authorisation",
    }
    old = {**row, "document": "Q1", "expires_ms": "2026-12-20 00:00:00"}
    new = {**row, "ts": "2026-11-10 00:00:00", "document": "Q1"}
    renewed = {**new, "expires_ms": "2027-12-20 00:00:00"}

    assert len(findings("policies/paper_expiring", [old], AS_OF)) == 2
    assert findings("policies/paper_expiring", [old, renewed], AS_OF) == []
    assert findings("policies/paper_expired", [old], AS_OF) == []
    assert len(findings("policies/paper_expired", [old], "2026-12-21 00:00:00")) == 1


def test_a_notice_of_a_day_rings_at_noon_and_one_of_a_week_on_its_last_day() -> None:
    row: dict[str, Any] = {
        "kind": "Notice",
        "ts": "2026-11-23 09:00:00",
        "level": "warning",
    }
    day: dict[str, Any] = {**row, "notice": "N1", "due_ms": "2026-11-24 09:00:00"}
    week = {**row, "notice": "N2", "due_ms": "2026-11-30 09:00:00"}
    done = {"kind": "NoticeAnswered", "ts": "2026-11-23 10:00:00", "notice": "N1"}

    def told(facts: list[Any], as_of: str) -> set[str]:
        return {f.entity for f in findings("policies/notice_near", facts, as_of)}

    assert told([day, week], "2026-11-23 22:00:00") == {"N1"}
    assert told([day, week, done], "2026-11-23 22:00:00") == set()
    assert told([week], "2026-11-29 20:00:00") == {"N2"}
    assert len(findings("policies/notice_missed", [day], AS_OF)) == 1


def chat(when: str, *, staff: bool) -> dict[str, Any]:
    """A chat line with the buyer of order 1."""
    told: dict[str, Any] = {"session": "s1", "agent": "a1", "buyer": "b1", "length": 9}
    words: dict[str, Any] = {"labels": "none", "personal": "none"}
    return {"kind": "Message", "ts": when, "staff": staff, **told, **words}


def ours(*times: str, day: int = 3) -> list[dict[str, Any]]:
    """Lines of staff at times of a day of November."""
    return [chat(f"2026-11-{day:02} {time}:00", staff=True) for time in times]


ANSWER = [chat("2026-11-03 11:30:00", staff=False)]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (ours("10:00", "11:00"), 0),
        (ours("10:00", "11:00", "12:00"), 1),
        # Lines before the review do not count; three within two hours later do.
        (ours("08:00", "10:00", "11:00"), 0),
        (ours("08:00", "15:00", "15:10", "15:20"), 1),
        # To a buyer who answers it is a talk.
        (ours("10:00", "11:00") + ANSWER + ours("12:00"), 0),
        (ours("10:00", "11:00", "12:00", day=5), 0),
    ],
    ids=["two", "three", "before", "later_on", "a_talk", "two_days_on"],
)
def test_only_unasked_lines_after_a_bad_review_count(
    lines: list[dict[str, Any]], told: int
) -> None:
    review: dict[str, Any] = {
        "kind": "Review",
        "ts": "2026-11-03 09:00:00",
        "order": "3160000001",
    }
    review |= {"sku": "101", "buyer": "b1", "score": 1, "length": 9, "wording": "w1"}

    found = findings("policies/chasing_after_review", [review, *lines], AS_OF)

    assert len(found) == told
