"""The red team on texts: the cheapest disguise by which a label goes missing.

All seeds of a label are searched together, best first: the cheapest text is
judged next, and where the label still holds, each word that makes it hold is
disguised once more. So the first text without the label is the cheapest among
those the disguises lead to. Texts are judged in batches.

What it does not do: know disguises (`redteam.writing`), or keep a shop's texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.screening.redteam.result import State, TextResult
from shopwarden.screening.redteam.writing import variants, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.screen import Mark, Screener
    from shopwarden.words import Language

BOUND = 8
TEXTS = 2500
_BATCH = 64
_HUNDRED = 100
_WARNING = "benign_warning"


@dataclass(frozen=True, slots=True)
class Seed:
    """A known attack in words: who writes it, and where."""

    text: str
    by: str
    kind: str

    @property
    def language(self) -> Language:
        """Chinese if any of its characters is."""
        return "zh" if any("\u4e00" <= c <= "\u9fff" for c in self.text) else "en"


@cache
def seeds() -> Mapping[str, tuple[Seed, ...]]:
    """The invented seeds by label; labels nobody attacks have none."""
    return {
        label: tuple(Seed(e["text"], e["by"], e["kind"]) for e in entries)
        for label, entries in _data().items()
        if label != "not_attacked"
    } | dict.fromkeys(_data()["not_attacked"], ())


@cache
def _data() -> Mapping[str, Any]:
    place = resources.files(__package__) / "data" / "seeds.yaml"
    data: Mapping[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return data


@dataclass(frozen=True, slots=True, order=True)
class _Text:
    """A text on the heap, cheapest first, then what most readers understand."""

    cost: int
    lost: int
    depth: int
    seed: int
    text: str
    moves: tuple[str, ...]

    @property
    def keeps(self) -> int:
        return _HUNDRED - self.lost


def attack_label(
    label: str,
    screener: Screener,
    known: Sequence[Seed],
    *,
    bound: int = BOUND,
    seed: int = 1,
    texts: int = TEXTS,
) -> TextResult:
    """The cheapest way around one label up to a bound, over all its seeds.

    Without a seed there is nobody who would: a warning, a victim's words.
    """
    if not known:
        return TextResult(label, "", State.NOBODY)
    search = _Search(label, screener, known, bound, seed, texts)
    found = search.run()
    spoken = known[0].language
    if found is None:
        return TextResult(
            *(label, spoken, State.HELD),
            proven=not search.heap,
            trials=search.tried,
        )
    text, marks = found
    origin = known[text.seed]
    return TextResult(
        *(label, spoken, State.EVADED, origin.text, origin.kind, origin.by),
        moves=text.moves,
        cost=text.cost,
        keeps=text.keeps,
        messages=tuple(text.text.split("\n")),
        caught_by=tuple(sorted({m.label for m in marks} - {_WARNING})),
        trials=search.tried,
    )


class _Search:
    """The texts of one label still to be judged, cheapest first."""

    def __init__(
        self,
        label: str,
        screener: Screener,
        known: Sequence[Seed],
        bound: int,
        draws: int,
        texts: int,
    ) -> None:
        self.label, self.screener, self.known = label, screener, known
        self.bound, self.draws, self.texts = bound, draws, texts
        self.tried = 0
        self.seen: set[tuple[int, str]] = set()
        self.heap: list[_Text] = []
        for at, seed in enumerate(known):
            self._push(_Text(0, 0, 0, at, seed.text, ()))

    def run(self) -> tuple[_Text, list[Mark]] | None:
        """The first text without the label, and what it is still marked as."""
        while self.heap and self.tried < self.texts:
            batch = self._cheapest()
            for text, found in zip(batch, self._judged(batch), strict=True):
                marks = [m for m in found if m.label == self.label]
                if marks:
                    self._grow(text, found)
                elif text.moves:
                    return text, found
        return None

    def _cheapest(self) -> list[_Text]:
        """A batch of texts of one cost: what they lead to costs more."""
        cost = self.heap[0].cost
        batch: list[_Text] = []
        while self.heap and self.heap[0].cost == cost and len(batch) < _BATCH:
            batch.append(heappop(self.heap))
        self.tried += len(batch)
        return batch

    def _judged(self, batch: Sequence[_Text]) -> list[list[Mark]]:
        """The marks of each text, each of its messages judged for itself."""
        pieces = [
            (at, piece) for at, t in enumerate(batch) for piece in t.text.split("\n")
        ]
        found: list[list[Mark]] = [[] for _ in batch]
        for kind, by in dict.fromkeys((s.kind, s.by) for s in self.known):
            own = [
                (at, piece)
                for at, piece in pieces
                if (self.known[batch[at].seed].kind, self.known[batch[at].seed].by)
                == (kind, by)
            ]
            screened = self.screener.screen(
                [piece for _, piece in own], kind=kind, directions=by
            )
            for (at, _), one in zip(own, screened, strict=True):
                found[at] += one.marks
        return found

    def _grow(self, text: _Text, marks: Sequence[Mark]) -> None:
        """The text with one more disguise on each word that still tells."""
        if "\n" in text.text:
            return  # a message that tells by itself was not split where it counts
        words = sorted({p for m in marks if m.label == self.label for p in m.places})
        for at, word in enumerate(words):
            for variant in variants(text.text, word, at, writing(), self.draws):
                disguise = variant.disguise
                keeps = text.keeps * disguise.keeps // _HUNDRED
                if keeps >= writing().least_keeps:
                    self._push(
                        _Text(
                            text.cost + disguise.cost,
                            _HUNDRED - keeps,
                            text.depth + 1,
                            text.seed,
                            variant.text,
                            (*text.moves, disguise.name),
                        )
                    )

    def _push(self, text: _Text) -> None:
        key = (text.seed, text.text)
        if text.cost <= self.bound and key not in self.seen:
            self.seen.add(key)
            heappush(self.heap, text)
