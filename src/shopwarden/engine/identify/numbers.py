"""Numbers that are a person's: resident ID, card, mobile, landline, credit code.

A number counts where its boundaries, its check and its grouping allow it, and
where no cue says that it is an order's, a waybill's or a model's number.

What it does not do: numbers that need a letter (`identify.contacts`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify.candidate import Candidate
from shopwarden.engine.identify.checksum import (
    credit_code,
    luhn,
    old_resident_id,
    resident_id,
)
from shopwarden.engine.identify.digits import (
    APART,
    TWICE,
    Window,
    as_digits,
    windows,
)
from shopwarden.engine.identify.span import STRONG, WEAK, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator

# How far before a number its cue is looked for.
_REACH = 16
_OTHER = re.compile(
    r"(?:(?:订单|运单|快递|物流|包裹|面单|取件|提货|单|编|货|款|批|批次|流水|工单|服务单|"
    r"交易|支付|退款|发票|序列|条|条形|商品|物料|税|配件|母|子|型|版本|标准|合同|受理|举证|"
    r"出库|入库|采购|保单|产品|设备|券|凭证)(?:编)?(?:号码|号|码|编码|id)|"
    r"(?<![a-z])(?:sku|spu|asin|ean|upc|isbn|imei|sn|s/n|gtin|"
    r"order(?: no| number| id)?|tracking(?: no| number)?|waybill(?: no)?|model|batch|"
    r"订单|运单|单号|型号|批次))"
    r"[:：#.\s是为()]{0,3}$"
)
_ID_CUE = re.compile(r"身份证|证件|身份|公民|sfz|id ?(?:card|no|number)|identity")
_CARD_CUE = re.compile(
    r"卡号|银行|储蓄卡|信用卡|借记卡|账号|账户|帐号|帐户|收款|打款|转账|汇款|户名|"
    r"工行|农行|建行|中行|招行|交行|邮储|存入|存到|转到|转入|汇到|打到|退到|退回|刷的?(?:是|卡)|"
    r"(?<![饭员物品物信话网公])卡(?![片通车机套])|(?<![a-z])(?:card|account|bank)"
)
_PAID_IN = re.compile(r"[ ，,]?(?:这张|这个)?(?:存入|存|汇入|转入|打款|转账|汇款|卡)")
_PHONE_CUE = re.compile(
    r"电话|座机|固话|市话|致电|拨|来电|回电|联系|联络|传真|事打|打这个|"
    r"(?<![a-z])(?:tel|phone|call|landline|fax)"
)
_LOCAL_CUE = re.compile(
    r"(?:座机|固话|市话|电话|tel|phone)(?:号码|号)?[是为:： ]{0,2}$"
)
_LAST_X = re.compile(r"[ .·\-]?x")
_TAX_CUE = re.compile(r"税号|信用代码|纳税人|识别号|uscc|执照")
# Letters that may touch a mobile number, because they say that it is one.
_TOUCHES = re.compile(
    r"(?:(?<![a-z0-9])(?:tel|phone|mobile|mob|cell|call|wx|vx|v|weixin|wechat|whatsapp|"
    r"ph|dh|sj|t|m))$"
)
_EXTENSION = re.compile(
    r" ?(?:转接?|分机|ext\.?)[:： ]?[0-9]{3,6}(?![0-9号])|-[0-9]{4}(?![0-9-])"
)
_UNIT = re.compile(r" ?(?:元|块钱|美元|美金|kg|ml|mm|cm|毫升|公斤|克|日元|韩元)")
_ASCII = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_COUNTRY = ("0086", "086", "86")
_CANONICAL_ID = ((6, 8, 4), (6, 8, 3), (18,), (17,), (14, 4), (6, 12), (6, 4, 4, 4))


def numbers(text: str) -> Iterator[Candidate]:
    """Numbers of persons in a plain text."""
    for window in windows(text, 7, 19):
        yield from _judged(text, window)
    for form in (APART, TWICE):
        for apart in form.finditer(text):
            start, end = apart.span()
            digits = as_digits(apart[0])
            if _mobile(digits) and _free(text, start, end):
                yield Candidate(start, end, SpanType.MOBILE, WEAK)


def _judged(text: str, window: Window) -> Iterator[Candidate]:
    length = len(window.digits)
    if length in (17, 18, 15):
        yield from _resident(text, window)
    if 16 <= length <= 19:
        yield from _card(text, window)
    if 11 <= length <= 15:
        yield from _cellular(text, window)
    if 7 <= length <= 13:
        yield from _line(text, window)


def _resident(text: str, window: Window) -> Iterator[Candidate]:
    number, end = window.digits, window.end
    if len(number) == 17:
        last = _LAST_X.match(text, end)
        if last is None:
            return
        number, end = number + "x", last.end()
    cue = _near(_ID_CUE, text, window.start)
    if not _free(text, window.start, end):
        return
    if resident_id(number):
        sure = cue or (window.sizes in _CANONICAL_ID and not window.hanzi)
        strength = STRONG if sure else WEAK
        yield Candidate(window.start, end, SpanType.RESIDENT_ID, strength)
    elif cue and old_resident_id(number) and window.sizes == (15,):
        yield Candidate(window.start, end, SpanType.RESIDENT_ID, WEAK)


def _card(text: str, window: Window) -> Iterator[Candidate]:
    number = window.digits
    if len(window.sizes) > 5 or len(set(number)) < 3 or not luhn(number):
        return
    cue = _near(_CARD_CUE, text, window.start) or _PAID_IN.match(text, window.end)
    grouped = _fours(window)
    union = number.startswith("62")
    issuer = union or number[0] == "4" or "51" <= number[:2] <= "55"
    if not (cue or union or (issuer and grouped)):
        return
    if not (grouped or len(window.sizes) == 1 or cue):
        return
    if not _free(text, window.start, window.end) or _joined(window):
        return
    if _of_something(text, window.start):
        return
    strength = STRONG if cue or (grouped and issuer) else WEAK
    yield Candidate(window.start, window.end, SpanType.BANK_CARD, strength)


def _fours(window: Window) -> bool:
    """Whether a card's number is in groups of four, or of eight, alike apart."""
    if len(set(window.gaps)) != 1:
        return False
    *firsts, last = window.sizes
    return window.sizes == (6, 13) or (
        all(size in (4, 8) for size in firsts) and last <= 8
    )


def _cellular(text: str, window: Window) -> Iterator[Candidate]:
    number, sizes = window.digits, window.sizes
    country = next((c for c in _COUNTRY if number.startswith(c)), "")
    if len(number) != 11:
        if len(number) - len(country) != 11:
            return
        number = number[len(country) :]
        # 861390000… may be any number; its country code stands apart or after +.
        plus = text[max(0, window.start - 1) : window.start] == "+"
        if not (plus or country.startswith("0") or sizes[0] == len(country)):
            return
        sizes = sizes[1:] if sizes[0] == len(country) else sizes
    if not _mobile(number) or not _grouping(sizes, window):
        return
    start = window.start
    if not _free(text, start, window.end, touching=_TOUCHES):
        return
    if _joined(window) or _of_something(text, start) or _UNIT.match(text, window.end):
        return
    if _EXTENSION.match(text, window.end):
        return
    start -= text[max(0, start - 1) : start] == "+"
    # (+86)139…: both brackets belong to it, or none.
    start -= ")" in text[start : window.end] and text[max(0, start - 1) : start] == "("
    plain = len(sizes) == 1 or sizes in ((3, 4, 4), (3, 8))
    strength = STRONG if plain and not window.hanzi else WEAK
    yield Candidate(start, window.end, SpanType.MOBILE, strength)


def _mobile(number: str) -> bool:
    return len(number) == 11 and number[0] == "1" and number[1] in "3456789"


def _grouping(sizes: tuple[int, ...], window: Window) -> bool:
    """Whether people write a mobile number in such groups, alike apart."""
    if len(sizes) == 1:
        return True
    gaps = window.gaps[-(len(sizes) - 1) :]
    if len({g.strip() for g in gaps}) > 1 or not all(set(g) <= _GAPS for g in gaps):
        return False
    if "." in gaps[0] and len(sizes) < 3:
        return False
    return len(sizes) <= 5 or max(sizes) <= 2


_GAPS = frozenset(" \u3000.·•・-_—–~、/|\t")


def _joined(window: Window) -> bool:
    """Whether the number is a part of a longer one: 2024-…, ….00."""
    tied = window.before.strip() in ("-", ".", "_", "/") and " " not in window.before
    return tied or window.after == "."


def _line(text: str, window: Window) -> Iterator[Candidate]:
    number, sizes = window.digits, window.sizes
    start = window.start
    if number.startswith("86") and sizes[0] == 2 and len(sizes) > 1:
        number, sizes = "0" + number[2:], (sizes[1] + 1, *sizes[2:])
    area = _area(number)
    apart = area and sizes[0] == area and len(sizes) in (2, 3)
    if not apart and not (area and len(sizes) == 1) and not _local(text, window):
        return
    if _joined(window) or not _free(text, start, window.end):
        return
    if _of_something(text, start):
        return
    # 零一零… may count something: a word must say that it is dialled.
    called = _near(_PHONE_CUE, text, start)
    if apart and (called or not window.hanzi):
        start -= text[max(0, start - 1) : start] in ("(", "+")
        strength = WEAK if window.hanzi else STRONG
        yield Candidate(start, window.end, SpanType.LANDLINE, strength)
    elif (area and len(sizes) == 1 and called) or (
        not area and not window.hanzi and window.after != "-"
    ):
        yield Candidate(start, window.end, SpanType.LANDLINE, WEAK)


def _local(text: str, window: Window) -> bool:
    """Whether a number without its area stands right after 电话.

    400 and 800 numbers are firms', and longer.
    """
    fits = window.digits[0] in "2345678" and len(window.digits) in (7, 8)
    return fits and len(window.sizes) <= 2 and _near(_LOCAL_CUE, text, window.start)


def _area(number: str) -> int:
    """How many digits the area code has; 0 if this is no landline number."""
    if number[0] != "0":
        return 0
    if number[1] in "12":
        size, least = 3, 8
    elif number[1] in "3456789":
        size, least = 4, 7
    else:
        return 0
    rest = number[size:]
    return size if least <= len(rest) <= 8 and rest[0] in "2345678" else 0


_CODE = re.compile(
    r"(?<![0-9a-z])[0-9a-hj-npqrtuwxy]{2}[0-9]{6}[0-9a-hj-npqrtuwxy]{10}(?![0-9a-z])"
)


def credit_codes(text: str) -> Iterator[Candidate]:
    """Unified social credit codes in a plain text."""
    for found in _CODE.finditer(text):
        if not credit_code(found[0]):
            continue
        cue = _near(_TAX_CUE, text, found.start())
        # Of random 18 digits one in 800 passes; a letter makes it unmistakable.
        letters = not found[0].isdecimal()
        if cue or letters or not _of_something(text, found.start()):
            strength = STRONG if cue or letters else WEAK
            yield Candidate(found.start(), found.end(), SpanType.USCC, strength)


def _near(cue: re.Pattern[str], text: str, start: int) -> bool:
    return cue.search(text, max(0, start - _REACH), start) is not None


def _of_something(text: str, start: int) -> bool:
    """Whether the words just before call it the number of a thing."""
    return _OTHER.search(text, max(0, start - _REACH), start) is not None


def _free(
    text: str, start: int, end: int, touching: re.Pattern[str] | None = None
) -> bool:
    """Whether no ASCII letter or digit touches, nor a mask's star."""
    if end < len(text) and (text[end] in _ASCII or text[end] == "*"):
        return False
    if start == 0 or text[start - 1] not in _ASCII:
        return start == 0 or text[start - 1] != "*"
    near = text[max(0, start - 10) : start]
    return touching is not None and touching.search(near) is not None
