"""The placeholders of a reason, and the names they stand for.

A placeholder is a name, or a name in another form: `{due_day}` shows `due_ms`
as a day, `{window_span}` a parameter in ms as a length, `{gap_share}` a
`gap_ppm` as a share.

>>> named("due_day", ["due_ms"])
'due_ms'
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMS = frozenset({"fen", "ms", "day", "span", "share"})
_STORED = ("", "_ms", "_fen", "_ppm")
_PPM = 1_000_000


def placeholders(template: str) -> tuple[str, ...]:
    """The placeholders of a template. Raises ValueError if it is malformed."""
    found: list[str] = []
    for _, name, spec, conversion in Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(name)
        found.append(name)
    return tuple(found)


def named(placeholder: str, names: Iterable[str]) -> str | None:
    """The name a placeholder shows, None if there is no such name."""
    known = set(names)
    if placeholder in known:
        return placeholder
    stem, _, form = placeholder.rpartition("_")
    if form not in _FORMS:
        return None
    fitting = (f"{stem}{suffix}" for suffix in _STORED)
    return next((name for name in fitting if name in known), None)


def shown(placeholder: str, name: str, value: object) -> object:
    """The value in the unit the placeholder's form expects."""
    if isinstance(value, float) and placeholder.endswith("_fen"):
        return round(value)  # a mean of money; it is shown to the fen
    parts = name.endswith("_ppm") and placeholder.endswith("_share")
    return value / _PPM if parts and isinstance(value, int) else value
