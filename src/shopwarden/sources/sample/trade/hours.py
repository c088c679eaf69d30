"""Moments moved into the hours in which somebody works.

What it does not do: know what happens at them.

>>> bool(within(np.array([0]), np.array([0]), (9, 20, 3))[0] == HOUR_MS)
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, HOUR_MS, SHANGHAI_MS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def within(
    moments: NDArray[np.int64],
    jitter: NDArray[np.int64],
    hours: tuple[int, int, int],
) -> NDArray[np.int64]:
    """Moments in `hours` (opens, closes, turns), Asia/Shanghai.

    From closing to `turns` o'clock they go back to just before closing; from
    then to opening, forward to just after it; by `jitter` ms either way.
    """
    opens, closes, turns = (hour * HOUR_MS for hour in hours)
    into = (moments + SHANGHAI_MS) % DAY_MS
    midnight = moments - into
    evening = midnight - np.where(into < turns, DAY_MS, 0) + closes - 1000 - jitter
    morning = midnight + opens + jitter
    return np.select(
        [(into >= closes) | (into < turns), into < opens], [evening, morning], moments
    )
