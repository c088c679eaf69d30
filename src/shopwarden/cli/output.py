"""Printing for people: lines on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from shopwarden.words import say

if TYPE_CHECKING:
    from typing import TextIO

    from shopwarden.words import Language, Text


def put(line: str = "", *, to: TextIO | None = None) -> None:
    """Print one line, on standard output if nothing else is said."""
    (to or sys.stdout).write(line + "\n")


def tell(text: Text, language: Language, *, to: TextIO | None = None) -> None:
    """Print one message in the chosen language."""
    put(say(text, language), to=to)
