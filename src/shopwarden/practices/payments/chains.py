"""The chain of named reasons of every order, each with what it cites.

What it does not do: sum them up (`reconcile`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.fees import Role, fee_names, load_fees
from shopwarden.practices.payments.rates import (
    CHECKED_BY_CONTRACT,
    CHECKED_BY_OTHERS,
    UNCHECKED,
)
from shopwarden.practices.payments.reasons import (
    Cite,
    Reasons,
    reason_index,
    reasons_of,
)
from shopwarden.practices.payments.sums import running, total_by
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from shopwarden.practices.payments.expect import Expected
    from shopwarden.practices.payments.lines import Bill
    from shopwarden.practices.payments.parts import Parts
    from shopwarden.practices.payments.rates import Checks
    from shopwarden.practices.payments.returns import Returns
    from shopwarden.records.facts import Array, Facts

_CITE = {CHECKED_BY_CONTRACT: Cite.CONTRACT, CHECKED_BY_OTHERS: Cite.OBSERVED}


def _cited(bill: Bill, line: Array) -> tuple[Array, Array]:
    return bill.table["file"][line], bill.table["row"][line]


def fee_reasons(
    facts: Facts, expected: Expected, bill: Bill, checks: Checks, parts: Parts
) -> Reasons:
    """Fees: their fair part, citing line and rate; unchecked ones say so."""
    at = np.flatnonzero(bill.fee[parts.line] & (parts.fair_fen != 0))
    line = parts.line[at]
    row = np.full(len(bill), -1, np.int64)
    row[checks.line] = np.arange(len(checks.line))
    row = row[line]
    contract = checks.contract[row]
    role = bill.role[line]
    rated = role == Role.RATE
    rate = np.where(rated & (contract != UNCHECKED), checks.fair_ppm[row], 0)
    reason = _fee_reason(facts)[
        (bill.table["amount_fen"][line] > 0).astype(np.int64), bill.table["fee"][line]
    ]
    needs = (rated | (role == Role.FLAT)) & (contract == UNCHECKED)
    reason = np.where(needs, reason_index("fee_unchecked"), reason)
    cite = np.full(len(line), Cite.BILL_LINE)
    for standing, kind in _CITE.items():
        cite[contract == standing] = kind
    return reasons_of(
        expected.order[parts.order[at]],
        reason,
        -parts.fair_fen[at],
        cite,
        _cited(bill, line),
        rate,
        np.where(contract == CHECKED_BY_OTHERS, checks.peers[row], 0),
    )


def _fee_reason(facts: Facts) -> Array:
    """Reason by direction (charged, returned) and fee code."""
    known = load_fees()
    fees = [known.get(name) for name in fee_names(facts)]
    unknown = reason_index("fee_unchecked")
    charged = [reason_index(f.reason) if f else unknown for f in fees]
    back = [reason_index(f.returned) if f else unknown for f in fees]
    return np.array([[*charged, unknown], [*back, unknown]])


def refund_reasons(
    expected: Expected, bill: Bill, parts: Parts
) -> tuple[Reasons, Array]:
    """Refund lines up to what was due; and what exceeds it, per order.

    A second billing of a refund explains nothing.
    """
    at = np.flatnonzero(bill.refund[parts.line] & ~bill.repeated[parts.line])
    at = at[np.lexsort((parts.line[at], parts.order[at]))]
    order, taken = parts.order[at], -parts.amount_fen[at]
    upto = running(order, taken)
    due = expected.due_fen[order]
    good = np.minimum(upto, due) - np.minimum(upto - taken, due)
    beyond = total_by(len(expected), order, taken - good)
    reasons = reasons_of(
        expected.order[order],
        reason_index("refund"),
        good,
        Cite.BILL_LINE,
        _cited(bill, parts.line[at]),
    )
    return reasons, beyond


def order_reasons(
    expected: Expected, name: str, amount_fen: Array, cite: Cite
) -> Reasons:
    """One reason per order, citing the order's own row."""
    return reasons_of(
        expected.order,
        reason_index(name),
        amount_fen,
        cite,
        (expected.file, expected.row),
    )


def return_reasons(
    expected: Expected, bill: Bill, parts: Parts, returns: Returns, beyond: Array
) -> tuple[Reasons, Array]:
    """Fees due back on a refund, as negative reasons; and their sum per order.

    None where refunds exceed what was due: such a refund never cost a fee.
    """
    order = np.full(len(bill), -1, np.int64)
    order[parts.line] = parts.order
    order = order[returns.line]
    own = np.flatnonzero(order >= 0)  # first: there may be no orders at all
    kept = own[beyond[order[own]] == 0]
    reasons = reasons_of(
        expected.order[order[kept]],
        reason_index("commission_return_due"),
        -returns.amount_fen[kept],
        np.where(
            returns.contract[kept] == CHECKED_BY_CONTRACT, Cite.CONTRACT, Cite.OBSERVED
        ),
        _cited(bill, returns.line[kept]),
        np.where(returns.rate_ppm[kept] == MISSING, 0, returns.rate_ppm[kept]),
    )
    return reasons, total_by(len(expected), order[kept], returns.amount_fen[kept])
