"""An independent matcher that tries every assignment; for tests only.

Another algorithm than `engine.match_exact`: no blocks, no search, no pruning.
Each line is given every set of orders it may have; each combination is judged
by the definition.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def best(
    targets: Sequence[int], amounts: Sequence[int], allowed: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Most orders exact, fewest lines over, lowest orders line by line."""
    options = [_options(len(targets), mask) for mask in allowed]
    sizes = [len(choices) for choices in options]
    digits = np.indices(sizes).reshape(len(sizes), -1)
    whole = np.ones(digits.shape[1], bool)
    exact = np.zeros(digits.shape[1], np.int64)
    for order, target in enumerate(targets):
        paid, single, shared = _of_order(order, digits, options, amounts)
        served = single + shared
        whole &= (shared == 0) | ((shared == 1) & (single == 0))
        whole &= (single == 0) | (paid == target)
        exact += served > 0
    for line, amount in enumerate(amounts):
        fits = [
            len(o) < 2 or sum(targets[i] for i in o) == amount for o in options[line]
        ]
        whole &= np.array(fits)[digits[line]]
    over = sum(
        (np.array([not o for o in options[i]])[digits[i]]).astype(int)
        for i in range(len(amounts))
    )
    rank = np.where(whole, exact * 100 - over, -1000)
    # Combinations come lowest orders first, so the first best is the answer.
    at = int(np.argmax(rank))
    return tuple(options[i][digits[i][at]] for i in range(len(amounts)))


def _options(orders: int, mask: int) -> list[tuple[int, ...]]:
    mine = [o for o in range(orders) if mask >> o & 1]
    sets = [c for size in range(1, len(mine) + 1) for c in combinations(mine, size)]
    return [*sorted(sets), ()]


def _of_order(
    order: int,
    digits: NDArray[np.int64],
    options: list[list[tuple[int, ...]]],
    amounts: Sequence[int],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    paid, single, shared = (np.zeros(digits.shape[1], np.int64) for _ in range(3))
    for line, choices in enumerate(options):
        alone = np.array([c == (order,) for c in choices])[digits[line]]
        among = np.array([len(c) > 1 and order in c for c in choices])[digits[line]]
        paid += np.where(alone, amounts[line], 0)
        single += alone
        shared += among
    return paid, single, shared
