"""Numbers in hanzi before a unit of time, as digits: 二十四小时 → 24小时.

What it does not do: touch other hanzi (一次, 第三方).

>>> digits("二〇二六年十一月三十日前，二十四小时内，三个工作日")
'2026年11月30日前，24小时内，3个工作日'
"""

from __future__ import annotations

import re

_DIGITS = {c: n % 10 for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_BEFORE_UNIT = re.compile(
    r"(?<![〇零一二三四五六七八九十两])[〇零一二三四五六七八九十两]{1,8}(?=个?(?:小时|工作|自然日|[天日年月点时分周]))"
)


def digits(text: str) -> str:
    """The text with such numbers in digits."""
    return _BEFORE_UNIT.sub(lambda match: _number(match[0]), text)


def _number(said: str) -> str:
    if "十" not in said:
        return "".join(str(_DIGITS[c]) for c in said)
    tens, _, ones = said.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return said
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))
