from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.engine.streams import (
    BEGIN,
    KINDS,
    PAID,
    PLACED,
    REFUND,
    every_window,
    random_facts,
    random_masks,
)

from shopwarden.engine.windows import Aggregate, Live, Window, compute, restated
from shopwarden.engine.windows.compiled import functions
from shopwarden.records.facts import Facts
from shopwarden.records.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.records.schema import Kind


def batches(
    facts: Facts, masks: Mapping[str, Any], size: int
) -> Iterator[tuple[Facts, dict[str, Any]]]:
    """The facts in the total order, `size` at a time."""
    every = sorted(
        (int(ts), SCHEMAS[kind].rank, row, kind)
        for kind in KINDS
        for row, ts in enumerate(facts.table(kind)["ts"])
    )
    for start in range(0, len(every), size):
        part = every[start : start + size]
        rows = {k: np.array([r for *_, r, of in part if of is k], int) for k in KINDS}
        tables = {kind: facts.table(kind).take(at) for kind, at in rows.items()}
        cut = {feed: mask[rows[_kind(feed)]] for feed, mask in masks.items()}
        yield Facts(tables, {}), cut


def _kind(feed: str) -> Kind:
    return next(kind for kind in KINDS if feed.startswith(f"{kind} "))


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("kind", KINDS)
def test_batches_of_any_size_saved_and_restored_are_bulk(kind: Kind, size: int) -> None:
    facts = random_facts(5)
    masks = random_masks(facts, 5)
    windows = [w for of in KINDS for w in every_window(kind, of, 5)]
    live, found = Live(kind, windows), []
    for n, (batch, cut) in enumerate(batches(facts, masks, size)):
        if n % 20 == 1:
            live = Live.restore(live.save(), kind, windows)
        fed = live.feed(batch, cut)
        assert not fed.late
        found.append(fed.values)
    for name, wanted in compute(facts, kind, windows, masks).items():
        values = np.concatenate([part[name].values for part in found])
        known = np.concatenate([part[name].known for part in found])
        np.testing.assert_array_equal(values, wanted.values, name)
        np.testing.assert_array_equal(known, wanted.known, name)


def hourly(rows: int) -> Facts:
    facts = random_facts(5, rows=3)
    columns = {
        name: np.zeros(rows, column.dtype)
        for name, column in facts.table(PAID).columns.items()
    }
    columns["ts"] = BEGIN + np.arange(rows) * 3_600_000
    columns["buyer"] = (np.arange(rows) % 5).astype(np.int32)
    columns["order"] = np.arange(rows, dtype=np.int32)
    columns["amount_fen"] = np.arange(rows) * 7919 % 1000
    return Facts({PAID: type(facts.table(PAID))(PAID, columns)}, {})


def test_what_left_the_longest_window_is_forgotten() -> None:
    facts, day = hourly(5000), 86_400_000
    windows = [
        Window("most", Aggregate.MAX, PAID, ("buyer",), (), "amount_fen", day),
        Window("orders", Aggregate.DISTINCT, PAID, ("buyer",), (), "order", day),
        Window("best", Aggregate.MAX, PAID, ("buyer",), (), "amount_fen"),
    ]
    live = Live(PAID, windows)
    fed = [live.feed(part, {}).values for part, _ in batches(facts_of(facts), {}, 10)]
    for name, wanted in compute(facts, PAID, windows, {}).items():
        values = np.concatenate([part[name].values for part in fed])
        np.testing.assert_array_equal(values, wanted.values, name)
    sizes = [len(growing.state.log) for growing in live._tracks]
    pairs = [growing.state.pairs.shape[1] for growing in live._tracks]
    assert sizes == [1024]
    assert max(pairs) <= 2048


def facts_of(facts: Facts) -> Facts:
    empty = {kind: facts.table(kind) for kind in (PLACED, REFUND)}
    return Facts({**empty, **facts.tables}, {})


def test_late_facts_are_reported_and_restated() -> None:
    facts = hourly(20)
    window = Window("n", Aggregate.COUNT, PAID, ("buyer",))
    first, rest = facts.table(PAID).take(np.arange(10, 20)), np.array([3, 4])
    live = Live(PAID, [window])
    live.feed(Facts({PAID: first}, {}), {})
    late = live.feed(Facts({PAID: facts.table(PAID).take(rest)}, {}), {})
    assert late.late[PAID].tolist() == [0, 1]
    assert late.values["n"].known.tolist() == [False, False]
    kept = Facts({PAID: facts.table(PAID).take(np.r_[3, 4, 10:20])}, {})
    again, values = restated(PAID, [window], kept, {})
    wanted = compute(kept, PAID, [window], {})["n"].values
    np.testing.assert_array_equal(values["n"].values, wanted)
    assert not again.feed(
        Facts({PAID: kept.table(PAID).take(np.array([11]))}, {}), {}
    ).late


def test_one_kernel_is_compiled_once_for_any_windows_in_every_mode() -> None:
    facts = random_facts(5)
    masks = random_masks(facts, 5)
    none = {feed: mask[:0] for feed, mask in masks.items()}
    for kind in KINDS:
        windows = [w for of in KINDS for w in every_window(kind, of, 5)]
        for part in (windows[:1], windows[1:4], windows):
            compute(facts, kind, part, masks)
            live = Live(kind, part)
            live.feed(facts, masks)
            Live.restore(live.save(), kind, part).feed(Facts.empty(), none)
    kernel = functions(jit=True)
    assert [len(kernel.process.overloads), len(kernel.sweep.overloads)] == [1, 1]


def test_a_state_of_other_windows_is_refused() -> None:
    window = Window("n", Aggregate.COUNT, PAID, ("buyer",))
    with pytest.raises(ValueError, match="OrderPaid"):
        Live.restore(Live(PAID, []).save(), PAID, [window])
