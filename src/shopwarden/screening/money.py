"""The money of a shop in one view: due, settled, pending, and why they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.patterns import FOREIGN
from shopwarden.records.moment import DAY_MS, SHANGHAI_MS
from shopwarden.records.schema import MISSING, STATE_PENDING, Kind
from shopwarden.screening.result import MoneySummary
from shopwarden.words import Text

if TYPE_CHECKING:
    from shopwarden.practices.payments.reconcile import Reconciliation
    from shopwarden.records.facts import Facts

NO_BILL = "no_bill"
_TIMING = ("timing_not_finished", "timing_not_due")


def money_summary(reconciled: Reconciliation) -> MoneySummary | None:
    """Sums over the reconciled orders; None where there were none, or no bill.

    Without any bill nobody knows what JD owes: that is not nothing.

    Rows of orders that are not the shop's are left out: their money is a
    finding, not the shop's due.
    """
    facts = reconciled.facts
    table = facts.table(Kind.ORDER_RECONCILED)
    foreign = facts.code("pattern", FOREIGN)
    own = table["pattern"] != foreign
    if not own.any() or not len(facts.table(Kind.BILL_LINE)):
        return None
    reasons = reconciled.by_reason
    missing = reconciled.by_pattern.get(NO_BILL)
    return MoneySummary(
        due_fen=int(table["due_fen"][own].sum()),
        settled_fen=int(table["settled_fen"][own].sum()),
        pending_fen=int(table["pending_fen"][own].sum()),
        remainder_fen=int(table["remainder_fen"][own].sum()),
        not_due_fen=sum(reasons[name].fen for name in _TIMING if name in reasons),
        orders=int(own.sum()),
        reasons=tuple(
            (Text(f"payments.reason_{name}"), total.rows, total.fen)
            for name, total in reasons.items()
        ),
        due_by_day=_due_by_day(facts),
        overdue_fen=missing.fen if missing else 0,
    )


def _due_by_day(facts: Facts) -> tuple[tuple[int, int], ...]:
    """Pending bill lines by the Shanghai day JD says it will settle them."""
    table = facts.table(Kind.BILL_LINE)
    told = (table["state"] == STATE_PENDING) & (table["due_ms"] != MISSING)
    day = (table["due_ms"][told] + SHANGHAI_MS) // DAY_MS
    days, at = np.unique(day, return_inverse=True)
    sums = np.zeros(len(days), np.int64)
    np.add.at(sums, at, table["amount_fen"][told])
    starts = days * DAY_MS - SHANGHAI_MS
    return tuple(zip(starts.tolist(), sums.tolist(), strict=True))
