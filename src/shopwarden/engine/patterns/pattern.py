"""One pattern: a name and an expression both engines understand alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Escapes whose meaning differs between the engines, or beside Chinese, and flags,
# which `patterns.first` does not know.
_REFUSED = re.compile(r"(?<!\\)(?:\\\\)*\\[bBwWdDsSAZuUN]|\(\?[aiLmsux-]")
_ANCHOR = re.compile(r"(?<!\\)[$^]")
# Inside a class the signs of anchors are ordinary.
_CLASS = re.compile(r"(?<!\\)\[(?:\\.|[^\]\\])*\]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A named expression; ValueError if it means different things to engines.

    `parts` are expressions that together match where `text` does, for an
    engine that takes no long ones.
    """

    name: str
    text: str
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if _REFUSED.search(self.text) or _ANCHOR.search(_CLASS.sub("", self.text)):
            raise ValueError(self.name, self.text)

    def compiled(self) -> re.Pattern[str]:
        """The expression; ValueError if it matches nothing at all everywhere."""
        found = re.compile(self.text)
        if found.search("") is not None:
            raise ValueError(self.name, "matches nothing at all")
        return found
