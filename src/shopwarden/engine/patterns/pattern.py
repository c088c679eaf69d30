"""One pattern: a name and an expression both engines understand alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Escapes whose meaning differs between the engines, or beside Chinese, and flags,
# which `patterns.first` does not know.
_REFUSED = re.compile(
    r"(?<!\\)(?:\\\\)*\\[bBwWdDsSAZuUN]|(?<![\\\[])[$^]|\(\?[aiLmsux-]"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A named expression; ValueError if it means different things to engines."""

    name: str
    text: str

    def __post_init__(self) -> None:
        if _REFUSED.search(self.text):
            raise ValueError(self.name, self.text)
        if re.search(self.text, "") is not None:
            raise ValueError(self.name, "matches nothing at all")
