"""The placeholders of a reason or another text, and the names they stand for.

A placeholder is a name, or a name in another form: `{due_day}` shows `due_ms`
as a day, `{window_span}` a parameter in ms as a length, `{gap_share}` a
`gap_ppm` as a share.

>>> named("due_day", ["due_ms"])
'due_ms'
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from shopwarden.engine.rule.environment import is_person
from shopwarden.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.expression import Type
    from shopwarden.engine.rule.document import Section
    from shopwarden.words import Bilingual

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


def filled(template: Bilingual, values: Mapping[str, object]) -> dict[str, object]:
    """The parameters of a checked template, in the units their forms expect."""
    found: dict[str, object] = {}
    for placeholder in placeholders(template.zh):
        name = named(placeholder, values)
        assert name is not None
        found[placeholder] = shown(placeholder, name, values[name])
    return found


def check_template(top: Section, key: str, names: Mapping[str, Type]) -> Bilingual:
    """The text at `key`; raises RuleError if it shows what is not in `names`."""
    template = top.bilingual(key)
    used = {}
    entry = top.section(key)
    for language in LANGUAGES:
        try:
            used[language] = placeholders(template.in_language(language))
        except ValueError:
            raise entry.error(language, "bad_placeholder") from None
        for placeholder in used[language]:
            _check_placeholder(entry, language, placeholder, names)
    if set(used["zh"]) != set(used["en"]):
        raise top.error(key, "placeholders_differ")
    return template


def _check_placeholder(
    entry: Section, language: str, placeholder: str, names: Mapping[str, Type]
) -> None:
    name = named(placeholder, names)
    if name is None:
        raise entry.error(language, "placeholder_unknown", name=placeholder)
    if is_person(names[name]):
        raise entry.error(language, "placeholder_person", name=placeholder)
