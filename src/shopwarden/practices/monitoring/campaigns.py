"""The campaign calendar: days that are no part of what is usual.

Data: `campaigns.yaml` (618, 11.11, 12.12, 年货节), marked as own choice.

What it does not do: know the days JD names for this year's campaign.

>>> from shopwarden.records.moment import read_moment, day_of
>>> eve = day_of(read_moment("2026-11-11"))
>>> (eve in campaign_days(eve - 1, eve + 1), eve + 3 in campaign_days(eve, eve + 3))
(True, False)
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.records.facts import Array

_EPOCH = date(1970, 1, 1)


def campaign_days(first: int, last: int) -> Array:
    """The numbers of the campaign days among the China days first … last, sorted."""
    days = np.array(sorted(_spread(first, last)), np.int64)
    return days[(days >= first) & (days <= last)]


def _spread(first: int, last: int) -> set[int]:
    # One year more on both sides: a campaign may cross New Year.
    years = range(_year(first) - 1, _year(last) + 2)
    return {
        day
        for campaign in _data()["campaigns"]
        for start, end in _spans(campaign, years)
        for day in range(start, end + 1)
    }


def _spans(campaign: dict[str, Any], years: range) -> Iterator[tuple[int, int]]:
    """First and last day of a campaign in each of some years."""
    if "before" in campaign:
        begin, end = campaign["days"]
        for feast in _data()["feasts"][campaign["before"]]:
            yield _number(feast) - begin, _number(feast) - end
        return
    for year in years:
        start = _number(date.fromisoformat(f"{year}-{campaign['from']}"))
        end = _number(date.fromisoformat(f"{year}-{campaign['to']}"))
        if end < start:
            end = _number(date.fromisoformat(f"{year + 1}-{campaign['to']}"))
        yield start, end


def _year(day: int) -> int:
    return date.fromordinal(day + _EPOCH.toordinal()).year


def _number(day: date) -> int:
    return (day - _EPOCH).days


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__ or "").joinpath("campaigns.yaml")
    data: dict[str, Any] = yaml.safe_load(text.read_text("utf-8"))
    return data
