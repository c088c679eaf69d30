"""Rules over real windows judge as over windows computed the slow way.

The slow way is plain Python over plain lists, straight from the words, and a
second oracle beside DuckDB: facts of the entity that are not after the judged
fact in the total order and lie in [ts − window, ts].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.engine.rule import read_rule
from shopwarden.engine.windows import Aggregate, Values, Window
from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import columns_of
from shopwarden.records.reference import Reference
from shopwarden.records.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.records.facts import Facts
    from shopwarden.records.schema import Kind


def compute(
    facts: Facts,
    kind: Kind,
    windows: Sequence[Window],
    masks: Mapping[str, Any],
    *,
    threads: int = 1,
    extra: Mapping[tuple[Kind, str], Any] | None = None,
) -> dict[str, Values]:
    """The same contract as `engine.windows.compute`."""
    assert threads > 0
    return {w.name: _window(facts, kind, w, masks, extra or {}) for w in windows}


def _column(facts: Facts, kind: Kind, name: str, extra: Mapping[Any, Any]) -> list[Any]:
    found = extra.get((kind, name))
    return list((facts.table(kind)[name] if found is None else found).tolist())


def _missing(kind: Kind, name: str) -> int:
    column = columns_of(kind).get(name.rpartition(".")[2])
    return np.iinfo(np.int64).min if column is None else column.form.missing


def _window(
    facts: Facts, kind: Kind, window: Window, masks: Mapping[str, Any], extra: Any
) -> Values:
    of = window.of
    read = list(
        zip(*(_column(facts, kind, n, extra) for n in window.read_by), strict=True)
    )
    fed_keys = list(
        zip(*(_column(facts, of, n, extra) for n in window.by), strict=True)
    )
    values = (
        [0] * len(fed_keys)
        if window.value is None
        else _column(facts, of, window.value, extra)
    )
    gone = None if window.value is None else _missing(of, window.value)
    stamps = facts.table(of)["ts"].tolist()
    fed = masks[window.feed].tolist() if window.feed else [True] * len(stamps)
    results = []
    for row, ts in enumerate(facts.table(kind)["ts"].tolist()):
        inside = [
            (stamps[i], values[i])
            for i in range(len(stamps))
            if fed[i]
            and fed_keys[i] == read[row]
            and -1 not in read[row]
            and (window.window_ms is None or stamps[i] >= ts - window.window_ms)
            and _not_after(kind, of, (ts, row), (stamps[i], i), window.include_self)
            and (gone is None or values[i] != gone)
        ]
        results.append(_aggregate(window.aggregate, inside, ts))
    floating = window.aggregate is Aggregate.MEAN
    column = np.array(
        [0 if r is None else r for r in results], np.float64 if floating else np.int64
    )
    return Values(column, np.array([r is not None for r in results], np.bool_))


def _not_after(
    kind: Kind, of: Kind, judged: tuple[int, int], fed: tuple[int, int], itself: bool
) -> bool:
    if kind is of:
        return fed <= judged if itself else fed < judged
    return (fed[0], SCHEMAS[of].rank) < (judged[0], SCHEMAS[kind].rank)


def _aggregate(aggregate: Aggregate, inside: list[tuple[int, int]], ts: int) -> Any:
    numbers = [value for _, value in inside]
    match aggregate:
        case Aggregate.COUNT:
            return len(inside)
        case Aggregate.SUM:
            return sum(numbers)
        case Aggregate.DISTINCT:
            return len(set(numbers))
    if not inside:
        return None
    return {
        Aggregate.MEAN: sum(numbers) / len(numbers),
        Aggregate.MAX: max(numbers),
        Aggregate.MIN: min(numbers),
        Aggregate.SINCE_LAST: ts - inside[-1][0],
        Aggregate.FIRST_SEEN: inside[0][0],
        Aggregate.LAST: numbers[-1],
    }[aggregate]


TEMPLATE = """\
title: {zh: 题, en: title}
status: draft
version: 1
severity: low
controls: []
threats: []
references: []
fact: RefundPaid
features:
  f: {FEATURE}
when: CONDITION
per: order
within: 1d
lane: weekly
reason: {zh: "{order}", en: "{order}"}
runbook: {zh: [a], en: [a]}
falsepositives: {zh: [a], en: [a]}
examples: {match: [{facts: [{kind: RefundPaid, ts: 1}]}],
  no_match: [{facts: [{kind: RefundPaid, ts: 1}]}]}
"""

FEATURES = (
    "aggregate: count, of: OrderPlaced, by: buyer, window: 10ms",
    "aggregate: count, of: RefundPaid, by: buyer, window: 7ms, where: amount_fen > 2",
    "aggregate: count, of: BillLine, by: order",
    "aggregate: count, of: RefundPaid, by: order.buyer, self: exclude",
    "aggregate: sum, of: RefundPaid, value: amount_fen, by: [buyer, order], window: 1s",
    "aggregate: sum, of: BillLine, value: amount_fen, by: order, window: 9ms",
    "aggregate: mean, of: RefundPaid, value: amount_fen, by: buyer, window: 20ms",
    "aggregate: max, of: BillLine, value: amount_fen, by: order, window: 20ms",
    "aggregate: min, of: RefundPaid, value: amount_fen, by: buyer",
    "aggregate: distinct, of: RefundPaid, value: order, by: buyer, window: 20ms",
    "aggregate: since_last, of: RefundPaid, by: buyer, window: 20ms",
    "aggregate: first_seen, of: OrderPlaced, by: buyer",
    "aggregate: last, of: RefundPaid, value: amount_fen, by: buyer, window: 30ms",
)
RULES = tuple(
    read_rule(
        f"test/rule{n}",
        TEMPLATE.replace("FEATURE", feature).replace("CONDITION", condition),
    )
    for n, (feature, condition) in enumerate(
        (feature, condition)
        for feature in FEATURES
        for condition in ("f >= 2", "f == 0 or missing(f)", "not f < amount_fen")
    )
)

RECORD = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(("RefundPaid", "OrderPlaced", "BillLine")),
        "ts": st.integers(0, 40),
        "order": st.sampled_from(("1", "2", "3")),
    }
)


def filled(record: dict[str, Any], amount: int | None, buyer: str | None) -> Any:
    if record["kind"] == "BillLine":
        return {**record, "fee": "货款", "amount_fen": amount}
    if record["kind"] == "RefundPaid":
        return {**record, "amount_fen": amount and abs(amount), "buyer": buyer}
    return {**record, "buyer": buyer}


AMOUNT = st.none() | st.integers(-5, 5)
BUYER = st.sampled_from((None, "b1", "b2"))
SPANS = st.lists(
    st.tuples(
        st.sampled_from(("RefundPaid", "OrderPlaced", "BillLine")),
        st.integers(-40, 30),
        st.integers(0, 60),
    ).map(lambda t: Coverage(t[0], t[1], t[1] + t[2])),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.builds(filled, RECORD, AMOUNT, BUYER), max_size=14),
    SPANS | st.none(),
    st.integers(20, 60),
)
def test_rules_judge_alike_over_windows_computed_the_slow_way(
    records: list[Any], spans: list[Coverage] | None, as_of: int
) -> None:
    facts = facts_of(records, spans)

    runs = evaluate(RULES, facts, Reference(), as_of, threads=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shopwarden.engine.featured.compute", compute)
        slow = evaluate(RULES, facts, Reference(), as_of, threads=1)

    for ours, theirs in zip(runs, slow, strict=True):
        assert ours.fired.tolist() == theirs.fired.tolist(), ours.rule.features
        assert ours.unknown_because == theirs.unknown_because, ours.rule.features
