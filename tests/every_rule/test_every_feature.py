"""Every window the guide's rules use, against DuckDB; every rule in any order.

The windows come from the rules, so a new rule is asked the same. What the
windows see is random and hard: ties, hot and missing keys, flags and words as
keys, key paths, late knowledge and newer versions (`features_streams`). Then
all rules judge whole shops (`features_shops`), whose files come in any order and
whose later days come later.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.engine.oracle import compute as oracle
from tests.every_rule.features_asked import Asked, asked
from tests.every_rule.features_mixed import findings, with_derived
from tests.every_rule.features_shops import AS_OF, SHOPS, shop
from tests.every_rule.features_streams import by_kind, random_shop, shuffled

from shopwarden.engine.explain import People
from shopwarden.engine.windows import Live, Values, compute, restated
from shopwarden.practices.guide import guide_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.finding import Finding
    from shopwarden.engine.windows import Window
    from shopwarden.records.facts import Facts
    from shopwarden.records.schema import Kind

RULES = by_kind()
ROWS = {1: 24, 7: 60, 1000: 90}  # facts of each kind, by the size of batches
ever = pytest.mark.parametrize("kind", RULES, ids=str)


def last_known(facts: Facts) -> int:
    return max(int(t["known_at"].max()) for t in facts.tables.values() if len(t))


def middle(facts: Facts) -> int:
    """A moment at which half of the facts have not happened or are not known."""
    return int(np.median(np.concatenate([t["ts"] for t in facts.tables.values()])))


@cache
def shop_asked(kind: Kind, seed: int, rows: int, *, halfway: bool = False) -> Asked:
    facts = random_shop(seed, rows)
    moment = middle(facts) if halfway else last_known(facts)
    return asked(kind, RULES[kind], facts, moment)


def bulk(part: Asked, **options: Any) -> Mapping[str, Values]:
    return compute(
        part.facts, part.kind, part.windows, part.masks, extra=part.extra, **options
    )


def same(
    windows: Sequence[Window], found: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    for window in windows:
        ours, theirs = found[window.name], wanted[window.name]
        np.testing.assert_array_equal(ours.known, theirs.known, str(window))
        np.testing.assert_array_equal(ours.values, theirs.values, str(window))


@pytest.mark.parametrize("seed", [11, 12])
@ever
def test_bulk_is_what_duckdb_computes(kind: Kind, seed: int) -> None:
    part = shop_asked(kind, seed, 90, halfway=seed == 12)
    wanted = oracle(part.facts, kind, part.windows, part.masks, extra=part.extra)

    same(part.windows, bulk(part), wanted)


def test_nearly_every_window_has_something_to_compute() -> None:
    found = [(kind, bulk(shop_asked(kind, 11, 90))) for kind in RULES]
    empty = [
        f"{kind} {name}"
        for kind, values in found
        for name, each in values.items()
        if not each.values.any()
    ]

    assert len(empty) <= sum(len(values) for _, values in found) // 20, empty


@ever
def test_rows_read_alone_and_several_threads_give_what_bulk_gives(kind: Kind) -> None:
    part = shop_asked(kind, 11, 90)
    whole = bulk(part, threads=1)
    reads = np.random.default_rng(3).permutation(len(part.facts.table(kind)))[::2]
    alone = bulk(part, threads=2, reads=reads)

    for window in part.windows:
        found, wanted = alone[window.name], whole[window.name]
        np.testing.assert_array_equal(found.known, wanted.known[reads], str(window))
        np.testing.assert_array_equal(found.values, wanted.values[reads], str(window))


@ever
def test_the_order_of_the_input_changes_no_feature(kind: Kind) -> None:
    facts = random_shop(11, 90)
    wanted = shop_asked(kind, 11, 90)
    part = asked(kind, RULES[kind], shuffled(facts, 5), last_known(facts))

    rows = part.facts.table(kind)["row"]
    np.testing.assert_array_equal(rows, wanted.facts.table(kind)["row"])
    same(part.windows, bulk(part), bulk(wanted))


class Joined:
    """The values of batches, one after the other."""

    def __init__(self) -> None:
        self._parts: list[Mapping[str, Values]] = []

    def add(self, values: Mapping[str, Values]) -> None:
        self._parts.append(values)

    def check(self, windows: Sequence[Window], wanted: Mapping[str, Values]) -> None:
        for window in windows:
            own = [part[window.name] for part in self._parts]
            values = np.concatenate([each.values for each in own])
            known = np.concatenate([each.known for each in own])
            theirs = wanted[window.name]
            np.testing.assert_array_equal(known, theirs.known, str(window))
            np.testing.assert_array_equal(values, theirs.values, str(window))


@pytest.mark.parametrize("size", ROWS)
@ever
def test_batches_of_any_size_saved_and_restored_are_bulk(kind: Kind, size: int) -> None:
    part = shop_asked(kind, 12, ROWS[size])
    live, found = Live(kind, part.windows), Joined()
    for number, batch in enumerate(part.batches(size)):
        if number % 10 == 1:
            live = Live.restore(live.save(), kind, part.windows)
        fed = live.feed(batch.facts, batch.masks, batch.extra)
        assert not fed.late
        found.add(fed.values)

    found.check(part.windows, bulk(part))


@ever
def test_late_facts_change_nothing_until_everything_is_restated(kind: Kind) -> None:
    """A tenth of the facts comes too late, in one batch with the newest."""
    part = shop_asked(kind, 12, 60)
    places = part.places()
    half = len(places) // 2
    late = set(places[: half - 1 : 10])
    on_time = [place for place in places if place not in late]
    first = [place for place in places[:half] if place not in late]
    live, found = Live(kind, part.windows), Joined()
    for batch in part.part(first).batches(50):
        found.add(live.feed(batch.facts, batch.masks, batch.extra).values)
    last = part.part([place for place in places if place not in set(first)])
    fed = live.feed(last.facts, last.masks, last.extra)

    gone = fed.late.get(kind, np.empty(0, np.int64))
    assert sum(len(rows) for rows in fed.late.values()) == len(late)
    assert not any(fed.values[w.name].known[gone].any() for w in part.windows)
    found.add({name: without(values, gone) for name, values in fed.values.items()})
    found.check(part.windows, bulk(part.part(on_time)))
    _, again = restated(kind, part.windows, part.facts, part.masks, part.extra)
    same(part.windows, again, bulk(part))


def without(values: Values, rows: Any) -> Values:
    return Values(np.delete(values.values, rows), np.delete(values.known, rows))


whole = pytest.mark.parametrize("name", SHOPS)


def until(found: Mapping[str, list[Finding]], moment: int) -> dict[str, list[Finding]]:
    return {rule: [f for f in own if f.ts <= moment] for rule, own in found.items()}


def differing(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
    return [rule for rule in left if left[rule] != right[rule]]


def test_nearly_every_rule_fires_among_the_examples_of_all() -> None:
    apart = shop("apart")
    found = findings(apart.facts, apart.given, apart.end)

    quiet = [rule for rule, own in found.items() if not own]
    assert len(quiet) <= len(found) // 20, quiet


@whole
def test_the_order_of_the_input_changes_no_finding(name: str) -> None:
    one = shop(name)
    wanted = findings(one.facts, one.given, one.end, People())
    again = findings(one.again(1), one.given, one.end, People())
    assert differing(wanted, again) == []


@whole
def test_what_happens_later_changes_no_earlier_finding(name: str) -> None:
    one = shop(name)
    wanted = findings(one.facts, one.given, one.end)
    for moment in one.moments(3):
        found = findings(one.facts, one.given, moment)
        assert differing(until(wanted, moment), found) == []


@whole
def test_the_order_of_the_input_changes_nothing_derived(name: str) -> None:
    one = shop(name)
    wanted = with_derived(one.facts, one.given, one.end)
    again = with_derived(one.again(3), one.given, one.end)

    for kind, table in wanted.tables.items():
        for column, values in table.columns.items():
            other = again.table(kind)[column]
            np.testing.assert_array_equal(values, other, f"{kind}.{column}")
    ours = findings(wanted, one.given, one.end, People())
    assert differing(ours, findings(again, one.given, one.end, People())) == []


@whole
def test_only_what_is_stated_as_of_the_scan_changes_what_was_derived(name: str) -> None:
    one = shop(name)
    own = [
        rule.id
        for rule in guide_rules()
        if not AS_OF & {rule.fact, *(f.of for f in rule.features.values())}
    ]
    wanted = findings(with_derived(one.facts, one.given, one.end), one.given, one.end)
    for moment in one.moments(2):
        then = with_derived(one.facts, one.given, moment)
        found = findings(then, one.given, moment)
        assert set(differing(until(wanted, moment), found)) & set(own) == set()
