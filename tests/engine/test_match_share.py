from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.match_share import lay, share

fen = st.integers(0, 10**9)


@given(st.integers(-(10**12), 10**12), st.lists(fen, min_size=1, max_size=8))
def test_parts_sum_to_the_whole_and_are_close(amount: int, weights: list[int]) -> None:
    parts = share(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        exact = amount * weight / total if total else amount / len(weights)
        assert abs(part - exact) <= 1 + abs(exact) * 1e-9


@given(st.lists(fen, min_size=1, max_size=6), st.lists(fen, min_size=1, max_size=6))
def test_laid_amounts_fill_every_width(amounts: list[int], weights: list[int]) -> None:
    widths = share(sum(amounts), weights)
    parts = lay(amounts, widths)
    for at, amount in enumerate(amounts):
        assert sum(fen for a, _, fen in parts if a == at) == amount
    for at, width in enumerate(widths):
        assert sum(fen for _, w, fen in parts if w == at) == width


def test_laying_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="1"):
        lay([3], [2])
