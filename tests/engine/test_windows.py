from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.engine.oracle import compute as by_duckdb
from tests.engine.streams import (
    KINDS,
    PAID,
    PLACED,
    every_window,
    ordered,
    random_facts,
)
from tests.engine.streams import random_masks as masks_of

from shopwarden.engine.windows import (
    Aggregate,
    Values,
    Window,
    compute,
    kernel,
    slots,
    upkeep,
)
from shopwarden.engine.windows.compiled import digest
from shopwarden.engine.windows.layout import RUN
from shopwarden.errors import RuleError
from shopwarden.records.facts import Facts, columns_of, missing_column
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


def assert_same(
    got: Mapping[str, Values], wanted: Mapping[str, Values], windows: Sequence[Window]
) -> None:
    for window in windows:
        left, right = got[window.name], wanted[window.name]
        assert left.values.dtype == right.values.dtype, window
        np.testing.assert_array_equal(left.known, right.known, str(window))
        np.testing.assert_array_equal(left.values, right.values, str(window))


def paid(ts: Sequence[int], buyer: Sequence[int], fen: Sequence[int]) -> Facts:
    columns = columns_of(PAID).items()
    made: dict[str, Any] = {n: missing_column(c, len(ts)) for n, c in columns}
    made["ts"][:], made["buyer"][:], made["amount_fen"][:] = ts, buyer, fen
    made["order"][:] = np.arange(len(ts))
    return Facts({PAID: ordered(PAID, made)}, {})


def one(facts: Facts, aggregate: Aggregate, **more: Any) -> list[Any]:
    value = more.pop("value", "amount_fen")
    window = Window("w", aggregate, PAID, ("buyer",), value=value, **more)
    found = compute(facts, PAID, [window], {})["w"]
    pairs = zip(found.values.tolist(), found.known.tolist(), strict=True)
    return [value if known else None for value, known in pairs]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS)
def test_duckdb_computes_the_same(kind: Any, seed: int) -> None:
    facts = random_facts(seed)
    masks = masks_of(facts, seed)
    # A third of all windows for each seed, another third for each seed.
    every = [w for of in KINDS for w in every_window(kind, of, seed)]
    windows = every[seed::3]
    wanted = by_duckdb(facts, kind, windows, masks)
    assert_same(compute(facts, kind, windows, masks), wanted, windows)


@pytest.mark.parametrize("threads", [1, 3])
def test_uncompiled_and_on_any_number_of_threads_it_is_the_same(threads: int) -> None:
    facts = random_facts(7)
    masks = masks_of(facts, 7)
    windows = [w for of in KINDS for w in every_window(PLACED, of, 7)]
    wanted = compute(facts, PLACED, windows, masks)
    got = compute(facts, PLACED, windows, masks, threads=threads, jit=False)
    assert_same(got, wanted, windows)


def test_chosen_rows_read_what_all_rows_read() -> None:
    facts = random_facts(7)
    masks = masks_of(facts, 7)
    windows = [w for of in KINDS for w in every_window(PLACED, of, 7)]
    rows = np.array([40, 3, 17, 17 + 1])
    every = compute(facts, PLACED, windows, masks)
    wanted = {n: Values(v.values[rows], v.known[rows]) for n, v in every.items()}
    assert_same(compute(facts, PLACED, windows, masks, reads=rows), wanted, windows)


@pytest.mark.parametrize("seed", range(4))
def test_what_comes_later_changes_nothing_earlier(seed: int) -> None:
    facts = random_facts(seed, rows=300)
    masks = masks_of(facts, seed)
    cut = int(np.median(np.concatenate([facts.table(k)["ts"] for k in KINDS])))
    draw = np.random.default_rng(seed)
    tables, moved_masks = {}, dict(masks)
    for kind in KINDS:
        columns = {n: c.copy() for n, c in facts.table(kind).columns.items()}
        later = columns["ts"] > cut
        columns["ts"][later] += draw.integers(0, 10**10, int(later.sum()))
        for name in ("buyer", "order"):
            columns[name][later] = draw.permutation(columns[name][later])
        tables[kind] = ordered(kind, columns)
        for feed in masks:
            if feed.startswith(kind):
                moved_masks[feed] = masks[feed] & ~later
    moved = Facts(tables, {})
    for kind in KINDS:
        windows = [w for of in KINDS for w in every_window(kind, of, seed)]
        rows = np.flatnonzero(facts.table(kind)["ts"] <= cut)
        before = compute(facts, kind, windows, masks, reads=rows)
        after = compute(moved, kind, windows, moved_masks, reads=rows)
        assert_same(after, before, windows)


def test_a_window_is_closed_at_both_ends() -> None:
    facts = paid([0, 10, 11], [1, 1, 1], [5, 6, 7])
    assert one(facts, Aggregate.SUM, window_ms=10) == [5, 11, 13]


def test_the_judged_fact_can_be_left_out() -> None:
    facts = paid([0, 0, 20], [1, 1, 1], [5, 6, 7])
    assert one(facts, Aggregate.SUM, include_self=False) == [0, 5, 11]
    assert one(facts, Aggregate.LAST, include_self=False) == [None, 5, 6]
    since = Aggregate.SINCE_LAST
    assert one(facts, since, value=None, include_self=False) == [None, 0, 20]


def test_nothing_counts_zero_and_has_no_maximum() -> None:
    facts = paid([0, 10], [1, 1], [MISSING, MISSING])
    assert one(facts, Aggregate.COUNT, value=None) == [1, 2]
    assert one(facts, Aggregate.SUM) == [0, 0]
    assert one(facts, Aggregate.DISTINCT) == [0, 0]
    for aggregate in (Aggregate.MAX, Aggregate.MIN, Aggregate.MEAN, Aggregate.LAST):
        assert one(facts, aggregate) == [None, None]


def test_a_missing_entity_has_no_features() -> None:
    facts = paid([0, 10, 20], [-1, 2, -1], [1, 2, 3])
    assert one(facts, Aggregate.COUNT, value=None) == [None, 1, None]


def test_nothing_to_read_at() -> None:
    window = Window("w", Aggregate.COUNT, PAID, ("buyer",))
    for buyer in (-1, 4):
        facts, none = paid([0], [buyer], [1]), np.empty(0, np.int64)
        found = compute(facts, PAID, [window], {}, reads=none)["w"]
        assert (found.values.tolist(), found.known.tolist()) == ([], [])


@pytest.mark.parametrize("seed", range(3))
def test_runs_longer_than_the_kernel_takes_at_once(seed: int) -> None:
    facts = random_facts(seed, rows=2000)
    for kind in KINDS:
        facts.table(kind)["buyer"][:] = 0
    masks = masks_of(facts, seed)
    windows = [w for of in KINDS for w in every_window(PAID, of, seed)]
    windows = [w for w in windows if w.by == ("buyer",)][seed::4]
    assert max(len(facts.table(kind)) for kind in KINDS) > 3 * RUN
    wanted = by_duckdb(facts, PAID, windows, masks)
    assert_same(compute(facts, PAID, windows, masks), wanted, windows)


def test_no_facts_give_no_values() -> None:
    assert one(paid([], [], []), Aggregate.MEAN) == []
    window = Window("w", Aggregate.COUNT, PLACED, ("buyer",))
    found = compute(paid([1], [2], [3]), PAID, [window], {})["w"]
    assert (found.values.tolist(), found.known.tolist()) == ([0], [True])


def test_more_windows_than_one_plan_holds() -> None:
    facts = random_facts(3)
    lengths = range(60)
    windows = [
        Window(f"w{n}", Aggregate.COUNT, PAID, ("buyer",), window_ms=n * 60_000)
        for n in lengths
    ]
    wanted = by_duckdb(facts, PAID, windows[::20], {})
    assert_same(compute(facts, PAID, windows, {}), wanted, windows[::20])


def test_extra_columns_name_entities_and_values() -> None:
    facts = paid([0, 10, 20], [0, 0, 0], [1, 2, 3])
    extra = {(PAID, "order.shop"): np.array([4, 4, -1], np.int32)}
    window = Window("w", Aggregate.COUNT, PAID, ("order.shop",))
    found = compute(facts, PAID, [window], {}, extra=extra)["w"]
    assert found.values.tolist() == [1, 2, 0]
    assert found.known.tolist() == [True, True, False]


def test_sums_that_might_not_fit_are_refused() -> None:
    facts = paid([0, 10], [1, 1], [2**62, 2**62])
    with pytest.raises(RuleError) as caught:
        one(facts, Aggregate.SUM)
    assert caught.value.code == "engine.sum_too_large"
    assert one(paid([0, 1], [1, 1], [2**62, -1]), Aggregate.SUM) == [2**62, 2**62 - 1]


@pytest.mark.parametrize(
    "window",
    [
        Window("w", Aggregate.SUM, PAID, ("buyer",)),
        Window("w", Aggregate.COUNT, PAID, ("buyer",), window_ms=-1),
    ],
)
def test_windows_that_make_no_sense_are_refused(window: Window) -> None:
    with pytest.raises(ValueError, match="w"):
        compute(paid([0], [1], [2]), PAID, [window], {})


def test_numba_is_imported_when_it_is_used() -> None:
    program = "import sys, shopwarden.engine.windows; print('numba' in sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_edit_to_any_part_of_the_kernel_compiles_it_anew() -> None:
    names = vars(slots) | vars(kernel) | vars(upkeep)

    assert digest(names) == digest(dict(reversed(names.items())))
    assert digest(names) != digest({**names, "LOG_WORDS": names["LOG_WORDS"] + 1})
    assert digest(names) != digest({**names, "walk": names["vary"]})
