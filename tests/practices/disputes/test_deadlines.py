"""Deadlines by hand: what each clock waits for, and what it must not claim."""

from __future__ import annotations

from typing import Any

import pytest

from shopwarden.engine.clock import Candidates, read_clock
from shopwarden.engine.examples import facts_of
from shopwarden.practices.disputes.deadlines import NAMES, ShopClock, Term, deadlines
from shopwarden.records.coverage import Coverage
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.schema import MISSING, Kind

Record = dict[str, Any]


def at(text: str) -> int:
    moment = read_moment(text)
    assert moment is not None
    return moment


PAID = at("2026-11-02 10:00:00")
NOW = at("2026-11-05 10:00:00")
TWO_DAYS = read_clock({"length": "48h"})
SURE = {"dispatch": ShopClock((Term(None, TWO_DAYS, confirmed=True),))}
ORDER = {"order": "3160001"}


def fact(kind: str, when: int | str, **columns: Any) -> Record:
    ts = at(when) if isinstance(when, str) else when
    return {"kind": kind, "ts": ts, **columns}


def paid(when: int = PAID) -> list[Record]:
    return [
        fact("OrderPlaced", when - 60_000, **ORDER, receivable_fen=9900),
        fact("OrderLine", when - 60_000, **ORDER, sku="1001"),
        fact("OrderPaid", when, **ORDER, amount_fen=9900),
    ]


def told(
    records: list[Record],
    clocks: dict[str, ShopClock] | None = None,
    as_of: int = NOW,
    coverage: list[Coverage] | None = None,
) -> list[tuple[str, str, int, int]]:
    """Clock, stage, open and waiting of every fact."""
    facts = facts_of(records, coverage)
    table = deadlines(facts, SURE if clocks is None else clocks, as_of)
    return [
        (
            str(NAMES["clock"][table["clock"][row]]),
            str(NAMES["stage"][table["stage"][row]]),
            int(table["open"][row]),
            int(table["waiting"][row]),
        )
        for row in range(len(table))
    ]


def stages(*words: str, clock: str = "dispatch") -> list[tuple[str, str, int, int]]:
    return [(clock, word, 1, 1) for word in words]


ALL = ("due",)


def test_order_that_waits_says_what_stage_it_is_in() -> None:
    assert told(paid()) == stages(*ALL)
    assert told(paid(), as_of=PAID + 36 * HOUR_MS) == stages("half", "three_quarters")
    assert told(paid(), as_of=PAID + 24 * HOUR_MS - 1) == []


def test_order_sent_in_time_has_nothing_to_say() -> None:
    assert told([*paid(), fact("Shipment", PAID + 47 * HOUR_MS, **ORDER)]) == []


def test_order_sent_late_was_open_when_due_and_waits_no_more() -> None:
    sent = fact("Shipment", PAID + 49 * HOUR_MS, **ORDER)
    assert told([*paid(), sent]) == [("dispatch", "due", 1, 0)]


@pytest.mark.parametrize(
    "end",
    [
        fact("OrderCancelled", PAID + HOUR_MS, **ORDER),
        fact("RefundPaid", PAID + HOUR_MS, **ORDER, amount_fen=9900),
        fact("OrderState", NOW, **ORDER, status="已取消"),
        fact(
            *("AfterSaleClosed", PAID + HOUR_MS),
            **ORDER,
            after_sale="7001",
            request="cancel",
            outcome="agreed",
        ),
    ],
)
def test_cancelled_or_refunded_order_is_owed_no_parcel(end: Record) -> None:
    assert told([*paid(), end]) == []


def test_all_the_money_back_before_the_parcel_left_ends_a_dispatch() -> None:
    asked = {"after_sale": "9", "request": "refund_only", "outcome": "agreed"}
    closed = fact("AfterSaleClosed", PAID + HOUR_MS, **ORDER, **asked, amount_fen=9900)
    part = fact("AfterSaleClosed", PAID + HOUR_MS, **ORDER, **asked, amount_fen=9899)
    assert told([*paid(), closed]) == []
    assert told([*paid(), part]) == stages(*ALL)


def test_part_of_the_money_back_ends_no_dispatch() -> None:
    back = fact("RefundPaid", PAID + HOUR_MS, **ORDER, amount_fen=500)
    assert told([*paid(), back]) == stages(*ALL)


def test_cancelled_after_the_deadline_stays_missed_but_waits_no_more() -> None:
    end = fact("OrderCancelled", PAID + 50 * HOUR_MS, **ORDER)
    assert told([*paid(), end]) == [("dispatch", "due", 1, 0)]


def test_no_table_of_parcels_no_claim() -> None:
    orders_only = [Coverage("OrderPaid", 0, NOW)]
    assert told(paid(), coverage=orders_only) == []


def test_table_of_parcels_that_ends_early_leaves_it_open() -> None:
    early = [Coverage("Shipment", PAID - DAY_MS, PAID + 30 * HOUR_MS)]
    assert told(paid(), coverage=early) == [("dispatch", "due", -1, -1)]
    # While the clock runs the stages are open questions too.
    running = told(paid(), coverage=early, as_of=PAID + 47 * HOUR_MS)
    assert [row[1:] for row in running] == [
        ("half", 1, 1),
        ("three_quarters", -1, -1),
        ("nine_tenths", -1, -1),
    ]


def test_table_fetched_the_day_before_still_says_what_waits() -> None:
    fetched = [Coverage("Shipment", PAID - DAY_MS, PAID + 40 * HOUR_MS)]
    found = told(paid(), coverage=fetched, as_of=PAID + 42 * HOUR_MS)
    assert found == stages("half", "three_quarters")


def test_finished_order_without_a_parcel_is_not_called_unsent() -> None:
    end = fact("OrderFinished", PAID + 60 * HOUR_MS, **ORDER)
    assert told([*paid(), end]) == [("dispatch", "due", -1, 0)]


def test_state_that_says_sent_is_believed() -> None:
    state = fact("OrderState", NOW, **ORDER, status="等待确认收货")
    assert told([*paid(), state]) == [("dispatch", "due", -1, 0)]


def test_parent_of_split_orders_sends_nothing_itself() -> None:
    child = fact("OrderPlaced", PAID, order="3160009", parent=ORDER["order"])
    assert told([*paid(), child]) == []


def due_of(records: list[Record], clocks: dict[str, ShopClock]) -> tuple[int, int]:
    """When the one `due` fact is due, and whether that is confirmed."""
    table = deadlines(facts_of(records), clocks, NOW + 90 * DAY_MS)
    last = table.take(table["stage"] == list(NAMES["stage"]).index("due"))
    assert len(last) == 1
    return int(last["due_ms"][0]), int(last["confirmed"][0])


def unsure(*lengths: str) -> ShopClock:
    readings = tuple(read_clock({"length": length}) for length in lengths)
    return ShopClock((Term(None, Candidates(readings), confirmed=False),))


def test_of_candidates_the_earliest_counts_and_is_unconfirmed() -> None:
    clocks = {"dispatch": unsure("72h", "48h")}
    assert due_of(paid(), clocks) == (PAID + 2 * DAY_MS, 0)


def test_promise_of_page_or_parcel_is_the_shops_own() -> None:
    clocks = {"dispatch": unsure("48h")}
    page = fact("SkuFacts", PAID - DAY_MS, sku="1001", promise_ms=15 * DAY_MS)
    assert due_of([*paid(), page], clocks) == (PAID + 15 * DAY_MS, 1)
    promised = PAID + 20 * DAY_MS
    sent = fact("Shipment", PAID + 30 * DAY_MS, **ORDER, promised_ms=promised)
    assert due_of([*paid(), page, sent], clocks) == (promised, 1)
    assert due_of([*paid(), page, sent], {}) == (promised, 1)


def test_clock_of_the_day_it_began_counts() -> None:
    day = read_clock({"length": "24h"})
    clock = ShopClock(
        (
            Term(None, TWO_DAYS, confirmed=True),
            Term(PAID, day, confirmed=False),
        )
    )
    assert due_of(paid(), {"dispatch": clock}) == (PAID + DAY_MS, 0)
    before = due_of(paid(PAID - HOUR_MS), {"dispatch": clock})
    assert before == (PAID - HOUR_MS + 2 * DAY_MS, 1)


def test_parcel_is_scanned_under_its_waybill_wherever_it_is_listed() -> None:
    clocks = {"first_scan": unsure("24h")}
    sent = fact("Shipment", PAID, **ORDER, waybill="w1")
    scan = fact("ParcelScanned", PAID + HOUR_MS, order="3160002", waybill="w1")
    other = fact("ParcelScanned", PAID + HOUR_MS, **ORDER, waybill="w2")
    assert told([sent], clocks) == stages(*ALL, clock="first_scan")
    assert told([sent, scan], clocks) == []
    assert told([sent, other], clocks) == stages(*ALL, clock="first_scan")


def test_after_sale_is_answered_by_an_answer_or_its_end() -> None:
    clocks = {"after_sale": unsure("24h")}
    service = {"after_sale": "7001"}
    opened = fact("AfterSaleOpened", PAID, **service, **ORDER, sku="1001")
    answered = fact("AfterSaleAnswered", PAID + HOUR_MS, **service)
    closed = fact("AfterSaleClosed", PAID + HOUR_MS, **service, outcome="withdrawn")
    assert told([opened], clocks) == stages(*ALL, clock="after_sale")
    assert told([opened, answered], clocks) == []
    assert told([opened, closed], clocks) == []


BACK = {"after_sale": "7001", "order": "3160001"}
LATER = PAID + 8 * DAY_MS


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], [*ALL]),
        ([fact("AfterSaleClosed", PAID + DAY_MS, **BACK, amount_fen=100)], []),
        ([fact("RefundPaid", PAID + DAY_MS, **BACK, amount_fen=100)], []),
        ([fact("AfterSaleClosed", PAID + DAY_MS, **BACK, outcome="refused")], []),
        ([fact("AfterSaleOpened", PAID, **BACK, request="exchange")], []),
    ],
)
def test_refund_is_owed_once_goods_are_back(
    others: list[Record], expected: list[str]
) -> None:
    clocks = {"refund": unsure("7d")}
    records = [fact("ReturnReceived", PAID, **BACK), *others]
    found = told(records, clocks, as_of=LATER)
    assert [stage for clock, stage, _, _ in found if clock == "refund"] == expected


def test_closed_without_an_amount_nobody_can_say() -> None:
    mute = fact("AfterSaleClosed", PAID + DAY_MS, **BACK, outcome="agreed")
    records = [fact("ReturnReceived", PAID, **BACK), mute]
    found = told(records, {"refund": unsure("7d")}, as_of=LATER)
    assert found == [("refund", "due", -1, -1)]


def test_notice_counts_as_it_says_and_once_for_all_its_orders() -> None:
    due = PAID + DAY_MS
    rows = [
        fact("Notice", PAID, notice="n1", order=f"316000{n}", amount_fen=50, due_ms=due)
        for n in range(3)
    ]
    assert due_of(rows, {}) == (due, 1)
    table = deadlines(facts_of(rows), {}, NOW)
    assert set(table["amount_fen"].tolist()) == {150}
    assert set(table["order"].tolist()) == {-1}
    silent = [fact("Notice", PAID, notice="n1")]
    assert told(silent, {}) == []


def dispute_records(**flags: int) -> list[Record]:
    due = PAID + 2 * DAY_MS
    opened = fact("DisputeOpened", PAID, dispute="d1", **ORDER, due_ms=due)
    return [opened, fact("DisputeState", PAID + DAY_MS, dispute="d1", **flags)]


@pytest.mark.parametrize(
    ("flags", "lacking"),
    [
        ({"chat": 0, "slip": 0, "proof": 1, "video": 1}, 2),
        ({"chat": 1, "slip": 1, "proof": 1, "video": 1}, 0),
        ({"chat": 0}, 1),
        ({"chat": 1, "slip": 1}, MISSING),
        ({}, MISSING),
    ],
)
def test_pieces_of_evidence_known_to_lack_are_counted(
    flags: dict[str, int], lacking: int
) -> None:
    table = deadlines(facts_of(dispute_records(**flags)), {}, NOW)
    assert set(table["lacking"].tolist()) == {lacking}


def test_dispute_without_a_state_lacks_nobody_knows_what() -> None:
    table = deadlines(facts_of(dispute_records()[:1]), {}, NOW)
    assert set(table["lacking"].tolist()) == {MISSING}


def test_dispute_decided_early_needs_no_answer() -> None:
    decided = fact("DisputeDecided", PAID + DAY_MS, dispute="d1", verdict="won")
    assert told([*dispute_records(), decided], {}) == []


def test_lost_dispute_is_appealed_by_what_came_after_it() -> None:
    clocks = {"appeal": unsure("1d")}
    lost = fact("DisputeDecided", PAID, dispute="d1", verdict="lost")
    won = fact("DisputeDecided", PAID, dispute="d1", verdict="won")
    before = fact("AppealFiled", PAID - DAY_MS, dispute="d1")
    after = fact("AppealFiled", PAID + HOUR_MS, dispute="d1")
    assert told([lost, before], clocks) == stages(*ALL, clock="appeal")
    assert told([lost, after], clocks) == []
    assert told([won], clocks) == []


def test_paper_warns_sixty_thirty_and_seven_days_ahead() -> None:
    expires = NOW + 20 * DAY_MS
    filed = fact("Document", PAID, document="品牌授权书", expires_ms=expires)
    table = deadlines(facts_of([filed]), {}, NOW)
    assert table["ts"].tolist() == [expires - 60 * DAY_MS, expires - 30 * DAY_MS]
    assert told([filed], {}) == stages("half", "three_quarters", clock="paper")


@pytest.mark.parametrize(
    ("renewal", "renews"),
    [
        ({"document": "甲", "paper": "authorisation"}, True),
        ({"document": "乙", "paper": "authorisation"}, False),
        ({"document": "乙", "paper": "authorisation", "sku": "1001"}, True),
        ({"document": "乙", "paper": "trademark", "sku": "1001"}, False),
    ],
)
def test_only_the_same_paper_renews_it(
    renewal: dict[str, str], *, renews: bool
) -> None:
    old = fact(
        *("Document", PAID),
        document="甲",
        paper="authorisation",
        sku="1001",
        expires_ms=NOW + DAY_MS,
    )
    new = fact("Document", PAID + HOUR_MS, **renewal, expires_ms=NOW + 400 * DAY_MS)
    assert (told([old, new], {}) == []) is renews


def test_every_row_says_what_it_stands_on() -> None:
    table = deadlines(facts_of(paid()), SURE, NOW)
    facts = facts_of(paid())
    assert [facts.name("sku", code) for code in table["sku"].tolist()] == ["1001"]
    assert set(table["amount_fen"].tolist()) == {9900}
    assert set(table["started_ms"].tolist()) == {PAID}
    assert set(table["row"].tolist()) == {facts.table(Kind.ORDER_PAID)["row"][0]}


def test_time_stated_at_the_very_beginning_is_a_slip() -> None:
    page = fact("SkuFacts", PAID - DAY_MS, sku="1001", promise_ms=15 * DAY_MS)
    sent = fact("Shipment", PAID + 30 * DAY_MS, **ORDER, promised_ms=PAID)
    assert due_of([*paid(), page, sent], {}) == (PAID + 15 * DAY_MS, 1)
    notice = fact("Notice", PAID, notice="n1", due_ms=PAID)
    clocks = {"notice": unsure("24h")}
    assert due_of([notice], clocks) == (PAID + DAY_MS, 0)


def test_appeal_filed_in_the_moment_of_the_decision_is_one() -> None:
    lost = fact("DisputeDecided", PAID, dispute="d1", verdict="lost")
    filed = fact("AppealFiled", PAID, dispute="d1")
    assert told([lost, filed], {"appeal": unsure("1d")}) == []
