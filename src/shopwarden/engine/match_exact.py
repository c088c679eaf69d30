"""Exact matching inside one small tangled family: bounded search.

Given orders with a target each and bill lines with an amount each, find the
blocks "many lines = one order" and "one line = many orders" that

1. explain the most orders exactly, then
2. leave the fewest lines over, then
3. give each line, in order, the lowest orders.

The search is exact within its bound (`MOST_ORDERS`, `MOST_LINES`,
`MOST_STEPS`); beyond it the answer is None and the caller settles the family
as a whole.

What it does not do: know what a line or an order is, or allow any tolerance.

>>> solve([500, 300], [300, 200, 300], [0b11, 0b11, 0b11])
((0,), (0,), (1,))
>>> solve([500, 300], [800], [0b11])
((0, 1),)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# 2^12 subsets of lines and 2^8 of orders are listed outright; 20,000 steps are
# a few hundredths of a second, which only coinciding amounts ever need.
MOST_ORDERS = 8
MOST_LINES = 12
MOST_STEPS = 20_000

# For each line the orders it explains, ascending; () is left over.
Assignment = tuple[tuple[int, ...], ...]


class _BoundExceededError(Exception):
    """The search took more than `MOST_STEPS` steps."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines and orders (bit sets) whose amounts agree exactly."""

    lines: int
    orders: int


@dataclass(slots=True)
class _Search:
    blocks: list[list[_Block]]  # by the lowest order of the block
    twin: list[int]  # the line before with the same amount and orders, or -1
    allowed: Sequence[int]
    amounts: Sequence[int]
    steps: int = 0
    best: tuple[int, int, tuple[tuple[int, ...], ...]] | None = None
    chosen: list[_Block] = field(default_factory=list)

    def walk(self, order: int, orders: int, lines: int) -> None:
        """Decide `order` and all after it; `orders`, `lines` are taken."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _BoundExceededError
        if order == len(self.blocks):
            self._keep(orders, lines)
            return
        ahead = len(self.blocks) - order - (orders >> order).bit_count()
        if self.best and -(orders.bit_count() + ahead) > self.best[0]:
            return
        if orders >> order & 1:
            self.walk(order + 1, orders, lines)
            return
        for block in self.blocks[order]:
            if not (block.lines & lines or block.orders & orders) and self._lowest(
                block.lines, lines
            ):
                self.chosen.append(block)
                self.walk(order + 1, orders | block.orders, lines | block.lines)
                self.chosen.pop()
        self.walk(order + 1, orders, lines)

    def _lowest(self, taken: int, lines: int) -> bool:
        """Whether no twin is skipped: equal lines are used lowest first."""
        held = taken | lines
        return all(self.twin[j] < 0 or held >> self.twin[j] & 1 for j in _bits(taken))

    def _keep(self, orders: int, lines: int) -> None:
        rank = (-orders.bit_count(), -lines.bit_count())
        if self.best is None or (*rank, self._key()) < self.best:
            self.best = (*rank, self._key())

    def _key(self) -> tuple[tuple[int, ...], ...]:
        """The assignment, twins exchanged so that it is the lowest of its kind."""
        nothing: tuple[int, ...] = (len(self.blocks),)
        key = [nothing] * len(self.amounts)
        for block in self.chosen:
            for line in _bits(block.lines):
                key[line] = tuple(_bits(block.orders))
        kinds: dict[tuple[int, int], list[int]] = {}
        for line, kind in enumerate(zip(self.amounts, self.allowed, strict=True)):
            kinds.setdefault(kind, []).append(line)
        for members in kinds.values():
            lowest = sorted(key[line] for line in members)
            for line, value in zip(members, lowest, strict=True):
                key[line] = value
        return tuple(key)


def solve(
    targets: Sequence[int], amounts: Sequence[int], allowed: Sequence[int]
) -> Assignment | None:
    """The best assignment of lines to orders; None beyond the bound.

    `targets` and `amounts` are fen > 0; `allowed[j]` is the bit set of the
    orders line j may belong to. Raises ValueError for amounts ≤ 0.
    """
    if min((*targets, *amounts), default=1) <= 0:
        raise ValueError(min(*targets, *amounts))
    if len(targets) > MOST_ORDERS or len(amounts) > MOST_LINES:
        return None
    search = _Search(
        blocks=_blocks(targets, amounts, allowed),
        twin=_twins(amounts, allowed),
        allowed=allowed,
        amounts=amounts,
    )
    try:
        search.walk(0, 0, 0)
    except _BoundExceededError:
        return None
    if search.best is None:
        return ((),) * len(amounts)
    nothing = (len(targets),)
    return tuple(() if orders == nothing else orders for orders in search.best[2])


def _blocks(
    targets: Sequence[int], amounts: Sequence[int], allowed: Sequence[int]
) -> list[list[_Block]]:
    blocks: list[list[_Block]] = [[] for _ in targets]
    sums = _subset_sums(amounts)
    subsets = np.arange(len(sums))
    for order, target in enumerate(targets):
        closed = sum(1 << j for j, a in enumerate(allowed) if not a >> order & 1)
        fitting = np.flatnonzero((sums == target) & (subsets & closed == 0))
        blocks[order] += [_Block(int(s), 1 << order) for s in fitting]
    together = _subset_sums(targets)
    for line, amount in enumerate(amounts):
        for subset in np.flatnonzero(together == amount):
            orders = int(subset)
            if orders.bit_count() > 1 and orders & ~allowed[line] == 0:
                lowest = (orders & -orders).bit_length() - 1
                blocks[lowest].append(_Block(1 << line, orders))
    return blocks


def _subset_sums(values: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The sum of each subset, indexed by its bit set."""
    sums = np.zeros(1, np.int64)
    for value in values:
        sums = np.concatenate((sums, sums + value))
    return sums


def _twins(amounts: Sequence[int], allowed: Sequence[int]) -> list[int]:
    last: dict[tuple[int, int], int] = {}
    twins = []
    for line, kind in enumerate(zip(amounts, allowed, strict=True)):
        twins.append(last.get(kind, -1))
        last[kind] = line
    return twins


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
