"""Personal data in text: found, and replaced by stable placeholders.

Resident IDs, mobiles, landlines, cards, e-mail, passports, credit codes,
plates, WeChat and QQ ids, names and addresses, in Chinese and English, also
full width, split, circled or as hanzi. What is masked already (138****0001)
and JD's ciphertext are left alone.

    PATTERNS   over the plain view, for the caller's own `Matcher`
    spans_of   one text, given which of the patterns may match it
    identify   many texts, with a matcher of its own
    household  which part of an address points to one household
    Redactor   replaces what was found

What it does not do: names in running prose (a trained model's work), or ask
whether a number was ever issued. What it finds and how sure it is:
docs/personal-data.md.

>>> [(s.start, s.end, s.type.value) for s in identify(["电话13900000001"])[0]]
[(2, 13, 'mobile')]
"""

from __future__ import annotations

from shopwarden.engine.identify.find import PATTERNS, identify, spans_of
from shopwarden.engine.identify.household import household
from shopwarden.engine.identify.known import known_spans, needles
from shopwarden.engine.identify.redact import Redactor
from shopwarden.engine.identify.span import STRONG, WEAK, Span, SpanType

__all__ = [
    "PATTERNS",
    "STRONG",
    "WEAK",
    "Redactor",
    "Span",
    "SpanType",
    "household",
    "identify",
    "known_spans",
    "needles",
    "spans_of",
]
