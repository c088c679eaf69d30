"""Bill lines, sorted by what they are: income, refund, fee, and billed twice.

What it does not do: judge amounts (`rates`), or assign orders (`engine.match`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.fees import Role, roles
from shopwarden.practices.payments.sums import Sums, pair
from shopwarden.records.schema import MISSING, NO_CODE, STATE_PENDING, Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Array, Facts, Table


@dataclass(frozen=True, slots=True)
class Bill:
    """The bill lines and, per line, what each is.

    `income` makes up what is due; `refund` takes it back; `fee` lines are
    charges (or their return); `repeated` marks a second billing of the same.
    """

    table: Table
    role: Array
    income: Array
    refund: Array
    fee: Array
    repeated: Array
    pending: Array

    def __len__(self) -> int:
        return len(self.table)


def bill(facts: Facts, lines: Table) -> Bill:
    """The bill lines that have an amount; `lines` are the orders' own lines."""
    table = facts.table(Kind.BILL_LINE)
    if (table["amount_fen"] == MISSING).any():
        table = table.take(table["amount_fen"] != MISSING)
    role = roles(facts)[table["fee"]]
    amount = table["amount_fen"]
    back = (table["after_sale"] != NO_CODE) | (table["refunded_ms"] != MISSING)
    due_part = role <= Role.SERVICE
    # 货款 + 支出 is a refund whatever else the line says; freight and service
    # charged to the seller without an after-sale are charges nobody announced.
    taken = (amount < 0) & (back | (role <= Role.SHARE))
    reversed_ = (amount > 0) & (table["refunded_ms"] != MISSING)
    refund = due_part & (taken | reversed_)
    income = due_part & (amount >= 0) & ~refund
    role = np.where(due_part & ~refund & ~income, Role.UNKNOWN, role).astype(np.int8)
    return Bill(
        table=table,
        role=role,
        income=income,
        refund=refund,
        fee=~(refund | income),
        repeated=_repeated(table, lines, refund),
        pending=(table["state"] == STATE_PENDING)
        | (
            (table["state"] < 0)
            & (table["arrived_ms"] == MISSING)
            & (table["due_ms"] != MISSING)
        ),
    )


_SAME = ("order", "sku", "fee", "after_sale", "amount_fen")


def _repeated(table: Table, lines: Table, refund: Array) -> Array:
    """Lines that bill again what an earlier line already billed.

    An order that holds the same SKU on n lines may be billed n times. Refunds
    without an after-sale number may be equal by right, so they never count.
    """
    told = ~refund | (table["after_sale"] != NO_CODE)
    width = max(int(table["sku"].max(initial=0)), int(lines["sku"].max(initial=0)))
    held = Sums.of(
        pair(lines["order"], lines["sku"], width), np.ones(len(lines), np.int64)
    )
    suspects = _twice(table, told)
    repeated = np.zeros(len(table), bool)
    if not len(suspects):
        return repeated
    columns = [table[name][suspects] for name in _SAME]
    ranked = np.lexsort((suspects, *reversed(columns)))
    first = np.zeros(len(ranked), bool)
    first[0] = True
    for column in columns:
        first[1:] |= column[ranked][1:] != column[ranked][:-1]
    starts = np.flatnonzero(first)
    length = np.diff(starts, append=len(ranked))
    nth = np.arange(len(ranked)) - np.repeat(starts, length)
    rows = suspects[ranked]
    key = pair(table["order"][rows], table["sku"][rows], width)
    allowed = np.maximum(held.count(key), 1)
    repeated[rows] = nth >= allowed
    return repeated


def _twice(table: Table, told: Array) -> Array:
    """Lines whose order has that fee more than once: only they can repeat."""
    width = int(table["fee"].max(initial=0))
    key = pair(table["order"], table["fee"], width)
    ranked = np.argsort(key, kind="stable")
    same = key[ranked][1:] == key[ranked][:-1]
    often = np.zeros(len(table), bool)
    often[ranked[1:][same]] = True
    often[ranked[:-1][same]] = True
    return np.flatnonzero(often & told)
