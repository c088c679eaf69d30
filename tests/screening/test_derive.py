"""Deriving: only what rules ask for, from what was known, whatever the order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.practices.guide import guide_rules
from shopwarden.records.choice import CHOICES
from shopwarden.records.facts import Facts, columns_of
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.schema import SCHEMAS, Kind
from shopwarden.screening.clocks import shop_clocks
from shopwarden.screening.derive import derived, wanted

NOW = read_moment("2026-11-20 10:00:00") or 0
EVERY = frozenset(
    {
        *(Kind.ORDER_LINKED, Kind.HOUR_COUNTED, Kind.AGENT_DAY),
        *(Kind.ACCOUNT_REVIEWED, Kind.PRICE_REACHABLE, Kind.PROMISE_CHECKED),
        Kind.DEADLINE,
    }
)


def records(shift_ms: int = 0) -> list[dict[str, Any]]:
    """A small shop: thirty orders, two of them unsent, an account, a plan."""
    found: list[dict[str, Any]] = []
    start = NOW - 10 * DAY_MS + shift_ms
    for n in range(30):
        order, ts = f"{3160000 + n}", start + n * HOUR_MS
        own = {"order": order, "buyer": f"b{n % 7}"}
        found += [
            {"kind": "OrderPlaced", "ts": ts, **own, "address": f"a{n % 5}"},
            {"kind": "OrderLine", "ts": ts, **own, "sku": "1001", "quantity": 1},
            {"kind": "OrderPaid", "ts": ts + 60_000, **own, "amount_fen": 9900},
        ]
        if n < 28:
            sent = {"order": order, "ts": ts + 9 * HOUR_MS}
            found += [
                {"kind": "Shipment", **sent},
                {"kind": "ParcelScanned", **sent},
            ]
    staff = {"agent": "g1", "entry": "E1", "active": 1, "role": "service"}
    found += [
        {"kind": "Staff", "ts": start, **staff},
        {"kind": "DataExport", "ts": start, "agent": "g1", "records": 90},
        {"kind": "PriceSet", "ts": start, "sku": "1001", "price_fen": 9900},
        {
            "kind": "PromotionPlan",
            "ts": start + DAY_MS,
            "promotion": "满减",
            "form": "direct",
            "sku": "1001",
            "price_fen": 8900,
            "end_ms": NOW + DAY_MS,
        },
    ]
    return found


def all_derived(facts: Facts, as_of: int = NOW) -> Facts:
    reference = Reference()
    return derived(facts, reference, as_of, shop_clocks(reference, as_of), EVERY)


def test_nothing_is_derived_that_nobody_wants() -> None:
    facts = facts_of(records())
    assert derived(facts, Reference(), NOW, {}, frozenset()).tables == facts.tables
    one = derived(facts, Reference(), NOW, {}, frozenset({Kind.PROMISE_CHECKED}))
    assert set(one.tables) - set(facts.tables) == {Kind.PROMISE_CHECKED}


def test_wanted_are_the_derived_kinds_that_rules_name() -> None:
    rules = guide_rules()
    found = wanted(rules)
    assert all(SCHEMAS[kind].derived for kind in found)
    assert found >= {r.fact for r in rules if SCHEMAS[r.fact].derived}
    assert wanted([]) == frozenset()


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_each_kind_is_whole_and_of_its_types(kind: Kind) -> None:
    table = all_derived(facts_of(records())).tables[kind]
    described = columns_of(kind)
    assert {n: c.dtype for n, c in table.columns.items()} == {
        n: np.dtype(c.form.dtype) for n, c in described.items()
    }
    keys = [table[n].tolist() for n in ("ts", *SCHEMAS[kind].key)]
    rows = list(zip(*keys, strict=True))
    assert rows == sorted(set(rows))
    assert (table["ts"] <= NOW).all()


def test_small_shop_shows_something_of_each() -> None:
    found = all_derived(facts_of(records())).tables
    empty = {kind for kind in EVERY if not len(found[kind])}
    assert empty <= {Kind.HOUR_COUNTED}  # no hour has five orders


def test_words_of_clocks_and_stages_can_be_named() -> None:
    facts = all_derived(facts_of(records()))
    table = facts.table(Kind.DEADLINE)
    for domain in ("clock", "stage"):
        words = {facts.name(domain, code) for code in table[domain].tolist()}
        assert words <= set(CHOICES[domain])
        assert all(facts.code(domain, word) >= 0 for word in CHOICES[domain])
    dispatch = table["clock"] == facts.code("clock", "dispatch")
    assert sum((table["stage"] == facts.code("stage", "due")) & dispatch) == 2


def test_order_of_records_changes_nothing() -> None:
    one, other = (all_derived(facts_of(r)) for r in (records(), records()[::-1]))
    for kind in EVERY:
        columns, others = one.tables[kind].columns, other.tables[kind].columns
        for name in set(columns) - {"row"}:
            assert columns[name].tolist() == others[name].tolist(), (kind, name)


def test_later_facts_change_nothing() -> None:
    then = NOW - 5 * DAY_MS
    every = records()
    past = [r for r in every if r["ts"] <= then]
    full, cut = facts_of(every), facts_of(past)
    for kind in EVERY - {Kind.PRICE_REACHABLE}:
        now, before = (all_derived(f, then).tables[kind] for f in (full, cut))
        assert len(now) == len(before), kind
        for name, column in columns_of(kind).items():
            if column.form.value != "code" and name not in ("row", "file"):
                assert now[name].tolist() == before[name].tolist(), (kind, name)


def test_rules_of_the_guide_judge_what_was_derived() -> None:
    rules = guide_rules()
    facts = facts_of(records())
    reference = Reference()
    clocks = shop_clocks(reference, NOW)
    joined = derived(facts, reference, NOW, clocks, wanted(rules))
    runs = evaluate(rules, joined, reference, NOW)
    assert {run.rule.id for run in runs} == {rule.id for rule in rules}
