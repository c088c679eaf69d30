"""How far each disguise reaches alone: of all seeds, how many it hides.

A seed counts for a disguise where one of its draws, put on one word once, takes
the label away. It says which hole is worth mending first.

What it does not do: put disguises on top of each other (`writing_search`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.screening.redteam.result import Reach
from shopwarden.screening.redteam.writing import Variant, variants, writing
from shopwarden.screening.redteam.writing_search import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.engine.screen import Screener
    from shopwarden.screening.redteam.writing_search import Seed


def reaches(screener: Screener, draws: int = 1) -> tuple[Reach, ...]:
    """Each disguise with the seeds it hides alone, the farthest first."""
    attacked = [(label, seed) for label, known in seeds().items() for seed in known]
    hidden = dict.fromkeys(writing().disguises, 0)
    for label, seed in attacked:
        for name in set(_hiding(label, seed, screener, draws)):
            hidden[name] += 1
    found = (Reach(name, count, len(attacked)) for name, count in hidden.items())
    return tuple(sorted(found, key=lambda each: (-each.hidden, each.disguise)))


def _hiding(label: str, seed: Seed, screener: Screener, draws: int) -> Iterator[str]:
    """The disguises that hide one seed, each as often as it does."""
    (found,) = screener.screen([seed.text], kind=seed.kind, directions=seed.by)
    words = sorted({p for m in found.marks if m.label == label for p in m.places})
    tried: list[Variant] = []
    for at, word in enumerate(words):
        tried += variants(seed.text, word, at, writing(), draws)
    pieces = [(n, p) for n, one in enumerate(tried) for p in one.text.split("\n")]
    judged = screener.screen(
        [piece for _, piece in pieces], kind=seed.kind, directions=seed.by
    )
    told = {
        n for (n, _), one in zip(pieces, judged, strict=True) if label in one.labels
    }
    yield from (one.disguise.name for n, one in enumerate(tried) if n not in told)
