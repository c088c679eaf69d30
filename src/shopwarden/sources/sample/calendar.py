"""When orders come: hours of the day, the days of 11.11, and its midnight.

What it does not do: follow the clock; it spreads a number of orders over a
period, always the same way.

>>> from shopwarden.sources.sample.draws import Draws
>>> from shopwarden.sources.sample.shop import SampleShop
>>> moments = order_times(Draws(1), SampleShop().period, 3)
>>> bool((np.diff(moments) >= 0).all())
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, MINUTE_MS, SHANGHAI_MS, day_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.draws import Draws
    from shopwarden.sources.sample.shop import Period

_BIN_MS = 5 * MINUTE_MS
_BINS_A_DAY = DAY_MS // _BIN_MS
# Orders an hour, from 0 to 23, of a shop that sells to households.
_HOURS = (10, 6, 3, 2, 2, 3, 7, 14, 24, 34, 40, 38, 33, 32, 34, 35, 34, 32)
_HOUR_WEIGHTS = np.array([*_HOURS, 34, 40, 48, 52, 44, 25], np.float64)
# The campaign: orders of the day compared with an ordinary one, and how much
# deeper its promotions are, in percent of the list price.
_CAMPAIGN_DAYS = {
    (11, 1): 2.0,
    (11, 9): 1.3,
    (11, 10): 2.0,
    (11, 11): 6.0,
    (11, 12): 1.4,
}
_CAMPAIGN_PERCENT = 15
_CAMPAIGN_FIRST, _CAMPAIGN_LAST = (11, 1), (11, 12)
# The first ten minutes of 11.11 hold this share of its day.
_MIDNIGHT_SHARE, _MIDNIGHT_BINS = 0.06, 2


def _month_day(day: int) -> tuple[int, int]:
    text = str(np.datetime64(day, "D"))
    return int(text[5:7]), int(text[8:10])


def _day_weights(day: int) -> NDArray[np.float64]:
    """Orders of each five minutes of a day."""
    hourly: NDArray[np.float64] = np.repeat(_HOUR_WEIGHTS, _BINS_A_DAY // 24)
    weights: NDArray[np.float64] = (
        hourly / hourly.sum() * _CAMPAIGN_DAYS.get(_month_day(day), 1.0)
    )
    if _month_day(day) == (11, 11):
        total = weights.sum()
        weights *= 1 - _MIDNIGHT_SHARE
        weights[:_MIDNIGHT_BINS] += total * _MIDNIGHT_SHARE / _MIDNIGHT_BINS
    return weights


def order_times(draws: Draws, period: Period, orders: int) -> NDArray[np.int64]:
    """Ascending moments of `orders` orders, UTC ms with whole seconds."""
    first = day_of(period.start_ms)
    weights = np.concatenate([_day_weights(first + d) for d in range(period.days)])
    edges = np.concatenate([[0.0], np.cumsum(weights)])
    index = np.arange(orders, dtype=np.int64)
    point = (index + draws.share("placed", index)) / orders * edges[-1]
    bins = np.interp(point, edges, np.arange(len(edges), dtype=np.float64))
    moments: NDArray[np.int64] = (
        period.start_ms + (bins * _BIN_MS).astype(np.int64) // 1000 * 1000
    )
    return np.minimum(moments, period.end_ms - 1000)


def campaign_percent(moments: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many percent deeper promotions are at each moment."""
    days = day_of_each(moments)
    first = int(days.min()) if len(days) else 0
    last = int(days.max()) if len(days) else 0
    table = np.array(
        [
            _CAMPAIGN_PERCENT
            if _CAMPAIGN_FIRST <= _month_day(day) <= _CAMPAIGN_LAST
            else 0
            for day in range(first, last + 1)
        ],
        np.int64,
    )
    return table[days - first]


def midnight_burst(moments: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a moment lies in the first ten minutes of 11.11."""
    days = day_of_each(moments)
    elevens = [d for d in np.unique(days) if _month_day(int(d)) == (11, 11)]
    into = (moments + SHANGHAI_MS) % DAY_MS
    return np.isin(days, elevens) & (into < _MIDNIGHT_BINS * _BIN_MS)


def day_of_each(moments: NDArray[np.int64]) -> NDArray[np.int64]:
    """`records.moment.day_of` of each moment."""
    return (moments + SHANGHAI_MS) // DAY_MS


def shanghai_midnight(moments: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first moment, UTC ms, of the Shanghai day of each moment."""
    return day_of_each(moments) * DAY_MS - SHANGHAI_MS
