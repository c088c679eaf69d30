"""How numbers look to people: money, moments, lengths of time, shares.

Money is integer fen, time is UTC milliseconds shown in Asia/Shanghai, which
has been UTC+8 without summer time since 1991 (tz database, Asia/Shanghai).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shopwarden.words.text import Language

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

_SPANS = (
    (86_400_000, "天", "day"),
    (3_600_000, "小时", "hour"),
    (60_000, "分钟", "minute"),
    (1_000, "秒", "second"),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def show_fen(fen: int) -> str:
    """Money for people: 123456 fen is `¥1,234.56`, exact for any size."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def _shanghai(ms: int) -> datetime:
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone(SHANGHAI)


def show_moment(ms: int) -> str:
    """A moment in Asia/Shanghai, to the minute."""
    return f"{_shanghai(ms):%Y-%m-%d %H:%M}"


def show_day(ms: int) -> str:
    """The day of a moment in Asia/Shanghai."""
    return f"{_shanghai(ms):%Y-%m-%d}"


def show_span(ms: int, language: Language) -> str:
    """A length of time in its largest exact unit: 7200000 is `2 hours`."""
    for size, zh, en in _SPANS:
        if ms and ms % size == 0:
            count = ms // size
            plural = "" if abs(count) == 1 else "s"
            return f"{count} {zh}" if language == "zh" else f"{count} {en}{plural}"
    return f"{ms} 毫秒" if language == "zh" else f"{ms} ms"


_FORMS: Mapping[str, Callable[[int], str]] = {
    "fen": show_fen,
    "ms": show_moment,
    "day": show_day,
}


def form(name: str, value: object, language: Language) -> str:
    """One parameter as text, in the form its name asks for (see the room)."""
    unit = name.rpartition("_")[2]
    if value is None:
        return "未知" if language == "zh" else "unknown"
    if unit == "share" and isinstance(value, int | float):
        return f"{value * 100:.2f} %"
    if isinstance(value, bool) or not isinstance(value, int):
        return f"{value:,.2f}" if isinstance(value, float) else str(value)
    if unit == "span":
        return show_span(value, language)
    return _FORMS.get(unit, "{:,}".format)(value)
