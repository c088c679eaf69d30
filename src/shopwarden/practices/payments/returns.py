"""Commission JD should give back with a refund and did not.

Whether JD returns a fee is observed, not assumed: at least ten refunds on
other orders, nine in ten of them with the fee returned. Only a refund older
than the grace is judged, since the return may come in the next bill.

What it does not do: check an amount that was returned (`rates` does).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.due import number
from shopwarden.practices.payments.fees import Role, fee_names, load_fees
from shopwarden.practices.payments.rates import UNCHECKED, fair_fen
from shopwarden.practices.payments.sums import Sums, pair
from shopwarden.records.schema import MISSING, NO_CODE

if TYPE_CHECKING:
    from shopwarden.practices.payments.lines import Bill
    from shopwarden.practices.payments.rates import Checks
    from shopwarden.records.facts import Array, Facts

_USUAL = 0.9


@dataclass(frozen=True, slots=True)
class Returns:
    """A row per refund whose fee did not come back: its first line, fen due."""

    line: Array
    amount_fen: Array
    rate_ppm: Array
    contract: Array


def returns_due(facts: Facts, bill: Bill, checks: Checks, before_ms: int) -> Returns:
    """Fees that should have come back on refunds billed up to `before_ms`."""
    refund = np.flatnonzero(
        bill.refund
        & ~bill.repeated
        & (bill.role <= Role.SHARE)
        & (bill.table["after_sale"] != NO_CODE)
    )
    found = [
        _of_fee(bill, checks, facts.code("fee", fee.name), refund, before_ms)
        for fee in load_fees().values()
        if fee.returned_on_refund and fee.name in fee_names(facts)
    ]
    columns = zip(*found, strict=True) if found else [[np.empty(0, np.int64)]] * 4
    return Returns(*(np.concatenate(column) for column in columns))


def _of_fee(
    bill: Bill, checks: Checks, fee: int, refund: Array, before_ms: int
) -> tuple[Array, Array, Array, Array]:
    table = bill.table
    width = int(table["sku"].max(initial=0))
    order_key = pair(table["order"], table["sku"], width)
    sale_key = pair(table["after_sale"], table["sku"], width)
    mine = np.flatnonzero(table["fee"][checks.line] == fee)
    amount = table["amount_fen"][checks.line[mine]]
    back = checks.line[mine[amount > 0]]
    given = Sums.of(sale_key[back], np.ones(len(back), np.int64))
    charged = mine[(amount < 0) & (checks.contract[mine] != UNCHECKED)]
    charged = charged[np.argsort(order_key[checks.line[charged]], kind="stable")]
    keys = order_key[checks.line[charged]]
    # One row per after-sale and SKU: its first refund line stands for it.
    sales, first, inverse = np.unique(
        sale_key[refund], return_index=True, return_inverse=True
    )
    base = Sums.of(inverse, -table["amount_fen"][refund]).sums
    head = refund[first]
    at = np.searchsorted(keys, order_key[head])
    at = np.minimum(at, max(len(keys) - 1, 0))
    judged = np.zeros(len(head), bool)
    if len(keys):
        judged = (keys[at] == order_key[head]) & (base > 0)
    returned = given.count(sales) > 0
    usual = int((judged & returned).sum())
    missing = judged & ~returned & (table["ts"][head] <= before_ms)
    least = int(number("least_peers"))
    if usual < least or usual < _USUAL * int(judged.sum()):
        missing[:] = False
    row = charged[at[missing]] if len(keys) else np.empty(0, np.int64)
    fair = checks.fair_ppm[row]
    owed = fair_fen(base[missing], np.where(fair == MISSING, 0, fair))
    return head[missing], owed, fair, checks.contract[row].astype(np.int64)
