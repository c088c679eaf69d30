"""Addresses: one door, however it is written, before it becomes a token.

`door` turns an address into a key that its variants share, so that a gang's
广东省深圳市南山区科技路1号3栋2单元502室（放门卫） and 深圳南山科技路1-3-2-502 get
one token. In this order, again until nothing changes:

    characters   width and case (NFKC); spaces and what is invisible go; a few
                 Traditional characters of doors (號 樓 棟 …)
    brackets     a note at the end goes, unless it holds a number or a letter of
                 a door or is a place (北区, A座); other brackets lose their marks
    numbers      of doors in Han digits become Arabic: 二栋五零二 is 2栋502; those
                 of names stay: 五一路, 三里屯
    doors        号 号楼 栋 幢 座 单元 室 房 楼 层 # behind a number, and any mark
                 between two numbers, are one and the same: 3栋2单元502室 is 3-2-502;
                 other marks and emoji go
    noise        a letter or character three times running; behind the last
                 number letters, polite words, instructions (放门口, 请电话联系)
    divisions    a province before a city goes, and so does a beginning that is
                 written twice; 省 市 区 县 小区 behind a name go

Two doors stay two as long as their numbers, in their order, or the names
between them differ. It takes for one door though it may be two: 3栋2单元 and
3号2室 of one place; 阳光小区 and 阳光 of one street.

What it does not do: complete an address (a missing district stays missing),
see through misspelt or abbreviated names, or through marks put into a number
(5.0.2); say that a value is masked (`records.tokens.is_weak`, before this). It
is a key for machines, never shown.

>>> door("广东省深圳市南山区科技路1号3栋2单元502室（放门卫）")
'深圳南山科技路1-3-2-502'
>>> door("深圳南山科技路 1#3-2-502 aaa")
'深圳南山科技路1-3-2-502'
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST_ADDRESS = 500  # characters; what comes behind is no address
# Anything but Han, small letters, digits and marks of ASCII.
_UNCOMMON = re.compile("[^\u4e00-\u9fff!-~]")
_SIMPLE = str.maketrans("號樓棟單層門縣區國廣東灣陽", "号楼栋单层门县区国广东湾阳")
_BRACKETS = str.maketrans("[{<【〔「『《〈]}>】〕」』》〉", "(((((((((" + ")))))))))")
_ALIKE = {**_SIMPLE, **_BRACKETS}

# Numbers in Han digits, and what they count.
_VALUES = {
    digit: str(value)
    for digits in ("0123456789", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")
    for value, digit in enumerate(digits)
} | {"两": "2"}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100}
_LONGEST = 9  # characters of a number that is counted, not only read
_HAN_NUMERALS = "〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖两十拾百佰"
_NUMERAL = f"[0-9{_HAN_NUMERALS}]+"
_NAME = f"[\u3400-\u9fff](?<![{_HAN_NUMERALS}])"  # a character that is no number
# Longest first.
_UNIT = (
    "(?:号院|号楼|号门|号房|号室|单元|房间|号|楼|栋|幢|座|室|房|层|弄|户|区|期|组|队|#)"
)
_COUNTING = re.compile(f"{_NUMERAL}(?={_UNIT})")
_COUNTED = re.compile(f"(?<=[0-9])({_UNIT}|[^\\w]+)({_NUMERAL})(?![\u3400-\u9fff])")
_DOOR_WORD = re.compile(f"(?<=[0-9a-z]){_UNIT}")
_MARKS = re.compile(r"(?:[^\w]|_)+")
_LOOSE_MARK = re.compile(r"(?<![0-9])-|-(?![0-9])")

# A bracket at the end with what it holds; the closing mark may be missing.
_LAST_BRACKET = re.compile(r"\(([^()]*)\)?[^\w()]*$")
_KEPT_NOTE = re.compile(
    r"[0-9]|^[a-z]$|[区座栋幢楼院村组队庄苑园城厦期号室]$|[a-z](?=[座栋区])"
)
_PHONE = re.compile(r"[0-9]{7}")

_THRICE = re.compile(f"((?:[a-z]|{_NAME}))\\1\\1+")
_LAST_LETTERS = re.compile(r"(?<=[0-9])-?(?:[a-z]{3,}|([a-z])\1+)$")
_LAST_WORDS = re.compile(
    f"(?<=[0-9a-z{_HAN_NUMERALS}])({_UNIT}|[^\\w]+|)"
    "(?:(?:请|麻烦|谢谢|放|勿|不要|别(?!墅)|送到|送至|送货|到了|打电话|电联|电话联系|"
    "收件|收货)[^0-9]*|收|[啊呀哦嗯呢吧嘛啦哟嘿哈]+)$"
)

_PROVINCE = (
    "(?:河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾)"
)
_REGION = "(?:省|(?:壮族|回族|维吾尔)?自治区)"
# 河南中路 and 浙江大学 are no province with a city.
_NAMED_AFTER = (
    "(?![\u3400-\u9fff]{0,3}(?:路|街|道|巷|弄|里|村|厦|大学|学院|中学|小学|饭店|酒店|"
    "会馆|商会|宾馆|花园|小区|广场|公寓))"
)
_LEADING_PROVINCE = re.compile(
    f"^(?:中国)?{_PROVINCE}(?:{_REGION}|{_NAMED_AFTER}(?!市)(?={_NAME}{{4}}))"
)
_MUNICIPALITY = re.compile(r"^(?:中国)?(北京|上海|天津|重庆)(?:市辖区|市|\1)+")
_TWICE = re.compile(f"^((?:{_NAME}){{2,20}}?)(?:{_PROVINCE}{_REGION}?)?\\1")
_DIVISION = re.compile(
    f"(?<=[\u3400-\u9fff])(?<![{_HAN_NUMERALS}])"
    "(?:市辖区|自治[区州县旗]|小区|[省市区县])"
)


def door(address: str) -> str:
    """The key of an address; its variants share it. Empty where nothing is left.

    `door(door(x)) == door(x)`.
    """
    text = address
    while (found := _step(text)) != text:
        text = found
    return text


def _step(text: str) -> str:
    text = _LAST_WORDS.sub(r"\1", _without_note(_characters(text)))
    text = _COUNTING.sub(lambda m: _arabic(m[0]), text)
    text = _COUNTED.sub(lambda m: m[1] + _arabic(m[2]), text)
    text = _MARKS.sub("-", _DOOR_WORD.sub("-", text))
    text = _LOOSE_MARK.sub("", _THRICE.sub("", text))
    text = _TWICE.sub(r"\1", _LAST_LETTERS.sub("", text))
    text = _LEADING_PROVINCE.sub("", _MUNICIPALITY.sub(r"\1", text))
    return _DIVISION.sub("", text)


def _characters(text: str) -> str:
    """Width, case and spacing; every script's digits are 0 to 9."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if _UNCOMMON.search(folded):
        folded = "".join(
            str(unicodedata.decimal(c)) if c.isdecimal() else c
            for c in unicodedata.normalize("NFKC", folded)
            # Marks, spaces, controls, variation selectors: what one does not read.
            if unicodedata.category(c)[0] not in "MZC"
        )
    return folded[:_LONGEST_ADDRESS].translate(_ALIKE)


def _without_note(text: str) -> str:
    """The text without the notes in brackets at its end."""
    while found := _LAST_BRACKET.search(text):
        note = found[1]
        if _KEPT_NOTE.search(note) and not _PHONE.search(note):
            return text
        text = text[: found.start()]
    return text


def _arabic(numeral: str) -> str:
    """A number in Han digits as Arabic ones: 一百零二 and 一〇二 are 102.

    >>> _arabic("十二"), _arabic("零五"), _arabic("502")
    ('12', '05', '502')
    """
    if len(numeral) > _LONGEST or not any(place in numeral for place in _PLACES):
        return "".join(_VALUES.get(digit, "") for digit in numeral)
    total, ahead = 0, ""
    for digit in numeral:
        if digit in _PLACES:
            total, ahead = total + int(ahead or 1) * _PLACES[digit], ""
        else:
            ahead += _VALUES[digit]
    return str(total + int(ahead or 0))
