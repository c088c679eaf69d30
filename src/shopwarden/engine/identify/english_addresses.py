"""English and pinyin addresses: after a cue, by a street, by number and postcode.

    Ship to: 88 Renmin Road, Beijing 100020
    Dorm 12, Room 418, No. 8330 Xueyuan Road, Haidian District, Beijing
    No. 12, 4th Cross, Some Town, City 560001, Country

What it does not do: tell a town from a person by a list of towns.

>>> text = "i live at 12 keji road, shenzhen."
>>> [(c.start, c.end) for c in english_addresses(text)][0]
(10, 32)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify.candidate import Candidate
from shopwarden.engine.identify.span import WEAK, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator

_STREET = (
    "road|rd|street|st|avenue|ave|lane|ln|drive|dr|boulevard|blvd|highway|building|"
    "bldg|room|rm|flat|unit|floor|fl|district|county|city|town|village|province|apartment|apt|no|"
    "block|tower"
)
ENGLISH_CUE = (
    "(?:address|addr|ship to|deliver to|delivery to|send it to|sent to|lives? at)"
)
_ENGLISH = re.compile(
    rf"(?<![a-z])(?:my |new |shipping |delivery )?{ENGLISH_CUE}(?: is)?[:： ]{{1,3}}"
    rf"(?P<address>[a-z0-9][a-z0-9 ,.#'’/\-]{{8,140}})"
)
_STREET_WORD = re.compile(rf"(?<![a-z])(?:{_STREET})(?![a-z])")
_INDOORS = (
    "room|rm|flat|unit|apt|apartment|suite|dorm|dormitory|floor|building|bldg|"
    "block|tower"
)
_CITY = r"(?:, ?[a-z][a-z'’\-]{1,15}(?: [a-z'’\-]{2,15}){0,2}(?: [0-9]{4,6}(?![0-9]))?)"
_PLAIN_STREET = re.compile(
    rf"(?<![a-z0-9])(?:(?:{_INDOORS}|no)\.? ?[0-9a-z\-]{{1,6}},? |"
    r"[0-9a-z]{1,4}/f,? ){0,4}(?:no\.? ?)?[0-9]{1,5}[a-z]?,? (?:[a-z]{2,15} ){1,4}"
    r"(?:road|rd|street|avenue|ave|lane|boulevard|blvd)\.?(?![a-z])"
    rf"(?:,? (?:{_INDOORS}) ?[0-9a-z\-]{{1,6}})?{_CITY}{{0,5}}"
    r"(?: [0-9]{5,6}(?![0-9]))?"
)
# No. 12, 4th Cross, Some Town, City 560001, Country: no word for a street.
NUMBERED_CUE = rf"(?:no\.?|house|plot|#|{_INDOORS}) ?[0-9]{{1,5}}[a-z]?, ?"
_NUMBERED = re.compile(
    rf"(?<![a-z0-9]){NUMBERED_CUE}[0-9a-z][0-9a-z'’ .\-]{{1,30}}{_CITY}{{1,5}}"
)
_POSTCODE = re.compile("(?<![0-9])[0-9]{5,6}(?![0-9])")
_ENDS = re.compile(
    r"(?<!no)(?<!rm)(?<!rd)(?<!apt)[.;] |,? (?:phone|tel|mobile|email|contact|please|"
    r"thanks|thank|and|but|name|attn|not|instead|ask|call|leave|is|are|my|we|it|the|for|so|can|will|when|ok|recipient|"
    r"receiver|attention|zip code is)(?![a-z])|[ ,.]+[0-9]{7}"
)


_PERSON = re.compile(
    rf"(?![^,]{{0,40}}(?<![a-z])(?:{_STREET})(?![a-z]))[a-z.']+(?: [a-z.']+){{1,3}}, ?"
)


def english_addresses(text: str) -> Iterator[Candidate]:
    """English and pinyin addresses, after a cue or in the form `12 Keji Road`."""
    for found in _ENGLISH.finditer(text):
        start, end = found.span("address")
        # Ship to: Zhang Wei, 88 Renmin Road: a name comes first.
        person = _PERSON.match(text, start, end)
        start = person.end() if person else start
        stop = _ENDS.search(text, start, end)
        end = stop.start() if stop else end
        while end > start and text[end - 1] in " ,.-#":
            end -= 1
        body = text[start:end]
        if _STREET_WORD.search(body) and any(c.isdecimal() for c in body):
            yield Candidate(start, end, SpanType.ADDRESS, WEAK)
    for form in (_PLAIN_STREET, _NUMBERED):
        for found in form.finditer(text):
            start, end = found.span()
            stop = _ENDS.search(text, start, end)
            end = stop.start() if stop else end
            if end > start and (
                form is _PLAIN_STREET or _POSTCODE.search(text, start, end)
            ):
                yield Candidate(start, end, SpanType.ADDRESS, WEAK)
