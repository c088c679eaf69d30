"""The screener: texts in, marks and spans of personal data out.

Texts are taken in batches, and each kind of text is read for the words of its
own rules only. Results are in the order of the texts, whatever the batch.

What it does not do: log, keep, or quote a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.screen.reader import Reader, Screened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.screen.rules import TextRules

BATCH = 4096


class Screener:
    """Applies the rules of some practices to texts."""

    def __init__(self, rules: TextRules, *, hyperscan: bool | None = None) -> None:
        self.rules = rules
        self._hyperscan = hyperscan
        self._readers: dict[tuple[str, ...], Reader] = {}

    def screen(
        self, texts: Sequence[str], *, kind: str, directions: Sequence[str] | str = ""
    ) -> list[Screened]:
        """Judge texts of one kind (chat, remark, listing), in their order.

        `directions` says who wrote each text, or all of them: staff, buyer, or
        an empty text where that is not known.
        """
        by = [directions] * len(texts) if isinstance(directions, str) else directions
        reader = self._reader(kind)
        found: list[Screened] = []
        for start in range(0, len(texts), BATCH):
            part = texts[start : start + BATCH]
            found += reader.batch(part, kind, by[start : start + BATCH])
        return found

    def _reader(self, kind: str) -> Reader:
        """The reader of a kind; kinds with the same rules share one."""
        rules = [rule for rule in self.rules.rules if kind in rule.kinds]
        key = tuple(rule.id for rule in rules)
        if key not in self._readers:
            self._readers[key] = Reader(rules, hyperscan=self._hyperscan)
        return self._readers[key]
