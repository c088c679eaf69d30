"""What personal data is found as: a type, a place, a strength.

What it does not do: find anything.

>>> Span(2, 13, SpanType.MOBILE, STRONG).type
<SpanType.MOBILE: 'mobile'>
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

STRONG = "strong"
WEAK = "weak"


class SpanType(StrEnum):
    """The kinds of personal data that are looked for.

    `WECHAT_ID` is also what an account of another messenger is reported as.
    """

    RESIDENT_ID = "resident_id"
    MOBILE = "mobile"
    LANDLINE = "landline"
    BANK_CARD = "bank_card"
    EMAIL = "email"
    PASSPORT = "passport"
    USCC = "uscc"
    PLATE = "plate"
    WECHAT_ID = "wechat_id"
    QQ_ID = "qq_id"
    NAME = "name"
    ADDRESS = "address"


class Span(NamedTuple):
    """Personal data in a text, in code points of the original.

    `strong`: a checksum and a cue, or a form nothing else has; else `weak`.
    """

    start: int
    end: int
    type: SpanType
    strength: str
