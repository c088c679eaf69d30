from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.match import (
    COMPONENT,
    DIRECT,
    EXACT,
    FAMILY,
    SKU,
    Billed,
    Match,
    Owing,
    match,
)

NONE = -1


def owing(
    *orders: tuple[int, int, int], items: tuple[tuple[int, int], ...] = ()
) -> Owing:
    """Orders as (code, parent, due); items as (row, sku)."""
    codes, parents, dues = (np.array(c, np.int64) for c in zip(*orders, strict=True))
    rows = np.array([i[0] for i in items], np.int64)
    skus = np.array([i[1] for i in items], np.int64)
    return Owing(codes, parents, dues, rows, skus)


def billed(*lines: tuple[int, int, int, int]) -> Billed:
    """Lines as (order, parent, sku, fen)."""
    return Billed(*(np.array(c, np.int64) for c in zip(*lines, strict=True)))


def parts(found: Match) -> list[tuple[int, int, int, int]]:
    columns = (found.line, found.order, found.amount_fen, found.how)
    return sorted(zip(*(c.tolist() for c in columns), strict=True))


def test_the_orders_own_id_decides_first() -> None:
    found = match(
        owing((5, NONE, 100)), billed((5, NONE, NONE, 90), (6, NONE, NONE, 10))
    )
    assert parts(found) == [(0, 0, 90, DIRECT)]
    assert found.unmatched.tolist() == [1]


def test_a_parent_with_one_child_is_that_child() -> None:
    found = match(owing((5, 9, 100)), billed((9, NONE, NONE, 100)))
    assert parts(found) == [(0, 0, 100, FAMILY)]


def test_a_child_of_an_exported_parent_is_the_parents() -> None:
    found = match(owing((9, NONE, 100)), billed((5, 9, NONE, 60), (6, 9, NONE, 40)))
    assert parts(found) == [(0, 0, 60, FAMILY), (1, 0, 40, FAMILY)]


def test_the_sku_tells_siblings_apart() -> None:
    orders = owing((5, 9, 100), (6, 9, 100), items=((0, 70), (1, 71)))
    found = match(orders, billed((9, NONE, 71, 100), (9, NONE, 70, 100)))
    assert parts(found) == [(0, 1, 100, SKU), (1, 0, 100, SKU)]


def test_exact_amounts_tell_siblings_apart() -> None:
    orders = owing((5, 9, 100), (6, 9, 250))
    found = match(orders, billed((9, NONE, NONE, 250), (9, NONE, NONE, 100)))
    assert parts(found) == [(0, 1, 250, EXACT), (1, 0, 100, EXACT)]


def test_one_line_for_all_children_is_split_by_what_is_due() -> None:
    orders = owing((5, 9, 100), (6, 9, 250))
    found = match(orders, billed((9, NONE, NONE, 350)))
    assert parts(found) == [(0, 0, 100, EXACT), (0, 1, 250, EXACT)]


def test_lines_that_fit_nothing_go_to_the_order_still_open() -> None:
    orders = owing((5, 9, 100), (6, 9, 250))
    found = match(orders, billed((9, NONE, NONE, 100), (9, NONE, NONE, 200)))
    assert parts(found) == [(0, 0, 100, EXACT), (1, 1, 200, COMPONENT)]


def test_a_family_beyond_the_bound_is_settled_as_a_whole() -> None:
    dues = [100 + i for i in range(20)]
    orders = owing(*((i, 99, due) for i, due in enumerate(dues)))
    lines = [sum(dues[:10]) - 7, sum(dues[10:]) + 7]
    found = match(orders, billed(*((99, NONE, NONE, fen) for fen in lines)))
    assert set(found.how.tolist()) == {COMPONENT}
    assert np.bincount(found.order, found.amount_fen).tolist() == dues


def test_refunds_and_fees_of_a_family_are_shared_by_what_is_due() -> None:
    orders = owing((5, 9, 100), (6, 9, 300))
    found = match(orders, billed((9, NONE, NONE, 400), (9, NONE, NONE, -40)))
    assert parts(found)[2:] == [(1, 0, -10, COMPONENT), (1, 1, -30, COMPONENT)]


def test_nothing_to_match() -> None:
    empty = np.empty(0, np.int64)
    found = match(Owing(empty, empty, empty), Billed(empty, empty, empty, empty))
    assert not len(found.line)
    assert not len(found.unmatched)


line = st.tuples(
    st.sampled_from((0, 1, 2, 8, 9)),
    st.sampled_from((NONE, 0, 8)),
    st.sampled_from((NONE, 70, 71)),
    st.integers(-300, 300),
)


@given(st.lists(line, min_size=1, max_size=8))
def test_every_line_is_matched_whole_or_not_at_all(
    lines: list[tuple[int, int, int, int]],
) -> None:
    orders = owing((0, 8, 100), (1, 8, 200), (2, NONE, 50), items=((0, 70), (1, 70)))
    given_lines = billed(*lines)
    found = match(orders, given_lines)
    left = set(found.unmatched.tolist())
    for at, (_, _, _, fen) in enumerate(lines):
        mine = found.amount_fen[found.line == at]
        assert (at in left) == (len(mine) == 0)
        if at not in left:
            assert mine.sum() == fen
