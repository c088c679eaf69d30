"""The catalogues: one TOML file a room, each entry in both languages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from shopwarden.words.forms import form
from shopwarden.words.text import Bilingual, Text

if TYPE_CHECKING:
    from shopwarden.words.text import Language

CATALOGUES = resources.files("shopwarden.words") / "locale"


@cache
def catalogue(room: str) -> dict[str, Bilingual]:
    """The entries of `locale/<room>.toml` by their name within the room."""
    text = (CATALOGUES / f"{room}.toml").read_text("utf-8")
    return {
        name: Bilingual(entry["zh"], entry["en"])
        for name, entry in tomllib.loads(text).items()
    }


def say(text: Text, language: Language) -> str:
    """`text` in `language`, its parameters in the forms their names ask for.

    A code without an entry is a defect of ours and raises KeyError; the
    catalogue test walks all codes used in the source.
    """
    source = text.source
    if isinstance(source, str):
        room, _, name = source.partition(".")
        source = catalogue(room)[name]
    shown = {
        name: _worded(name, value, language) for name, value in text.params.items()
    }
    return source.in_language(language).format_map(shown)


def _worded(name: str, value: object, language: Language) -> str:
    """A parameter as text; texts may hold texts."""
    if isinstance(value, Text):
        return say(value, language)
    if isinstance(value, Bilingual):
        return value.in_language(language)
    return form(name, value, language)
