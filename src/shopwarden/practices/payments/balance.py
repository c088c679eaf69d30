"""The balance of each order: due against bill, reason by reason, cause by cause.

What it does not do: name patterns (`patterns`) or write facts (`derive`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments import chains
from shopwarden.practices.payments.due import number
from shopwarden.practices.payments.fees import Role
from shopwarden.practices.payments.patterns import Causes, Signs
from shopwarden.practices.payments.reasons import (
    Cite,
    Reasons,
    joined,
    reason_index,
    reasons_of,
)
from shopwarden.practices.payments.sums import running, total_by
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.practices.payments.due import Dues
    from shopwarden.practices.payments.expect import Expected
    from shopwarden.practices.payments.lines import Bill
    from shopwarden.practices.payments.parts import Parts
    from shopwarden.practices.payments.rates import Checks
    from shopwarden.practices.payments.returns import Returns
    from shopwarden.records.facts import Array, Facts, Table


@dataclass(frozen=True, slots=True)
class Balance:
    """A row per expected order; `rows` are those that could be judged."""

    rows: Array
    settled_fen: Array
    pending_fen: Array
    explained_fen: Array
    reasons: Reasons
    causes: Causes
    signs: Signs


def balance(
    facts: Facts,
    expected: Expected,
    bill: Bill,
    checks: Checks,
    parts: Parts,
    timing: Dues,
    returns: Returns,
) -> Balance:
    """Balance every order."""
    sums = _Sums(expected, bill, parts)
    lines = np.bincount(parts.order, minlength=len(expected)).astype(np.int64)
    rows = _judged(expected, lines, timing)
    fee = chains.fee_reasons(facts, expected, bill, checks, parts)
    refund, beyond = chains.refund_reasons(expected, bill, parts)
    back, returned = chains.return_reasons(expected, bill, parts, returns, beyond)
    early, not_yet = _timing(expected, sums, timing)
    away, elsewhere = _refunds_elsewhere(facts, expected, lines, timing)
    shares, jd, government = _shares(facts, expected)
    lent, apart = _coupons(expected, shares, jd, government, lines)
    causes = _causes(expected, bill, parts, sums, not_yet + elsewhere + apart)
    twice = sums.of(bill.refund[parts.line] & bill.repeated[parts.line])
    causes = replace(causes, refund=beyond - twice, returned=returned)
    reasons = joined((fee, refund, back, early, away, lent))
    pending = bill.pending[parts.line]
    judged = np.zeros(len(expected.rows), bool)
    judged[expected.order[rows]] = True
    reasons = reasons.take(judged[reasons.order])
    return Balance(
        rows=rows,
        settled_fen=sums.of(~pending),
        pending_fen=sums.of(pending),
        explained_fen=total_by(
            len(expected), expected.rows[reasons.order], reasons.amount_fen
        ),
        reasons=reasons,
        causes=_netted(causes),
        signs=Signs(
            lines=lines,
            repeated_income_fen=sums.of(
                bill.income[parts.line] & bill.repeated[parts.line]
            ),
            unbilled_freight_fen=np.where(
                sums.billed(Role.FREIGHT), 0, expected.freight_fen
            ),
            jd_fen=jd,
            government_fen=government,
            fee=_odd_fee(expected, bill, parts),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of parts by order."""

    expected: Expected
    bill: Bill
    parts: Parts

    def of(self, mask: Array) -> Array:
        """The fen of the parts in `mask`."""
        at = np.flatnonzero(mask)
        return total_by(
            len(self.expected), self.parts.order[at], self.parts.amount_fen[at]
        )

    def billed(self, role: Role) -> Array:
        """Which orders have an income line of a role."""
        line = self.parts.line
        found = np.zeros(len(self.expected), bool)
        mask = self.bill.income[line] & (self.bill.role[line] == role)
        found[self.parts.order[mask]] = True
        return found


def _judged(expected: Expected, lines: Array, timing: Dues) -> Array:
    """Orders whose amount is known and whose bill is there, not yet due, or missing."""
    there = lines > 0
    told = there | timing.waiting | (timing.overdue & timing.covered)
    alive = there | ~expected.void
    return np.flatnonzero(expected.known & ~expected.split & told & alive)


def _timing(expected: Expected, sums: _Sums, timing: Dues) -> tuple[Reasons, Array]:
    """Parts of what is due that no line bills yet and that are not yet due."""
    unbilled = (
        np.where(sums.billed(Role.GOODS), 0, expected.goods_fen)
        + np.where(sums.billed(Role.FREIGHT), 0, expected.freight_fen)
        + np.where(sums.billed(Role.SERVICE), 0, expected.service_fen)
    )
    early = timing.waiting & ~expected.void & expected.known
    amount = np.where(early, unbilled, 0)
    unfinished = expected.finished_ms == MISSING
    reasons = (
        chains.order_reasons(
            expected, "timing_not_finished", np.where(unfinished, amount, 0), Cite.ORDER
        ),
        chains.order_reasons(
            expected, "timing_not_due", np.where(unfinished, 0, amount), Cite.CYCLE
        ),
    )
    return joined(reasons), amount


def _refunds_elsewhere(
    facts: Facts, expected: Expected, lines: Array, timing: Dues
) -> tuple[Reasons, Array]:
    """Refunds of orders that never reached the bill: settled against each other."""
    table = facts.table(Kind.REFUND_PAID)
    order = expected.rows[table["order"]]
    silent = (lines == 0) & timing.overdue & ~expected.void
    own = np.flatnonzero(order >= 0)  # first: there may be no orders at all
    at = own[silent[order[own]]]
    order, amount = order[at], table["amount_fen"][at]
    upto = running(order, amount)
    due = expected.due_fen[order]
    good = np.minimum(upto, due) - np.minimum(upto - amount, due)
    reasons = reasons_of(
        expected.order[order],
        reason_index("refund_not_billed"),
        good,
        Cite.REFUND,
        (table["file"][at], table["row"][at]),
    )
    return reasons, total_by(len(expected), order, good)


def _shares(facts: Facts, expected: Expected) -> tuple[Table, Array, Array]:
    """Promotion rows, and what JD and the government bear of each order."""
    table = facts.table(Kind.PROMOTION_SHARE)
    table = table.take(expected.rows[table["order"]] >= 0)
    order = expected.rows[table["order"]]
    jd, government = (
        total_by(len(expected), order, np.maximum(table[name], 0))
        for name in ("jd_fen", "government_fen")
    )
    return table, jd, government


def _coupons(
    expected: Expected, shares: Table, jd: Array, government: Array, lines: Array
) -> tuple[Reasons, Array]:
    """Shares paid outside these bills, where the clause says so."""
    apart = number("promotion_shares") == "separately"
    mine = apart & (lines > 0) & ~expected.void
    order = expected.rows[shares["order"]]
    reasons = [
        reasons_of(
            shares["order"],
            reason_index(name),
            np.where(mine[order], np.maximum(shares[column], 0), 0),
            Cite.PROMOTION,
            (shares["file"], shares["row"]),
        )
        for name, column in (
            ("coupon_jd", "jd_fen"),
            ("coupon_government", "government_fen"),
        )
    ]
    return joined(reasons), np.where(mine, jd + government, 0)


def _causes(
    expected: Expected, bill: Bill, parts: Parts, sums: _Sums, explained: Array
) -> Causes:
    """What no reason explains, by cause; refunds and returns are added later."""
    line = parts.line
    fee, unknown = bill.fee[line], bill.role[line] == Role.UNKNOWN
    repeated = bill.repeated[line]
    excess = parts.fair_fen - parts.amount_fen
    nothing = np.zeros(len(expected), np.int64)

    def over(mask: Array) -> Array:
        at = np.flatnonzero(mask & (excess != 0))
        return total_by(len(expected), parts.order[at], excess[at])

    return Causes(
        goods=expected.due_fen - explained - sums.of(bill.income[line]),
        fee=over(fee & ~unknown & ~repeated),
        repeated=over(fee & repeated & ~unknown),
        unknown=over(fee & unknown),
        refund=nothing,
        returned=nothing,
    )


def _netted(causes: Causes) -> Causes:
    """A refund beyond what was due first takes back what was paid too much."""
    over = np.minimum(np.maximum(-causes.goods, 0), np.maximum(causes.refund, 0))
    return replace(causes, goods=causes.goods + over, refund=causes.refund - over)


def _odd_fee(expected: Expected, bill: Bill, parts: Parts) -> Array:
    """The fee code of a line of each order that is not what it should be."""
    odd = np.flatnonzero(bill.fee[parts.line] & (parts.fair_fen != parts.amount_fen))
    found = np.full(len(expected), NO_CODE, np.int64)
    found[parts.order[odd]] = bill.table["fee"][parts.line[odd]]
    return found
