"""Read a pasted notice: every field by its own reader, then what runs from its time.

What it does not do: judge whether the notice is right, or store it.

>>> read_notice("今天天气不错").empty
True
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.sources.notices.amounts import amount
from shopwarden.sources.notices.asks import asks
from shopwarden.sources.notices.deadlines import deadlines
from shopwarden.sources.notices.hanzi import digits
from shopwarden.sources.notices.lines import read_lines
from shopwarden.sources.notices.named import labelled, level, rules
from shopwarden.sources.notices.notice import Found, Notice
from shopwarden.sources.notices.numbers import listed, notice_number, tokens
from shopwarden.sources.notices.times import Moment, moments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.sources.notices.lines import Line

# Behind and before a moment that is no notice's: a deadline, a period, a plan.
_DUE = re.compile(r" ?\)?(?:之?前|以前|截?止|到期|为止|之?内|至|到|~|期间|生效|执行)")
_DUE_BEFORE = re.compile(
    r"(?:截止|截至|期限|最晚|最迟|到期|有效期|至|将于|~)[^,。]{0,8}$"
)


def read_notice(
    text: str, received_ms: int | None = None, noticed_ms: int | None = None
) -> Notice:
    """What a pasted text says.

    `received_ms`, when it was pasted, only supplies a year that is left out.
    `noticed_ms` is the notice's time where a person knows better.
    """
    lines = read_lines(text)
    named = rules(lines)
    noticed = _noticed(lines, received_ms)
    if noticed_ms is not None:
        noticed = Found(noticed_ms, noticed.line if noticed else 0)
    sums = amount(lines, list(tokens(lines, "order")))
    return Notice(
        number=notice_number(lines),
        level=level(lines),
        clause=named[0] if named else None,
        others=tuple(named[1:]),
        orders=listed(lines, "order"),
        skus=listed(lines, "sku"),
        amount=sums.total,
        each=sums.each,
        amounts=sums.by_order,
        noticed=noticed,
        deadlines=deadlines(lines, noticed.value if noticed else None, received_ms),
        asks=asks(lines),
        masked=sum(len(line.spans) for line in lines),
    )


def _noticed(lines: Sequence[Line], received_ms: int | None) -> Found[int] | None:
    """When the notice was given: by a label, at a line's end, or (unsure) anywhere."""
    for pair in labelled(lines, "noticed"):
        for moment in moments(digits(pair.value), received_ms, past=True):
            if moment.ms is not None:
                return Found(moment.ms, pair.line.number, moment.timed and moment.dated)
    told = list(_moments(lines, received_ms))
    for line, text, moment in told:
        if not text[moment.end :].strip() and moment.ms is not None:
            return Found(moment.ms, line.number, moment.timed and moment.dated)
    for line, _, moment in told:
        if moment.ms is not None:
            return Found(moment.ms, line.number, sure=False)
    return None


def _moments(
    lines: Sequence[Line], received_ms: int | None
) -> Iterator[tuple[Line, str, Moment]]:
    """Moments that are no deadline."""
    for line in lines:
        text = digits(line.text)
        for moment in moments(text, received_ms, past=True):
            before = text[max(moment.start - 16, 0) : moment.start]
            due = _DUE.match(text, moment.end) or _DUE_BEFORE.search(before)
            if due is None and moment.dated:
                yield line, text, moment
