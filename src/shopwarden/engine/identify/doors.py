"""Signs that a text leads to a door: what every address has somewhere.

    DOOR     a road or place with a number, a building, a unit, a room
    SETTLED  a division, and then a town, a road or a place to live

What it does not do: say where an address begins (`identify.addresses`).
"""

from __future__ import annotations

# Characters that end every name of a place: pronouns, particles, verbs of chat.
# 什 alone is in 喀什, 件 in 软件园.
_STOP = (
    "们的了吗呢吧啊呀哦嗯我你您他她请在到是给寄送改换把被与就也很还要让这哪怎不没收卖买退款"
    "谢说馈诉"
)
NOT_STOP = f"(?!什么|(?<!软)件|[{_STOP}])"
# What numbers are written with in an address.
N = r"[0-9a-z甲乙丙丁一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾佰]"
_HANZI = f"(?:{NOT_STOP}[\u4e00-\u9fff])"
_PROVINCES = (
    "北京|天津|河北|山西|内蒙|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾"
)
_PLACE = "厂馆场路街巷道弄苑园区村厦庄城府寓居里院楼屯镇乡组社坊湾市县寨堡段"
_SETTLED = (
    "镇|乡|街道|大道|路|街|巷|村|社区|小区|花园|公寓|大厦|家园|大学|学院|中学|宿舍"
)
DOOR = (
    f"[{_PLACE}] ?{N}{{1,6}}(?:[ \\-—~/]{N}{{1,5}}){{0,3}} ?(?:号|#)|"
    f"{N} ?(?:号楼|号院|号宿舍|栋|幢|座|单元|室|弄|组|队|标段|车间|厂房)|"
    f"[{_PLACE}][0-9]{{1,5}}[\\-—][0-9]|[路街巷道苑园庄] ?[0-9]{{2,5}}"
)
SETTLED = (
    f"(?:[省市区县州旗]{_HANZI}{{1,8}}|(?:{_PROVINCES}){_HANZI}{{3,14}})(?:{_SETTLED})"
)
