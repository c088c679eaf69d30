"""The state of a track as arrays: made, and its output made into values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.windows import layout as k
from shopwarden.engine.windows.track import ALWAYS_KNOWN
from shopwarden.engine.windows.window import Aggregate, Values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    _, log_words, table_words = track.words
    size = power_of_two(2 * events)  # pairs: never more than half full
    pairs = len(track.paired)
    return k.State(
        np.zeros(k.MARKS, np.int64),
        np.empty((power_of_two(events), log_words), np.int64),
        np.empty((entities, table_words), np.int64),
        np.empty((pairs, size, 2), np.int64),
        np.zeros((k.RUN_ROWS + pairs, k.RUN), np.int64),
    )


def finished(window: Window, column: Array, keyed: NDArray[np.bool_]) -> Values:
    """The values of one row of output; `keyed` is where there is an entity."""
    known = keyed
    if window.aggregate not in ALWAYS_KNOWN:
        known = column != k.NOTHING
    if not known.all():
        column[~known] = 0
    if window.aggregate is Aggregate.MEAN:
        return Values(column.view(np.float64), known)
    return Values(column, known)


class Growing:
    """The state of one track that grows and forgets as facts come."""

    def __init__(self, track: Track, kernel: Any) -> None:
        self.track = track
        self.number = repr((track.of, track.by, track.read_by, track.streams))
        self.state = new_state(track, 1024, 1024)
        self.state.marks[:] = 0
        self.state.marks[k.NEWEST] = -1
        self.state.marks[k.PAIR_MASK] = self.state.pairs.shape[1] - 1
        self.state.pairs[:] = -1
        self._kernel = kernel
        self.state.table[:] = track.plan.blank
        self._entities: dict[tuple[int, ...], int] = {}
        self._codes: dict[str, dict[int, int]] = {}

    def entities(self, columns: Sequence[Array]) -> Array:
        """A number for each row's entity, new ones for new entities, -1 for none."""
        numbers, known = np.full(len(columns[0]), -1, np.int32), self._entities
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for at, key in enumerate(rows):
            if min(key) >= 0:
                numbers[at] = known.setdefault(key, len(known))
        return numbers

    def coded(self, name: str, column: Array) -> Array:
        """A number for each value of a column, new ones for new values."""
        known = self._codes.setdefault(name, {})
        numbers = [known.setdefault(value, len(known)) for value in column.tolist()]
        return np.array(numbers, np.int32)

    def make_room(self, more: int, now: int) -> None:
        """Forget what no event from `now` on can see; grow for `more` events."""
        track, state = self.track, self.state
        self._kernel.retire(track.plan, state, now, track.longest)
        self.state = state._replace(
            log=self._grown_log(more),
            table=self._grown_table(),
            pairs=self._grown_pairs(more),
        )

    def _grown_log(self, more: int) -> Array:
        marks, log = self.state.marks, self.state.log
        count = int(marks[k.NEWEST] - marks[k.OLDEST]) + 1
        if count + more <= len(log):
            return log
        kept = np.arange(marks[k.OLDEST], marks[k.NEWEST] + 1)
        size = power_of_two(2 * (count + more))
        grown = np.empty((size, log.shape[1]), np.int64)
        grown[kept & (size - 1)] = log[kept & (len(log) - 1)]
        return grown

    def _grown_table(self) -> Array:
        table, wanted = self.state.table, len(self._entities)
        if wanted <= len(table):
            return table
        grown = np.empty((power_of_two(2 * wanted), table.shape[1]), np.int64)
        grown[: len(table)] = table
        grown[len(table) :] = self.track.plan.blank
        return grown

    def _grown_pairs(self, more: int) -> Array:
        marks, pairs = self.state.marks, self.state.pairs
        entering = more * len(pairs)
        if 2 * (int(marks[k.PAIRS_HELD]) + entering) <= pairs.shape[1]:
            return pairs
        oldest = [self._oldest_pair(p) for p in range(len(pairs))]
        kept = sum(int((pairs[p, :, 1] >= old).sum()) for p, old in enumerate(oldest))
        size = power_of_two(4 * (kept + entering))
        grown = np.full((len(pairs), size, 2), -1, np.int64)
        marks[k.PAIRS_HELD], marks[k.PAIR_MASK] = 0, size - 1
        for p, old in enumerate(oldest):
            self._kernel.rehash(marks, pairs, grown, p, old)
        return grown

    def _oldest_pair(self, p: int) -> int:
        """The oldest event whose pair is still needed: any, without a window."""
        slots = self.track.plan.slots
        lasting = (slots[:, k.PAIR] == p) & (slots[:, k.LENGTH] == k.FOREVER)
        return 0 if lasting.any() else int(self.state.marks[k.OLDEST])

    def arrays(self) -> dict[str, Array]:
        """All of the state as arrays, to be saved."""
        width = len(self.track.by)
        kept = dict(zip(k.State._fields, self.state, strict=True))
        kept["entities"] = np.array(list(self._entities), np.int64).reshape(-1, width)
        for name, codes in self._codes.items():
            kept[f"codes.{name}"] = np.array(list(codes), np.int64)
        return kept

    def take_arrays(self, arrays: Mapping[str, Array]) -> None:
        """Go on from what `arrays` gave."""
        self.state = k.State(*(arrays[name] for name in k.State._fields))
        keys = map(tuple, arrays["entities"].tolist())
        self._entities = {key: n for n, key in enumerate(keys)}
        for name, values in arrays.items():
            room, _, column = name.partition(".")
            if room == "codes":
                known = {value: n for n, value in enumerate(values.tolist())}
                self._codes[column] = known
