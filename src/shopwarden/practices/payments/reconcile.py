"""Reconciliation to the fen: due − settled − pending = Σ reasons + remainder.

Every reason cites a bill line, a rate, a promotion row, an order row or the
cycle; none is "what was left". A positive remainder is money JD owes the
shop, a negative one is money JD paid too much and will take back.

What it does not do: read files, judge severity (rules do), or reconcile an
order whose amount due, or whose time of settlement, the exports do not tell:
those are counted in `Reconciliation.skipped`.

>>> from shopwarden.records.facts import Facts
>>> from shopwarden.records.reference import Reference
>>> reconcile(Facts.empty(), Reference(), as_of=0).by_pattern
{}
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.practices.payments.balance import Balance, balance
from shopwarden.practices.payments.derive import (
    fee_table,
    reconciled_table,
    with_derived,
)
from shopwarden.practices.payments.due import Dues, due_table, dues, grace_ms
from shopwarden.practices.payments.expect import Expected, expect, unread_bills
from shopwarden.practices.payments.fees import Role, fee_names
from shopwarden.practices.payments.foreign import foreign_orders
from shopwarden.practices.payments.lines import Bill, bill
from shopwarden.practices.payments.parts import Parts, matched, parts_of
from shopwarden.practices.payments.patterns import pattern_of
from shopwarden.practices.payments.rates import check
from shopwarden.practices.payments.reasons import REASONS, Reasons
from shopwarden.practices.payments.returns import returns_due
from shopwarden.records.schema import MISSING, NO_CODE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.facts import Array, Facts, Table
    from shopwarden.records.reference import Reference


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows share a name, and their fen."""

    rows: int
    fen: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The facts with what was derived, the reasons, and what they sum to.

    `by_reason` totals reasons by name, `by_pattern` the remainders of
    OrderReconciled by pattern; `skipped` counts orders (or bill orders) that
    could not be judged, by why.
    """

    facts: Facts
    reasons: Reasons
    by_reason: Mapping[str, Total]
    by_pattern: Mapping[str, Total]
    skipped: Mapping[str, int]


def reconcile(facts: Facts, reference: Reference, as_of: int) -> Reconciliation:
    """Reconcile every order of `facts` as it stood at `as_of` (UTC ms)."""
    known = as_known(facts, as_of).facts
    expected = expect(known)
    unread = unread_bills(known, expected) & expected.known & ~expected.void
    expected = replace(expected, known=expected.known & ~unread)
    lines = bill(known, expected.lines)
    found = matched(expected, lines)
    checks = check(known, expected, lines, reference)
    parts = parts_of(found, lines, checks)
    arrived = _arrived(expected, lines, parts)
    timing = dues(known, expected, arrived, _stray(lines), reference, as_of)
    returns = returns_due(known, lines, checks, as_of - grace_ms(reference))
    judged = balance(known, expected, lines, checks, parts, timing, returns)
    table, patterns = _reconciled(known, expected, lines, parts, timing, judged, as_of)
    due = due_table(expected, timing, grace_ms(reference))
    return Reconciliation(
        facts=with_derived(facts, (due, fee_table(lines, checks), table), patterns),
        reasons=judged.reasons,
        by_reason=_by_reason(judged.reasons),
        by_pattern=_by_pattern(table, patterns),
        skipped=_skipped(known, expected, lines, parts, timing, judged, unread),
    )


def _arrived(expected: Expected, lines: Bill, parts: Parts) -> Array:
    """When money of each order first arrived; MISSING if never."""
    arrived = lines.table["arrived_ms"][parts.line]
    told = np.flatnonzero(lines.income[parts.line] & (arrived != MISSING))
    first = np.full(len(expected), np.iinfo(np.int64).max)
    np.minimum.at(first, parts.order[told], arrived[told])
    return np.where(first == np.iinfo(np.int64).max, MISSING, first)


def _stray(lines: Bill) -> Array:
    """The times of goods lines that name no order."""
    table = lines.table
    lost = (table["order"] == NO_CODE) & (table["parent"] == NO_CODE)
    return np.asarray(table["ts"][lost & lines.income & (lines.role == Role.GOODS)])


def _reconciled(
    facts: Facts,
    expected: Expected,
    lines: Bill,
    parts: Parts,
    timing: Dues,
    judged: Balance,
    as_of: int,
) -> tuple[Table, Array]:
    """OrderReconciled, and the sorted names of its patterns."""
    at = judged.rows
    found = pattern_of(judged.causes, judged.signs, fee_names(facts))[at]
    ts = _latest(expected, lines, parts, timing, as_of)
    own = {
        "ts": ts[at],
        "known_at": expected.known_at[at],
        "version": np.zeros(len(at), np.int64),
        "file": expected.file[at],
        "row": expected.row[at],
        "order": expected.order[at],
        "parent": expected.parent[at],
        "due_fen": expected.due_fen[at],
        "settled_fen": judged.settled_fen[at],
        "pending_fen": judged.pending_fen[at],
        "explained_fen": judged.explained_fen[at],
        "remainder_fen": judged.causes.remainder[at],
        "bill_lines": judged.signs.lines[at],
    }
    other, names = foreign_orders(facts, lines, parts.unmatched)
    columns = {n: np.concatenate((c, other[n])) for n, c in own.items()}
    patterns, code = np.unique(
        np.array([*found.tolist(), *names], dtype=str), return_inverse=True
    )
    columns["pattern"] = code.astype(np.int32)
    return reconciled_table(columns), patterns


def _latest(
    expected: Expected, lines: Bill, parts: Parts, timing: Dues, as_of: int
) -> Array:
    """The newest thing known of each order: what its row is judged at."""
    late = np.where(timing.overdue, timing.due_ms + timing.grace_ms, MISSING)
    ts = np.maximum(np.maximum(expected.ts, expected.finished_ms), late)
    np.maximum.at(ts, parts.order, lines.table["ts"][parts.line])
    return np.minimum(ts, as_of)


def _by_reason(reasons: Reasons) -> dict[str, Total]:
    totals = {}
    for index, name in enumerate(REASONS):
        mine = reasons.reason == index
        if mine.any():
            fen = int(reasons.amount_fen[mine].sum())
            totals[name] = Total(int(mine.sum()), fen)
    return totals


def _by_pattern(table: Table, patterns: Array) -> dict[str, Total]:
    totals = {}
    for code, name in enumerate(patterns):
        mine = table["pattern"] == code
        totals[str(name)] = Total(
            int(mine.sum()), int(table["remainder_fen"][mine].sum())
        )
    return totals


def _skipped(
    facts: Facts,
    expected: Expected,
    lines: Bill,
    parts: Parts,
    timing: Dues,
    judged: Balance,
    unread: Array,
) -> dict[str, int]:
    """Orders that are not judged, by what is missing."""
    bare = (judged.signs.lines == 0) & expected.known & ~expected.void
    bare &= ~timing.waiting
    unfinished = bare & (expected.finished_ms == MISSING)
    other = lines.table["order"][parts.unmatched]
    outside = np.unique(other[other >= 0])
    foreign, _ = foreign_orders(facts, lines, parts.unmatched)
    found = {
        "no_amount": int((~expected.known & ~unread).sum()),
        "bill_unread": int(unread.sum()),
        "no_finish": int(unfinished.sum()),
        "no_cycle": int((bare & ~unfinished & (timing.cycle_ms == MISSING)).sum()),
        "no_bill_for_the_time": int((bare & timing.overdue & ~timing.covered).sum()),
        "bill_outside_orders": len(outside) - len(foreign["order"]),
        "bill_without_order": int((other < 0).sum()),
    }
    return {name: count for name, count in found.items() if count}
