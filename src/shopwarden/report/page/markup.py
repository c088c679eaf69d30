"""HTML made of values: text is escaped on its way in, always.

A `Markup` is text that is HTML already; every other string is escaped by
`tag`, so imported text can never become a tag, an attribute or a link.

What it does not do: know HTML's rules beyond elements without content.

>>> tag("p", "a < b", class_="why")
'<p class="why">a &lt; b</p>'
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from shopwarden.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.words import Text

_VOID = frozenset({"meta"})
_SHAPES = frozenset({"rect", "line"})  # of SVG, which closes each element


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str) -> Markup:
    """An element; `class_` is the attribute class, `aria_label` aria-label."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    if name in _VOID:
        return Markup(f"<{name}{shown}>")
    if name in _SHAPES:
        return Markup(f"<{name}{shown}/>")
    return Markup(f"<{name}{shown}>{joined(children)}</{name}>")


def joined(children: Iterable[str], between: str = "") -> Markup:
    """Children one after the other, escaped where they are no markup."""
    return Markup(between.join(_safe(child) for child in children))


def both(text: Text) -> Markup:
    """A text in both languages; the page shows the chosen one."""
    zh, en = say(text, "zh"), say(text, "en")
    if zh == en:
        return Markup(escape(zh))
    return Markup(
        f'<span lang="zh-CN">{escape(zh)}</span><span lang="en">{escape(en)}</span>'
    )


def table(heads: Iterable[str], rows: Iterable[str], class_: str) -> Markup:
    """A table that scrolls sideways where the screen is narrow."""
    head = tag("tr", *(tag("th", each, scope="col") for each in heads))
    body = tag("table", tag("thead", head), tag("tbody", *rows), class_=class_)
    return tag("div", body, class_="scroll", tabindex="0")


def _safe(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child)
