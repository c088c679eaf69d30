"""Whether a person's full name begins at a place, and where it ends.

A full name is a surname and one or two characters, or parts joined by a dot.
Where it ends is told by what follows: a boundary, or a word like 收 or 电话.

What it does not do: look for places to ask at (`identify.names`).

>>> name_end("李秀英收", 0, field=False)
3
>>> name_end("高兴收", 0, field=False) is None
True
"""

from __future__ import annotations

import re

from shopwarden.engine.identify.places import division, ordinary, surnames

HANZI = re.compile(r"[\u4e00-\u9fff]")
# Characters that no given name has, but that follow a surname in a sentence.
_NEVER = frozenset(
    "的了吗呢吧啊呀哦嗯呗啦么着过是在不没就也都很还又再才只想把被让给到这那哪某各每它他她我你您"
    "咱谁什怎几个件台箱袋瓶盒套次份号秒块钱斤请谢收付送寄退换货款买卖单手电话址邮编楼室层座"
    "姓称先里些以会能需要帮"
    "放找催拆搁挂查填错丢坏破漏赔骗骂吃喝睡跑走站坐躺问题啥"
)
# What may follow a name without a boundary.
_FOLLOWS = (
    "收", "签收", "代收", "亲收", "查收", "亲启", "的", "电话", "手机", "号码",
    "联系", "地址", "女士", "先生", "小姐", "老师", "师傅", "阿姨", "同学", "吧",
    "了", "吗", "呢", "就", "是", "在", "住", "也", "和", "与", "跟", "身份证",
    "微信", "手机号", "他", "她", "我", "你", "您", "这", "那", "本人", "哦", "啊",
    "谢谢", "麻烦", "请", "可以", "不", "要", "来", "去", "会", "已", "今天", "明天",
    "护照", "车牌", "银行", "卡号", "邮箱", "住址", "男", "女", "签", "寄", "送", "发",
    "打", "退", "换", "投诉", "反馈", "反映", "说", "家的", "证件", "卡", "车牌",
    "改", "变更", "下", "上", "过", "帮", "代", "需", "想", "取", "拿",
)  # fmt: skip
# 陈经理 and 王女士 name nobody.
_TITLES = (
    "经理", "老师", "师傅", "女士", "先生", "小姐", "医生", "阿姨", "太太", "老板",
    "主任", "总", "大哥", "大姐", "同学", "律师", "教授", "某", "某某", "大妈", "大爷",
    "大叔", "大婶", "司机", "护士", "警官", "家", "店长", "顾问", "客服", "队长",
    "主管", "总监", "院长", "校长", "班长", "书记", "会计",
)  # fmt: skip
# 王姐, 老王哥: how one is called.
_KIN = frozenset("姐哥叔姨婶爷嫂伯妈总工队")
_LONGEST = 4
_MINORITY = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·•・‧][\u4e00-\u9fff]{1,7}){1,3}")
# What stands in a field of a form where a name is asked, and is none.
_FILLERS = (
    "如下", "同上", "本人", "不变", "未填", "默认", "匿名", "保密", "客服", "店长",
    "老板", "公司", "电话", "手机", "地址", "信息", "同学", "家人", "其他", "没有",
    "和", "及", "与", "等",
)  # fmt: skip


def name_end(text: str, at: int, *, field: bool) -> int | None:
    """Where the name that begins at a place ends; None if none does.

    `field`: what stands before says that a name follows (收件人：), so a rare
    surname and a word like 方正 are believed.
    """
    dotted = _MINORITY.match(text, at)
    if dotted:
        return _trimmed(text, dotted.end(), at)
    known = surnames()
    first = text[at : at + 1]
    if text[at : at + 2] in known.compound:
        size = 2
    elif first in known.common or (field and first in known.rare):
        size = 1
    else:
        return None
    longest = min(_LONGEST, len(text) - at)
    for length in range(min(size + 3, longest), size, -1):
        end = at + length
        if length == size + 3 and not _pet_name(text, at, end, field=field):
            continue
        if _is_name(text, at, size, end, field=field):
            return end
    return None


def _pet_name(text: str, at: int, end: int, *, field: bool) -> bool:
    """Whether four characters may be a name of one surname: 聂小倩倩.

    Nothing may touch them; without a field they need the form of a pet name.
    """
    if HANZI.match(text[at - 1 : at] or " ") and not field:
        return False
    if HANZI.match(text[end : end + 1] or " "):
        return False
    return field or text[end - 1] == "儿" or text[end - 2] == text[end - 1]


def whole_name(token: str) -> bool:
    """Whether a token, between two boundaries, is a full name and nothing else."""
    return name_end(token, 0, field=False) == len(token)


def _trimmed(text: str, end: int, start: int) -> int:
    """The end of a dotted name without the word that follows it."""
    last = text.rfind("·", start, end)
    for place in range(max(last, start) + 2, end):
        if text.startswith(_FOLLOWS, place):
            return place
    return end


def _is_name(text: str, at: int, size: int, end: int, *, field: bool) -> bool:
    given = text[at + size : end]
    if not all(HANZI.match(c) and c not in _NEVER for c in given):
        return False
    if given.endswith(_TITLES) or given in _KIN or not _ends(text, end):
        return False
    word = text[at:end]
    if field:
        return not word.startswith(_FILLERS)
    if word in ordinary() or (size == 1 and word[:2] in ordinary()):
        return False
    place = division(text, at)
    return place is None or place[1] < end


def _ends(text: str, end: int) -> bool:
    return (
        end == len(text)
        or HANZI.match(text[end]) is None
        or text.startswith(_FOLLOWS, end)
    )
