"""Deadlines in a notice, each with all its readings.

    2026年11月25日18:00前          one reading
    2026-11-25前                   the day's beginning, and its end
    24小时内                       from the notice's time
    7日内, 3个工作日内             from the moment; from the next day to a day's end
    次日起5个工作日内              from the next day only

What it does not do: count time (`engine.clock`), or read spans that bind JD
itself (平台将在3个工作日内审核) or belong to the past (近30天内).

>>> from shopwarden.sources.notices.lines import read_lines
>>> found = deadlines(read_lines("请在24小时内整改"), 1_795_000_000_000, None)
>>> found[0].said, found[0].dues, found[0].asks
('24小时内', (1795086400000,), ('整改',))
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.clock import Candidates, Clock, Counts, Ends, Starts, Unit, due
from shopwarden.sources.notices.asks import asked, sentences
from shopwarden.sources.notices.hanzi import digits
from shopwarden.sources.notices.notice import Deadline
from shopwarden.sources.notices.times import LAST_OF_DAY, Moment, moments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.sources.notices.lines import Line

_ENDS = re.compile(r" ?\)?(?:\(含\))? ?(之前|以前|前|截止|止|为止|之内|内)")
_BEFORE = ("之前", "以前", "前")
_LEADS = re.compile(r"(?:截止|截至|最晚|最迟|期限|限期|不晚于)[^,，。]{0,12}$")
_LENGTH = re.compile(
    r"(\d{1,3}) ?个?(小时|h(?![a-z])|工作小时|工作日|自然日|天|日(?!\d))"
    r" ?(之内|以内|内|(?=[^内]*$))"
)
_FROM = re.compile(r"起[^,。]{0,4}$|期限[^,。]{0,14}$|限$|限期$")
# Spans that bind nobody here, by what stands before and behind them.
_NOT_BEFORE = re.compile(
    r"(?:近|过去|最近|连续|累计|每)\s*$|(?:平台|京东|系统|我们|审核人员)[^,。]{0,6}(?:将|会)[^,。]{0,4}$"
)
_NOT_BEHIND = re.compile(r" ?(?:仍?未|没有|无|累计|违规|多次|审核|到账|退还|生效)")
_DEMAND = re.compile(r"请|须|需|应|务必|限|可|建议|要求|麻烦|尽快|期限|申诉|整改|举证")
_HEADED = re.compile(r"[\u4e00-\u9fff]{0,6}(?:截止|期限|时限|截止时间|截止日期):?")
LONGEST_DAYS = 366


def deadlines(
    lines: Sequence[Line], noticed_ms: int | None, received_ms: int | None
) -> tuple[Deadline, ...]:
    """The deadlines of a notice of a moment, in the order of the text.

    `received_ms` resolves a missing year where the notice's time is unknown.
    """
    found: list[Deadline] = []
    above = ""
    for line in lines:
        # A label above its value belongs to it.
        told = f"{above}:{line.text}" if _HEADED.fullmatch(above) else line.text
        above = line.text.strip()
        for sentence in sentences(digits(told)):
            wants = asked(sentence, loose=True)
            for said, dues in _of(sentence, noticed_ms, received_ms):
                found.append(Deadline(said, line.number, dues, wants))
    return tuple(found)


def _of(
    sentence: str, noticed_ms: int | None, received_ms: int | None
) -> Iterator[tuple[str, tuple[int, ...]]]:
    base = received_ms if noticed_ms is None else noticed_ms
    dated = moments(sentence, base)
    for moment in dated:
        dues = _absolute(sentence, moment)
        if dues is not None:
            yield sentence[moment.start : moment.end], dues
    for match in _LENGTH.finditer(sentence):
        if any(m.start <= match.start() < m.end for m in dated):
            continue
        if _binds(sentence, match):
            start = _started(sentence, match, dated, noticed_ms)
            yield match[0].strip(), _relative(sentence, match, start)


def _absolute(sentence: str, moment: Moment) -> tuple[int, ...] | None:
    """The readings of a moment that is a deadline; None if it is none."""
    ends = _ENDS.match(sentence, moment.end)
    if ends is None and _LEADS.search(_before(sentence, moment.start)) is None:
        return None
    if moment.ms is None:
        return ()
    if moment.timed:
        return (moment.ms,)
    last = moment.ms + LAST_OF_DAY
    return (moment.ms, last) if ends and ends[1] in _BEFORE else (last,)


def _binds(sentence: str, match: re.Match[str]) -> bool:
    """Whether a length of time is one the shop has to keep."""
    before = _before(sentence, match.start())
    if _NOT_BEFORE.search(before) or _NOT_BEHIND.match(sentence, match.end()):
        return False
    if not match[3] and not _FROM.search(before):
        return False
    return _DEMAND.search(sentence) is not None


def _before(sentence: str, at: int) -> str:
    """What stands right before a place; no more of it is ever looked at."""
    return sentence[max(at - 40, 0) : at]


def _started(
    sentence: str, match: re.Match[str], dated: Sequence[Moment], noticed_ms: int | None
) -> int | None:
    """From when it runs: a moment right before it (自…起24小时), else the notice's."""
    for moment in dated:
        between = sentence[moment.end : match.start()]
        if re.fullmatch(r"\)?(?:之日)?起(?:的)?", between) and moment.ms is not None:
            return moment.ms
    return noticed_ms


def _relative(
    sentence: str, match: re.Match[str], start_ms: int | None
) -> tuple[int, ...]:
    amount, unit = int(match[1]), match[2]
    if start_ms is None or not 0 < amount <= LONGEST_DAYS:
        return ()
    counts = Counts.WORKING if unit.startswith("工作") else Counts.NATURAL
    if unit in ("小时", "h", "工作小时"):
        clocks = [Clock(amount, Unit.HOUR, counts)]
    else:
        clocks = [
            Clock(amount, Unit.DAY, counts, Starts.NEXT_DAY, Ends.DAY_END),
            Clock(amount, Unit.DAY, counts),
        ]
        if "次日起" in sentence[: match.start()]:
            clocks.pop()
    readings = due(start_ms, Candidates(tuple(clocks))).readings
    return tuple(reading.due_ms for reading in readings)
