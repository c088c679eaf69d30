from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.practices.payments.peers import median_of_others
from shopwarden.records.schema import MISSING

rows = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(-5, 5)),
    min_size=1,
    max_size=25,
)


@given(rows)
def test_the_median_is_of_the_others_alone(table: list[tuple[int, int, int]]) -> None:
    group, owner, value = (np.array(c) for c in zip(*table, strict=True))
    median, peers = median_of_others(group, owner, value)
    for at, (mine, own, _) in enumerate(table):
        others = sorted(v for g, o, v in table if g == mine and o != own)
        assert peers[at] == len(others)
        wanted = others[(len(others) - 1) // 2] if others else MISSING
        assert median[at] == wanted


def test_nothing_has_no_median() -> None:
    empty = np.empty(0, np.int64)
    median, peers = median_of_others(empty, empty, empty)
    assert len(median) == len(peers) == 0
