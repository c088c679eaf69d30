"""How much of a clock's time has run by a moment, and when so much has run.

Time is a line of milliseconds, cut into stretches during which the clock runs;
it stands on days off (if it counts working days) and during pauses. Both
questions are one search in the stretches, for any number of moments.

What it does not do: know zones or calendars.

>>> running = running_time([(np.array([10]), np.array([20]))], 0, 100)
>>> running.until(np.array([15])), running.reached(np.array([12]))
(array([10]), array([22]))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.records.facts import Array


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """Stretches during which a clock runs."""

    start: Array
    end: Array
    before: Array  # running time before each stretch

    def until(self, at: Array) -> Array:
        """The running time from the beginning of the line to each moment."""
        k = np.searchsorted(self.start, at, "right") - 1
        return np.asarray(self.before[k] + np.minimum(at, self.end[k]) - self.start[k])

    def reached(self, total: Array) -> Array:
        """The first moment by which so much time has run."""
        k = np.searchsorted(self.before, total, "left") - 1
        return np.asarray(self.start[k] + total - self.before[k])


def running_time(
    standing: Sequence[tuple[Array, Array]], begin: int, end: int
) -> Running:
    """The stretches of [begin, end) outside all of `standing`.

    Each of `standing` is a pair of starts and ends. They may overlap; none
    reaches to `begin` or `end`, so that there is always a stretch to stand in.
    """
    starts = np.concatenate([np.array([], np.int64), *(s for s, _ in standing)])
    ends = np.concatenate([np.array([], np.int64), *(e for _, e in standing)])
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    start = np.concatenate(([begin], ends))
    stop = np.concatenate((starts, [end]))
    kept = stop > start
    start, stop = start[kept], stop[kept]
    before = np.concatenate(([0], np.cumsum(stop - start)[:-1]))
    return Running(start, stop, before)
