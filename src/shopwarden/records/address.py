"""Addresses: one door, however it is written, before it becomes a token.

`door` turns an address into a key that its variants share, so that a gang's
广东省深圳市南山区科技路1号3栋2单元502室（放门卫）aaa and 深圳南山科技路1-3-2-502 get one
token. In this order:

    characters   NFKC and small letters; what is invisible, emoji, spaces go;
                 a few Traditional characters of doors (號 樓 棟 …)
    brackets     a note in brackets at the end goes, unless it holds a number or
                 is a place (北区, A座); other brackets only lose their marks
    numbers      of doors in Han digits become Arabic: 二栋五零二 is 2栋502.
                 Those of names stay: 五一路, 三里屯
    doors        号 号楼 栋 幢 座 单元 室 房 楼 层 # and any mark between two
                 numbers are one and the same: 3栋2单元502室 is 3-2-502
    divisions    a province before a city goes, and so does what is said twice;
                 the words 省 市 区 县 after a name go
    noise        a letter or a character three times running; after the last
                 number repeated or many letters, polite words, instructions

Two doors stay two as long as their numbers, in their order, or the names
between them differ: 3栋502 and 3栋503, 1号12室 and 11号2室. What it takes for
one door though it may be two: 3栋2单元 and 3号2室 of one place.

What it does not do: complete an address (a missing 南山区 stays missing),
tell misspelt or abbreviated names, a space from no space between two numbers,
or digits that somebody put into a number. It is a key for machines, never
shown.

>>> door("广东省深圳市南山区科技路1号3栋2单元502室（放门卫）")
'深圳南山科技路1-3-2-502'
>>> door("深圳南山科技路 1-3-2-502 aaa")
'深圳南山科技路1-3-2-502'
"""

from __future__ import annotations

import re
import unicodedata

_HAN = r"\u3400-\u9fff"
_DIGITS = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
_VALUES = dict(zip(_DIGITS, "00123456789" + "2" + "123456789", strict=True))
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100}
_SIMPLE = str.maketrans("號樓棟單層門縣區國廣東灣陽", "号楼栋单层门县区国广东湾阳")
# Words of doors, longest first; behind a number they are no more than a mark.
_UNITS = (
    *("号院", "号楼", "号门", "号房", "号室", "号", "单元", "楼", "栋", "幢", "座"),
    *("室", "房间", "房", "层", "弄", "户", "门", "区", "期", "组", "队", "#"),
)
_UNIT = "(?:" + "|".join(_UNITS) + ")"
_NUMERAL = f"[0-9{_DIGITS}十拾百佰]"
_BEFORE_UNIT = re.compile(f"{_NUMERAL}+(?={_UNIT})")
_AFTER_UNIT = re.compile(
    f"(?<=[0-9a-z]{_UNIT[:-1]}|-))" if False else f"((?:{_UNIT}|-)){_NUMERAL}+(?=$|-)"
)
_PROVINCES = (
    "河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾"
)
