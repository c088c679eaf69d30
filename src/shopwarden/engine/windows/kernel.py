"""The kernel: exact sliding windows over plain arrays.

`process` is the only place where windows are computed, in every mode. It
takes events in the total order (of each entity at least), the plan as data
and the state as arrays, so a new feature never compiles anew. It is written
in the subset of Python that numba compiles, and runs uncompiled too
(`engine.windows.compiled`).

Neighbouring events of one entity are a run: in bulk many, in a batch often
one. A run is appended to the log, then each slot passes over it
(`engine.windows.slots`) and what is read of the slot is written. So a pass
keeps a slot's state in registers. How events are cut into runs changes
nothing, for a slot never sees an event before its turn.

What it does not do: order events, find entities, know what a column means.

>>> hashed(1, 2) == hashed(1, 2) >= 0
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.engine.windows.layout import (
    EVENT_WORDS,
    FAR,
    FEEDS,
    FIRST,
    FOREVER,
    GOT_COUNTED,
    GOT_HELD,
    GOT_TS,
    HALF,
    LOG_WORDS,
    LOW_HALF,
    MOMENT,
    NEVER,
    NEWEST,
    NEXT,
    NOTHING,
    OLDEST,
    OUTPUT,
    OUTPUTS,
    PAIR_MASK,
    PAIRS_HELD,
    PLACE,
    READ_COUNTED,
    READ_HELD,
    READ_MEAN,
    READ_SINCE,
    READ_TS,
    RUN_ROWS,
    SIZE,
    TAIL,
    TS,
    WHO,
)
from shopwarden.engine.windows.slots import advance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.engine.windows.layout import Events, Plan, State


def process(
    plan: Plan,
    state: State,
    events: Events,
    out: NDArray[Any],
    ratios: NDArray[Any],
    start: int,
    stop: int,
) -> None:
    """Take the events from `start` to `stop`; write their features to `out`.

    `out` has a row for each target and a column for each feature; `ratios` is
    the same memory as float64, for means.
    """
    slots, outputs, table, run = plan.slots, plan.outputs, state.table, state.run
    marks, log, pairs = state.marks, state.log, state.pairs
    streams, values = plan.pairs, len(plan.values)
    rows, targets = events.rows, events.targets
    most, first = run.shape[1], marks[FIRST]
    at = start
    while at < stop:
        entity = rows[at, WHO] & LOW_HALF
        end = at + 1
        last = min(stop, at + most)
        while end < last and rows[end, WHO] & LOW_HALF == entity:
            end += 1
        own = table[entity - first]
        enlist(marks, log, own, pairs, streams, run, rows, values, at, end)
        for s in range(len(slots)):
            advance(slots, s, log, own, run)
            for o in range(slots[s, OUTPUT], slots[s, OUTPUTS]):
                emit(outputs[o], run, targets, out, ratios, at, end)
        at = end


def enlist(
    marks: NDArray[Any],
    log: NDArray[Any],
    own: NDArray[Any],
    pairs: NDArray[Any],
    streams: NDArray[Any],
    run: NDArray[Any],
    rows: NDArray[Any],
    values: int,
    start: int,
    stop: int,
) -> None:
    """Append the events of a run to the log and to their entity's list."""
    ring, oldest, new, tail = len(log) - 1, marks[OLDEST], marks[NEWEST], own[TAIL]
    run[SIZE, 0] = stop - start
    for i in range(start, stop):
        e, who = i - start, rows[i, WHO]
        run[MOMENT, e], run[PLACE, e], run[FEEDS, e] = rows[i, TS], new + 1, who
        if who >> HALF == 0:
            continue
        new += 1
        row = new & ring
        log[row, TS], log[row, WHO], log[row, NEXT] = rows[i, TS], who, -1
        for v in range(values):
            log[row, LOG_WORDS + v] = rows[i, EVENT_WORDS + v]
        if tail >= oldest:
            log[tail & ring, NEXT] = new
        tail = new
        for p in range(len(streams)):
            if (who >> streams[p]) & 1:
                link, code = LOG_WORDS + values + p, rows[i, EVENT_WORDS + values + p]
                log[row, link] = NEVER
                before = swap(marks, pairs, p, who & LOW_HALF, code, new)
                moment = -FAR
                if before >= oldest:
                    log[before & ring, link] = new
                    moment = log[before & ring, TS]
                elif before >= 0:  # forgotten: only windows without end see it
                    moment = -FOREVER // 2
                run[RUN_ROWS + p, e] = moment
    own[TAIL], marks[NEWEST] = tail, new


def hashed(entity: int, code: int) -> int:
    """A hash of two numbers below 2**31 that never leaves 62 bits."""
    mixed = (entity * 1640531527) ^ (code * 1103515245)
    return mixed ^ (mixed >> 15) ^ (mixed >> 29)


def swap(
    marks: NDArray[Any], pairs: NDArray[Any], p: int, entity: int, code: int, new: int
) -> int:
    """Make event `new` the last of (entity, code); the one before, or -1."""
    mask = marks[PAIR_MASK]
    key = (entity << HALF) | code
    place = hashed(entity, code) & mask
    while pairs[p, place, 0] != key:
        if pairs[p, place, 0] < 0:
            pairs[p, place, 0] = key
            pairs[p, place, 1] = new
            marks[PAIRS_HELD] += 1
            return -1
        place = (place + 1) & mask
    before = int(pairs[p, place, 1])
    pairs[p, place, 1] = new
    return before


def emit(
    output: NDArray[Any],
    run: NDArray[Any],
    targets: NDArray[Any],
    out: NDArray[Any],
    ratios: NDArray[Any],
    start: int,
    stop: int,
) -> None:
    """Write one feature of the events of a run."""
    what, column, targeted = output[0], output[1], len(targets) > 0
    for i in range(start, stop):
        e = i - start
        target = targets[i] if targeted else i
        if target < 0:
            continue
        if what == READ_COUNTED:
            out[target, column] = run[GOT_COUNTED, e]
        elif what == READ_HELD:
            out[target, column] = run[GOT_HELD, e]
        elif run[GOT_TS, e] == FAR:
            out[target, column] = NOTHING
        elif what == READ_MEAN:
            ratios[target, column] = run[GOT_HELD, e] / run[GOT_COUNTED, e]
        elif what == READ_TS:
            out[target, column] = run[GOT_TS, e]
        elif what == READ_SINCE:
            out[target, column] = run[MOMENT, e] - run[GOT_TS, e]
        else:
            out[target, column] = run[GOT_HELD, e]
