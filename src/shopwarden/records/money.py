"""Money: integer fen (分) from the file to the report, never a float.

>>> read_fen("¥1,234.5"), read_fen("-0.01"), read_fen("(3.00)")
(123450, -1, -300)
"""

from __future__ import annotations

import re

# One million million yuan; more is a typing error, and sums of a shop stay in int64.
LIMIT_FEN = 10**14

_MONEY = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d{1,2})0*)?")


def read_fen(text: str) -> int:
    """Fen of a yuan text with at most two decimals (more only if zeros).

    Accepts a currency sign, thousands separators and accountants' brackets.
    Raises ValueError for anything else, fractions of a fen and absurd sizes
    included: money is never rounded in silence.
    """
    text = text.strip().replace("，", ",").lstrip("￥¥").removesuffix("元").strip()
    negative = text.startswith("(") and text.endswith(")")
    if negative:
        text = text[1:-1].strip()
    # "-¥3.00" carries the sign before the currency.
    text = text.replace("¥", "").replace("￥", "")
    match = _MONEY.fullmatch(text)
    if match is None or (match[2] is None and match[3] is None):
        raise ValueError(text)
    whole = int((match[2] or "0").replace(",", ""))
    fen = whole * 100 + int((match[3] or "0").ljust(2, "0"))
    if fen > LIMIT_FEN:
        raise ValueError(text)
    return -fen if (match[1] == "-") != negative else fen
