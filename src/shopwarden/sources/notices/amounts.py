"""The money a notice takes: 违约金, 扣款, 赔付, in fen.

Not what an order was worth, what is left of the deposit, limits (最高200元),
percentages, or what would be taken otherwise (逾期的，扣违约金10元).

What it does not do: reckon shares of an order's value.

>>> from shopwarden.sources.notices.lines import read_lines
>>> amount(read_lines("每单赔付10元，共计赔付30元"), ()).total.value
3000
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shopwarden.records.money import read_fen
from shopwarden.sources.notices.asks import certain, sentences
from shopwarden.sources.notices.notice import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shopwarden.sources.notices.lines import Line
    from shopwarden.sources.notices.numbers import Token

_CUE = re.compile(
    r"违约金|扣款|赔付|扣除|划扣|罚款|赔偿|补偿|扣罚|处罚金额|缴纳|^\s*(?:涉及)?金额\s*:"
)
_MONEY = re.compile(
    r"(?P<sign>[¥￥]|人民币|RMB)? ?(?<![\d.])"
    r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,2})?)"
    r" ?(?P<many>万)?(?P<yuan>元)?(?![\d%])"
)
_NOT = re.compile(
    r"(?:最低|最高|不低于|不高于|不超过|上限|下限|至少|至多|余额|订单金额|实付金额|货值|售价|满)[^,\d]{0,4}$"
)
_IN_YUAN = re.compile(r"金额\(元\) ?[:\t]? ?$")
_TOTAL = re.compile(r"(?:合计|共计|总计|总额|总共|累计)[^,\d]{0,6}$")
_EACH = re.compile(r"(?:每单|每笔|每个订单|单笔)[^,\d]{0,6}$")


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is taken, in all or of each order, and of which order how much."""

    total: Found[int] | None = None
    each: bool = False
    by_order: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sum:
    fen: int
    line: int
    total: bool
    each: bool


def amount(lines: Sequence[Line], orders: Sequence[Token]) -> Amounts:
    """The amount of a notice whose orders stand at `orders`.

    Where every order has its own amount and none is called the total, it is
    their sum, and unsure; so is the first of several different amounts, and a
    total that is not the sum of the orders' amounts.
    """
    sums = [one for line in lines for one in _sums(line)]
    by_order = _by_order(sums, orders)
    totals = [one for one in sums if one.total]
    if totals:
        agree = not by_order or sum(by_order.values()) == totals[0].fen
        found = Found(totals[0].fen, totals[0].line, agree)
        return Amounts(found, by_order=by_order if agree else {})
    if len(by_order) > 1:
        summed = Found(sum(by_order.values()), sums[0].line, sure=False)
        return Amounts(summed, by_order=by_order)
    if not sums:
        return Amounts()
    first = sums[0]
    sure = len({one.fen for one in sums}) == 1
    return Amounts(Found(first.fen, first.line, sure), first.each)


def _by_order(sums: Sequence[_Sum], orders: Sequence[Token]) -> dict[str, int]:
    """The amount of each order, where a line names one of either; else nothing."""
    found: dict[str, int] = {}
    for token in orders:
        here = [one for one in sums if one.line == token.line.number]
        alone = sum(1 for other in orders if other.line is token.line) == 1
        if len(here) == 1 and alone and not here[0].total:
            found[token.value] = here[0].fen
    return found if len(found) == len({token.value for token in orders}) else {}


def _sums(line: Line) -> Iterator[_Sum]:
    for sentence in map(certain, sentences(line.open)):
        if _CUE.search(sentence) is None:
            continue
        for match in _MONEY.finditer(sentence):
            before = sentence[max(match.start() - 40, 0) : match.start()]
            unit = match["sign"] or match["yuan"] or _IN_YUAN.search(before)
            if not unit or _NOT.search(before):
                continue
            behind = sentence[match.end() : match.end() + 2]
            each = _EACH.search(before) is not None or behind == "/单"
            total = _TOTAL.search(before) is not None
            yield _Sum(_fen(match), line.number, total, each)


def _fen(match: re.Match[str]) -> int:
    fen = read_fen(match["number"])
    return fen * 10_000 if match["many"] else fen
