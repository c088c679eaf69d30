"""Replace personal data by placeholders that stay the same for the same value.

What it does not do: read files, or undo a replacement: the numbers of the
placeholders live as long as the `Redactor`, and are kept nowhere.

>>> Redactor("zh").redact(["电话13900000001", "回拨139-0000-0001"])
['电话[手机1]', '回拨[手机1]']
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from shopwarden.engine.fold import fold
from shopwarden.engine.identify.digits import as_digits
from shopwarden.engine.identify.find import identify
from shopwarden.engine.identify.span import Span, SpanType

if TYPE_CHECKING:
    from collections.abc import Sequence

_ZH = {
    SpanType.RESIDENT_ID: "身份证",
    SpanType.MOBILE: "手机",
    SpanType.LANDLINE: "座机",
    SpanType.BANK_CARD: "银行卡",
    SpanType.EMAIL: "邮箱",
    SpanType.PASSPORT: "护照",
    SpanType.USCC: "信用代码",
    SpanType.PLATE: "车牌",
    SpanType.WECHAT_ID: "微信号",
    SpanType.QQ_ID: "QQ号",
    SpanType.NAME: "姓名",
    SpanType.ADDRESS: "地址",
}
_DIGITS_ONLY = frozenset(
    {SpanType.MOBILE, SpanType.LANDLINE, SpanType.BANK_CARD, SpanType.QQ_ID}
)


class Redactor:
    """Placeholders in one language; `counts` is of replacements by type."""

    def __init__(self, language: Literal["zh", "en"]) -> None:
        self.language = language
        self.counts: Counter[SpanType] = Counter()
        self._numbers: dict[SpanType, dict[str, int]] = {}

    def redact(
        self, texts: Sequence[str], known: Sequence[tuple[SpanType, str]] = ()
    ) -> list[str]:
        """The texts with what `identify` finds replaced."""
        found = identify(texts, known)
        return [self.replace(t, s) for t, s in zip(texts, found, strict=True)]

    def replace(self, text: str, spans: Sequence[Span]) -> str:
        """A text with spans replaced; spans are sorted and do not overlap."""
        pieces: list[str] = []
        place = 0
        for span in spans:
            pieces += text[place : span.start], self._placeholder(text, span)
            place = span.end
        return "".join([*pieces, text[place:]])

    def _placeholder(self, text: str, span: Span) -> str:
        value = _same(text[span.start : span.end], span.type)
        numbers = self._numbers.setdefault(span.type, {})
        number = numbers.setdefault(value, len(numbers) + 1)
        self.counts[span.type] += 1
        if self.language == "zh":
            return f"[{_ZH[span.type]}{number}]"
        return f"[{span.type.name}_{number}]"


def _same(value: str, kind: SpanType) -> str:
    """What two spellings of one value have in common."""
    tight = fold([value])[0].tight.text
    if kind not in _DIGITS_ONLY:
        return tight.replace(" ", "")
    digits = as_digits(tight)
    return digits[-11:] if kind is SpanType.MOBILE else digits
