"""When an order should have been settled: finished + cycle, then grace.

The cycle is the contract's, or the median of what *other* orders took, over
at least ten of them. A due fact exists once due + grace has passed.

What it does not do: say whether the money came (`reconcile`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.fees import package_data
from shopwarden.practices.payments.peers import median_of_others
from shopwarden.records.coverage import merged
from shopwarden.records.facts import Table
from shopwarden.records.moment import DAY_MS
from shopwarden.records.reference import Standing
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.practices.payments.expect import Expected
    from shopwarden.records.coverage import Coverage
    from shopwarden.records.facts import Array, Facts
    from shopwarden.records.reference import Reference


@cache
def number(name: str) -> int | float | str:
    """A number of `numbers.yaml`."""
    value: int | float | str = package_data("numbers.yaml")[name]["value"]
    return value


def grace_ms(reference: Reference) -> int:
    """How long after the due time a settlement may come, as overridden."""
    own = reference.params.get("payments/settlement_missing", {}).get("grace")
    return int(own if own is not None else float(number("grace_days")) * DAY_MS)


@dataclass(frozen=True, slots=True)
class Dues:
    """Per order: cycle and due time (MISSING if unknown), and the state as of."""

    cycle_ms: Array
    due_ms: Array
    overdue: Array  # due + grace has passed
    waiting: Array  # not finished, or not yet overdue
    covered: Array  # bills were delivered for the time it was due in
    grace_ms: int


def dues(
    facts: Facts,
    expected: Expected,
    arrived_ms: Array,
    stray_ms: Array,
    reference: Reference,
    as_of: int,
) -> Dues:
    """Due times; `arrived_ms` is when money of an order first arrived.

    `stray_ms` are the times of goods lines whose order number was lost: while
    there are any, nobody can say that a bill is missing.
    """
    finished = expected.finished_ms
    cycle = _cycle(finished, arrived_ms, reference)
    ready = (finished != MISSING) & (cycle != MISSING)
    due = np.where(ready, finished + np.where(ready, cycle, 0), MISSING)
    grace = grace_ms(reference)
    late = ready & (due + grace <= as_of)
    told = bool(merged(facts.coverage, Kind.ORDER_FINISHED))
    return Dues(
        cycle_ms=cycle,
        due_ms=due,
        overdue=late,
        waiting=(ready & ~late) | ((finished == MISSING) & told),
        covered=_covered(facts.coverage, due, due + grace)
        & ~_any_within(np.sort(stray_ms), finished, due + grace),
        grace_ms=grace,
    )


def _cycle(finished: Array, arrived: Array, reference: Reference) -> Array:
    if reference.cycle_ms is not None and (
        reference.cycle_standing is Standing.CONTRACT
    ):
        return np.full(len(finished), reference.cycle_ms, np.int64)
    seen = np.flatnonzero((finished != MISSING) & (arrived != MISSING))
    took = (arrived - finished)[seen]
    least = int(number("least_peers"))
    cycle = np.full(len(finished), MISSING, np.int64)
    if len(seen) >= least:
        cycle[:] = np.sort(took)[(len(took) - 1) // 2]
    zero = np.zeros(len(seen), np.int64)
    median, peers = median_of_others(zero, np.arange(len(seen)), took)
    cycle[seen] = np.where(peers >= least, median, MISSING)
    return cycle


def _covered(coverage: Iterable[Coverage], start: Array, end: Array) -> Array:
    inside = np.zeros(len(start), bool)
    for first, last in merged(coverage, Kind.BILL_LINE):
        inside |= (start >= first) & (end <= last)
    return np.asarray(inside & (start != MISSING))


def _any_within(moments: Array, start: Array, end: Array) -> Array:
    """Whether any of the sorted moments lies in [start, end]."""
    before = np.searchsorted(moments, start, "left")
    return np.asarray(np.searchsorted(moments, end, "right") > before)


def due_table(expected: Expected, dues: Dues, grace: int) -> Table:
    """The SettlementDue facts, in the total order."""
    at = np.flatnonzero(dues.overdue & ~expected.void & expected.known)
    ts = dues.due_ms[at] + grace
    at = at[np.lexsort((expected.order[at], ts))]
    return Table(
        Kind.SETTLEMENT_DUE,
        {
            "ts": dues.due_ms[at] + grace,
            "known_at": expected.known_at[at],
            "version": np.zeros(len(at), np.int64),
            "file": expected.file[at],
            "row": expected.row[at],
            "order": expected.order[at],
            "buyer": expected.buyer[at],
            "finished_ms": expected.finished_ms[at],
            "due_ms": dues.due_ms[at],
            "cycle_ms": dues.cycle_ms[at],
            "expected_fen": expected.due_fen[at],
        },
    )
