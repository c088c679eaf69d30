"""Addresses in a plain text: from the first division to the room.

An address may begin at any level, with known divisions or without. It counts
when it leads to a door: a road or a place with a number, a building with a
room, or divisions down to a road or village.

What it does not do: 上海市 or 南京路 alone, which point to nobody.

>>> [(c.start, c.end) for c in addresses("寄到深圳市南山区科技路1号502室李秀英收")]
[(2, 17)]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from shopwarden.engine.identify.candidate import Candidate
from shopwarden.engine.identify.doors import DOOR, NOT_STOP, SETTLED
from shopwarden.engine.identify.lexer import (
    DIVISIONS,
    MOST_PARTS,
    NAMED,
    NUMBERED,
    Memory,
    Part,
    parts,
)
from shopwarden.engine.identify.places import divisions_in
from shopwarden.engine.identify.span import STRONG, WEAK, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer is no address; and a start is tried only so far from its number.
_LONGEST = 120
_RUN = re.compile(rf"(?:{NOT_STOP}[\u4e00-\u9fff0-9a-z#\-—/（）() ·])+")
# What an address is never wider than: runs and the marks between its parts.
_CLAUSE = re.compile(rf"(?:{NOT_STOP}[\u4e00-\u9fff0-9a-z#\-—/（）() ·,，、_~])+")
_DOOR = re.compile(f"{DOOR}|{SETTLED}")
_LEAD = re.compile(
    r"(?:[ \-—/·（）()#]|[0-9]{11}|(?:收货|收件|新|老|旧|现|家庭|通讯|联系|办公|注册|"
    r"户籍|公司|单位|配送|"
    r"详细|我家)?(?:地址|住址|地点)|家住|现住|住|位于|发往|寄往|搬家|送货|配送|派送|自提|快递|包裹|"
    r"发货|货发|直接发|今天|明天|那边|麻烦|帮忙|安装|上门|取件|户口|籍贯|所在地|放|师傅|司机|骑手|反映|"
    r"(?<=[换改写变])[成为]|[至往]|(?<=[我你他她您咱们妈爸])(?:家里?|公司|单位|这边|这里)|投|邮|填|写|工地|工厂|厂址|客户|用户|业主|[:：])+"
)
_DOORS = frozenset(
    {"house", "lane", "building", "unit", "room", "group", "hash", "bare"}
)
_SAFE_POI = re.compile(
    r"(?:小区|花园|花苑|公寓|大厦|家园|嘉园|宿舍|宿舍楼|大学|学院|中学|小学|校区|驿站|山庄|别墅|新村)$"
)


def addresses(text: str) -> Iterator[Candidate]:
    """Addresses in a plain text."""
    memory: Memory = {}
    for clause in _CLAUSE.finditer(text):
        door = _last_door(text, clause.start(), clause.end())
        if door == clause.start():
            continue
        for run in _RUN.finditer(text, clause.start(), clause.end()):
            yield from _in_run(text, *run.span(), door, memory)


def _in_run(
    text: str, at: int, end: int, door: int, memory: Memory
) -> Iterator[Candidate]:
    """Addresses that begin in a run, and not after its clause's last door."""
    places = divisions_in(text, at, end)
    while at < end:
        start = _start(text, at, end, places, memory)
        if start >= min(end, door):
            return
        found = _to_door(parts(text, start, memory))
        strength = judged(text, found)
        if strength is None:
            at = _past(found) if found else start + 1
            continue
        at = found[-1].end
        if at - start <= _LONGEST:
            yield Candidate(start, at, SpanType.ADDRESS, strength)


def _last_door(text: str, start: int, end: int) -> int:
    """Where the last sign of a door in a clause ends; its start without one."""
    last = start
    for found in _DOOR.finditer(text, start, end):
        last = found.end()
    return last


def _to_door(found: list[Part]) -> list[Part]:
    """The parts without a last name that leads nowhere."""
    while found and found[-1].kind == "free":
        found = found[:-1]
    return found


def _past(found: list[Part]) -> int:
    """Where to try again: numbers alone make no address from any of them."""
    if len(found) > MOST_PARTS // 2:
        return found[MOST_PARTS // 2].end
    bare = all(p.kind in NUMBERED for p in found)
    return found[-1].end if bare else found[0].end


def _start(text: str, at: int, end: int, places: list[int], memory: Memory) -> int:
    """Where an address may begin: at a division, else at the run's first word."""
    lead = _LEAD.match(text, at, end)
    first = lead.end() if lead else at
    index = bisect_left(places, first)
    if index == len(places) or places[index] == first:
        return first
    # What stands before a division belongs to it only if no part ends between.
    place = places[index]
    before = parts(text, first, memory)
    # 新城大厦 after a road is no 新城区.
    covered = any(
        p.start < place < p.end or (p.start == place and p.kind not in DIVISIONS)
        for p in before
    )
    return first if covered and judged(text, before) else place


def judged(text: str, found: list[Part]) -> str | None:
    """How sure it is that some parts make an address; None if they do not."""
    if not found:
        return None
    kinds = [p.kind for p in found]
    divided = sum(k in DIVISIONS for k in kinds)
    named = sum(k in NAMED for k in kinds)
    doors = _doors(found)
    if found[0].kind == "free":
        # A name without an ending is believed when it leads to a room.
        named -= 1
        if (
            not (divided or named)
            and len({"building", "unit"} & set(kinds)) + doors < 2
        ):
            return None
        named += 1
    elif not divided and set(kinds) & NAMED == {"free"}:
        # 二单元漏水 一号门: what follows a number may be anything.
        named = doors = 0
    if doors and (named or divided):
        return STRONG if divided and named else WEAK
    numbered = sum(k in NUMBERED and k not in ("area", "bare") for k in kinds)
    inside = {"building", "unit", "room"} & set(kinds)
    if numbered >= 2 and len(inside) >= 2:
        return WEAK
    settled = sum(p.kind in ("town", "road", "village") for p in found)
    settled += sum(
        p.kind == "poi" and _SAFE_POI.search(text, p.start, p.end) is not None
        for p in found
    )
    return WEAK if divided >= 1 and settled >= 1 and divided + settled >= 3 else None


def _doors(found: list[Part]) -> int:
    """Numbers that stand after something named: 人民路12号, 阳光小区3栋."""
    count = 0
    for before, part in pairwise(found):
        if part.kind not in _DOORS:
            continue
        if before.kind in NAMED or before.kind in NUMBERED:
            count += part.kind != "bare" or part.end - part.start >= 2
        elif before.kind in DIVISIONS and part.kind in ("house", "lane", "building"):
            count += 1
    return count
