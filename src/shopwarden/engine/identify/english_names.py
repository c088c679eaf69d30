"""English and pinyin names after a cue: name: Li Xiuying, ask for John Smith.

What it does not do: names in running prose, or one word alone (Mr Lee).

>>> [(c.start, c.end) for c in english_names("name: tom lee", "name: Tom Lee")]
[(6, 13)]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify.candidate import Candidate
from shopwarden.engine.identify.names import FIELD_CUE
from shopwarden.engine.identify.span import STRONG, WEAK, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator

_CUE = (
    r"(?:recipient|receiver|consignee|full name|"
    r"name (?:as )?(?:in|on) (?:the |my )?(?:passport|card|id)|name|contact person|"
    r"contact|attn|attention|ship to|deliver to|sent? to|ask for|file for|"
    r"(?:parcel|package|order|it) (?:goes|go|is going) to|my name is|i am|i'm|"
    r"this is|dear|mr|mrs|ms|miss|dr|signed by)"
)
ENGLISH_LEAD = (
    rf"(?:(?<![a-z]){_CUE}(?:'s)?(?: name)?(?: is| to|写|填)?\.?[:： ]{{1,3}}|"
    rf"(?:{FIELD_CUE}|以下是)"
    r"(?:是|为|叫|写)?[:： ]{0,3})"
    r"(?:(?:mr|mrs|ms|miss|dr)\.? )?"
)
_ENGLISH = re.compile(
    rf"{ENGLISH_LEAD}"
    r"(?P<name>[a-z][a-z'’\-]{1,20}(?: [a-z](?:\.|[a-z'’\-]{1,20})){1,3})(?![a-z])"
)
_NO_NAMES_TEXT = """
is the a an on in at to of for and or my your our we you i he she it not please
customer service support team sir madam seller buyer friend order phone number
address email mobile tel with as by from this that be was will can jd merchant
store shop mall official center centre company platform finance security hot
line hotline call black friday new product item size room
"""
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())


def english_names(text: str, original: str) -> Iterator[Candidate]:
    """English and pinyin names after a cue; capitals of the original decide.

    `original` is the text with its capitals, in the places of the plain view.
    """
    for found in _ENGLISH.finditer(text):
        start = found.start("name")
        words = [
            (m.start() + start, m.end() + start) for m in _WORDS.finditer(found["name"])
        ]
        kept = []
        capital = original[start : start + 1].isupper()
        for begin, end in words:
            stop = text[begin:end].rstrip(".") in _NO_NAMES
            if stop or original[begin : begin + 1].isupper() != capital:
                break
            kept.append(end)
        colon = ":" in found[0] or "：" in found[0]
        if len(kept) >= 2 and (capital or (colon and len(kept) <= 3)):
            strength = STRONG if capital and colon else WEAK
            yield Candidate(start, kept[-1], SpanType.NAME, strength)


_WORDS = re.compile(r"[a-z][a-z.'’\-]*")
