"""Numbers in a notice: its own, of orders, of goods; by the word before them.

A number counts as an order's only near 订单, with 10 to 20 digits; one that
looks like a mobile, an amount or a moment never does.

What it does not do: check that the shop has such an order.

>>> from shopwarden.sources.notices.lines import read_lines
>>> told = "违规单号:8800123456,涉及订单316000000021、316000000022,电话139"
>>> [found.value for found in listed(read_lines(told), "order")]
['316000000021', '316000000022']
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.sources.notices.notice import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.sources.notices.lines import Line

_CUES = {
    "order": r"订单|这单|此单",
    "sku": r"商品|SKU|sku|Sku",
    "notice": r"(?:通知|违规|预警|处罚|扣款|赔付|违约|告知|发文|处理|业务|工)"
    r"(?:书|单|函)?(?:编号|单号|号|ID)|案号|文号|函号|流水号",
    "other": r"运单|快递|物流单|服务单|售后单|店铺|商家ID|电话|手机|热线|微信|QQ"
    r"|账号|卡号|金额|时间|日期",
}
_CUE = re.compile("|".join(f"(?P<{name}>{cue})" for name, cue in _CUES.items()))
_TOKEN = re.compile(r"(?<![\dA-Za-z.¥-])\d{6,20}(?![\dA-Za-z.%元-])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_STAMP = re.compile(
    r"20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d\d{0,2}"
)
_LIST = re.compile(r"[\s,、/;和及与]*")
_LONGEST_GAP = 12
_DIGITS = {"order": range(10, 21), "sku": range(6, 21)}

_CODE = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?"
# 京罚字2026-118, HX【2026】0918
_DOCUMENT = (
    r"(?:[\u4e00-\u9fff]{1,8}[\[【(〔]?|[A-Z]{1,6}[\[【(〔])"
    r"20\d\d[\]】)〕]?[-第]?\d+号?"
)
_NAMED = re.compile(
    r"([\u4e00-\u9fff]{0,8}?)(编号|单号|案号|文号|函号|流水号|号码|号|ID|No\.?)"
    rf"(?: ?[:#]+ ?|[是为 \t]+|)({_DOCUMENT}|{_CODE})"
    rf"|(通知|违规|预警|处罚|扣款|处理)(单|书|函)? ?[:#]? ?({_CODE})"
)
_KINDS = re.compile(
    r"通知|违规|预警|处罚|扣款|赔付|违约|告知|发文|处理|业务|案|文|函|流水|纠纷|工单"
)
_OTHERS = re.compile(
    r"(?:订单|运单|快递|物流|商品|服务单|售后单?|店铺|商家|手机|电话|账|型|货|举证|税|卡|批|房|楼|栋)$"
)
_SHORTEST = 4


class Token(NamedTuple):
    """A number and its place on a line."""

    value: str
    line: Line
    start: int
    end: int


def listed(lines: Sequence[Line], kind: str) -> tuple[Found[str], ...]:
    """The numbers of a kind (order, sku), each once, where it first stands."""
    found: dict[str, int] = {}
    for token in tokens(lines, kind):
        found.setdefault(token.value, token.line.number)
    return tuple(Found(value, line) for value, line in found.items())


def tokens(lines: Sequence[Line], kind: str) -> Iterator[Token]:
    """Every number of a kind, in the order of the text."""
    carried = ""  # the kind a line without words of its own continues
    for line in lines:
        text = line.open
        end, current = 0, ""
        for match in _TOKEN.finditer(text):
            current = _kind(text, match.start(), end, current, carried)
            end = match.end()
            if current == kind and _may_be(match[0], kind):
                yield Token(match[0], line, *match.span())
        carried = _carried(text, end, current)


def _kind(text: str, start: int, end: int, current: str, carried: str) -> str:
    """What a number is, by the last cue before it, or as the one before it."""
    between = text[end:start]
    cues = list(_CUE.finditer(between))
    if cues:
        gap = between[cues[-1].end() :]
        near = len(gap.strip()) <= _LONGEST_GAP
        return str(cues[-1].lastgroup) if near else ""
    if end:
        return current if _LIST.fullmatch(between) else ""
    if re.match(r" ?(?:这单|此单|订单)", text[start:].lstrip("0123456789")):
        return "order"
    return carried if re.fullmatch(r"\s*(?:\d{1,2}[.)、])?\s*", between) else ""


def _carried(text: str, end: int, current: str) -> str:
    """What the next line's first number is, if nothing stands before it."""
    heads = [match.lastgroup for match in _CUE.finditer(text, end)]
    if not end and heads:
        # A row of headings, or a label above its values: the first counts.
        return str(heads[0])
    return current


def _may_be(value: str, kind: str) -> bool:
    if len(value) not in _DIGITS[kind] or _MOBILE.fullmatch(value):
        return False
    return kind != "order" or _STAMP.fullmatch(value) is None


def notice_number(lines: Sequence[Line]) -> Found[str] | None:
    """The notice's own number; unsure if its label does not say whose it is."""
    bare: Found[str] | None = None
    for at, line in enumerate(lines):
        for owner, value in _named(line.open):
            if _KINDS.search(owner):
                return Found(value, line.number)
            bare = bare or Found(value, line.number, sure=False)
        label = line.text.strip().rstrip(":")
        if _KINDS.match(label) and label.endswith(("编号", "单号")) and lines[at + 1 :]:
            below = re.fullmatch(rf"\s*({_CODE})\s*", lines[at + 1].open)
            if below and len(below[1]) >= _SHORTEST:
                return Found(below[1], lines[at + 1].number)
    return bare


def _named(text: str) -> Iterator[tuple[str, str]]:
    for match in _NAMED.finditer(text):
        owner = (match[1] or match[4] or "") + (match[2] or match[5] or "")
        value = match[3] or match[6]
        told = (
            owner != "ID"
            and len(value) >= _SHORTEST
            and any(c.isdigit() for c in value)
        )
        dated = re.match(r"20\d\d[-/.年]\d{1,2}[-/.月]\d", value)
        if told and not dated and not _OTHERS.search(match[1] or ""):
            yield owner, value
