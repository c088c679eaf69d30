"""What the kernel needs around it: clearing, forgetting, clustering, sweeping.

Compiled as `engine.windows.kernel` is, and for the same reason over arrays.

What it does not do: compute windows; only `kernel.process` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.engine.windows.kernel import (
    COUNTED,
    CURSOR,
    CURSOR_TS,
    ENTITY,
    FAR,
    FIRST,
    HELD,
    NEWEST,
    OLDEST,
    OP,
    PAIR_MASK,
    PAIRS_HELD,
    PEAK,
    SLOT_WORDS,
    TABLE_WORDS,
    TAIL,
    TS,
    expire,
    hashed,
    process,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.engine.windows.kernel import Events, Plan, State


def clear(slots: NDArray[Any], table: NDArray[Any], start: int, stop: int) -> None:
    """Make entities new."""
    for entity in range(start, stop):
        table[entity, TAIL] = -1
        for s in range(len(slots)):
            at = TABLE_WORDS + SLOT_WORDS * s
            table[entity, at + CURSOR] = -1
            table[entity, at + CURSOR_TS] = FAR
            table[entity, at + COUNTED] = -1 if slots[s, OP] == PEAK else 0
            table[entity, at + HELD] = 0


def retire(plan: Plan, state: State, now: int, longest: int) -> None:
    """Forget log rows that left the longest window, as no event before `now` comes.

    The slots of their entities are expired first, so that nothing points at a
    row that is gone.
    """
    marks, log = state.marks, state.log
    ring = len(log) - 1
    while marks[OLDEST] <= marks[NEWEST]:
        row = marks[OLDEST] & ring
        if log[row, TS] >= now - longest:
            break
        own = state.table[int(log[row, ENTITY])]
        expire(plan.slots, log, own, now)
        marks[OLDEST] += 1


def rehash(
    marks: NDArray[Any], old: NDArray[Any], new: NDArray[Any], p: int, oldest: int
) -> None:
    """Put the pairs whose event is `oldest` or newer into a larger, empty table."""
    mask = new.shape[1] - 1
    for at in range(old.shape[1]):
        key = old[p, at, 0]
        if key >= 0 and old[p, at, 1] >= oldest:
            place = hashed(key >> 32, key & (2**32 - 1)) & mask
            while new[p, place, 0] >= 0:
                place = (place + 1) & mask
            new[p, place, 0] = key
            new[p, place, 1] = old[p, at, 1]
            marks[PAIRS_HELD] += 1


def cluster(
    entity: NDArray[Any], starts: NDArray[Any], place: NDArray[Any], order: NDArray[Any]
) -> None:
    """Positions sorted by entity, stable: a counting sort.

    `starts[k]` becomes the place of entity k's first event in `order`, with
    one entry more than there are entities. Events without an entity are left
    out.
    """
    for k in range(len(starts)):
        starts[k] = 0
    for i in range(len(entity)):
        if entity[i] >= 0:
            starts[entity[i] + 1] += 1
    for k in range(1, len(starts)):
        starts[k] += starts[k - 1]
    for k in range(len(starts)):
        place[k] = starts[k]
    for i in range(len(entity)):
        if entity[i] >= 0:
            order[place[entity[i]]] = i
            place[entity[i]] += 1


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
    marks = state.marks
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
        clear(plan.slots, state.table, 0, high - low)
        process(plan, state, events, out, ratios, starts[low], starts[high])
