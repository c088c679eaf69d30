"""Numbers: cells stored as numbers that are a phone, a card, an id.

A spreadsheet keeps 15 digits: of a longer number the last ones became zeros, and
its checksum is lost. What still has the shape of an id or a card counts as one.

What it does not do: judge text (`engine.identify`).

>>> digits_of("1.3900000001E10"), digits_of("12.5")
('13900000001', '')
>>> rounded_kind("110101189001010000")
'resident_id'
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_LONG = re.compile(r"[0-9]{11,19}(?:\.0*)?|[0-9]\.[0-9]+[eE]\+?(?:1[0-8])")
_SHORTEST, _EXACT, _ID = 11, 15, 18
_PROVINCES = (11, 65)


def digits_of(text: str) -> str:
    """The digits of a stored number long enough to be a person's; "" otherwise."""
    if len(text) < _SHORTEST or not _LONG.fullmatch(text):
        return ""
    value = Decimal(text)
    digits = str(int(value))
    return digits if value == int(value) and len(digits) >= _SHORTEST else ""


def rounded_kind(digits: str) -> str:
    """The kind of a number whose last digits were rounded away; "" if none."""
    if len(digits) <= _EXACT + 1 or digits[_EXACT + 1 :].strip("0"):
        return ""
    if len(digits) == _ID and _has_birth_date(digits):
        return "resident_id"
    return "bank_card" if digits.startswith("62") else ""


def _has_birth_date(digits: str) -> bool:
    if not _PROVINCES[0] <= int(digits[:2]) <= _PROVINCES[1]:
        return False
    year, month, day = int(digits[6:10]), int(digits[10:12]), int(digits[12:14])
    if not 1800 <= year < 2100:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
