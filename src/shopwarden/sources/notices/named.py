r"""What a notice calls itself and the rule it names: level and clause.

What it does not do: decide whether the rule was broken, or which clause of the
rulebook it is.

>>> from shopwarden.sources.notices.lines import read_lines
>>> lines = read_lines("违规预警通知\n预警类型：商品价格违规")
>>> level(lines).value, rules(lines)[0].value
('warning', '商品价格违规')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.sources.notices.asks import certain, sentences
from shopwarden.sources.notices.lines import pairs
from shopwarden.sources.notices.notice import Found
from shopwarden.sources.notices.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.sources.notices.lines import Line, Pair

_PREFIX = re.compile(r"\A\s*[【\[][^】\]]*[】\]]\s*(?=\S)")
_MAYBE = re.compile(r"将|否则|如未|若|逾期|可能|避免|免于|超时")
_BOOK = re.compile(r"《([^》]{2,40})》")
_BOOKISH = re.compile(r"(?:规则|规范|规定|办法|细则|标准|总则|协议|条例)$")
_AGAINST = re.compile(r"(?:违反|依据|根据|按照|触犯|违背)[^,。]{0,8}$")
_PLAIN = re.compile(
    r"(?:违反|触犯|违背)了?\s*([\u4e00-\u9fff]{2,16}?(?:规则|规范|规定|办法|细则))"
)
_QUOTED = re.compile(
    r"(?:涉嫌|构成|存在|属于|命中|违反了?|认定为|类型(?:是|为)|因)\s*[“\"「‘]([^”\"」’]{2,30})[”\"」’]"
)
_CHARGED = re.compile(r"(?:涉嫌|构成|属于|命中|认定为|因)\s*$")
_TYPED = re.compile(r"类型(?:是|为)\s*([\u4e00-\u9fff0-9]{2,20})")
_CUT = re.compile(r"[,。;]")
_LONGEST_TITLE = 40
_WRAPS = '《》“”"「」‘’[]【】 '


def known_labels() -> frozenset[str]:
    """Every label of the words."""
    return frozenset(label for each in words().labels.values() for label in each)


def labelled(lines: Sequence[Line], field: str) -> list[Pair]:
    """The pairs whose label is of a field, the most telling label first."""
    ranks = {label: rank for rank, label in enumerate(words().labels[field])}
    found = [pair for pair in pairs(lines, known_labels()) if pair.label in ranks]
    return sorted(found, key=lambda pair: ranks[pair.label])


def level(lines: Sequence[Line]) -> Found[str] | None:
    """The level: by its label, its title, or (unsure) the text."""
    for pair in labelled(lines, "level"):
        if name := _level(pair.value):
            return Found(name, pair.line.number)
    titles = [(p.line.number, p.value) for p in labelled(lines, "title")]
    heads = [line for line in lines[:1] if len(line.text) <= _LONGEST_TITLE]
    titles += [(line.number, certain(line.text)) for line in heads]
    for number, title in titles:
        if name := _level(_PREFIX.sub("", title)) or _level(title):
            return Found(name, number)
    return _level_in_passing(lines)


def _level(text: str) -> str:
    for name, said in words().levels.items():
        if any(word in text for word in said):
            return name
    return ""


def _level_in_passing(lines: Sequence[Line]) -> Found[str] | None:
    """The gravest level of a statement that is not conditional."""
    for name, said in words().levels.items():
        for line in lines:
            for sentence in sentences(line.text):
                parts = certain(sentence).split(",")
                if any(w in p for p in parts if not _MAYBE.search(p) for w in said):
                    return Found(name, line.number, sure=False)
    return None


def rules(lines: Sequence[Line]) -> list[Found[str]]:
    """The rules that are named, the most telling first, each once."""
    found: dict[str, Found[str]] = {}
    for read in (_by_label, _books, _plain, _quoted, _listed):
        for rule in read(lines):
            found.setdefault(rule.value, rule)
    return list(found.values())


def _by_label(lines: Sequence[Line]) -> Iterator[Found[str]]:
    for pair in labelled(lines, "clause"):
        book = _BOOK.search(pair.value)
        start, end = book.span(1) if book else _first(pair.value)
        if written := _clean(pair.line, pair.start + start, pair.start + end):
            yield Found(written, pair.line.number)
    for line in lines:
        for match in _TYPED.finditer(line.text):
            yield Found(line.written(*match.span(1)), line.number)


def _first(value: str) -> tuple[int, int]:
    cut = _CUT.search(value)
    return 0, cut.start() if cut else len(value)


def _clean(line: Line, start: int, end: int) -> str:
    text = line.text
    while start < end and text[start] in _WRAPS:
        start += 1
    while start < end and text[end - 1] in _WRAPS:
        end -= 1
    return line.written(start, end)


def _books(lines: Sequence[Line]) -> Iterator[Found[str]]:
    for line in lines:
        for match in _BOOK.finditer(line.text):
            against = _AGAINST.search(
                line.text[max(match.start() - 16, 0) : match.start()]
            )
            if against or _BOOKISH.search(match[1]):
                yield Found(line.written(*match.span(1)), line.number)


def _plain(lines: Sequence[Line]) -> Iterator[Found[str]]:
    for line in lines:
        for match in _PLAIN.finditer(line.text):
            yield Found(line.written(*match.span(1)), line.number)


def _quoted(lines: Sequence[Line]) -> Iterator[Found[str]]:
    for line in lines:
        for match in _QUOTED.finditer(line.text):
            yield Found(line.written(*match.span(1)), line.number)


def _listed(lines: Sequence[Line]) -> Iterator[Found[str]]:
    """Breaches that reposts name, in passing: unsure; a charge before a fact."""
    found = sorted(_in_passing(lines), key=lambda one: not one[0])
    for _, line, start, end in found:
        yield Found(line.written(start, end), line.number, sure=False)


def _in_passing(lines: Sequence[Line]) -> Iterator[tuple[bool, Line, int, int]]:
    for line in lines:
        taken: list[tuple[int, int]] = []
        for name in words().rules:
            for match in re.finditer(re.escape(name), line.text):
                if all(match.end() <= a or match.start() >= b for a, b in taken):
                    taken.append(match.span())
        for start, end in sorted(taken):
            charged = _CHARGED.search(line.text[max(start - 8, 0) : start]) is not None
            yield charged, line, start, end
