"""Check characters: resident IDs, credit codes of companies, bank cards.

Sources: GB 11643 (resident ID), GB 32100 (unified social credit code),
ISO/IEC 7812-1 (Luhn). Provinces: the first two digits of GB/T 2260.

What it does not do: find numbers in text, or ask whether one was issued.

>>> resident_id("11010519491231002x"), luhn("6222020000000007")
(True, True)
"""

from __future__ import annotations

from calendar import monthrange

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10x98765432"
_CODE = "0123456789abcdefghjklmnpqrtuwxy"
_CODE_WEIGHTS = tuple(3**i % 31 for i in range(17))
# Who registered (first) and what was registered (second) in a credit code.
_CODE_KINDS = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129",
    "7": "129", "8": "19", "9": "123", "a": "19", "n": "1239", "y": "1",
}  # fmt: skip
_PROVINCES_TEXT = """
11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62
63 64 65 71 81 82 83 91
"""
PROVINCES = frozenset(_PROVINCES_TEXT.split())
YEARS = range(1800, 2100)


def resident_id(number: str) -> bool:
    """Whether 18 characters (lower case) are a resident ID: check, place, date."""
    if not (len(number) == 18 and number[:17].isdecimal() and number.isascii()):
        return False
    total = sum(int(d) * w for d, w in zip(number, _ID_WEIGHTS, strict=False))
    if _ID_CHECKS[total % 11] != number[17] or number[:2] not in PROVINCES:
        return False
    year = int(number[6:10])
    return year in YEARS and real_date(year, number[10:14])


def old_resident_id(number: str) -> bool:
    """Whether 15 digits fit the form before 1999, which has no check digit."""
    fits = len(number) == 15 and number.isascii() and number.isdecimal()
    return (
        fits
        and number[:2] in PROVINCES
        and real_date(1900 + int(number[6:8]), number[8:12])
    )


def real_date(year: int, month_day: str) -> bool:
    """Whether MMDD is a day of that year.

    >>> real_date(1900, "0229"), real_date(2000, "0229")
    (False, True)
    """
    month, day = int(month_day[:2]), int(month_day[2:])
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def credit_code(code: str) -> bool:
    """Whether 18 characters (lower case) are a unified social credit code."""
    if len(code) != 18 or any(c not in _CODE for c in code):
        return False
    kinds = _CODE_KINDS.get(code[0], "")
    if code[1] not in kinds or not (code[2:8].isdecimal() and code[2:4] in PROVINCES):
        return code[2:8] == "100000" and code[1] in kinds and _code_check(code)
    return _code_check(code)


def _code_check(code: str) -> bool:
    total = sum(_CODE.index(c) * w for c, w in zip(code, _CODE_WEIGHTS, strict=False))
    return _CODE[(31 - total % 31) % 31] == code[17]


def luhn(number: str) -> bool:
    """Whether the digits pass Luhn's check.

    >>> luhn("6217000000000000004"), luhn("6217000000000000005")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
