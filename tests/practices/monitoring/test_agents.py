"""AgentDay: a day of an account, as it stood when the day ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.examples import facts_of
from shopwarden.practices.monitoring.agents import derive
from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import Facts, columns_of
from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS, read_moment
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.records.facts import Table


def moment(text: str) -> int:
    found = read_moment(text)
    assert found is not None
    return found


BEGIN = moment("2026-09-01")
AS_OF = moment("2027-01-01")
CHAT = ("sessions", "converted", "cancelled", "contacts")


def export(
    at: int, records: int | None, agent: str = "s1", **more: Any
) -> dict[str, Any]:
    row = {"kind": "DataExport", "ts": at, "agent": agent, "records": records}
    return row | {"content": "orders"} | more


def did(at: int, action: str, agent: str = "s1", **more: Any) -> dict[str, Any]:
    row = {"kind": "Operation", "ts": at, "agent": agent, "action": action}
    return row | more


def said(at: int, session: str, buyer: str = "", **more: Any) -> dict[str, Any]:
    row = {"kind": "Message", "ts": at, "session": session, "buyer": buyer}
    return row | {"agent": "s1", "staff": 1, "length": 5, "labels": "none"} | more


def order(
    at: int, number: str, buyer: str, kind: str = "OrderPlaced"
) -> dict[str, Any]:
    return {"kind": kind, "ts": at, "order": number, "buyer": buyer}


def last(table: Table, *names: str) -> list[int]:
    return [int(table[name][-1]) for name in names]


def of_day(table: Table, name: str, day: int) -> list[int]:
    mine = table["ts"] == BEGIN + (day + 1) * DAY_MS - 1
    found: list[int] = table[name][mine].tolist()
    return found


def test_exports_are_summed_beside_the_days_before() -> None:
    rows = [export(BEGIN + day * DAY_MS, 100 * (day + 1)) for day in range(4)]
    rows += [export(BEGIN + 40 * DAY_MS, 9)]
    rows += [export(BEGIN + 3 * DAY_MS + 5, 1_000), export(BEGIN, 7, agent="s2")]
    facts = facts_of(rows)
    table = derive(facts, AS_OF)
    assert of_day(table, "records", 3) == [1_400]
    assert of_day(table, "records_usual", 3) == [200]
    assert of_day(table, "records_days", 3) == [3]
    assert last(table, "records", "records_usual", "records_days") == [9, MISSING, 0]
    assert sorted(of_day(table, "records", 0)) == [7, 100]


def test_goods_and_bills_are_no_personal_records() -> None:
    rows = [export(BEGIN, 5_000, content="products"), export(BEGIN + 1, 30)]
    table = derive(facts_of(rows), AS_OF)
    assert table["records"].tolist() == [30]
    alone = derive(facts_of([export(BEGIN, 5_000, content="bills")]), AS_OF)
    assert alone["records"].tolist() == [0]
    unknown = derive(facts_of([export(BEGIN, 50, content="")]), AS_OF)
    assert unknown["records"].tolist() == [50]


def test_a_count_nobody_knows_is_missing_and_no_usual_day() -> None:
    rows = [export(BEGIN, None), export(BEGIN + DAY_MS, 30)]
    table = derive(facts_of(rows), AS_OF)
    assert table["records"].tolist() == [MISSING, 30]
    assert table["records_days"].tolist() == [0, 0]
    part = derive(facts_of([export(BEGIN, None), export(BEGIN + 1, 30)]), AS_OF)
    assert part["records"].tolist() == [30]


def test_views_and_the_work_they_were_for() -> None:
    rows = [
        did(BEGIN, "decrypt", order="1"),
        did(BEGIN + 1, "view", order="1"),
        did(BEGIN + 2, "decrypt", items=30),
        did(BEGIN + 3, "ship", order="1"),
        did(BEGIN + 4, "print", order="1"),
        did(BEGIN + 5, "refund", order="2"),
        did(BEGIN + 6, "ship", items=20),
        did(BEGIN + 7, "price", items=99),
        did(BEGIN + DAY_MS, "ship", order="3"),
        {"kind": "Shipment", "ts": BEGIN + 8, "order": "1", "agent": "s1"},
        {"kind": "Shipment", "ts": BEGIN + 9, "order": "4", "agent": "s1"},
        {"kind": "AfterSaleAnswered", "ts": BEGIN, "order": "5", "agent": "s1"},
        {"kind": "ReturnReceived", "ts": BEGIN, "order": "6", "agent": "s2"},
    ]
    table = derive(facts_of(rows), AS_OF)
    assert len(table) == 1
    assert last(table, "decrypts", "handled") == [32, 24]


def test_what_was_not_delivered_is_missing() -> None:
    day = (BEGIN, BEGIN + DAY_MS - 1)
    rows = [export(BEGIN, 5)]
    alone = derive(facts_of(rows, [Coverage("DataExport", *day)]), AS_OF)
    names = ("decrypts", "handled", *CHAT, "converted_usual_ppm")
    assert last(alone, *names) == [MISSING] * 7
    logs = [Coverage("Operation", *day), Coverage("Message", *day)]
    told = derive(facts_of(rows, [Coverage("DataExport", *day), *logs]), AS_OF)
    assert last(told, *names) == [0] * 6 + [MISSING]
    part = [Coverage("Operation", BEGIN + 1, BEGIN + DAY_MS - 1)]
    assert last(derive(facts_of(rows, part), AS_OF), "decrypts") == [MISSING]


def test_a_chat_leads_to_an_order_or_not() -> None:
    hour = BEGIN + 9 * HOUR_MS
    rows = [
        said(hour, "c1", "b1"),
        said(hour, "c2", "b2"),
        said(hour, "c3", "b3"),
        said(hour, "c4"),
        order(hour + HOUR_MS, "1", "b1"),
        order(hour - 1, "2", "b2"),
        order(hour + 49 * HOUR_MS, "3", "b3"),
    ]
    table = derive(facts_of(rows), AS_OF)
    assert last(table, *CHAT) == [3, 1, 0, 0]
    paid = order(hour + 48 * HOUR_MS, "2", "b2", "OrderPaid")
    later = derive(facts_of([*rows, paid, said(BEGIN + 3 * DAY_MS, "c9", "b9")]), AS_OF)
    assert last(later, *CHAT) == [4, 2, 0, 0]


def test_an_outcome_counts_from_the_day_it_was_seen() -> None:
    evening = BEGIN + 23 * HOUR_MS
    rows = [said(evening, "c1", "b1"), order(evening + 2 * HOUR_MS, "1", "b1")]
    rows += [order(evening + 40 * HOUR_MS, "1", "b1", "OrderCancelled")]
    rows += [said(BEGIN + day * DAY_MS, f"d{day}", "b9") for day in range(1, 9)]
    table = derive(facts_of(rows), AS_OF)
    assert table["converted"].tolist() == [0, 1, 1, 1, 1, 1, 1, 0, 0]
    assert table["cancelled"].tolist() == [0, 0, 1, 1, 1, 1, 1, 0, 0]
    assert table["sessions"].tolist() == [1, 2, 3, 4, 5, 6, 7, 7, 7]


def test_only_a_quick_end_is_a_cancellation() -> None:
    def cancelled(after_ms: int, kind: str, number: str = "1") -> int:
        placed = BEGIN + HOUR_MS
        rows = [said(BEGIN, "c1", "b1"), order(placed, "1", "b1")]
        rows += [order(placed + after_ms, number, "b1", kind)]
        rows += [said(BEGIN + 4 * DAY_MS, "c2", "b2")]
        return last(derive(facts_of(rows), AS_OF), "cancelled")[0]

    assert cancelled(48 * HOUR_MS, "OrderCancelled") == 1
    assert cancelled(48 * HOUR_MS, "RefundPaid") == 1
    assert cancelled(48 * HOUR_MS + 1, "OrderCancelled") == 0
    assert cancelled(HOUR_MS, "OrderCancelled", number="2") == 0


def test_chats_whose_orders_were_not_delivered_are_not_followed() -> None:
    rows = [said(BEGIN, "c1", "b1"), order(BEGIN + HOUR_MS, "1", "b1")]
    some = [Coverage("Message", BEGIN, AS_OF)]
    none = derive(facts_of(rows, some), AS_OF)
    assert last(none, *CHAT) == [0, 0, MISSING, 0]
    some += [Coverage("OrderPlaced", BEGIN, BEGIN + DAY_MS - 1)]
    assert last(derive(facts_of(rows, some), AS_OF), *CHAT) == [1, 1, MISSING, 0]


def test_contacts_are_chats_in_which_the_shop_gave_one() -> None:
    rows = [
        said(BEGIN, "c1", labels=["diversion_contact"]),
        said(BEGIN + 1, "c1", labels=["solicitation:strong"]),
        said(BEGIN + 2, "c2", labels=["solicitation:weak"]),
        said(BEGIN + 3, "c3", labels=["diversion_contact"], staff=0),
        said(BEGIN + 4, "c4", labels=None),
        said(BEGIN + 5, "c5"),
        said(BEGIN + DAY_MS, "c5", labels=["diversion_contact"]),
        said(BEGIN + DAY_MS, "c6"),
    ]
    table = derive(facts_of(rows), AS_OF)
    assert table["contacts"].tolist() == [1, 2]


def team(converted: Sequence[int], each: int = 50) -> Iterator[dict[str, Any]]:
    """A day of agents s0, s1 …, so many chats of each that led to an order."""
    for agent, hits in enumerate(converted):
        for n in range(each):
            who = f"b{agent}-{n}"
            at = BEGIN + n * MINUTE_MS
            yield said(at, f"c{agent}-{n}", who, agent=f"s{agent}")
            if n < hits:
                yield order(at + 1, f"{agent}{n:03d}", who)


def test_conversion_is_compared_with_the_shops_agents() -> None:
    facts = facts_of([*team([30, 20, 25, 0])])
    table = derive(facts, AS_OF)
    assert table["converted_usual_ppm"].tolist() == [450_000] * 4
    # Deviations 150000, 50000, 50000, 450000: median 100000.
    assert table["converted_spread_ppm"].tolist() == [148_260] * 4
    assert table["peers"].tolist() == [4] * 4
    few = derive(facts_of([*team([30, 20], each=49)]), AS_OF)
    assert few["converted_usual_ppm"].tolist() == [MISSING] * 2
    assert few["peers"].tolist() == [0] * 2


def test_accounts_without_chats_see_what_is_usual_too() -> None:
    facts = facts_of([*team([10, 10]), export(BEGIN, 5, agent="clerk")])
    table = derive(facts, AS_OF)
    assert table["converted_usual_ppm"].tolist() == [200_000] * 3
    assert sorted(table["sessions"].tolist()) == [0, 50, 50]


def test_a_day_still_running_is_not_derived() -> None:
    facts = facts_of([export(BEGIN, 5), export(BEGIN + DAY_MS, 5)])
    assert len(derive(facts, BEGIN + DAY_MS - 2)) == 0
    assert len(derive(facts, BEGIN + DAY_MS - 1)) == 1
    assert len(derive(facts, BEGIN + 2 * DAY_MS - 1)) == 2


def busy(names: Sequence[str]) -> list[dict[str, Any]]:
    """A week of three agents, with ties between them."""
    draw = np.random.default_rng(5)
    rows: list[dict[str, Any]] = []
    for n in range(300):
        at = BEGIN + int(draw.integers(0, 7 * 24)) * HOUR_MS
        agent = names[int(draw.integers(len(names)))]
        rows.append(said(at, f"c{n % 90:03d}", f"b{n % 40}", agent=agent, nth=n))
        rows.append(export(at, n, agent=agent, entry=f"{n:04d}"))
        rows.append(did(at, "decrypt", agent=agent, entry=f"{n:04d}"))
        rows.append(order(at + n * 1_000, f"{n:04d}", f"b{n % 40}"))
    return rows


def test_order_and_numbers_do_not_hang_on_tokens() -> None:
    for names in (("s1", "s2", "s3"), ("x", "y", "z"), ("q9", "q8", "q7")):
        table = derive(facts_of(busy(names)), AS_OF)
        wanted = derive(facts_of(busy(("s1", "s2", "s3"))), AS_OF)
        for name in set(table.columns) - {"agent"}:
            np.testing.assert_array_equal(table[name], wanted[name], name)


def test_later_facts_change_no_day_that_was_over() -> None:
    facts = facts_of(busy(("s1", "s2", "s3")))
    whole = derive(facts, AS_OF)
    for day in range(1, 7):
        part = derive(facts, BEGIN + day * DAY_MS - 1)
        for name in part.columns:
            np.testing.assert_array_equal(part[name], whole[name][: len(part)], name)


def test_the_table_is_in_order_and_has_the_columns_of_its_kind() -> None:
    table = derive(facts_of(busy(("s1", "s2", "s3"))), AS_OF)
    keys = list(zip(table["ts"].tolist(), table["nth"].tolist(), strict=True))
    assert keys == sorted(set(keys))
    described = columns_of(Kind.AGENT_DAY)
    assert table.columns.keys() == described.keys()
    assert all(table[n].dtype == c.form.dtype for n, c in described.items())
    assert (table["known_at"] <= table["ts"]).all()


def test_no_facts_and_no_names_make_no_days() -> None:
    assert len(derive(Facts.empty(), AS_OF)) == 0
    nameless = [export(BEGIN, 5, agent=""), said(BEGIN, "c1", agent="")]
    assert len(derive(facts_of(nameless), AS_OF)) == 0


def test_chats_that_are_added_rename_no_day_of_exports() -> None:
    day = moment("2026-11-03 08:00:00")
    own = [
        export(day + 2 * HOUR_MS, 9, "s2"),
        did(day + 3 * HOUR_MS, "view", "s3"),
    ]
    said = {"kind": "Message", "ts": day, "session": "c1", "staff": 1}
    chats = [{**said, "agent": agent} for agent in ("s1", "s3")]

    def numbers(records: Sequence[dict[str, Any]]) -> dict[str, int]:
        facts = facts_of(records)
        table = derive(facts, AS_OF)
        named = [str(facts.names["agent"][code]) for code in table["agent"].tolist()]
        return dict(zip(named, table["nth"].tolist(), strict=True))

    alone, together = numbers(own), numbers([*own, *chats])
    assert len(together) == len(alone) + 1 == 3
    assert {name: together[name] for name in alone} == alone
