"""A judge for tests: labels by plain words, and a record of what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shopwarden.records.judge import Judged

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = {
    "微信": ("solicitation", "solicitation:strong"),
    "国家级": ("absolute_term",),
    "概不退换": ("return_denied",),
}
PERSONAL = {"139000000": ("mobile",)}


@dataclass
class WordJudge:
    """Judges by words; a listing always lacks its price."""

    asked: list[tuple[str, str, str]] = field(default_factory=list)
    calls: int = 0

    def __call__(
        self, texts: Sequence[str], *, kind: str, directions: Sequence[str]
    ) -> list[Judged]:
        self.calls += 1
        pairs = list(zip(texts, directions, strict=True))
        self.asked += [(kind, who, text) for text, who in pairs]
        return [self._judged(text, kind) for text, _ in pairs]

    def _judged(self, text: str, kind: str) -> Judged:
        labels = [w for word, found in LABELS.items() if word in text for w in found]
        personal = [
            w for word, found in PERSONAL.items() if word in text for w in found
        ]
        missing = ["missing:price"] if kind == "listing" else []
        return Judged(tuple(sorted(labels + missing)), tuple(personal))
