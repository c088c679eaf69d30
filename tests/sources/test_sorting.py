"""Packed sorting equals sorting by columns; shares add up to the fen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.schema import MISSING
from shopwarden.sources.exports.shares import allocated
from shopwarden.sources.sorting import ordered

_cells = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([MISSING, MISSING + 1, 2**63 - 1, 1_794_326_412_000, 5_000, 0]),
)
_tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(_cells, min_size=width, max_size=width), min_size=1, max_size=30
    )
)


@given(_tables)
def test_the_order_is_that_of_the_columns(rows: list[list[int]]) -> None:
    columns = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
    before = [column.copy() for column in columns]
    found = ordered(columns)
    told = [tuple(int(c[i]) for c in columns) for i in found.index]
    assert told == sorted(map(tuple, rows))
    ties = [a == b for a, b in pairwise(told)]
    assert found.ties.tolist() == ties
    assert all((a == b).all() for a, b in zip(before, columns, strict=True))


@given(_tables, _tables)
def test_ties_are_refined(rows: list[list[int]], more: list[list[int]]) -> None:
    size = min(len(rows), len(more))
    first = [np.array(c, np.int64) for c in zip(*rows[:size], strict=True)]
    second = [np.array(c, np.int64) for c in zip(*more[:size], strict=True)]
    refined = ordered(first).refined(second)
    whole = [(*a, *b) for a, b in zip(rows, more, strict=False)]
    assert [whole[i] for i in refined.index] == sorted(whole)


def test_no_rows_are_in_order() -> None:
    found = ordered([np.empty(0, np.int64)])
    assert (len(found.index), len(found.ties), len(found.runs())) == (0, 0, 0)


_weights = st.integers(0, 10**12) | st.integers(0, 5)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**14), st.lists(_weights, min_size=1, max_size=6)),
        min_size=1,
        max_size=6,
    )
)
def test_shares_add_up_to_the_fen(orders: list[tuple[int, list[int]]]) -> None:
    rows = [
        (at, total, weight)
        for at, (total, weights) in enumerate(orders)
        for weight in weights
    ]
    group, total, weight = (
        np.array(column, np.int64) for column in zip(*rows, strict=True)
    )
    part = allocated(group, total, weight)
    assert (part >= 0).all()
    for at, (whole, weights) in enumerate(orders):
        mine = part[group == at]
        assert int(mine.sum()) == whole
        heavy = sum(weights)
        for share, own in zip(mine.tolist(), weights, strict=True):
            fair = whole * own // heavy if heavy else whole // len(weights)
            assert fair <= share <= fair + 1
