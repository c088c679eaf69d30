"""Sharing amounts that no exact match explains: nothing is lost to rounding.

What it does not do: decide which amounts to share.

>>> share(100, [1, 1, 1])
[33, 34, 33]
>>> lay([80, 20], [50, 50])
[(0, 0, 50), (0, 1, 30), (1, 1, 20)]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def share(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in parts by weight (≥ 0), rounded so that they sum to it.

    Each part ends at the rounded cumulative share, so no part is more than one
    fen off. Without any weight the parts are equal.
    """
    total = sum(weights)
    parts, before, upto = [], 0, 0
    for weight in weights if total else [1] * len(weights):
        upto += weight
        # Half up on the magnitude: shares of -x are the negated shares of x.
        whole = total or len(weights)
        end = (2 * abs(amount) * upto + whole) // (2 * whole)
        parts.append(end - before if amount >= 0 else before - end)
        before = end
    return parts


def lay(amounts: Sequence[int], widths: Sequence[int]) -> list[tuple[int, int, int]]:
    """Lay amounts end to end along widths: (amount's index, width's index, part).

    Both are ≥ 0 and sum to the same; raises ValueError if they do not.
    """
    if sum(amounts) != sum(widths):
        raise ValueError(sum(amounts) - sum(widths))
    parts, at, room = [], 0, widths[0] if widths else 0
    for index, amount in enumerate(amounts):
        left = amount
        while left:
            while not room:
                at += 1
                room = widths[at]
            part = min(left, room)
            parts.append((index, at, part))
            left -= part
            room -= part
    return parts
