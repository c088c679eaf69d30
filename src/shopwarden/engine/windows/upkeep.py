"""What the kernel needs around it: forgetting, clustering, sweeping.

Compiled as `engine.windows.kernel` is, and for the same reason over arrays.

What it does not do: compute windows; only `kernel.process` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.engine.windows.kernel import hashed, process
from shopwarden.engine.windows.layout import (
    EVENT_WORDS,
    EVERY_STREAM,
    FEEDS,
    FIRST,
    HALF,
    LOW_HALF,
    MOMENT,
    NEWEST,
    NOTHING,
    OLDEST,
    PAIR_MASK,
    PAIRS_HELD,
    PLACE,
    SIZE,
    TS,
    WHO,
)
from shopwarden.engine.windows.slots import advance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.engine.windows.layout import Columns, Events, Plan, State


def retire(plan: Plan, state: State, now: int, longest: int) -> None:
    """Forget log rows that left the longest window, as no event before `now` comes.

    The slots of their entities pass over a moment without an event first, so
    that nothing points at a row that is gone.
    """
    marks, log, run = state.marks, state.log, state.run
    ring = len(log) - 1
    run[SIZE, 0], run[MOMENT, 0], run[FEEDS, 0] = 1, now, 0
    run[PLACE, 0] = marks[NEWEST] + 1
    while marks[OLDEST] <= marks[NEWEST]:
        row = marks[OLDEST] & ring
        if log[row, TS] >= now - longest:
            break
        own = state.table[log[row, WHO] & LOW_HALF]
        for s in range(len(plan.slots)):
            advance(plan.slots, s, log, own, run)
        marks[OLDEST] += 1


def rehash(
    marks: NDArray[Any], old: NDArray[Any], new: NDArray[Any], p: int, oldest: int
) -> None:
    """Put the pairs whose event is `oldest` or newer into a larger, empty table."""
    mask = new.shape[1] - 1
    for at in range(old.shape[1]):
        key = old[p, at, 0]
        if key >= 0 and old[p, at, 1] >= oldest:
            place = hashed(key >> HALF, key & LOW_HALF) & mask
            while new[p, place, 0] >= 0:
                place = (place + 1) & mask
            new[p, place, 0] = key
            new[p, place, 1] = old[p, at, 1]
            marks[PAIRS_HELD] += 1


def cluster(
    entity: NDArray[Any], starts: NDArray[Any], free: NDArray[Any], places: NDArray[Any]
) -> None:
    """Where events go when they are sorted by entity, stable: a counting sort.

    `starts[k]` becomes the place of entity k's first event, with one entry
    more than there are entities; the place of an event without one is -1.
    """
    for k in range(len(starts)):
        starts[k] = 0
    for i in range(len(entity)):
        if entity[i] >= 0:
            starts[entity[i] + 1] += 1
    for k in range(1, len(starts)):
        starts[k] += starts[k - 1]
    for k in range(len(starts)):
        free[k] = starts[k]
    for i in range(len(entity)):
        places[i] = -1
        if entity[i] >= 0:
            places[i] = free[entity[i]]
            free[entity[i]] += 1


def pack(
    columns: Columns, places: NDArray[Any], events: Events, start: int, stop: int
) -> None:
    """Write events as rows to their places; a place of -1 is left out."""
    entity, ts, bits = columns.entity, columns.ts, columns.bits
    values, codes, targets = columns.values, columns.codes, columns.targets
    rows, placed, varied = events.rows, events.targets, len(columns.bits) > 0
    for i in range(start, stop):
        at = places[i]
        if at < 0:
            continue
        rows[at, TS] = ts[i]
        fed = bits[i] if varied else EVERY_STREAM
        rows[at, WHO] = (fed << HALF) | int(entity[i])
        for v in range(len(values)):
            rows[at, EVENT_WORDS + v] = values[v, i]
        for p in range(len(codes)):
            rows[at, EVENT_WORDS + len(values) + p] = codes[p, i]
        if len(targets) > 0:
            placed[at] = targets[i]


def collect(
    out: NDArray[Any], places: NDArray[Any], found: NDArray[Any], start: int, stop: int
) -> None:
    """Columns of features from rows: `found[:, i]` is row `places[i]` of `out`."""
    for i in range(start, stop):
        at = places[i]
        for column in range(len(found)):
            found[column, i] = out[at, column] if at >= 0 else NOTHING


def sweep(
    plan: Plan,
    state: State,
    events: Events,
    out: NDArray[Any],
    ratios: NDArray[Any],
    bounds: NDArray[Any],
    starts: NDArray[Any],
) -> None:
    """Process partitions, each with a fresh state.

    Partition b holds the entities from bounds[b] to bounds[b + 1].
    """
    marks, blank = state.marks, plan.blank
    for b in range(len(bounds) - 1):
        low, high = bounds[b], bounds[b + 1]
        size = 1
        while size < 2 * (starts[high] - starts[low]):
            size *= 2
        marks[NEWEST] = -1
        marks[OLDEST] = 0
        marks[FIRST] = low
        marks[PAIR_MASK] = size - 1
        for p in range(len(state.pairs)):
            for place in range(size):
                state.pairs[p, place, 0] = -1
        for entity in range(high - low):
            for word in range(len(blank)):
                state.table[entity, word] = blank[word]
        process(plan, state, events, out, ratios, starts[low], starts[high])
