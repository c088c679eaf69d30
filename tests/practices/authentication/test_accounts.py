"""Accounts under review: roster and logs put together, one row an account."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.examples import facts_of, token_of
from shopwarden.practices.authentication.accounts import accounts
from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import Facts, Table, columns_of
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.schema import MISSING, Kind

Record = dict[str, Any]
NOW = read_moment("2026-11-20 10:00:00") or 0
ROSTER = NOW - 30 * DAY_MS


def fact(kind: str, ts: int, **columns: Any) -> Record:
    return {"kind": kind, "ts": ts, **columns}


def staff(
    agent: str | None, entry: str | None, ts: int = ROSTER, **columns: Any
) -> Record:
    told = {"agent": agent, "entry": entry, "active": 1, **columns}
    return fact("Staff", ts, **told)


def reviewed(
    records: list[Record], coverage: list[Coverage] | None = None
) -> tuple[Facts, Table]:
    numbered = [{**r, "nth": n} for n, r in enumerate(records)]
    facts = facts_of(numbered, coverage)
    return facts, accounts(facts, NOW)


def row(facts: Facts, table: Table, agent: str) -> dict[str, int]:
    tokens = facts.names["agent"].tolist()
    code = tokens.index(token_of("agent", agent))
    (place,) = (table["agent"] == code).nonzero()[0].tolist()
    return {name: int(column[place]) for name, column in table.columns.items()}


def test_roster_and_logs_meet_in_one_row() -> None:
    facts, table = reviewed(
        [
            staff("a1", "E1", role="service", mfa=0, may_export=1, phone="p1"),
            fact("SignIn", NOW - 5 * DAY_MS, agent="a1", ok=1),
            fact("Operation", NOW - 2 * DAY_MS, agent="a1", action="ship"),
            fact("Training", NOW - 9 * DAY_MS, agent="a1", lesson="L1", passed=1),
            fact("Training", NOW - 3 * DAY_MS, agent="a1", lesson="L2", passed=0),
        ]
    )
    assert len(table) == 1
    found = row(facts, table, "a1")
    assert facts.name("role", found["role"]) == "service"
    assert facts.name("entry", found["entry"]) == "E1"
    assert (found["listed"], found["mfa"], found["may_export"]) == (1, 0, 1)
    assert (found["ts"], found["seen_ms"]) == (NOW, NOW - 2 * DAY_MS)
    assert found["idle_ms"] == 2 * DAY_MS
    assert found["trained_ms"] == NOW - 9 * DAY_MS


def test_account_nobody_listed_is_reviewed_as_such() -> None:
    facts, table = reviewed(
        [staff("a1", "E1"), fact("DataExport", NOW - HOUR_MS, agent="a2", records=9)]
    )
    found = row(facts, table, "a2")
    assert (found["listed"], found["entry"], found["role"]) == (0, -1, -1)
    assert (found["active"], found["seen_ms"]) == (-1, NOW - HOUR_MS)
    assert len(table) == 2


@pytest.mark.parametrize(
    "record",
    [
        fact("SignIn", NOW - HOUR_MS, agent="a2", ok=0),
        fact("Message", NOW - HOUR_MS, session="s", agent="a2", staff=0),
        fact("SignIn", NOW + HOUR_MS, agent="a2", ok=1),
    ],
)
def test_refused_sign_in_buyers_line_and_the_future_are_no_deed(record: Record) -> None:
    _, table = reviewed([staff("a1", "E1"), record])
    assert len(table) == 1


def test_newest_roster_row_of_an_account_counts() -> None:
    facts, table = reviewed(
        [
            staff("a1", "E1", mfa=0),
            staff("a1", "E1", mfa=1, ts=ROSTER + DAY_MS, left_ms=ROSTER),
        ]
    )
    assert len(table) == 1
    found = row(facts, table, "a1")
    assert (found["mfa"], found["left_ms"]) == (1, ROSTER)


def test_shared_phone_and_admins_leave_closed_accounts_out() -> None:
    facts, table = reviewed(
        [
            staff("a1", "E1", phone="p1", admin=1),
            staff("a2", "E2", phone="p1", admin=1),
            staff("a3", "E3", phone="p1", admin=1, active=0),
            staff("a4", "E4", admin=0),
        ]
    )
    shared = [row(facts, table, f"a{n}")["phone_shared"] for n in (1, 2, 3, 4)]
    assert shared == [1, 1, 2, MISSING]
    assert set(table["admins"].tolist()) == {2}


def test_admins_are_unknown_where_no_roster_says() -> None:
    _, table = reviewed([staff("a1", "E1")])
    assert table["admins"].tolist() == [MISSING]


def idle(records: list[Record], *spans: tuple[int, int]) -> int:
    cover = [Coverage("SignIn", begin, end) for begin, end in spans]
    facts, table = reviewed(records, cover)
    return row(facts, table, "a1")["idle_ms"]


def test_idle_is_only_what_the_log_of_sign_ins_tells() -> None:
    seen = [staff("a1", "E1"), fact("SignIn", NOW - 20 * DAY_MS, agent="a1", ok=1)]
    assert idle(seen, (NOW - 60 * DAY_MS, NOW)) == 20 * DAY_MS
    # The log begins after the last sign-in that is known: others may be lost.
    assert idle(seen, (NOW - 10 * DAY_MS, NOW)) == 10 * DAY_MS
    # It ended some days ago, or long ago.
    assert idle(seen, (NOW - 60 * DAY_MS, NOW - 5 * DAY_MS)) == 15 * DAY_MS
    assert idle(seen, (NOW - 60 * DAY_MS, NOW - 8 * DAY_MS)) == MISSING
    assert idle(seen) == MISSING


def test_who_never_signed_in_is_idle_since_the_log_or_the_joining() -> None:
    log = (NOW - 60 * DAY_MS, NOW)
    assert idle([staff("a1", "E1")], log) == 60 * DAY_MS
    joined = staff("a1", "E1", joined_ms=NOW - 3 * DAY_MS)
    assert idle([joined], log) == 3 * DAY_MS


def test_accounts_without_a_name_stand_for_themselves() -> None:
    _, table = reviewed(
        [
            staff(None, "E1"),
            staff(None, None, ts=ROSTER),
            staff(None, None, ts=ROSTER + DAY_MS),
            staff(None, None, ts=ROSTER + DAY_MS),
            staff(None, "E1", ts=ROSTER + DAY_MS),
        ]
    )
    # One by its number, and the two nameless ones of the newest roster.
    assert len(table) == 3
    assert sorted(zip(table["entry"].tolist(), table["nth"].tolist(), strict=True)) == [
        (-1, 0),
        (-1, 1),
        (0, 0),
    ]


def test_unlisted_accounts_are_counted_by_first_appearance() -> None:
    agents = [f"z{n}" for n in range(12)]
    deeds = [
        fact("SignIn", NOW - (20 - n) * HOUR_MS, agent=agent, ok=1)
        for n, agent in enumerate(agents)
    ]
    facts, table = reviewed(deeds[::-1])
    assert [row(facts, table, agent)["nth"] for agent in agents] == list(range(12))


names = st.sampled_from(["a1", "a2", "a3"])
deeds = st.one_of(
    st.builds(
        lambda agent, hours, ok: fact(
            "SignIn", NOW - hours * HOUR_MS, agent=agent, ok=ok
        ),
        *(names, st.integers(-9, 999), st.integers(0, 1)),
    ),
    st.builds(
        lambda agent, hours: fact("Operation", NOW - hours * HOUR_MS, agent=agent),
        *(names, st.integers(-9, 999)),
    ),
    st.builds(
        lambda agent, hours, staff: fact(
            *("Message", NOW - hours * HOUR_MS),
            agent=agent,
            session="s",
            staff=staff,
        ),
        *(names, st.integers(-9, 999), st.integers(0, 1)),
    ),
    st.builds(
        lambda agent, days, mfa: staff(
            agent, f"E{agent}", mfa=mfa, ts=ROSTER + days * DAY_MS
        ),
        *(names, st.integers(0, 40), st.integers(0, 1)),
    ),
)


@given(st.lists(deeds, max_size=15))
def test_rows_are_as_one_by_one(records: list[Record]) -> None:
    facts, table = reviewed(records)
    known = [{**r, "nth": n} for n, r in enumerate(records) if r["ts"] <= NOW]
    done = [r for r in known if r["kind"] != "Staff" and r.get("ok", r.get("staff", 1))]
    listed = [r for r in known if r["kind"] == "Staff"]
    assert len(table) == len({r["agent"] for r in (*done, *listed)})
    for agent in {r["agent"] for r in (*done, *listed)}:
        found = row(facts, table, agent)
        mine = [r for r in listed if r["agent"] == agent]
        seen = [r["ts"] for r in done if r["agent"] == agent]
        latest = max(mine, key=lambda r: (r["ts"], r["nth"]), default={"mfa": -1})
        assert found["mfa"] == latest["mfa"]
        assert found["listed"] == bool(mine)
        assert found["seen_ms"] == max(seen, default=MISSING)
    described = columns_of(Kind.ACCOUNT_REVIEWED)
    assert {n: c.dtype for n, c in table.columns.items()} == {
        n: c.form.dtype for n, c in described.items()
    }
