"""Names of persons, where something says that a name stands there.

    field   收件人：李秀英, 我叫李秀英, name: Li Xiuying
    title   李秀英女士 (王女士 alone names nobody)
    hand    改成我妈李秀英收, 寄给李秀英
    beside  李秀英 13900000001: a name alone beside a number or an address

What it does not do: names in running prose, which need a trained model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify.candidate import Candidate
from shopwarden.engine.identify.given import HANZI, name_end, whole_name
from shopwarden.engine.identify.places import ordinary
from shopwarden.engine.identify.span import STRONG, WEAK, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIELD_CUE = (
    "联系(?=[:：])|收货方|收件方|收件人|收货人|收件|收货|联系人|联络人|姓名|户名|开户人|账户名|持卡人|收款人|"
    "签收人|寄件人|发件人|提货人|取件人|自提人|购买人|下单人|负责人|经办人|被投诉人|投诉人|"
    "申请人|客户|客人|顾客|住户|买家|名字|大名|全名|抬头|法人代表|法定代表人|法人|购买方|我叫|我是|我姓名|"
    "本人|名叫|叫做|这是|她叫|他叫|真名|患者|病人|就诊人|车主|司机|驾驶员|乘客|乘机人|"
    "乘车人|旅客|机主|户主|业主|学生|家长|监护人|投保人|被保险人|受益人|代理人|付款人|汇款人|"
    "开票人|持证人|使用人|实名认证|实名|认证人"
)
FIELD = (
    rf"(?P<cue>{FIELD_CUE})(?P<link>(?:姓名|名字|名称|名|信息|一栏|那里|处|个人)?"
    r"(?:请|麻烦|帮我|要|都|还)?(?:改成|改为|换成|换为|变更为|更正为|写成|写|填写|填|叫做|叫|就是|"
    r"是|为|用)?(?:的)?[:： \t\n\]】=]{0,3})"
)
_FIELD = re.compile(FIELD)
# These begin a sentence as well: what follows must look like a name by itself.
_LOOSE_TEXT = """
我是 这是 本人 客户 客人 顾客 住户 买家 收件 收货 抬头 患者 病人 车主 司机 乘客 旅客
业主 学生 家长 实名 实名认证
"""
_LOOSE = frozenset(_LOOSE_TEXT.split())
# Who names himself may be called 高兴, if nothing follows.
_SELF = frozenset({"我叫", "他叫", "她叫", "名叫", "叫做", "大名", "真名", "户名"})
_KIN = (
    "妈妈|爸爸|老婆|老公|妻子|丈夫|女儿|儿子|闺女|媳妇|爱人|对象|室友|同事|朋友|姐姐|妹妹|哥哥|"
    "弟弟|邻居|婆婆|公公|岳母|岳父|奶奶|爷爷|外婆|外公|姥姥|姥爷|阿姨|姑姑|舅舅|男友|女友|"
    "男朋友|女朋友|妈|爸|姐|妹|哥|弟|嫂|家属|家人|老妈|老爸|"
    "先生|太太|老伴|儿媳|女婿|孙子|孙女|侄子|侄女|表姐|表哥|表弟|表妹|同学|老板|领导"
)
HAND_CUE = (
    f"我(?:的)?(?:{_KIN})|就说是?|转告|通知|退到|退给|打给|汇给|寄给|送给|发给|转给|交给|改成|"
    "换成|改为|找|联系|叫|给|由|让|快递员|配送员|客服|店长|骑手|师傅"
)
HAND = f"(?:{HAND_CUE})(?:{_KIN})?(?:名字)?(?:叫|是)?[:： ]?"
_HAND = re.compile(HAND)
_RECEIVES = re.compile(
    r" ?(?:亲收|代收|签收|查收|亲启|收)(?![到货件款藏取入费据益听购藏集录拾割留])|"
    r"的(?:名字|名义|户头|身份证|护照)"
)
_GREETED = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=亲爱的)|(?<=尊敬的))(?P<name>[\u4e00-\u9fff·]{2,6}?)"
    "(?:您好|你好)"
)
TITLE_CUE = (
    "女士|先生|小姐|太太|老师|师傅|经理|医生|教授|同学|阿姨|大哥|大姐|律师|主任|老板"
)
# 女士包 is a bag.
_TITLE = re.compile(
    rf" ?(?:{TITLE_CUE})(?!们|专用|"
    r"[包鞋款装表衫裤袜帽裙香]|手[表包提套]|[背钱]包|[睡泳内毛外]衣)"
)
# What may stand right before a name without a boundary.
_BEFORE = frozenset(
    "给成为妈爸叫请由让是人找和跟与、及的了公婆姐哥弟妹儿女友您好亲用户收室号楼栋我说交任理"
)
_TOKEN = re.compile(r"[\u4e00-\u9fff·•]+")
_PAPER = "(?:身份证|证件|护照|银行卡|卡|车牌|车)(?:号码|号)?"
_GAP = re.compile(
    r"[ ,，:：、/|;；()（）\-\t\n\[\]【】.。]{0,4}"
    rf"(?:(?:收货|收件|联系)?(?:电话|手机号码|手机号|手机|号码|人|姓名|地址)|{_PAPER}|"
    r"tel|phone)?"
    r"[ ,，:：、/|;；()（）\-\t\n\[\]【】]{0,4}"
)
_GAP_BACK = re.compile(
    r"[ ,，:：、/|;；()（）\-\t\n\[\]【】+]{0,4}"
    rf"(?:(?:的)?(?:(?:收货|收件|联系)?(?:电话|手机号码|手机号|手机|号码|地址)|{_PAPER})"
    r"(?:是|为)?)?"
    r"[ ,，:：、/|;；()（）\-\t\n\[\]【】]{0,4}$"
)


def field_names(text: str) -> Iterator[Candidate]:
    """Names after the word that asks for one."""
    for cue in _FIELD.finditer(text):
        start, link = cue.end(), cue["link"]
        if ":" in link or "：" in link:
            end, strength = name_end(text, start, field=True), STRONG
        elif cue["cue"] in _LOOSE:
            end, strength = name_end(text, start, field=False), WEAK
        else:
            end, strength = _after_field(text, cue), STRONG
        if end is not None:
            yield Candidate(start, end, SpanType.NAME, strength)


def _after_field(text: str, cue: re.Match[str]) -> int | None:
    """The end of a name after a field without a colon: 联系人时小明, 我叫高兴.

    A rare surname is believed after a link (是, 改成) or before a boundary, an
    ordinary word only of who names himself.
    """
    start = cue.end()
    end = name_end(text, start, field=False)
    if end is not None:
        return end
    end = name_end(text, start, field=True)
    if end is None:
        return None
    alone = end == len(text) or HANZI.match(text[end]) is None
    if text[start : start + 2] in ordinary():
        return end if alone and cue["cue"] in _SELF else None
    return end if alone or cue["link"].strip() else None


def hand_names(text: str) -> Iterator[Candidate]:
    """Names of whom a parcel goes to: 给李秀英, 我妈李秀英, 李秀英收."""
    for cue in _HAND.finditer(text):
        end = name_end(text, cue.end(), field=False)
        if end is not None:
            yield Candidate(cue.end(), end, SpanType.NAME, WEAK)
    for cue in _RECEIVES.finditer(text):
        yield from _ending_at(text, cue.start(), WEAK)
    for cue in _GREETED.finditer(text):
        start, end = cue.span("name")
        # 水清浅您好: a rare surname is believed with two characters more.
        rare = end - start == 3 and name_end(cue["name"], 0, field=True) == 3
        if rare or whole_name(cue["name"]):
            yield Candidate(start, end, SpanType.NAME, WEAK)


def title_names(text: str) -> Iterator[Candidate]:
    """Full names before a title."""
    for cue in _TITLE.finditer(text):
        yield from _ending_at(text, cue.start(), STRONG)


def _ending_at(text: str, end: int, strength: str) -> Iterator[Candidate]:
    """The full name that ends at a place, if a boundary or 给, 请 … is before it."""
    token = _token_before(text, end)
    if "·" in token and len(token) >= 4:
        first = token[: token.index("·")]
        start = max((first.rfind(c) for c in _BEFORE), default=-1) + 1
        start += end - len(token)
        stop = name_end(text, start, field=False)
        yield Candidate(start, stop or end, SpanType.NAME, strength)
        return
    for length in (4, 3, 2):
        start = end - length
        if length > len(token) or (length < len(token) and not _opens(text, start)):
            continue
        if whole_name(text[start:end]):
            yield Candidate(start, end, SpanType.NAME, strength)
            return


def _opens(text: str, start: int) -> bool:
    return text[start - 1] in _BEFORE


def _token_before(text: str, end: int) -> str:
    start = end
    while start > max(0, end - 12) and (
        HANZI.match(text[start - 1]) or text[start - 1] in "·•"
    ):
        start -= 1
    return text[start:end]


def beside(text: str, anchors: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names alone beside a number or an address: 李秀英 13900000001."""
    for anchor in anchors:
        gap = _GAP.match(text, anchor.end)
        start = gap.end() if gap else anchor.end
        end = name_end(text, start, field=False)
        if end is not None:
            yield Candidate(start, end, SpanType.NAME, WEAK)
        before = text[max(0, anchor.start - 14) : anchor.start]
        back = _GAP_BACK.search(before)
        place = anchor.start - (len(before) - back.start() if back else 0)
        yield from _ending_at(text, place, WEAK)
    if anchors:
        for last in _LAST.finditer(text):
            start, end = last.span("name")
            if whole_name(last["name"]) and end - start > len("张三"):
                yield Candidate(start, end, SpanType.NAME, WEAK)


# …，报关用 陈建国: a name of three that ends a line with a number in it.
_LAST = re.compile(
    "(?:^|[ ,，。;；、:：\n])(?P<name>[\u4e00-\u9fff]{3,4})[。.!！~ ]{0,3}(?=\n|$)"
)
