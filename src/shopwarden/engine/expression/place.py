r"""Where an expression stands in its file, so that an error can say so.

>>> Origin("payments/unsettled", 12, 7).place("a and\nb", 6)
(13, 1)
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from shopwarden.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Origin:
    """The rule and the place of the text's first character, both from 1."""

    rule: str = ""
    line: int = 1
    column: int = 1

    def place(self, text: str, at: int) -> tuple[int, int]:
        """Line and column in the file of the character at offset `at`."""
        before = text[:at]
        line = before.count("\n")
        column = at - (before.rfind("\n") + 1)
        return self.line + line, column + (1 if line else self.column)

    def error(self, code: str, text: str, at: int, /, **params: object) -> RuleError:
        """A RuleError of `rules.<code>` at that place."""
        line, column = self.place(text, at)
        return RuleError(
            f"rules.{code}", rule=self.rule, line=line, column=column, **params
        )

    def unknown(
        self, code: str, text: str, at: int, name: str, known: Iterable[str]
    ) -> RuleError:
        """An unknown name, with the nearest known one if there is one near."""
        known = sorted(known)
        near = get_close_matches(name[:64], known, n=1)
        if near:
            return self.error(f"{code}_near", text, at, name=name, near=near[0])
        listed = ", ".join(known[:20])
        return self.error(code, text, at, name=name, known=listed)
