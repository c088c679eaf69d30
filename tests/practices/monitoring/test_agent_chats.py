"""Seven days of chats against their definition, chat by chat."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.engine.examples import facts_of
from shopwarden.practices.monitoring import agent_chats
from shopwarden.practices.monitoring.agents import derive
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pytest

BEGIN = read_moment("2026-09-01") or 0
Row = dict[str, Any]
TWO_DAYS = 48 * HOUR_MS


def random_rows(seed: int, size: int) -> list[Row]:
    """Messages, orders, payments and ends within ten days, many at one moment."""
    draw = np.random.default_rng(seed)

    def moment() -> int:
        return BEGIN + int(draw.integers(0, 20)) * 12 * HOUR_MS

    rows: list[Row] = []
    for n in range(size):
        message: Row = {"kind": "Message", "ts": moment(), "nth": n, "length": 1}
        message |= {"session": f"c{draw.integers(0, size)}", "staff": 1}
        message |= {"agent": ("", "s1", "s2")[draw.integers(0, 3)]}
        message |= {"buyer": ("", "b1", "b2", "b3")[draw.integers(0, 4)]}
        message["labels"] = ["diversion_contact"] if draw.random() < 0.2 else "none"
        rows.append(message)
        buyer = f"b{draw.integers(1, 4)}"
        kinds = ("OrderPlaced", "OrderPaid", "OrderCancelled", "RefundPaid")
        kind = kinds[draw.integers(0, 4)]
        number = f"{draw.integers(0, size)}"
        rows.append({"kind": kind, "ts": moment(), "order": number, "buyer": buyer})
    return _once(rows)


def _once(rows: Sequence[Row]) -> list[Row]:
    """Only one order, payment and end of a number, as a business key demands."""
    kept: dict[object, Row] = {}
    for at, row in enumerate(rows):
        key = (row["kind"], row["order"]) if "order" in row else at
        kept.setdefault(key, row)
    return list(kept.values())


def chats_of(rows: Sequence[Row]) -> Mapping[tuple[str, str], list[Row]]:
    """The messages of each session and agent, in the total order."""
    chats = defaultdict(list)
    for row in sorted(
        (r for r in rows if r["kind"] == "Message"),
        key=lambda r: (r["ts"], r["session"], r["nth"]),
    ):
        if row["agent"]:
            chats[row["session"], row["agent"]].append(row)
    return chats


def ended(rows: Sequence[Row], number: str, start: int, until: int) -> bool:
    """Whether the first end of an order is within 48 hours of start, and seen."""
    kinds = ("OrderCancelled", "RefundPaid")
    ends = [r["ts"] for r in rows if r["kind"] in kinds and r["order"] == number]
    return bool(ends) and start <= min(ends) <= min(start + TWO_DAYS, until)


def outcome(rows: Sequence[Row], chat: Sequence[Row], end: int) -> list[int]:
    """Followed, converted, cancelled, contact of one chat when a day ended."""
    began = chat[0]["ts"]
    labelled = [m["ts"] for m in chat if m["labels"] != "none"]
    contact = any(ts <= end for ts in labelled)
    buyer = next((m["buyer"] for m in chat if m["buyer"] and m["ts"] <= end), "")
    kinds, last = ("OrderPlaced", "OrderPaid"), min(began + TWO_DAYS, end)
    bought = [
        r
        for r in rows
        if r["kind"] in kinds and r["buyer"] == buyer and began <= r["ts"] <= last
    ]
    off = any(ended(rows, r["order"], r["ts"], end) for r in bought)
    return [bool(buyer), bool(bought), off, contact]


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_chats_are_counted_as_defined(seed: int, size: int) -> None:
    assert_as_defined(seed, size)


def test_moments_too_far_apart_for_one_number_are_ranked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agent_chats, "_MOST_KEYS", 0)
    for seed in range(20):
        assert_as_defined(seed, 30)


def assert_as_defined(seed: int, size: int) -> None:
    rows = random_rows(seed, size)
    facts = facts_of(rows)
    table = derive(facts, BEGIN + 30 * DAY_MS)
    names = ("sessions", "converted", "cancelled", "contacts")
    wanted: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    begun = set()
    for (_, agent), chat in chats_of(rows).items():
        day = (chat[0]["ts"] - BEGIN) // DAY_MS
        begun.add((day, agent))
        for later in range(day, day + 7):
            end = BEGIN + (later + 1) * DAY_MS - 1
            found = outcome(rows, chat, end)
            wanted[later, agent] = [
                a + b for a, b in zip(wanted[later, agent], found, strict=True)
            ]
    got = sorted(
        (int((ts - BEGIN) // DAY_MS), counts)
        for ts, *counts in zip(
            table["ts"].tolist(), *(table[n].tolist() for n in names), strict=True
        )
    )
    assert got == sorted((day, wanted[day, agent]) for day, agent in begun)
    assert MISSING not in table["cancelled"]
