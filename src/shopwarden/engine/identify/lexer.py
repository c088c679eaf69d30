"""The parts of an address, one after the other: divisions, roads, numbers.

Known divisions come from a table; everything else from how Chinese builds
such names: some characters and an ending (路, 镇, 小区), or a number and an
ending (12号, 3栋, 502室).

What it does not do: decide whether the parts make an address
(`identify.addresses`).

>>> [p.kind for p in parts("广东省深圳市南山区科技路1号3栋502室", 0)]
['province', 'city', 'district', 'road', 'house', 'building', 'room']
"""

from __future__ import annotations

import re
from typing import NamedTuple

from shopwarden.engine.identify.doors import NOT_STOP
from shopwarden.engine.identify.doors import N as _N
from shopwarden.engine.identify.places import CITY, DISTRICT, PROVINCE, division

MOST_PARTS = 24
# What a number, or a part beside another, can begin with: asked before `re` is.
_NUMBER_BEGINS = frozenset(_N[1:-1].replace("0-9", "0123456789").replace("a-z", "")) | {
    *"abcdefghijklmnopqrstuvwxyz第附"
}
_BESIDE_BEGINS = frozenset("东西南北中往向与和跟、交abcdefghijklmnopqrstuvwxyz")
_H = f"(?:{NOT_STOP}[\u4e00-\u9fff0-9a-z])"
_ROAD = "大道|大街|公路|高速|胡同|里弄|弄堂|横街|支路|环路|路|街|巷|道"
_TOWN = "街道办事处|街道办|街道|镇|乡|苏木"
_ZONE = (
    "经济技术开发区|开发区|高新区|工业园区|工业园|工业区|产业园|科技园|软件园|创业园|园区|新区|"
    "保税区|度假区|管理区|片区|农场|林场|牧场"
)
_VILLAGE = "村委会|居委会|自然村|新村|村|屯|社区|寨|嘎查|庄子|庄|堡"
_POI = (
    "小区|花园|花苑|公寓|大厦|大楼|广场|中心|家园|嘉园|佳苑|学生宿舍|宿舍楼|宿舍|大学|学院|中学|小学|"
    "幼儿园|学校|校区|医院|公司|超市|市场|商场|商城|驿站|酒店|宾馆|饭店|银行|仓库|基地|国际|豪庭|"
    "名都|新城|半岛|山庄|别墅|华府|公馆|雅苑|名苑|苑|园|城|府|邸|居|里|院|馆|湾|厂|店|局|所|坊"
)
_ENDING = f"{_ROAD}|{_TOWN}|{_ZONE}|{_VILLAGE}|{_POI}"
# 科技园路 is a road, 人民路小区 a place to live: an ending before an ending is none.
_NAMED = re.compile(
    rf"{_H}{{1,10}}?(?:(?P<town>{_TOWN})|(?P<road>{_ROAD})|(?P<zone>{_ZONE})|"
    rf"(?P<village>{_VILLAGE})|(?P<poi>{_POI}))(?!{_ENDING}|[东西南北中]?(?:{_ROAD}))"
    r"(?P<side>[东西南北中一二三四]?段|[东西南北](?![东西南北\u4e00-\u9fff]|[0-9]{1,4}米))?"
)
# Taiwan: 7楼之2.
_OF = "之(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_NUMBER = re.compile(
    rf"[第附]?{_N}{{1,6}}(?:[ \-—~/]{_N}{{1,5}}){{0,3}} ?"
    r"(?:(?P<building>号楼|号宿舍楼|号宿舍|栋|幢|座|号库|号?厂房|车间|标段(?:项目部)?|舍|公寓)|"
    r"(?P<unit>单元|门栋|梯|门(?=[0-9 ,，、。;；]|$))|(?P<room>室|房间|房|户|铺|柜)|"
    rf"(?P<floor>(?:层|楼)(?:{_OF})?)|(?P<lane>弄)|(?P<group>组(?!团)|队|社)|"
    rf"(?P<house>号院|号门|号(?:{_OF})?)|(?P<area>期|区|排|村|组团|地块)|(?P<hash>#)楼?)"
)
_NOT_AFTER = re.compile(
    r"(?:线|口|机|色|码|发|前|后|左|到|之|晚|早|上午|下午|可|能|会|送|收|签|的|吗|字|卡|电池|款|"
    r"链|商品|链接|[月日]|还|才|就|以|那|没|我|您|你)"
)
# What ends so is of a house, whatever follows: 5栋的, 502室收.
_PLAIN_ENDS = ("号楼", "号院", "栋", "幢", "单元", "室", "弄", "标段", "项目部", "车间")
# A number alone is a room or a building only beside something named.
_BARE = re.compile(
    r"(?<![0-9a-z])(?:[a-z]?[0-9]{1,5}[a-z]?)"
    r"(?:[ ]?[\-—/][ ]?[a-z]?[0-9]{1,5}[a-z]?){0,4}(?![0-9a-z.%:：])"
)
# 东单元 and 西户 are numbers in all but form; 东100米 leads on from a place.
_SIDE = re.compile(r"[东西南北中](?:(?P<unit>单元)|(?P<room>户))")
_OFFSET = re.compile(r"[往向]?[东西南北]{1,2}[侧边面]?约?[0-9]{1,4}米处?")
_CROSSING = re.compile(
    r"(?:[与和跟]|、)[\u4e00-\u9fff]{1,8}?(?:大道|路|街)(?:交汇处|交叉口|交叉路口|交界处|交口|路口)"
    r"|(?:交汇处|交叉口|交叉路口|交界处|交口)"
)
_FLAT = re.compile(r"[a-z](?![a-z0-9])")
_UNIT_OF_SALE = re.compile(
    " ?(?:元|块|斤|年|月|日|点|件|个|克|公斤|米|天|只|箱|包|瓶|次|折|度|分|人|万|千|多|"
    "岁|套|双|盒)"
)
_FREE = re.compile(
    rf"{_H}{{2,10}}?(?= ?{_N}{{1,4}} ?(?:栋|幢|座|号楼|单元|室|楼|层|号(?!线|口))|"
    r"[0-9]{1,4}[\-—][0-9])"
)
# 88号 大中华 2201: beside a number, a name and a room.
_FREE_ROOM = re.compile(rf"{_H}{{2,8}}? ?(?=[0-9]{{3,4}}(?![0-9]))")
_SOFT = re.compile(r"[ ,，、·\-_/（）()]{0,3}")
_INSIDE = re.compile(r"[ ,，、·\-_/（）()#]{1,3}")
_LEVELS = {PROVINCE: "province", CITY: "city", DISTRICT: "district"}
DIVISIONS = frozenset({"province", "city", "district"})
NAMED = frozenset({"town", "road", "zone", "village", "poi", "free"})
NUMBERED = frozenset(
    {
        "building",
        "unit",
        "room",
        "floor",
        "lane",
        "group",
        "house",
        "area",
        "hash",
        "bare",
    }
)


class Part(NamedTuple):
    """One part of an address, in code points of the plain view."""

    kind: str
    start: int
    end: int


# What was found at a place, by the kind before it and by whether a name or a
# number came before: nothing else matters to what may follow.
_Key = tuple[int, str, bool]
Memory = dict[_Key, "Part | None"]


def parts(text: str, at: int, memory: Memory | None = None) -> list[Part]:
    """The parts that follow each other from a place on.

    `memory`, of one text, spares reading a part again from another beginning.
    """
    known = {} if memory is None else memory
    found: list[Part] = []
    place, last, anchored = at, "", False
    while len(found) < MOST_PARTS:
        part = _remembered(text, (place, last, anchored), known)
        if part is None and found:
            gap = _SOFT.match(text, place)
            after = gap.end() if gap else place
            if after > place:
                place, part = after, _remembered(text, (after, last, anchored), known)
        if part is None:
            return found
        found.append(part)
        place, last = part.end, part.kind
        anchored = anchored or last in NAMED or last in NUMBERED
    return found


def _remembered(text: str, key: _Key, known: Memory) -> Part | None:
    if key not in known:
        at, last, anchored = key
        known[key] = _next(text, at, last, anchored=anchored)
    return known[key]


def every_part(text: str) -> list[Part]:
    """The parts of a text that is an address; what is between them is skipped."""
    found: list[Part] = []
    place, last, anchored = 0, "", False
    while place < len(text):
        part = _next(text, place, last, anchored=anchored)
        if part is None:
            place += 1
            continue
        found.append(part)
        place, last = part.end, part.kind
        anchored = anchored or last in NAMED or last in NUMBERED
    return found


def _next(text: str, at: int, last: str, *, anchored: bool) -> Part | None:
    """The part at a place, after one of kind `last` (nothing at the beginning).

    `anchored`: a name or a number came before, so a number alone is a room.
    """
    begin = text[at : at + 1]
    part = _division(text, at, last)
    if part is None and begin in _NUMBER_BEGINS:
        part = _number(text, at)
    if part is None and last and begin in _BESIDE_BEGINS:
        part = _beside(text, at, last)
    if part is None and anchored:
        part = _bare(text, at)
    if part is not None:
        return part
    named = _NAMED.match(text, at)
    free = _FREE.match(text, at) or (_FREE_ROOM.match(text, at) if last else None)
    if named and (free is None or named.end() <= free.end() or named["road"]):
        kind = next(k for k in ("town", "road", "zone", "village", "poi") if named[k])
        return Part(kind, at, named.end())
    return Part("free", at, free.end()) if free else None


def _beside(text: str, at: int, last: str) -> Part | None:
    """What only makes sense after another part: 西户, 东100米, the G of 15楼G."""
    side = _SIDE.match(text, at)
    if side:
        return Part("unit" if side["unit"] else "room", at, side.end())
    offset = _OFFSET.match(text, at)
    if offset is None and last == "road":
        offset = _CROSSING.match(text, at)
    if offset:
        return Part("offset", at, offset.end())
    flat = last in ("floor", "building") and text[at - 1] != " "
    found = _FLAT.match(text, at) if flat else None
    return Part("room", at, found.end()) if found else None


def _division(text: str, at: int, last: str) -> Part | None:
    known = division(text, at)
    if known is None:
        return None
    level, end = known
    short = text[end - 1] not in "省市区县旗州盟"
    # 南京路, 西湖小区, 长宁支路: the name of a road or a house, not a division.
    named = _NAMED.match(text, at)
    if (
        short
        and named
        and named.end() - end <= 3
        and not _ENDS_DIVISION.match(text, end)
    ):
        return None
    if short and level == DISTRICT and last and last not in DIVISIONS:
        return None
    return Part(_LEVELS[level], at, end)


_ENDS_DIVISION = re.compile(r"[省市区县]")


def _number(text: str, at: int) -> Part | None:
    found = _NUMBER.match(text, at)
    if found is None:
        return None
    plain = found[0].endswith(_PLAIN_ENDS)
    if not plain and _NOT_AFTER.match(text, found.end()):
        return None
    return Part(found.lastgroup or "", at, found.end())


def _bare(text: str, at: int) -> Part | None:
    number = _BARE.match(text, at)
    if number is None or _UNIT_OF_SALE.match(text, number.end()):
        return None
    return Part("bare", at, number.end())
