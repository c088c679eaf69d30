"""Bulk mode: all facts at once, clustered by entity, on several threads.

Only the order within an entity matters to its windows. So the events of a
track are packed into rows sorted by entity, stable, and cut into partitions
whose state fits in a processor's second-level cache. Threads take runs of
partitions; features are written as rows next to their events, and collected
into columns at the end. So each event is brought from far memory twice, not
once for each column and feature.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.windows import layout as k
from shopwarden.engine.windows.bounds import check_sum
from shopwarden.engine.windows.compiled import functions
from shopwarden.engine.windows.entities import numbered
from shopwarden.engine.windows.state import finished, new_state
from shopwarden.engine.windows.timeline import (
    Source,
    columns,
    merged_keys,
    summed,
    timeline,
)
from shopwarden.engine.windows.track import tracks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from shopwarden.engine.windows.track import Track
    from shopwarden.engine.windows.window import Values, Window
    from shopwarden.records.facts import Array, Facts
    from shopwarden.records.schema import Kind

PARTITION = 8_192  # events; their rows of the log take about half a MB
STRETCH = 500_000  # events or rows a thread takes at once


def compute(
    facts: Facts,
    kind: Kind,
    windows: Sequence[Window],
    masks: Mapping[str, NDArray[np.bool_]],
    *,
    extra: Mapping[tuple[Kind, str], Array] | None = None,
    reads: Array | None = None,
    threads: int = 2,
    jit: bool = True,
) -> dict[str, Values]:
    """Every window at every fact of `kind`, or only at positions `reads`.

    `masks` are by the windows' `feed`, one bool for each fact of the feeding
    kind; `extra` are columns the tables do not have (int32 codes, negative if
    missing, or int64). `jit=False` runs the kernel uncompiled, some hundred
    times slower. Raises RuleError if a sum might leave int64, ValueError for
    windows that make no sense, KeyError for unknown columns and masks.
    """
    source = Source(facts, kind, masks, extra or {}, reads)
    kernel = functions(jit=jit)
    _check_sums(kind, windows, source)
    found: dict[str, Values] = {}
    room = _Room()
    with ThreadPoolExecutor(threads) as pool:
        # One track at a time, each on all threads: less memory than all at once.
        for track in tracks(kind, windows):
            one = _clustered(track, source, kernel, room)
            for stage in (one.packs(), one.sweeps(), one.collections()):
                list(pool.map(lambda job: job(), stage))
            found |= {window.name: values for window, values in one.values()}
    return {window.name: found[window.name] for window in windows}


class _Room:
    """Memory that one track after another works in: to touch new one costs time."""

    def __init__(self) -> None:
        self._held: dict[str, Array] = {}

    def array(self, use: str, rows: int, words: int) -> Array:
        """An int64 array of any content; the one for the same use before is gone."""
        held = self._held.get(use)
        if held is None or len(held) < rows * words:
            held = self._held[use] = np.empty(rows * words, np.int64)
        return held[: rows * words].reshape(rows, words)


def _check_sums(kind: Kind, windows: Sequence[Window], source: Source) -> None:
    """Refuse sums that might not fit; each column once."""
    seen = {
        (track.of, name): values
        for track in tracks(kind, windows)
        for name, values in summed(track, source)
    }
    for (_, name), values in seen.items():
        check_sum(name, values)


@dataclass(frozen=True, slots=True)
class _Clustered:
    """A track with its events in the order of entities, and room for its output.

    `starts[e]` is where entity e begins in `events`; partition b holds the
    entities `bounds[b]` to `bounds[b + 1]`. `out` has a row for each target, or
    is the memory of the events: the kernel has read a row when it writes it.
    `places` says where in it each fact that is read at has its row.
    """

    kernel: Any
    track: Track
    columns: k.Columns
    order: Array  # the place of each event
    events: k.Events
    starts: Array
    bounds: Array
    out: Array
    places: Array
    found: Array

    def packs(self) -> Iterator[Callable[[], None]]:
        """Stretches of events, each to be put in order by one thread."""
        for at, stop in _stretches(len(self.order)):
            yield partial(
                self.kernel.pack, self.columns, self.order, self.events, at, stop
            )

    def sweeps(self) -> Iterator[Callable[[], None]]:
        """Runs of partitions, each to be swept by one thread."""
        edges = self.starts[self.bounds]
        chosen = np.searchsorted(edges, np.arange(0, int(edges[-1]), STRETCH))
        cuts = [*dict.fromkeys(chosen.tolist()), len(edges) - 1]
        for low, high in pairwise(cuts):
            if low < high:
                yield partial(self._sweep, self.bounds[low : high + 1].copy())

    def _sweep(self, bounds: Array) -> None:
        most = int(np.diff(self.starts[bounds]).max())
        state = new_state(self.track, most, int(np.diff(bounds).max()))
        ratios = self.out.view(np.float64)
        self.kernel.sweep(
            self.track.plan, state, self.events, self.out, ratios, bounds, self.starts
        )

    def collections(self) -> Iterator[Callable[[], None]]:
        """Stretches of the output, each to be made columns by one thread."""
        for at, stop in _stretches(len(self.places)):
            yield partial(
                self.kernel.collect, self.out, self.places, self.found, at, stop
            )

    def values(self) -> Iterator[tuple[Window, Values]]:
        """The output of each window."""
        keyed = self.places >= 0
        for window, column in zip(self.track.windows, self.found, strict=True):
            yield window, finished(window, column, keyed)


def _stretches(rows: int) -> Iterator[tuple[int, int]]:
    for at in range(0, rows, STRETCH):
        yield at, min(at + STRETCH, rows)


def _clustered(track: Track, source: Source, kernel: Any, room: _Room) -> _Clustered:
    line = timeline(track, source)
    entity, count = numbered(merged_keys(track, source, line))
    found = columns(track, source, line, entity, _coded)
    starts = np.empty(count + 1, np.int64)
    order = np.empty(line.length, np.int32)
    kernel.cluster(found.entity, starts, np.empty_like(starts), order)
    rows, places = int(starts[-1]), order
    targets = np.empty(rows if len(found.targets) else 0, np.int32)
    width = len(track.windows)
    out = room.array("events", rows, max(track.words[0], width))
    events = k.Events(out, targets)
    if len(found.targets):  # what is read goes to its own place at once
        rows, read = source.rows(), found.targets[(order >= 0) & (found.targets >= 0)]
        places = np.full(rows, -1, np.int32)
        places[read] = read
        out = room.array("out", rows, width)
    return _Clustered(
        kernel,
        track,
        found,
        order,
        events,
        starts,
        _bounds(starts),
        out,
        places,
        np.empty((width, source.rows()), np.int64),
    )


def _coded(_: str, column: Array) -> Array:
    return np.unique(column, return_inverse=True)[1].reshape(-1)


def _bounds(starts: Array) -> Array:
    """Where to cut entities so that a partition has about PARTITION events."""
    wanted = np.arange(0, int(starts[-1]) + PARTITION, PARTITION)
    cuts = np.searchsorted(starts, wanted, side="left")
    return np.unique(np.append(np.minimum(cuts, len(starts) - 1), 0))
