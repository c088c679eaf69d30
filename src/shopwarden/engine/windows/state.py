"""The state of a track as arrays: made, and its output made into values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.windows import kernel as k
from shopwarden.engine.windows.track import ALWAYS_KNOWN
from shopwarden.engine.windows.window import Aggregate, Values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.engine.windows.track import Track
    from shopwarden.engine.windows.window import Window
    from shopwarden.records.facts import Array


def power_of_two(least: int) -> int:
    """The least power of two that is at least `least`.

    >>> power_of_two(5), power_of_two(0)
    (8, 1)
    """
    return 1 << max(least - 1, 0).bit_length()


def new_state(track: Track, events: int, entities: int) -> k.State:
    """Room for so many events and entities; not cleared."""
    log_words, table_words = track.words
    size = power_of_two(2 * events)  # pairs: never more than half full
    pairs = len(track.paired)
    return k.State(
        np.zeros(k.MARKS, np.int64),
        np.empty((power_of_two(events), log_words), np.int64),
        np.empty((entities, table_words), np.int64),
        np.empty((pairs, size if pairs else 1, 2), np.int64),
        np.empty(pairs, np.int64),
    )


def finished(window: Window, column: Array, keyed: NDArray[np.bool_]) -> Values:
    """The values of one row of output; `keyed` is where there is an entity."""
    known = keyed
    if window.aggregate not in ALWAYS_KNOWN:
        known = column != k.NOTHING
    column[~known] = 0
    if window.aggregate is Aggregate.MEAN:
        return Values(column.view(np.float64), known)
    return Values(column, known)
