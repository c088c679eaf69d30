"""Bulk mode: all facts at once, clustered by entity, on several threads.

Only the order within an entity matters to its windows. So events are sorted
by entity, stable, and cut into partitions whose state fits in a processor's
second-level cache; threads take runs of partitions of all tracks.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.windows import kernel as k
from shopwarden.engine.windows.bounds import check_sum
from shopwarden.engine.windows.compiled import functions
from shopwarden.engine.windows.entities import numbered
from shopwarden.engine.windows.state import finished, new_state
from shopwarden.engine.windows.timeline import (
    Source,
    events,
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

PARTITION = 32_768  # events; their rows of the log take about 2 MB
RUN = 1_000_000  # events a thread takes at once


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
    with ThreadPoolExecutor(threads) as pool:
        clustered = list(
            pool.map(
                lambda track: _clustered(track, source, kernel), tracks(kind, windows)
            )
        )
        runs = [run for part in clustered for run in part.runs(kernel)]
        list(pool.map(lambda run: run(), runs))
    found = {w.name: v for part in clustered for w, v in part.values()}
    return {window.name: found[window.name] for window in windows}


@dataclass(frozen=True, slots=True)
class _Clustered:
    """A track with its events in the order of entities, and room for its output.

    `starts[e]` is where entity e begins in `events.order`; partition b holds
    the entities `bounds[b]` to `bounds[b + 1]`.
    """

    track: Track
    events: k.Events
    starts: Array
    bounds: Array
    keyless: Array  # output rows without an entity
    out: Array

    def runs(self, kernel: Any) -> Iterator[Callable[[], None]]:
        """Runs of partitions, each to be swept by one thread."""
        places = self.starts[self.bounds]
        chosen = np.searchsorted(places, np.arange(0, int(places[-1]), RUN))
        cuts = [*dict.fromkeys(chosen.tolist()), len(places) - 1]
        for low, high in pairwise(cuts):
            if low < high:
                yield partial(self._sweep, kernel, self.bounds[low : high + 1].copy())

    def _sweep(self, kernel: Any, bounds: Array) -> None:
        most = int(np.diff(self.starts[bounds]).max())
        state = new_state(self.track, most, int(np.diff(bounds).max()))
        ratios = self.out.view(np.float64)
        kernel.sweep(
            self.track.plan, state, self.events, self.out, ratios, bounds, self.starts
        )

    def values(self) -> Iterator[tuple[Window, Values]]:
        """The output of each window."""
        every = np.ones(self.out.shape[1], np.bool_)
        every[self.keyless] = False
        self.out[:, self.keyless] = k.NOTHING
        for window, column in zip(self.track.windows, self.out, strict=True):
            yield window, finished(window, column, every)


def _clustered(track: Track, source: Source, kernel: Any) -> _Clustered:
    for name, values in summed(track, source):
        check_sum(name, values)
    line = timeline(track, source)
    entity, count = numbered(merged_keys(track, source, line))
    found = events(track, source, line, entity, _coded)
    starts = np.empty(count + 1, np.int64)
    order = np.empty(line.length, np.int32)
    kernel.cluster(found.entity, starts, np.empty_like(starts), order)
    out = np.empty((len(track.windows), source.rows()), np.int64)
    keyless = np.flatnonzero(entity < 0)
    if len(found.target):
        keyless = found.target[keyless]
        keyless = keyless[keyless >= 0]
    placed = found._replace(order=order[: starts[-1]])
    return _Clustered(track, placed, starts, _bounds(starts), keyless, out)


def _coded(_: str, column: Array) -> Array:
    return np.unique(column, return_inverse=True)[1].reshape(-1)


def _bounds(starts: Array) -> Array:
    """Where to cut entities so that a partition has about PARTITION events."""
    wanted = np.arange(0, int(starts[-1]) + PARTITION, PARTITION)
    cuts = np.searchsorted(starts, wanted, side="left")
    return np.unique(np.append(np.minimum(cuts, len(starts) - 1), 0))
