"""What a fee is charged on: the line's own base, or what the order says.

The old bill layout states a rate but no base. Then the base is looked for
where `fees.yaml` says, in turn: the receivable of that SKU of the order, that
less 京豆, or that less what JD and the government bear; for a returned fee,
the refund with the same after-sale number.

What it does not do: check that a fee fits its base (`rates`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.fees import Role
from shopwarden.practices.payments.sums import Sums, pair
from shopwarden.records.coverage import merged
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.practices.payments.expect import Expected
    from shopwarden.practices.payments.lines import Bill
    from shopwarden.records.facts import Array, Facts, Table

BASES = ("receivable", "goods", "paid")


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys of (order, SKU), and of an order as a whole where no SKU is told."""

    width: int

    def of(self, table: Table, index: Array | slice = slice(None)) -> Array:
        return pair(table["order"][index], table["sku"][index], self.width)

    def whole(self, table: Table, index: Array | slice = slice(None)) -> Array:
        order = table["order"][index]
        return pair(order, np.full(len(order), NO_CODE), self.width)


def bases_of(
    facts: Facts, expected: Expected, bill: Bill, fee: Array
) -> dict[str, Array]:
    """Candidate bases (fen, MISSING if unknown) of the fee lines `fee`, by name."""
    shares = facts.table(Kind.PROMOTION_SHARE)
    tables = (bill.table, expected.lines, shares)
    keys = _Keys(max(int(t["sku"].max(initial=0)) for t in tables))
    charged = bill.table["amount_fen"][fee] < 0
    receivable = _receivable(expected, bill, fee, keys)
    goods = _less(receivable, _billed(bill, keys, (Role.SHARE,), fee, 0))
    paid = _paid(facts, expected, bill, fee, keys, goods)
    back = _refunded(bill, fee, (Role.GOODS, Role.SHARE))
    back_goods = _refunded(bill, fee, (Role.GOODS,))
    return {
        "receivable": np.where(charged, receivable, _at_most(back, receivable)),
        "goods": np.where(charged, goods, _at_most(back_goods, goods)),
        "paid": np.where(charged, paid, _at_most(back, receivable)),
    }


def _at_most(back: Array, charged: Array) -> Array:
    """A fee comes back on no more than it was charged on."""
    return np.where(charged == MISSING, back, np.minimum(back, charged))


def _less(whole: Array, part: Array) -> Array:
    return np.where(whole == MISSING, MISSING, whole - part)


def _receivable(expected: Expected, bill: Bill, fee: Array, keys: _Keys) -> Array:
    """Of the order's SKU: from the order, else from the bill's own goods lines.

    The bill's goods lines only serve where they add up to the order: a line
    that is short must not make its own commission look too high.
    """
    lines, table = expected.lines, bill.table
    # Where the order states a whole, its lines are only shares by price.
    stated = expected.from_lines[expected.rows[lines["order"]]]
    told = stated & (lines["line_fen"] != MISSING)
    by_sku = Sums.of(keys.of(lines)[told], lines["line_fen"][told])
    rows = expected.rows[table["order"][fee]]
    alone = _single(expected)[rows] & (rows >= 0)
    whole = np.where(expected.known, expected.goods_fen, MISSING)
    whole = np.append(whole, MISSING)[rows]
    whole_order = alone | (table["sku"][fee] == NO_CODE)
    found = np.where(whole_order, whole, by_sku.at(keys.of(table, fee)))
    by_bill = _billed(bill, keys, (Role.GOODS, Role.SHARE), fee, MISSING)
    at = np.flatnonzero(bill.income & (bill.role <= Role.SHARE) & ~bill.repeated)
    credited = Sums.of(keys.whole(table, at), table["amount_fen"][at])
    balanced = credited.at(keys.whole(table, fee)) == whole
    usable = balanced | (whole == MISSING)
    return np.where((found == MISSING) & usable, by_bill, found)


def _paid(
    facts: Facts,
    expected: Expected,
    bill: Bill,
    fee: Array,
    keys: _Keys,
    goods: Array,
) -> Array:
    """What the buyer paid for the goods of each fee line.

    As the line states it; else of the whole order, where that is one line or
    nobody else paid anything; else by the promotion rows.
    """
    stated = bill.table["user_paid_fen"][fee]
    rows = expected.rows[bill.table["order"][fee]]
    whole = np.append(expected.paid_fen, MISSING)[rows]
    alone = _single(expected)[rows] | (bill.table["sku"][fee] == NO_CODE)
    goods_due = np.where(expected.known, expected.goods_fen, MISSING)
    due = np.append(goods_due, MISSING)[rows]
    beans = _billed_by_order(bill, keys, fee)
    nobody_else = (whole != MISSING) & (whole == due - beans)
    shares = facts.table(Kind.PROMOTION_SHARE)
    by_rows = _less(goods, _others(shares, keys, bill.table, fee))
    told = np.zeros(len(fee), bool)
    placed = np.append(expected.ts, MISSING)[rows]
    for start, end in merged(facts.coverage, Kind.PROMOTION_SHARE):
        told |= (placed >= start) & (placed <= end)
    found = np.where(told, by_rows, np.where(nobody_else, goods, MISSING))
    found = np.where(alone & (whole != MISSING), whole, found)
    return np.where(stated != MISSING, abs(stated), found)


def _billed_by_order(bill: Bill, keys: _Keys, fee: Array) -> Array:
    """The 京豆 the bill credits for the whole order of each fee line."""
    at = np.flatnonzero(bill.income & (bill.role == Role.SHARE) & ~bill.repeated)
    sums = Sums.of(keys.whole(bill.table, at), bill.table["amount_fen"][at])
    return sums.at(keys.whole(bill.table, fee), 0)


def _single(expected: Expected) -> Array:
    """Orders known to hold one line; one more slot for "no order"."""
    rows = expected.rows[expected.lines["order"]]
    count = np.bincount(rows, minlength=len(expected) + 1)
    return np.asarray(count == 1)


def _billed(
    bill: Bill, keys: _Keys, wanted: tuple[Role, ...], fee: Array, missing: int
) -> Array:
    """What the bill credits for the SKU of each fee line."""
    at = np.flatnonzero(bill.income & np.isin(bill.role, wanted) & ~bill.repeated)
    amount = bill.table["amount_fen"][at]
    by_sku = Sums.of(keys.of(bill.table, at), amount)
    found = by_sku.at(keys.of(bill.table, fee), missing)
    bare = bill.table["sku"][fee] == NO_CODE
    if bare.any():
        by_order = Sums.of(keys.whole(bill.table, at), amount)
        found[bare] = by_order.at(keys.whole(bill.table, fee[bare]), missing)
    return found


def _others(shares: Table, keys: _Keys, table: Table, fee: Array) -> Array:
    """What JD and the government bear of the SKU of each fee line."""
    borne = np.maximum(shares["jd_fen"], 0) + np.maximum(shares["government_fen"], 0)
    found = Sums.of(keys.of(shares), borne).at(keys.of(table, fee), 0)
    bare = table["sku"][fee] == NO_CODE
    if bare.any():
        by_order = Sums.of(keys.whole(shares), borne)
        found[bare] = by_order.at(keys.whole(table, fee[bare]), 0)
    return found


def _refunded(bill: Bill, fee: Array, wanted: tuple[Role, ...]) -> Array:
    """What went back under the after-sale number of each fee line."""
    table = bill.table
    at = np.flatnonzero(
        bill.refund
        & np.isin(bill.role, wanted)
        & (table["after_sale"] != NO_CODE)
        & ~bill.repeated
    )
    width = int(table["sku"].max(initial=0))
    key = pair(table["after_sale"][at], table["sku"][at], width)
    sums = Sums.of(key, -table["amount_fen"][at])
    found = sums.at(pair(table["after_sale"][fee], table["sku"][fee], width))
    return np.where(table["after_sale"][fee] == NO_CODE, MISSING, found)
