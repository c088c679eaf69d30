"""Linking against its definition, read literally: graphs searched order by order."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.engine.link import CAP, MEMORY_DAYS, Links, link
from shopwarden.records.moment import DAY_MS, HOUR_MS, SHANGHAI_MS

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGIN = 20_000 * DAY_MS - SHANGHAI_MS  # a midnight in China
COLUMNS = ("group", "orders", "orders_24h", "buyers")
FLAGS = ("by_phone", "by_address", "by_buyer")


class Shop:
    """Orders in plain lists, and what linking means for each."""

    def __init__(self, ts: Any, buyer: Any, phone: Any, address: Any, cap: int) -> None:
        self.ts, self.cap = list(ts), cap
        self.buyer, self.phone, self.address = list(buyer), list(phone), list(address)
        self.day = [(t + SHANGHAI_MS) // DAY_MS for t in self.ts]

    def linked(self, codes: Sequence[int], r: int) -> list[list[int]]:
        """The orders of r's memory that each identifier of a type links."""
        oldest = self.day[r] - MEMORY_DAYS
        holders = defaultdict(list)
        for i in range(r + 1):
            if self.day[i] >= oldest and codes[i] >= 0:
                holders[codes[i]].append(i)
        if codes is self.buyer:
            return list(holders.values())
        return [self.uncrowded(orders, r) for orders in holders.values()]

    def uncrowded(self, orders: list[int], r: int) -> list[int]:
        """The orders of one identifier before it was crowded; none if it long is."""
        seen, nameless, joined = set(), 0, []
        for i in orders:
            seen.add(self.buyer[i])
            nameless += self.buyer[i] < 0
            crowded = len(seen - {-1}) + nameless > self.cap
            if crowded and self.day[i] < self.day[r]:
                return []
            if not crowded:
                joined.append(i)
        return joined

    def group(self, r: int) -> list[int]:
        """The orders that links lead to from order r."""
        near = defaultdict(list)
        for codes in (self.phone, self.address, self.buyer):
            for orders in self.linked(codes, r):
                for i in orders:
                    near[i].append(orders)
        reached, open_ = {r}, [r]
        while open_:
            for orders in near[open_.pop()]:
                open_ += set(orders) - reached
                reached |= set(orders)
        return sorted(reached)

    def shared(self, codes: Sequence[int], r: int) -> int:
        """1 if a type links r with an earlier order, 0 if not, -1 if r has none."""
        if codes[r] < 0:
            return -1
        return int(any(r in o and o[0] != r for o in self.linked(codes, r)))

    def answers(self, r: int) -> tuple[list[int], list[int]]:
        group = self.group(r)
        week = [i for i in group if self.ts[i] >= self.ts[r] - 7 * DAY_MS]
        day = [i for i in group if self.ts[i] >= self.ts[r] - DAY_MS]
        buyers = {self.buyer[i] for i in week if self.buyer[i] >= 0}
        types = (self.phone, self.address, self.buyer)
        counts = [group[0], len(week), len(day), len(buyers)]
        return counts, [self.shared(codes, r) for codes in types]


def random_shop(seed: int, rows: int) -> tuple[Any, Any, Any, Any]:
    """Orders with ties, crowds, gaps and missing identifiers, by lot."""
    draw = np.random.default_rng(seed)
    span = int(draw.choice([1, 5, 40, 120])) * DAY_MS
    grain = int(draw.choice([1, HOUR_MS, DAY_MS]))
    ts = BEGIN + np.sort(draw.integers(0, span, rows) // grain * grain)
    few = max(2, int(rows * draw.choice([0.1, 0.5, 1.5])))
    columns: list[Any] = []
    for share in (0.3, 0.15, 0.2):
        codes = draw.integers(0, few, rows)
        codes = np.where(draw.random(rows) < 0.2, 0, codes)  # a warehouse's
        columns.append(np.where(draw.random(rows) < share, -1, codes).astype(np.int32))
    return ts, columns[0], columns[1], columns[2]


def assert_as_defined(shop: tuple[Any, Any, Any, Any], cap: int, links: Links) -> None:
    oracle = Shop(*shop, cap)
    for r in range(len(shop[0])):
        wanted, flags = oracle.answers(r)
        assert [int(getattr(links, name)[r]) for name in COLUMNS] == wanted, r
        assert [int(getattr(links, name)[r]) for name in FLAGS] == flags, r


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 45), st.integers(1, 6))
def test_links_are_as_defined(seed: int, rows: int, cap: int) -> None:
    shop = random_shop(seed, rows)
    assert_as_defined(shop, cap, link(*shop, cap=cap, jit=False))


def test_compiled_and_uncompiled_agree() -> None:
    for seed in range(4):
        shop = random_shop(seed, 1_500)
        left, right = link(*shop, cap=5), link(*shop, cap=5, jit=False)
        for name in (*COLUMNS, *FLAGS):
            np.testing.assert_array_equal(getattr(left, name), getattr(right, name))


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 200), st.data())
def test_nothing_later_changes_an_answer(
    seed: int, rows: int, data: st.DataObject
) -> None:
    shop = random_shop(seed, rows)
    cut = data.draw(st.integers(0, rows))
    whole = link(*shop, cap=3, jit=False)
    part = link(*(c[:cut] for c in shop), cap=3, jit=False)
    for name in (*COLUMNS, *FLAGS):
        assert getattr(whole, name)[:cut].tolist() == getattr(part, name).tolist()


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 200))
def test_nothing_older_than_the_memory_matters(seed: int, rows: int) -> None:
    shop = random_shop(seed, rows)
    day = (shop[0] + SHANGHAI_MS) // DAY_MS
    cut = int(np.searchsorted(day, day[-1] - MEMORY_DAYS))
    whole = link(*shop, cap=3, jit=False)
    part = link(*(c[cut:] for c in shop), cap=3, jit=False)
    assert whole.group[-1] == part.group[-1] + cut
    for name in (*COLUMNS[1:], *FLAGS):
        assert getattr(whole, name)[-1] == getattr(part, name)[-1]


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 100))
def test_tokens_may_be_numbered_anyhow(seed: int, rows: int) -> None:
    shop = random_shop(seed, rows)
    renamed = [shop[0]]
    for at, column in enumerate(shop[1:]):
        other = np.random.default_rng(seed + at).permutation(10_000)
        renamed.append(np.where(column < 0, -1, other[column]).astype(np.int32))
    left, right = link(*shop, cap=3, jit=False), link(*renamed, cap=3, jit=False)
    for name in (*COLUMNS, *FLAGS):
        assert getattr(left, name).tolist() == getattr(right, name).tolist()


def crowd_at_one_phone(buyers: int, *, every_ms: int) -> Links:
    """Orders of different buyers with one phone, one after the other."""
    none = np.full(buyers, -1)
    ts = BEGIN + np.arange(buyers) * every_ms
    return link(ts, np.arange(buyers), none + 1, none, jit=False)


def test_a_crowded_phone_links_nobody_from_the_order_that_crowds_it() -> None:
    links = crowd_at_one_phone(CAP + 3, every_ms=60_000)
    assert links.orders.tolist() == [*range(1, CAP + 1), 1, 1, 1]
    assert links.by_phone.tolist() == [0] + [1] * (CAP - 1) + [0, 0, 0]


def test_what_a_crowded_phone_had_linked_comes_apart_at_midnight() -> None:
    ts = BEGIN + np.array([*range(5), DAY_MS, DAY_MS + 1])
    phone = np.array([7] * 5 + [-1] * 2)
    buyer = np.array([0, 1, 2, 3, 4, 1, 2])
    links = link(ts, buyer, phone, phone * 0 - 1, cap=4, jit=False)
    assert links.buyers.tolist() == [1, 2, 3, 4, 1, 1, 1]
    same_day = ts - np.array([0] * 5 + [DAY_MS - 10] * 2)
    links = link(same_day, buyer, phone, phone * 0 - 1, cap=4, jit=False)
    assert links.buyers.tolist() == [1, 2, 3, 4, 1, 4, 4]


def test_a_phone_is_no_crowd_any_more_when_its_buyers_are_long_ago() -> None:
    ts = BEGIN + np.array([0, 1, 2, 31 * DAY_MS, 31 * DAY_MS + 1])
    phone, none = np.zeros(5, np.int32), np.full(5, -1)
    links = link(ts, np.arange(5), phone, none, cap=2, jit=False)
    assert links.orders.tolist() == [1, 2, 1, 1, 2]
    assert links.group.tolist() == [0, 0, 2, 3, 3]


def test_missing_identifiers_link_nobody() -> None:
    none = np.full(4, -1)
    links = link(BEGIN + np.arange(4), none, none, none, jit=False)
    assert links.orders.tolist() == [1, 1, 1, 1]
    assert links.buyers.tolist() == [0, 0, 0, 0]
    assert links.by_buyer.tolist() == [-1, -1, -1, -1]


def test_a_chain_of_different_identifiers_is_one_group() -> None:
    ts = BEGIN + np.arange(3) * 1_000
    phone, address = np.array([1, 1, -1]), np.array([-1, 5, 5])
    links = link(ts, np.array([0, 1, 2]), phone, address, jit=False)
    assert links.group.tolist() == [0, 0, 0]
    assert links.buyers.tolist() == [1, 2, 3]
    assert links.by_address.tolist() == [-1, 0, 1]


def test_both_ends_of_the_day_and_the_week_count() -> None:
    ts = BEGIN + np.array([0, DAY_MS, DAY_MS + 1, 7 * DAY_MS, 7 * DAY_MS + 1])
    buyer, none = np.zeros(5, np.int32), np.full(5, -1)
    links = link(ts, buyer, none, none, jit=False)
    assert links.orders_24h.tolist() == [1, 2, 2, 1, 2]
    assert links.orders.tolist() == [1, 2, 3, 4, 4]


def test_orders_out_of_order_and_short_memories_are_refused() -> None:
    none = np.full(2, -1)
    with pytest.raises(ValueError, match="30"):
        link(np.array([1, 0]), none, none, none, jit=False)
    with pytest.raises(ValueError, match="6"):
        link(np.array([0, 1]), none, none, none, memory_days=6, jit=False)


def test_numba_is_imported_when_it_is_used() -> None:
    program = "import sys, shopwarden.engine.link; print('numba' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
