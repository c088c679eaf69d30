"""Draws: numbers that look random and depend on seed, name and index alone.

Each number is a hash of (seed, name of the draw, index), so a shop can be
computed in chunks of any size and still come out byte for byte the same, and
a new draw never shifts the others. The mixing function is the finaliser of
SplitMix64 (Steele, Lea, Flood 2014).

What it does not do: cryptography, or anything a person's data depends on.

>>> Draws(1).below("dice", np.arange(5), 6).max() < 6
np.True_
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_GOLDEN = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1


def _mix(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


class Draws:
    """The draws of one seed; every method takes the draw's name and indices."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def words(self, name: str, index: NDArray[np.int64]) -> NDArray[np.uint64]:
        """64 even bits for each index."""
        start = (self.seed * _GOLDEN + zlib.crc32(name.encode()) * _WORD // 3) & _WORD
        steps = (index.astype(np.uint64) + np.uint64(1)) * np.uint64(_GOLDEN)
        key = _mix(np.full(1, start, np.uint64))
        return _mix(_mix(steps + key) ^ key)

    def share(self, name: str, index: NDArray[np.int64]) -> NDArray[np.float64]:
        """A number in [0, 1) for each index."""
        return (self.words(name, index) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def chance(
        self, name: str, index: NDArray[np.int64], per_mille: int
    ) -> NDArray[np.bool_]:
        """True for about `per_mille` of a thousand indices."""
        return self.below(name, index, 1000) < per_mille

    def below(
        self, name: str, index: NDArray[np.int64], limit: int
    ) -> NDArray[np.int64]:
        """An integer in [0, limit) for each index; `limit` below 2**31."""
        high = self.words(name, index) >> np.uint64(33)
        return ((high * np.uint64(limit)) >> np.uint64(31)).astype(np.int64)

    def between(
        self, name: str, index: NDArray[np.int64], low: int, high: int
    ) -> NDArray[np.int64]:
        """An integer in [low, high] for each index."""
        return low + self.below(name, index, high - low + 1)

    def pick(
        self, name: str, index: NDArray[np.int64], weights: Sequence[int]
    ) -> NDArray[np.int64]:
        """An index into `weights` for each index, as often as its weight says."""
        edges = np.cumsum(np.asarray(weights, np.int64))
        point = self.below(name, index, int(edges[-1]))
        return np.searchsorted(edges, point, side="right").astype(np.int64)
