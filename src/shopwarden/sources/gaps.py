"""Gaps: whole days without an order, in a shop that sells every day.

An export that was cut short, or one that was never made, looks like a quiet
day. Where the median day has at least `BUSY` orders, an empty day between
the first and the last is worth a line.

What it does not do: fill them, or judge days outside what was exported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, SHANGHAI_MS
from shopwarden.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

BUSY = 5


def gap_notes(placed_ms: NDArray[np.int64]) -> tuple[Text, ...]:
    """One note per run of empty Shanghai days among the times of orders."""
    if not len(placed_ms):
        return ()
    days = (placed_ms + SHANGHAI_MS) // DAY_MS
    counts = np.bincount(days - days.min())
    if np.median(counts) < BUSY:
        return ()
    empty = np.flatnonzero(counts == 0)
    runs = np.split(empty, np.flatnonzero(np.diff(empty) > 1) + 1)
    return tuple(_note(run + days.min()) for run in runs if len(run))


def _note(days: NDArray[np.int64]) -> Text:
    first, last = (int(day) * DAY_MS - SHANGHAI_MS for day in (days[0], days[-1]))
    if first == last:
        return Text("intake.gap_one", {"gap_day": first})
    return Text("intake.gap_many", {"first_day": first, "last_day": last})
