"""Units: the texts and attributes in a part's XML, and how new ones go back.

Runs of one paragraph, comment or string are one unit, so that a number in two
colours is still found; each run keeps the part of the text that stays.

What it does not do: decide what becomes of a unit (`texts`).

>>> part = Part("<si><t>电话</t><t>139</t><t>00000001</t><t>收</t></si>")
>>> part.put(part.units[0], "电话[手机1]收")
>>> part.xml
'<si><t>电话</t><t>[手机1]</t><t></t><t>收</t></si>'
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import yaml

from shopwarden.report.redaction.markup import (
    ATTRIBUTE,
    TOKEN,
    escaped,
    local_name,
    quoted,
    unescaped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_SHORTEST_QUOTED = 4  # two characters in their quotes


class Unit(NamedTuple):
    """A text to look at, and where in the part it stands."""

    text: str
    tokens: tuple[int, ...]
    attribute: str  # without prefix; "" for text between tags
    element: str  # that holds it

    @property
    def name(self) -> str:
        """What the text is called: its attribute, else its element."""
        return self.attribute or self.element


class Part:
    """Some markup, cut into tokens."""

    def __init__(self, xml: str) -> None:
        # A comment is left only in markup that is not well formed.
        tokens = TOKEN.findall(xml)
        self._tokens = ["" if t.startswith("<!--") else t for t in tokens]
        self._parents: list[str] = []
        self._groups: list[tuple[int, list[int]]] = []  # depth, texts
        self.units = [
            unit
            for at, token in enumerate(self._tokens)
            for unit in self._units(at, token)
        ]

    @property
    def xml(self) -> str:
        """The markup as it is now."""
        return "".join(self._tokens)

    def _units(self, at: int, token: str) -> Iterator[Unit]:
        if not token.startswith("<"):
            yield from self._text(at, token)
        elif token.startswith("</"):
            yield from self._closed()
        elif not token.startswith("<?"):
            name = local_name(token)
            yield from _attributes(token, at, name)
            if not token.endswith("/>"):
                self._parents.append(name)
                if name in names("together"):
                    self._groups.append((len(self._parents), []))

    def _text(self, at: int, token: str) -> Iterator[Unit]:
        if self._groups:
            self._groups[-1][1].append(at)
            return
        element = self._parents[-1] if self._parents else ""
        if token.strip() and element and element not in names("numbers"):
            yield Unit(unescaped(token), (at,), "", element)

    def _closed(self) -> Iterator[Unit]:
        if self._groups and self._groups[-1][0] == len(self._parents):
            _, held = self._groups.pop()
            text = "".join(unescaped(self._tokens[at]) for at in held)
            if text.strip():
                yield Unit(text, tuple(held), "", self._parents[-1])
        if self._parents:
            self._parents.pop()

    def put(self, unit: Unit, text: str) -> None:
        """Another text in place of a unit."""
        first = unit.tokens[0]
        if unit.attribute:
            tag = self._tokens[first]
            self._tokens[first] = _with_value(tag, unit.attribute, unit.text, text)
            return
        old = [unescaped(self._tokens[at]) for at in unit.tokens]
        for at, run in zip(unit.tokens, _shared_out(old, text), strict=True):
            self._tokens[at] = escaped(run)


def _attributes(token: str, at: int, element: str) -> Iterator[Unit]:
    for name, value in ATTRIBUTE.findall(token):
        local = name.rpartition(":")[2]
        if name.startswith("xmlns") or local in names("structure"):
            continue
        if len(value) >= _SHORTEST_QUOTED and not _GUID.fullmatch(value[1:-1]):
            yield Unit(unescaped(value[1:-1]), (at,), local, element)


def _shared_out(old: list[str], new: str) -> list[str]:
    """A new text over the runs of the old: each keeps the ends it shared.

    What was replaced across runs goes to the first of them that changed.
    """
    texts, rest = [""] * len(old), new
    for at in range(len(old) - 1, 0, -1):
        if not rest.endswith(old[at]):
            break
        texts[at], rest = old[at], rest.removesuffix(old[at])
    for at, run in enumerate(old):
        if texts[at] or not rest.startswith(run):
            texts[at], rest = rest + texts[at], ""
            break
        texts[at], rest = run, rest[len(run) :]
    texts[-1] += rest
    return texts


def _with_value(tag: str, name: str, old: str, new: str) -> str:
    def replaced(found: re.Match[str]) -> str:
        local = found[1].rpartition(":")[2]
        if local != name or unescaped(found[2][1:-1]) != old:
            return found[0]
        return f"{found[1]}={quoted(new)}"

    return ATTRIBUTE.sub(replaced, tag)


@cache
def _lists() -> Mapping[str, list[str]]:
    package = resources.files("shopwarden.report.redaction")
    data: dict[str, list[str]] = yaml.safe_load(
        (package / "data" / "markup.yaml").read_text("utf-8")
    )
    return data


@cache
def names(what: str) -> frozenset[str]:
    """The names of elements or attributes that are `what` (see the data)."""
    return frozenset(_lists()[what])


@cache
def programs() -> re.Pattern[str]:
    """What signs as author without being anybody."""
    return re.compile("(?i)" + "|".join(_lists()["programs"]))
