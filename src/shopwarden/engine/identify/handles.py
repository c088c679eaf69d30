"""Accounts of messengers after a word that names one: WeChat, QQ and others.

    微信号abc_123, vx: abc_123     WeChat
    QQ 12345678, Q币充到12345678   QQ, also of groups
    飞机号@abc_123, id abc_123     another messenger; the latter where the text
                                   invites to it

What it does not do: decide whether somebody is being lured elsewhere
(`engine.screen`, which also takes handles without any such word).

>>> [(c.start, c.end) for c in wechat_ids("微信号：abc_123")]
[(4, 11)]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify.candidate import Candidate
from shopwarden.engine.identify.digits import LIKE, as_digits
from shopwarden.engine.identify.span import STRONG, WEAK, SpanType

if TYPE_CHECKING:
    from collections.abc import Iterator

_G = r"[ .·\-_~]{0,2}"
WECHAT_CUE = (
    rf"(?:[微薇威维徽徵围味未]{_G}(?:信|心|芯|❤|♥)|v{_G}(?:信|❤|♥)|"
    rf"(?<![a-z0-9])(?:w{_G}x|v{_G}x|weixin|wei xin|w[e3]chat|we chat|wxid|wxh|vxin|"
    r"vvx)(?![a-z])|(?:加|➕|\+) ?(?:我|个|一下)? ?(?:[vw](?![a-z0-9])|"
    r"[微薇威维徽](?=[ :：a-z0-9]))|(?<![a-z0-9])v(?=[:： ])|"
    "(?<![\u4e00-\u9fff])[微薇威维徽](?=[:：])|卫星(?:号|(?=[:：]))|绿泡泡|绿色软件)"
)
LINK = (
    r"(?:[ :：=\-—→>\(（@]|号码|账号|帐号|号|是|为|就是|我|的|id|也是|同号|搜索?|加|找|"
    "联系|咨询){0,6}"
)
_ID = (
    r"(?P<id>[a-z](?: [a-z0-9_\-]){5,19}|[a-z][a-z0-9_\-]{5,19}|[0-9]{6,11}|"
    r"[0-9][a-z0-9_\-]{5,19})(?![a-z0-9_\-@])"
)
_WECHAT = re.compile(rf"{WECHAT_CUE}(?P<link>{LINK}){_ID}")
_ENGLISH_TEXT = """
please number account payment official customer service public friend friends
contact message support wallet transfer instead outside platform discount wechat
weixin
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())


def wechat_ids(text: str) -> Iterator[Candidate]:
    """WeChat ids after a cue; a word of letters only needs 号 or a colon as well."""
    for found in _WECHAT.finditer(text):
        start, end = found.span("id")
        value = text[start:end]
        firm = any(c in found["link"] for c in ":：=号是为→搜@")
        if value.isalpha() and (not firm or value in _ENGLISH):
            continue
        strength = STRONG if firm and not value.isdecimal() else WEAK
        yield Candidate(start, end, SpanType.WECHAT_ID, strength)


# A letter, then five or more; one of them no letter, or it would be a word.
HANDLE = r"(?=[a-z\-]*[0-9_])[a-z][a-z0-9_\-]{5,19}(?![a-z0-9_\-@]|\.[a-z])"
_MESSENGER = (
    "telegram|whats ?app|kakao(?: ?talk)?|viber|skype|messenger|signal|line|tg|飞机号?|"
    "电报|钉钉|小红书|抖音|快手|微博"
)
_NAMED_ID = "(?<![a-z])id|🆔|账号|帐号|搜索?"
OTHER_CUE = (
    rf"(?:(?<![a-z])(?:{_MESSENGER})(?![a-z])(?:[ :：@]|号|账号|id|是|is){{1,5}}|"
    rf"(?:{_NAMED_ID})(?:[ :：@]|是|为|is){{0,4}})"
)
_OTHER = re.compile(rf"(?P<cue>{OTHER_CUE})(?P<id>{HANDLE})")
_BY_NAME = re.compile(rf"(?<![a-z])(?:{_MESSENGER})(?![a-z])")
_INVITES = re.compile(
    "加(?:我|个|下|一下|你|群|好友|微|v)|朋友圈|聊天|私聊|私信|气泡|绿标|绿色|小绿|找我|联系我|"
    r"(?<![a-z])(?:add|dm|chat|talk|message|msg|ping|text|contact) ?"
    "(?:me|us|you|my|our|on|app|id)?(?![a-z])"
)
_THING = re.compile(
    r"(?:商品|订单|产品|服务单|店铺|设备|宝贝|款|货|"
    r"(?<![a-z])(?:order|product|item|sku|device|shop|store))[ 的]?$"
)


def messenger_ids(text: str) -> Iterator[Candidate]:
    """Accounts of other messengers, or after id where the text invites to chat."""
    for found in _OTHER.finditer(text):
        start, end = found.span("id")
        named = _BY_NAME.match(text, found.start())
        if not named:
            around = text[max(0, start - 60) : end + 20]
            thing = _THING.search(text, max(0, found.start() - 8), found.start())
            if thing or not _INVITES.search(around):
                continue
        yield Candidate(start, end, SpanType.WECHAT_ID, WEAK)


QQ_CUE = (
    r"(?:(?<![a-z])(?:q[ /.·]?q(?![a-z])|q(?![a-z])|q(?P<e>[^a-z0-9])q(?P=e))|"
    "加我?[扣抠]|群号|[加进入]群|扣{2}|抠{2}|企鹅|球球|口扣|q号|(?<![a-z])tencent)"
)
QQ_LINK = r"(?:[ :：=\-—→\(（#]|号码|账号|帐号|号|是|为|我|的|加|群|搜|联系|上){0,6}"
# What stands between a cue and its number, if it speaks of a number again.
_NO_ORDER = "[^0-9\n。单编货款批券票快运件]"
QQ_FAR = rf"{_NO_ORDER}{{0,10}}号码?{_NO_ORDER}{{0,6}}[:：是] ?"
COINS = "q币[^0-9\n，。]{0,6}(?:到|给|进|号|账户|[:：])[^0-9\n]{0,3}"
_DIGITS = (
    rf"[{LIKE}](?:[ .·\-/]?[{LIKE}]){{4,10}}|[{LIKE}](?P<f>[^{LIKE}a-z])[{LIKE}]"
    rf"(?:(?P=f)[{LIKE}]){{3,9}}"
)
_QQ = re.compile(
    rf"(?:{QQ_CUE}(?:{QQ_LINK}|{QQ_FAR})|{COINS})(?P<id>{_DIGITS})(?![0-9a-z@])"
)


def qq_ids(text: str) -> Iterator[Candidate]:
    """QQ numbers after a cue: 5 to 11 digits, also written as hanzi."""
    for found in _QQ.finditer(text):
        digits = as_digits(found["id"])
        if 5 <= len(digits) <= 11 and digits[0] != "0":
            strength = STRONG if found["id"].isdecimal() else WEAK
            yield Candidate(*found.span("id"), SpanType.QQ_ID, strength)
