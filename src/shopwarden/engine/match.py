"""Matching bill lines to orders: directly, by parent order, by exact amounts.

A line that carries the id of an order belongs to it. A line billed on a
parent order (its children are in the export), or on a child of an exported
parent, belongs inside that family: to the only order there, else to the only
order that holds its SKU, else by exact amounts (`match_exact`), else the
family is settled as a whole and the amounts are shared (`match_share`).

What it does not do: judge differences, or guess across families. A line that
no order or family claims stays unmatched.

>>> owing = Owing(np.array([1, 2]), np.array([0, 0]), np.array([500, 300]))
>>> billed = Billed(np.array([0]), np.array([-1]), np.array([-1]), np.array([800]))
>>> found = match(owing, billed)
>>> found.order.tolist(), found.amount_fen.tolist()
([0, 1], [500, 300])
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.match_family import Family, Part, settle
from shopwarden.records.schema import NO_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.records.facts import Array

# How a part of a line came to its order.
DIRECT, FAMILY, SKU, EXACT, COMPONENT = range(5)


def _no_codes() -> Array:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Owing:
    """The orders' side, a row per order: codes of order and parent, fen due.

    `item_order` (row numbers) and `item_sku` (codes) say which order holds
    which SKU.
    """

    order: Array
    parent: Array
    due_fen: Array
    item_order: Array = field(default_factory=_no_codes)
    item_sku: Array = field(default_factory=_no_codes)


@dataclass(frozen=True, slots=True)
class Billed:
    """The bill's side, a row per line: codes and signed fen.

    `income` marks the lines that make up what was due; the others (fees,
    refunds) only follow. By default every positive line does.
    """

    order: Array
    parent: Array
    sku: Array
    amount_fen: Array
    income: Array | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Parts of lines: `amount_fen` of line `line` belongs to row `order`.

    The parts of a line sum to the line. `unmatched` are the other lines.
    """

    line: Array
    order: Array
    amount_fen: Array
    how: Array
    unmatched: Array


def match(owing: Owing, billed: Billed) -> Match:
    """Match every line it can; linear but for small tangled families."""
    rows = _row_of_code(owing, billed)
    target = rows[billed.order]
    how = np.full(len(target), DIRECT, np.int8)
    rest = np.flatnonzero(target < 0)
    line, order, by_sku = _candidates(owing, billed, rows, rest)
    count = np.bincount(line, minlength=len(target)) if len(line) else np.zeros(1)
    alone = count[line] == 1 if len(line) else np.empty(0, bool)
    target[line[alone]] = order[alone]
    how[line[alone]] = np.where(by_sku[alone], SKU, FAMILY)
    simple = np.flatnonzero(target >= 0)
    parts = list(_tangled(owing, billed, target, line[~alone], order[~alone]))
    shared = np.array(parts, np.int64).reshape(-1, 4)
    claimed = np.concatenate((simple, shared[:, 0]))
    unmatched = np.ones(len(target), bool)
    unmatched[claimed] = False
    return Match(
        line=claimed,
        order=np.concatenate((target[simple], shared[:, 1])),
        amount_fen=np.concatenate((billed.amount_fen[simple], shared[:, 2])),
        how=np.concatenate((how[simple], shared[:, 3].astype(np.int8))),
        unmatched=np.flatnonzero(unmatched),
    )


def _row_of_code(owing: Owing, billed: Billed) -> Array:
    """Row by order code; the last slot, where NO_CODE points, is no row."""
    codes = (owing.order, owing.parent, billed.order, billed.parent)
    rows = np.full(max(int(c.max(initial=-1)) for c in codes) + 2, -1, np.int64)
    rows[owing.order] = np.arange(len(owing.order))
    return rows


def _candidates(
    owing: Owing, billed: Billed, rows: Array, rest: Array
) -> tuple[Array, Array, Array]:
    """Pairs (line, order row) a line may belong to, and whether the SKU decided."""
    children, starts, counts = _children(owing, billed.order[rest])
    line = np.repeat(rest, counts)
    within = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = children[np.repeat(starts, counts) + within]
    above = rows[billed.parent[rest]]
    lone = (counts == 0) & (above >= 0)
    holds = _holds(owing, order, billed.sku[line])
    hit = np.zeros(len(billed.order), bool)
    hit[line[holds]] = True
    kept = holds | ~hit[line]
    decided = np.concatenate((hit[line[kept]], np.zeros(int(lone.sum()), bool)))
    return (
        np.concatenate((line[kept], rest[lone])),
        np.concatenate((order[kept], above[lone])),
        decided,
    )


def _children(owing: Owing, parent: Array) -> tuple[Array, Array, Array]:
    """The rows of the orders below each parent code: rows, starts, counts."""
    below = np.flatnonzero((owing.parent != NO_CODE) & (owing.parent != owing.order))
    below = below[np.lexsort((owing.order[below], owing.parent[below]))]
    codes = owing.parent[below]
    starts = np.searchsorted(codes, parent, "left")
    counts = np.searchsorted(codes, parent, "right") - starts
    return below, starts, np.where(parent == NO_CODE, 0, counts)


def _holds(owing: Owing, order: Array, sku: Array) -> Array:
    """Whether an order holds a SKU, pair by pair."""
    if not len(order):
        return np.empty(0, bool)
    width = max(int(owing.item_sku.max(initial=0)), int(sku.max(initial=0))) + 2
    held = np.sort(owing.item_order.astype(np.int64) * width + owing.item_sku)
    wanted = order.astype(np.int64) * width + sku
    at = np.searchsorted(held, wanted)
    found = np.zeros(len(wanted), bool)
    inside = at < len(held)
    found[inside] = held[at[inside]] == wanted[inside]
    return np.asarray(found & (sku != NO_CODE))


def _tangled(
    owing: Owing, billed: Billed, target: Array, line: Array, order: Array
) -> Iterator[tuple[int, int, int, int]]:
    """The parts of the lines with several candidates, family by family."""
    if not len(line):
        return
    income = billed.amount_fen > 0 if billed.income is None else billed.income
    given = np.flatnonzero((target >= 0) & income)
    open_fen = owing.due_fen.astype(np.int64)
    np.subtract.at(open_fen, target[given], billed.amount_fen[given])
    family = billed.order[line]
    sorting = np.lexsort((order, line, family))
    line, order, family = line[sorting], order[sorting], family[sorting]
    edges = np.flatnonzero(np.diff(family, prepend=-1, append=-1))
    for start, end in pairwise(edges.tolist()):
        yield from _settled(billed, income, open_fen, line[start:end], order[start:end])


def _settled(
    billed: Billed, income: Array, open_fen: Array, line: Array, order: Array
) -> Iterator[tuple[int, int, int, int]]:
    """One family: its rows and lines numbered from 0, settled, numbered back."""
    rows, row_at = np.unique(order, return_inverse=True)
    lines, line_at = np.unique(line, return_inverse=True)
    allowed = [0] * len(lines)
    for at, row in zip(line_at, row_at, strict=True):
        allowed[at] |= 1 << int(row)
    family = Family(
        due=open_fen[rows].tolist(),
        amounts=billed.amount_fen[lines].tolist(),
        allowed=allowed,
        income=income[lines].tolist(),
    )
    for part in settle(family):
        yield _numbered(part, lines, rows)


def _numbered(part: Part, lines: Array, rows: Array) -> tuple[int, int, int, int]:
    how = EXACT if part.exact else COMPONENT
    return int(lines[part.line]), int(rows[part.order]), part.fen, how
