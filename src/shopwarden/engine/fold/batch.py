"""Many texts folded at once, by looking whole arrays up in the table.

What it does not do: keep a Python object for each character.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shopwarden.engine.fold.table import GAP, LATIN, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Stands between the texts of a batch, and in none of them.
SEPARATOR = "\x1e"
_SPACE = 0x20
_BREAK = ord(SEPARATOR)
_SURROGATES = (0xD800, 0xE000)

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]


class Folded:
    """One view of one text: what it reads, and where each character is from."""

    __slots__ = ("_base", "_begin", "_view", "size", "text")

    def __init__(self, view: View, begin: int, end: int, base: int, size: int) -> None:
        self.text = view.text[begin:end]
        self.size = size  # of the original, in code points
        self._view, self._begin, self._base = view, begin, base

    @property
    def places(self) -> Places:
        """Of each character its place in the original."""
        begin = self._begin
        return self._view.places[begin : begin + len(self.text)] - self._base

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original behind a span of this view; never empty."""
        places, begin = self._view.places, self._begin
        first, last = places[begin + start], places[begin + end - 1]
        return int(first) - self._base, int(last) - self._base + 1


class Views(NamedTuple):
    """Both views of one text."""

    plain: Folded
    tight: Folded


@dataclass(frozen=True)
class View:
    """One view of all texts, joined by the separator."""

    codes: Codes
    places: Places  # in the joined original
    starts: Places  # of each text in this view

    @cached_property
    def text(self) -> str:
        """The joined view."""
        return self.codes.astype("<u4").tobytes().decode("utf-32-le")

    @cached_property
    def bounds(self) -> list[int]:
        """Where each text starts, and where a further one would."""
        found: list[int] = self.starts.tolist()
        return [*found, len(self.codes) + 1]


@dataclass(frozen=True)
class FoldedBatch:
    """The views of all texts of a batch."""

    plain: View
    tight: View
    starts: Places  # of each text in the joined original
    sizes: Places

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, at: int) -> Views:
        return Views(self._one(self.plain, at), self._one(self.tight, at))

    def __iter__(self) -> Iterator[Views]:
        return (self[at] for at in range(len(self)))

    def _one(self, view: View, at: int) -> Folded:
        bounds = view.bounds
        return Folded(
            view, bounds[at], bounds[at + 1] - 1, self.bases[at], self.lengths[at]
        )

    @cached_property
    def bases(self) -> list[int]:
        """Where each text starts in the joined original."""
        found: list[int] = self.starts.tolist()
        return found

    @cached_property
    def lengths(self) -> list[int]:
        """How long each text is."""
        found: list[int] = self.sizes.tolist()
        return found


def fold(texts: Sequence[str]) -> FoldedBatch:
    """The views of some texts. Lone surrogates and separators read as spaces."""
    codes = _joined(texts)
    breaks = np.flatnonzero(codes == _BREAK)
    starts = np.append(0, breaks + 1)[: len(texts)].astype(np.int64)
    sizes = np.append(breaks, len(codes))[: len(texts)] - starts
    plain = _looked_up(codes)
    return FoldedBatch(plain, _tightened(plain), starts, sizes)


def _joined(texts: Sequence[str]) -> Codes:
    clean = [t.replace(SEPARATOR, " ") if SEPARATOR in t else t for t in texts]
    data = SEPARATOR.join(clean).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(data, "<u4").astype(np.uint32)
    lone = (codes >= _SURROGATES[0]) & (codes < _SURROGATES[1])
    if lone.any():
        codes[lone] = _SPACE
    return codes


def _looked_up(codes: Codes) -> View:
    """The plain view."""
    known = table()
    lengths = known.length[codes]
    if len(codes) and lengths.min() == lengths.max() == 1:
        folded = known.pool[known.start[codes]]
        return _view(folded, np.arange(len(codes), dtype=np.int64))
    places = np.repeat(np.arange(len(codes), dtype=np.int64), lengths)
    firsts = np.cumsum(lengths, dtype=np.int64) - lengths
    within = np.arange(len(places), dtype=np.int64) - firsts[places]
    return _view(known.pool[known.start[codes[places]] + within], places)


def _view(codes: Codes, places: Places) -> View:
    starts = np.append(0, np.flatnonzero(codes == _BREAK) + 1)
    return View(codes, places, starts.astype(np.int64))


def _tightened(plain: View) -> View:
    """The tight view: gaps gone, one space left between Latin words."""
    sorts = table().sort[plain.codes]
    kept = np.flatnonzero(sorts != GAP)
    if not len(kept):
        return _view(plain.codes[:0], plain.places[:0])
    latin = sorts == LATIN
    alone = latin & ~_shifted(latin, 1) & ~_shifted(latin, -1)
    left, right = kept[:-1], kept[1:]
    apart = right - left > 1
    words = latin[left] & latin[right] & ~(alone[left] & alone[right])
    spaces = left[apart & words] + 1
    index = np.sort(np.concatenate([kept, spaces]))
    codes = plain.codes[index]
    codes[np.searchsorted(index, spaces)] = _SPACE
    return _view(codes, plain.places[index])


def _shifted(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """The mask moved right (by 1) or left (by −1), False coming in."""
    moved = np.zeros_like(mask)
    if by > 0:
        moved[by:] = mask[:-by]
    else:
        moved[:by] = mask[-by:]
    return moved
