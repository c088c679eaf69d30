"""What JD asks for: 整改, 申诉, 举证, 说明, where the words are a request.

Not where they name a title (举证通知), the past (申诉已提交), a refusal
(不支持申诉) or what follows otherwise (逾期未申诉的，…).

What it does not do: understand a request in other words.

>>> asked("请于11月25日前提交申诉并上传凭证,逾期未整改的,将下架")
('申诉', '举证')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.sources.notices.notice import Found
from shopwarden.sources.notices.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shopwarden.sources.notices.lines import Line

_SENTENCE = re.compile(r"[^。;!?]+")
_REQUEST = re.compile(r"请|须|需|应当|务必|要求|麻烦|可|建议|限|前要|内要")
_OTHERWISE = re.compile(
    r"\s*(?:逾期|否则|如未|若未|未在|未按|超时|不递交|避免)|将[^,]*$"
)
_CONDITION = re.compile(r"逾期|否则|如未|若未|如不|不予?整改的|未处理的")
_LABELLED = re.compile(
    r"(?:期限|截止|入口|方式|渠道|时限|要求)[^,:]{0,4}:|截止|待申诉|[期限]:"
)
_NOT_BEFORE = re.compile(r"(?:不支持|不可|不能|不得|无法|无需|不再|不予|无权|已)\s*$")
_NOT_BEHIND = re.compile(r"\s*(?::|已|通知|无效|成功|失败|结果|受理|被|须知|规则)")


def certain(sentence: str) -> str:
    """A sentence up to what it says would follow otherwise."""
    found = _CONDITION.search(sentence)
    return sentence[: found.start()] if found else sentence


def sentences(text: str) -> Iterator[str]:
    """The sentences of a folded line."""
    return (match[0] for match in _SENTENCE.finditer(text))


def asks(lines: Iterable[Line]) -> tuple[Found[str], ...]:
    """What a notice asks for, each once, where it first does."""
    found: dict[str, int] = {}
    for line in lines:
        for sentence in sentences(line.text):
            for ask in asked(sentence):
                found.setdefault(ask, line.number)
    return tuple(Found(ask, found[ask]) for ask in words().asks if ask in found)


def asked(sentence: str, *, loose: bool = False) -> tuple[str, ...]:
    """What one sentence asks for, in the order of the catalogue.

    `loose` is for a sentence known to demand something: no word for a request
    needs to stand in it.
    """
    found: set[str] = set()
    requested = loose
    for part in sentence.split(","):
        requested = requested or _REQUEST.search(part) is not None
        labelled = _LABELLED.search(part) is not None
        if _OTHERWISE.match(part) or not (requested or labelled):
            continue
        found |= {ask for ask, said in words().asks.items() if _says(part, said)}
    return tuple(ask for ask in words().asks if ask in found)


def _says(part: str, said: Iterable[str]) -> bool:
    return any(
        _NOT_BEFORE.search(part[max(match.start() - 8, 0) : match.start()]) is None
        and _NOT_BEHIND.match(part, match.end()) is None
        for word in said
        for match in re.finditer(re.escape(word), part)
    )
