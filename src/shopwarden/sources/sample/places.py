"""Where the sample shop's buyers live: invented, most of them masked as JD does.

The first addresses are masked; a few more are whole, as an export made by an
account that may see them shows them.

What it does not do: name a real house.

>>> str(ADDRESSES[0]), CITIES[0]
('北京市朝阳区***', '北京')
"""

from __future__ import annotations

import re

import numpy as np

MASKED_PLACES, _WHOLE_PLACES = 64, 16
_DISTRICTS = (
    "北京市朝阳区",
    "北京市海淀区",
    "上海市浦东新区",
    "上海市闵行区",
    "广东省广州市天河区",
    "广东省深圳市南山区",
    "浙江省杭州市西湖区",
    "江苏省南京市鼓楼区",
    "江苏省苏州市吴中区",
    "四川省成都市武侯区",
    "湖北省武汉市洪山区",
    "陕西省西安市雁塔区",
    "山东省青岛市市南区",
    "辽宁省沈阳市和平区",
    "福建省厦门市思明区",
    "重庆市渝北区",
)
# The city of each district, as carriers write it.
CITIES = tuple(re.sub(r"^.*省", "", district).split("市")[0] for district in _DISTRICTS)
_STREETS = ("", "东", "南", "北")


def _whole(number: int) -> str:
    home = f"样例路{number * 3 + 8}号院{number}号楼2单元{number}01室"
    return _DISTRICTS[number % len(_DISTRICTS)] + home


ADDRESSES = np.array(
    [f"{_DISTRICTS[i % 16]}{_STREETS[i // 16]}***" for i in range(MASKED_PLACES)]
    + [_whole(i) for i in range(_WHOLE_PLACES)],
    object,
)
