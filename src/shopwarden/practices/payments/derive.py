"""Derived facts: FeeChecked and OrderReconciled, in the total order.

What it does not do: compute what they hold (`rates`, `reconcile`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.fees import Role
from shopwarden.practices.payments.rates import UNCHECKED
from shopwarden.records.facts import Facts, Table
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.practices.payments.lines import Bill
    from shopwarden.practices.payments.rates import Checks
    from shopwarden.records.facts import Array

_JUDGED = (Role.RATE, Role.FLAT, Role.STATED, Role.UNKNOWN)
_COPIED = (
    *("ts", "known_at", "version", "file", "row"),
    *("order", "sku", "fee", "fee_class", "after_sale", "trade", "bill", "billed_ms"),
    *("nth", "amount_fen"),
)


def fee_table(bill: Bill, checks: Checks) -> Table:
    """FeeChecked: every rate, flat, stated and unknown fee line."""
    at = np.flatnonzero(np.isin(bill.role[checks.line], _JUDGED))
    line = checks.line[at]
    known = bill.role[line] != Role.UNKNOWN
    contract = checks.contract[at]
    judged = (contract != UNCHECKED) | (bill.role[line] == Role.STATED)
    amount = bill.table["amount_fen"][line]
    fair, rate = checks.fair_ppm[at], checks.rate_ppm[at]
    both = (fair != MISSING) & (rate != MISSING)
    columns: dict[str, Array] = {name: bill.table[name][line] for name in _COPIED}
    columns |= {
        "expected_fen": np.where(judged, checks.expected_fen[at], MISSING),
        "excess_fen": np.where(judged, checks.expected_fen[at] - amount, MISSING),
        "base_fen": checks.base_fen[at],
        "rate_ppm": rate,
        "fair_ppm": fair,
        "gap_ppm": np.where(both, rate - fair, MISSING),
        "contract": contract.astype(np.int8),
        "known_fee": known.astype(np.int8),
        "peers": checks.peers[at],
    }
    # The bill is in the total order already, and the keys are the same.
    return Table(Kind.FEE_CHECKED, columns)


def reconciled_table(columns: Mapping[str, Array]) -> Table:
    """OrderReconciled, sorted."""
    ranked = np.lexsort((columns["order"], columns["ts"]))
    return Table(Kind.ORDER_RECONCILED, {n: c[ranked] for n, c in columns.items()})


def with_derived(facts: Facts, tables: Iterable[Table], patterns: Array) -> Facts:
    """The facts and the derived tables, with names for them."""
    return Facts(
        {**facts.tables, **{table.kind: table for table in tables}},
        {**facts.names, "pattern": patterns},
        facts.files,
        facts.coverage,
    )
