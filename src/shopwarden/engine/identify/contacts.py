"""E-mail addresses, passports and plates.

What it does not do: accounts of messengers (`identify.handles`), or numbers
without letters (`identify.numbers`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify.candidate import Candidate
from shopwarden.engine.identify.checksum import real_date
from shopwarden.engine.identify.digits import LIKE, as_digits
from shopwarden.engine.identify.span import STRONG, WEAK, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL = r"(?:[a-z0-9](?: [a-z0-9]){1,30}|[a-z0-9_%+\-][a-z0-9._%+\-]{0,62})"
_AT = r"(?: ?@ ?| ?艾特 ?|#at#| ?[(\[（【]at[)\]）】] ?)"
_DOT = r"(?: ?[.。·] ?| ?点 ?| dot )"
_EMAIL = re.compile(
    rf"(?<![a-z0-9._%+\-@*]){_LOCAL}{_AT}"
    rf"[a-z0-9][a-z0-9\-]{{0,40}}(?:{_DOT}[a-z0-9\-]{{2,30}}){{0,3}}?"
    rf"{_DOT}(?:[a-z]{{2,12}})(?![a-z\-])"
)
_SPOKEN_EMAIL = re.compile(
    r"(?<![a-z0-9._%+\-@*])[a-z0-9_%+\-][a-z0-9._%+\-]{1,62} at "
    r"[a-z0-9\-]{2,40} dot (?:com|cn|net|org)(?![a-z\-])"
)
_FILES = ("png", "jpg", "jpeg", "gif", "webp", "svg")


def emails(text: str) -> Iterator[Candidate]:
    """E-mail addresses; 点 and 艾特 are read as they are meant."""
    for pattern in (_EMAIL, _SPOKEN_EMAIL):
        for found in pattern.finditer(text):
            if not found[0].endswith(_FILES):
                plain = re.fullmatch(r"[\x21-\x7e]+", found[0]) is not None
                strength = STRONG if plain else WEAK
                yield Candidate(*found.span(), SpanType.EMAIL, strength)


_PASSPORT = re.compile(
    rf"(?<![a-z0-9])(?:e[a-hj-np-z]?[{LIKE}]{{7,8}}|[gdsp][{LIKE}]{{8}}|"
    rf"[chmw][{LIKE}]{{8,10}}|(?<=[证号码:： ])[0-9]{{8}})(?![a-z{LIKE}])"
)
PASSPORT_CUE = "护照|passport|通行证|台胞证|回乡证|居住证"
_PASSPORT_CUE = re.compile(PASSPORT_CUE)
_MODEL_CUE = re.compile(
    r"(?:批|批次|型|编|货|款|单|订单|运单|商品|序列|产品|件|条码|色|版本|机型|料)号?"
    r"[:：是为 ]{0,2}$|(?:sku|spu|sn|model|batch|lot)[:： ]{0,2}$"
)


def passports(text: str) -> Iterator[Candidate]:
    """Passports and travel permits, by a cue or the form of an e-passport."""
    for found in _PASSPORT.finditer(text):
        start, end = found.span()
        cue = _PASSPORT_CUE.search(text, max(0, start - 24), start)
        if cue:
            yield Candidate(start, end, SpanType.PASSPORT, STRONG)
            continue
        digits = as_digits(found[0])
        form = found[0][0] == "e" and end - start == 9
        if form and not _dated(digits) and not _before(_MODEL_CUE, text, start):
            yield Candidate(start, end, SpanType.PASSPORT, WEAK)


def _dated(digits: str) -> bool:
    """Whether eight digits are a day: E20240101 is a batch."""
    if len(digits) != 8 or digits[:2] not in ("19", "20"):
        return False
    return real_date(int(digits[:4]), digits[4:])


PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# These begin or end everyday words: 全新A123, 白云B5, 漆黑C….
_EVERYDAY = frozenset("云黑新甘吉贵青川宁")
_PLATE = re.compile(
    rf"[{PROVINCES}] ?[a-hj-np-z][ ·.•\-]{{0,2}}"
    rf"(?:[a-hj-np-z{LIKE}]{{5,6}}|[a-hj-np-z{LIKE}]{{4}}[学警港澳挂使领])(?![a-z0-9])"
)
_PLATE_CUE = re.compile(
    r"车牌|牌照|号牌|车号|plate|挪车|司机|开的车|车是|车辆|车库|停车"
)
_BETWEEN = re.compile(r"[ ·.•\-]+")
_HANZI = re.compile(r"[\u4e00-\u9fff]")


def plates(text: str) -> Iterator[Candidate]:
    """Number plates of vehicles."""
    for found in _PLATE.finditer(text):
        start, end = found.span()
        body = _BETWEEN.sub("", found[0])[2:]
        digits = as_digits("".join(c for c in body if not "a" <= c <= "z"))
        if len(digits) < max(2, len(body) - 3):
            continue
        cue = _before(_PLATE_CUE, text, start)
        dotted = found[0][2:3] in "·•" and found[0][2:3] != ""
        alone = start == 0 or not _HANZI.match(text[start - 1])
        if cue or dotted or alone or found[0][0] not in _EVERYDAY:
            strength = STRONG if cue or dotted else WEAK
            yield Candidate(start, end, SpanType.PLATE, strength)


def _before(cue: re.Pattern[str], text: str, start: int) -> bool:
    return cue.search(text, max(0, start - 16), start) is not None
