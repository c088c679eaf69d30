"""Bill lines on their orders: each part with the share that is explained.

What it does not do: find the orders (`engine.match`), or name reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.match import Billed, Match, Owing, match
from shopwarden.engine.match_share import share
from shopwarden.practices.payments.fees import Role

if TYPE_CHECKING:
    from shopwarden.practices.payments.expect import Expected
    from shopwarden.practices.payments.lines import Bill
    from shopwarden.practices.payments.rates import Checks
    from shopwarden.records.facts import Array


@dataclass(frozen=True, slots=True)
class Parts:
    """A row per part of a line: its order's row, signed fen, how it matched.

    `fair_fen` is what a fee part should be (0 for unknown fees and second
    billings); it equals `amount_fen` for all other parts.
    """

    line: Array
    order: Array
    amount_fen: Array
    fair_fen: Array
    how: Array
    unmatched: Array


def matched(expected: Expected, bill: Bill) -> Match:
    """Bill lines on the orders that are owed something themselves."""
    mine = np.flatnonzero(~expected.split)
    lines = expected.lines
    at = np.full(len(expected) + 1, -1, np.int64)
    at[mine] = np.arange(len(mine))
    item = at[expected.rows[lines["order"]]]
    found = match(
        Owing(
            order=expected.order[mine],
            parent=expected.parent[mine],
            due_fen=expected.due_fen[mine],
            item_order=item[item >= 0],
            item_sku=lines["sku"][item >= 0],
        ),
        Billed(
            order=bill.table["order"],
            parent=bill.table["parent"],
            sku=bill.table["sku"],
            amount_fen=bill.table["amount_fen"],
            income=bill.income,
        ),
    )
    order = mine[found.order]
    return Match(found.line, order, found.amount_fen, found.how, found.unmatched)


def parts_of(found: Match, bill: Bill, checks: Checks) -> Parts:
    """The parts with what is fair of each."""
    fair = bill.table["amount_fen"].copy()
    fair[checks.line] = checks.expected_fen
    fair[bill.fee & ((bill.role == Role.UNKNOWN) | bill.repeated)] = 0
    whole = bill.table["amount_fen"][found.line]
    part = fair[found.line]
    split = np.flatnonzero((found.amount_fen != whole) & (part != whole))
    part = np.where(part == whole, found.amount_fen, part)
    _share_fair(found, fair, split, part)
    return Parts(
        found.line, found.order, found.amount_fen, part, found.how, found.unmatched
    )


def _share_fair(found: Match, fair: Array, split: Array, part: Array) -> None:
    """The fair amount of a split line, in the proportion of its parts."""
    split = split[np.argsort(found.line[split], kind="stable")]
    edges = np.flatnonzero(np.diff(found.line[split], append=-1)) + 1
    for rows in np.split(split, edges[:-1]) if len(split) else ():
        weights = abs(found.amount_fen[rows]).tolist()
        part[rows] = share(int(fair[found.line[rows[0]]]), weights)
