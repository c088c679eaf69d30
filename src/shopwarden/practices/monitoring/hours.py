"""HourCounted: orders of a SKU in an hour, beside what is usual in that hour.

One fact for every SKU and whole hour with at least five orders of it, at the
end of the hour. Hours with fewer are left out: nobody judges them (the rule of
the catalogue asks for 30), and there are nearly as many as orders. They count
in full for what is usual, as do hours without any order.

The usual is that of `engine.baseline`: the same hour of the 28 days before,
without campaign days, without hours whose order lines were not delivered, from
the first hour on in which the SKU was ever sold. `days` says how many that
were. A campaign hour gets its usual from the days outside campaigns.

What it does not do: leave out orders that were cancelled later on, for that was
not known then.

>>> from shopwarden.records.facts import Facts
>>> len(derive(Facts.empty(), 0))
0
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.engine.baseline import (
    Cells,
    baseline,
    counted_hours,
    day_of_hour,
    hour_of,
)
from shopwarden.practices.monitoring.campaigns import campaign_days
from shopwarden.records.coverage import merged
from shopwarden.records.facts import Table, empty_table
from shopwarden.records.moment import HOUR_MS
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Array, Facts

LEAST_ORDERS = 5
_MOST = float(2**62)


def derive(facts: Facts, as_of: int, least: int = LEAST_ORDERS) -> Table:
    """HourCounted of every hour over by `as_of` (UTC ms), in the total order."""
    lines = as_known(facts, as_of).facts.table(Kind.ORDER_LINE)
    at = np.flatnonzero((lines["sku"] >= 0) & (lines["order"] >= 0))
    if not len(at):
        return empty_table(Kind.HOUR_COUNTED)
    counted = _counted(lines, at)
    cells = counted.cells
    ends = (cells.hour + 1) * HOUR_MS
    chosen = np.flatnonzero((cells.count >= least) & (ends <= as_of))
    chosen = chosen[np.lexsort((cells.entity[chosen], ends[chosen]))]
    first, last = int(cells.hour.min()), int(cells.hour.max())
    campaign = campaign_days(*day_of_hour(np.array([first, last])).tolist())
    spans = merged(facts.coverage, Kind.ORDER_LINE)
    hours = counted_hours(spans, first, last, campaign)
    usual = baseline(cells, chosen, hours)
    in_campaign = np.isin(day_of_hour(cells.hour[chosen]), campaign)
    columns = {
        "ts": ends[chosen],
        "known_at": counted.known_at[chosen],
        "version": np.zeros(len(chosen), np.int64),
        "file": lines["file"][counted.line[chosen]],
        "row": lines["row"][counted.line[chosen]],
        "sku": cells.entity[chosen],
        "orders": cells.count[chosen],
        "pieces": counted.pieces[chosen],
        "amount_fen": counted.amount_fen[chosen],
        "usual_milli": usual.usual_milli,
        "spread_milli": usual.spread_milli,
        "days": usual.days,
        "campaign": in_campaign.astype(np.int8),
    }
    return Table(Kind.HOUR_COUNTED, columns)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was ordered of each SKU in each hour; `line` is the first row of it."""

    cells: Cells
    line: Array
    known_at: Array
    pieces: Array
    amount_fen: Array


def _counted(lines: Table, at: Array) -> _Counted:
    sku, order, hour = lines["sku"][at], lines["order"][at], hour_of(lines["ts"][at])
    ranked = np.lexsort((order, hour, sku))
    sku, order, hour = sku[ranked], order[ranked], hour[ranked]
    new = np.ones(len(ranked), np.bool_)
    new[1:] = (sku[1:] != sku[:-1]) | (hour[1:] != hour[:-1])
    starts = np.flatnonzero(new)
    another = new.copy()
    another[1:] |= order[1:] != order[:-1]
    line = at[ranked]
    return _Counted(
        Cells(sku[starts], hour[starts], np.add.reduceat(another.astype(int), starts)),
        np.minimum.reduceat(line, starts),
        np.maximum.reduceat(lines["known_at"][line], starts),
        _sums(lines["quantity"][line], starts),
        _sums(_worth(lines)[line], starts),
    )


def _worth(lines: Table) -> Array:
    """The receivable of each line: as stated, or pieces at what one sold for."""
    unit, quantity = lines["unit_fen"], lines["quantity"]
    known = (unit != MISSING) & (quantity != MISSING)
    made = np.where(known, np.where(known, unit, 0) * quantity, MISSING)
    return np.where(lines["line_fen"] != MISSING, lines["line_fen"], made)


def _sums(values: Array, starts: Array) -> Array:
    """The sum of each run; MISSING where a part is, or where int64 is too small."""
    known = values != MISSING
    kept = np.where(known, values, 0)
    rough = np.add.reduceat(np.abs(kept.astype(np.float64)), starts)
    whole = np.logical_and.reduceat(known, starts) & (rough < _MOST)
    return np.where(whole, np.add.reduceat(kept, starts), MISSING)
