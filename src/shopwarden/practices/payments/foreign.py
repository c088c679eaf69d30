"""Bill lines of orders that are not this shop's.

Judged only where the orders of that time were delivered: otherwise the order
may simply not be in the export.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.patterns import FOREIGN
from shopwarden.practices.payments.sums import total_by
from shopwarden.records.coverage import merged
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.practices.payments.lines import Bill
    from shopwarden.records.facts import Array, Facts


def foreign_orders(
    facts: Facts, lines: Bill, unmatched: Array
) -> tuple[dict[str, Array], list[str]]:
    """OrderReconciled columns (without pattern) of foreign orders; their patterns.

    Nothing is due on them, so the remainder is what came in, negated.
    """
    table = lines.table
    placed = table["placed_ms"][unmatched]
    inside = np.zeros(len(unmatched), bool)
    for start, end in merged(facts.coverage, Kind.ORDER_PLACED):
        inside |= (placed >= start) & (placed <= end)
    at = unmatched[
        inside & (placed != MISSING) & (table["order"][unmatched] != NO_CODE)
    ]
    order, first, inverse = np.unique(
        table["order"][at], return_index=True, return_inverse=True
    )
    size = len(order)
    head = at[first]
    amount = table["amount_fen"][at]
    pending = lines.pending[at]
    settled_fen = total_by(size, inverse, np.where(pending, 0, amount))
    pending_fen = total_by(size, inverse, np.where(pending, amount, 0))
    columns = {
        **{name: table[name][head] for name in ("known_at", "file", "row", "parent")},
        "ts": table["ts"][head],
        "version": np.zeros(size, np.int64),
        "order": order.astype(np.int32),
        "due_fen": np.zeros(size, np.int64),
        "settled_fen": settled_fen,
        "pending_fen": pending_fen,
        "explained_fen": np.zeros(size, np.int64),
        "remainder_fen": -settled_fen - pending_fen,
        "bill_lines": np.bincount(inverse, minlength=size).astype(np.int64),
    }
    return columns, [FOREIGN] * size
