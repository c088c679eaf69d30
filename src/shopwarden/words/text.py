"""The values that become words: codes with parameters, and bilingual texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text of a data file in both languages; may hold `{parameters}`."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in `language`, parameters not yet filled in."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Text:
    """A message before it is worded: a catalogue code (or a text) and parameters.

    `source` is a code such as `sources.header_missing`, or a `Bilingual`.
    """

    source: str | Bilingual
    params: Mapping[str, object] = field(
        default_factory=lambda: cast("Mapping[str, object]", {})
    )
