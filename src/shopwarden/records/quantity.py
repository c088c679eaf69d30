"""A number with its unit, as an integer of the unit's base.

    h, d, min       milliseconds       workdays        working days
    months, years   months             CNY             fen
    percent         parts per million  count           the number itself

Months and working days have no fixed length, so they are bases of their own.

What it does not do: say when a length of time is over (`engine.clock`).

>>> read_quantity("48h") == quantity(48, "h")
True
>>> read_quantity("10%").amount
100000
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS

if TYPE_CHECKING:
    from collections.abc import Mapping


class Base(StrEnum):
    """What the integer of a quantity counts."""

    MS = "ms"
    WORKDAYS = "workdays"
    MONTHS = "months"
    FEN = "fen"
    PPM = "ppm"
    COUNT = "count"


UNITS: Mapping[str, tuple[Base, int]] = {
    "min": (Base.MS, MINUTE_MS),
    "h": (Base.MS, HOUR_MS),
    "d": (Base.MS, DAY_MS),
    "workdays": (Base.WORKDAYS, 1),
    "months": (Base.MONTHS, 1),
    "years": (Base.MONTHS, 12),
    "CNY": (Base.FEN, 100),
    "percent": (Base.PPM, 10_000),
    "count": (Base.COUNT, 1),
}

# How people write these units behind a number, in shop.yaml.
_WRITTEN = {
    **{unit: unit for unit in UNITS},
    "": "count",
    "%": "percent",
    "％": "percent",
    "元": "CNY",
    "年": "years",
    "个月": "months",
    "工作日": "workdays",
    "个工作日": "workdays",
    "天": "d",
    "小时": "h",
    "分钟": "min",
}
_QUANTITY = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,4})?)\s*(\D*)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An integer and what it counts."""

    amount: int
    base: Base


def quantity(value: Decimal | int | str, unit: str) -> Quantity:
    """The quantity of a value in a unit of `UNITS`.

    Raises ValueError if the base cannot hold it, such as half a fen.
    """
    base, factor = UNITS[unit]
    amount = Decimal(value) * factor
    if amount != int(amount):
        raise ValueError(value)
    return Quantity(int(amount), base)


def read_quantity(text: str) -> Quantity:
    """A quantity as people write it: `48h`, `10%`, `5元`, `3 workdays`, `250`.

    Raises ValueError for anything else.
    """
    match = _QUANTITY.fullmatch(text.strip())
    unit = _WRITTEN.get(match[2].strip()) if match else None
    if match is None or unit is None:
        raise ValueError(text)
    return quantity(match[1], unit)
