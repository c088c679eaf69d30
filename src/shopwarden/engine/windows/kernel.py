"""The kernel: exact sliding windows, one event at a time, over plain arrays.

`process` is the only place where windows are computed, in every mode. It
takes events in the total order (of each entity at least), the plan as data
and the state as arrays, so a new feature never compiles anew. It is written
in the subset of Python that numba compiles, and runs uncompiled too
(`engine.windows.compiled`).

The log holds one row for each event that feeds a window; a row links to the
next event of its entity, so a window is a cursor into that list. An entity's
row holds the tail of its list and four words for each slot (one slot is one
sum, count, … over one window):

    op          CURSOR            CURSOR_TS   COUNTED        HELD
    COUNT       oldest inside     its ts      events
    SUM         oldest inside     its ts      events         their sum
    DISTINCT    oldest inside     its ts      values
    PEAK        head of deque     its ts      tail of deque  the head's value
    BEST        first (no window) its ts                     the best so far
    LATEST      last              its ts                     its value

CURSOR is -1, and CURSOR_TS far, where nothing is inside. A distinct count
drops by a leaving event only if no later event had the same value: that
event's `superseded` bit, one for each pair of entity and value column, is set
after all slots saw the newer event.

What it does not do: order events, find entities, know what a column means.

>>> hashed(1, 2) == hashed(1, 2) >= 0
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Words of a row of the log; value columns and the links of deques follow.
TS, NEXT, BITS, ENTITY, LOG_WORDS = 0, 1, 2, 3, 4
# Words of an entity's row: the tail of its list, then its slots.
TAIL, TABLE_WORDS = 0, 1
CURSOR, CURSOR_TS, COUNTED, HELD, SLOT_WORDS = 0, 1, 2, 3, 4
# Words of a slot's row in the plan.
OP, LENGTH, STREAM, VALUE, LINK, PAIR, SIGN, PLAN_WORDS = 0, 1, 2, 3, 4, 5, 6, 7
COUNT, SUM, DISTINCT, PEAK, BEST, LATEST = 0, 1, 2, 3, 4, 5
# Words of an output's row in the plan, and what is read of a slot.
SLOT, WHAT, COLUMN, BEFORE, OUTPUT_WORDS = 0, 1, 2, 3, 4
READ_COUNTED, READ_HELD, READ_MEAN, READ_VALUE, READ_TS, READ_SINCE = 0, 1, 2, 3, 4, 5
# Marks of a state.
FIRST, NEWEST, OLDEST, PAIR_MASK, PAIRS_HELD, MARKS = 0, 1, 2, 3, 4, 5

FAR = 2**62  # later than every moment
FOREVER = 2**61  # longer than every window
SUPERSEDED = 32  # the first of the superseded bits; the streams are below it
EVERY_STREAM = 2**31 - 1
NOTHING = -(2**63)  # records.schema.MISSING


class Plan(NamedTuple):
    """The windows of one track as numbers."""

    slots: NDArray[Any]  # int64 [slots, PLAN_WORDS]
    outputs: NDArray[Any]  # int64 [outputs, OUTPUT_WORDS]
    pairs: NDArray[Any]  # int64 [pairs]: the stream of each pair


class State(NamedTuple):
    """All that is kept between events."""

    marks: NDArray[Any]  # int64 [MARKS]
    log: NDArray[Any]  # int64 [a power of two, words]: a ring
    table: NDArray[Any]  # int64 [entities, words]
    pairs: NDArray[Any]  # int64 [pairs, a power of two, 2]: key, last event
    recent: NDArray[Any]  # int64 [pairs]: the event before this one of its pair


class Events(NamedTuple):
    """Events by position; an empty `order`, `bits` or `target` is the obvious one.

    `bits` says which streams an event feeds (obvious: all), `target` where
    its values are written, -1 for nowhere (obvious: at its position).
    """

    order: NDArray[Any]  # int32: positions in the order to process
    entity: NDArray[Any]  # int32
    ts: NDArray[Any]  # int64
    bits: NDArray[Any]  # int64
    target: NDArray[Any]  # int32
    values: NDArray[Any]  # int64 [value columns, events]
    codes: NDArray[Any]  # int32 [pairs, events]


def process(
    plan: Plan,
    state: State,
    events: Events,
    out: NDArray[Any],
    ratios: NDArray[Any],
    start: int,
    stop: int,
) -> None:
    """Take the events `order[start:stop]`; write features to `out`.

    `ratios` is the same memory as `out`, as float64, for means.
    """
    slots, outputs, streams = plan.slots, plan.outputs, plan.pairs
    marks, log, table = state.marks, state.log, state.table
    pairs, recent = state.pairs, state.recent
    order, entities, moments = events.order, events.entity, events.ts
    all_bits, targets = events.bits, events.target
    values, codes = events.values, events.codes
    ordered, varied, targeted = len(order) > 0, len(all_bits) > 0, len(targets) > 0
    first = marks[FIRST]
    for at in range(start, stop):
        i = int(order[at]) if ordered else at
        entity = int(entities[i]) - first
        own = table[entity]
        ts = moments[i]
        bits = all_bits[i] if varied else EVERY_STREAM
        target = int(targets[i]) if targeted else i
        expire(slots, log, own, ts)
        if target >= 0:
            read(outputs, own, ts, out, ratios, target, 1)
        if bits != 0:
            append(marks, log, own, values, i, entity, ts, bits)
            for p in range(len(streams)):
                recent[p] = -1
                if (bits >> streams[p]) & 1:
                    recent[p] = swap(marks, pairs, p, entity, int(codes[p, i]))
            for s in range(len(slots)):
                if (bits >> slots[s, STREAM]) & 1:
                    enter(slots, s, marks, log, own, recent, ts)
            supersede(marks, log, recent)
        if target >= 0:
            read(outputs, own, ts, out, ratios, target, 0)


def expire(slots: NDArray[Any], log: NDArray[Any], own: NDArray[Any], ts: int) -> None:
    """Let what is older than each window leave an entity's slots."""
    for s in range(len(slots)):
        at = TABLE_WORDS + SLOT_WORDS * s
        low = ts - slots[s, LENGTH]
        if own[at + CURSOR_TS] >= low:
            continue
        op = slots[s, OP]
        if op == PEAK:
            drop(slots, s, log, own, low)
        elif op == LATEST:
            own[at + CURSOR] = -1
            own[at + CURSOR_TS] = FAR
        else:
            slide(slots, s, log, own, low)


def slide(
    slots: NDArray[Any],
    s: int,
    log: NDArray[Any],
    own: NDArray[Any],
    low: int,
) -> None:
    """Move a cursor to the first event at or after `low`."""
    at = TABLE_WORDS + SLOT_WORDS * s
    ring = len(log) - 1
    stream, value, pair = slots[s, STREAM], slots[s, VALUE], slots[s, PAIR]
    cursor = own[at + CURSOR]
    ts = FAR
    gone, total = 0, 0
    while cursor >= 0:
        row = cursor & ring
        bits = log[row, BITS]
        if (bits >> stream) & 1:
            ts = log[row, TS]
            if ts >= low:
                break
            if pair < 0 or not (bits >> (SUPERSEDED + pair)) & 1:
                gone += 1
            if value >= 0:
                total += log[row, value]
        cursor = log[row, NEXT]
    own[at + CURSOR] = cursor
    own[at + CURSOR_TS] = ts if cursor >= 0 else FAR
    own[at + COUNTED] -= gone
    own[at + HELD] -= total


def drop(
    slots: NDArray[Any],
    s: int,
    log: NDArray[Any],
    own: NDArray[Any],
    low: int,
) -> None:
    """Drop the head of a deque until it is at or after `low`."""
    at = TABLE_WORDS + SLOT_WORDS * s
    ring = len(log) - 1
    value, link = slots[s, VALUE], slots[s, LINK]
    head = own[at + CURSOR]
    while head >= 0 and log[head & ring, TS] < low:
        head = log[head & ring, link + 1]
    own[at + CURSOR] = head
    if head < 0:
        own[at + CURSOR_TS] = FAR
        own[at + COUNTED] = -1
    else:
        row = head & ring
        log[row, link] = -1
        own[at + CURSOR_TS] = log[row, TS]
        own[at + HELD] = log[row, value]


def append(
    marks: NDArray[Any],
    log: NDArray[Any],
    own: NDArray[Any],
    values: NDArray[Any],
    i: int,
    entity: int,
    ts: int,
    bits: int,
) -> None:
    """Append an event to the log and to its entity's list."""
    ring = len(log) - 1
    new = marks[NEWEST] + 1
    marks[NEWEST] = new
    row = new & ring
    log[row, TS] = ts
    log[row, NEXT] = -1
    log[row, BITS] = bits
    log[row, ENTITY] = entity
    for v in range(len(values)):
        log[row, LOG_WORDS + v] = values[v, i]
    tail = own[TAIL]
    if tail >= marks[OLDEST]:
        log[tail & ring, NEXT] = new
    own[TAIL] = new


def supersede(marks: NDArray[Any], log: NDArray[Any], recent: NDArray[Any]) -> None:
    """Mark the events whose pairs the newest event holds again."""
    for p in range(len(recent)):
        before = recent[p]
        if before >= marks[OLDEST]:
            log[before & (len(log) - 1), BITS] |= 1 << (SUPERSEDED + p)


def enter(
    slots: NDArray[Any],
    s: int,
    marks: NDArray[Any],
    log: NDArray[Any],
    own: NDArray[Any],
    recent: NDArray[Any],
    ts: int,
) -> None:
    """Let the newest event of the log enter one slot of its entity."""
    new = marks[NEWEST]
    at = TABLE_WORDS + SLOT_WORDS * s
    row = new & (len(log) - 1)
    op, value = slots[s, OP], slots[s, VALUE]
    if op == PEAK:
        push(slots, s, log, own, new)
    elif op == DISTINCT:
        before = recent[slots[s, PAIR]]
        if is_new(log, before, marks[OLDEST], ts, slots[s, LENGTH]):
            own[at + COUNTED] += 1
    empty = own[at + CURSOR] < 0
    if op != PEAK and (empty or op == LATEST):
        own[at + CURSOR] = new
        own[at + CURSOR_TS] = ts
    if op == BEST:
        sign = slots[s, SIGN]
        if empty or sign * log[row, value] > sign * own[at + HELD]:
            own[at + HELD] = log[row, value]
    elif op == LATEST:
        own[at + HELD] = log[row, value] if value >= 0 else 0
    elif op in (COUNT, SUM):
        own[at + COUNTED] += 1
        if value >= 0:
            own[at + HELD] += log[row, value]


def is_new(log: NDArray[Any], before: int, oldest: int, ts: int, length: int) -> bool:
    """Whether a value is new to a window, `before` being its event before."""
    if before < 0:
        return True
    if length >= FOREVER:
        return False
    return before < oldest or log[before & (len(log) - 1), TS] < ts - length


def push(
    slots: NDArray[Any],
    s: int,
    log: NDArray[Any],
    own: NDArray[Any],
    new: int,
) -> None:
    """Append an event to a deque, behind all that beats it."""
    at = TABLE_WORDS + SLOT_WORDS * s
    ring = len(log) - 1
    row = new & ring
    value, link, sign = slots[s, VALUE], slots[s, LINK], slots[s, SIGN]
    held = log[row, value]
    tail = own[at + COUNTED]
    while tail >= 0 and sign * log[tail & ring, value] <= sign * held:
        tail = log[tail & ring, link]
    log[row, link] = tail
    log[row, link + 1] = -1
    if tail < 0:
        own[at + CURSOR] = new
        own[at + CURSOR_TS] = log[row, TS]
        own[at + HELD] = held
    else:
        log[tail & ring, link + 1] = new
    own[at + COUNTED] = new


def hashed(entity: int, code: int) -> int:
    """A hash of two numbers below 2**31 that never leaves 62 bits."""
    mixed = (entity * 1640531527) ^ (code * 1103515245)
    return mixed ^ (mixed >> 15) ^ (mixed >> 29)


def swap(
    marks: NDArray[Any], pairs: NDArray[Any], p: int, entity: int, code: int
) -> int:
    """Make the newest event the last of (entity, code); the one before, or -1."""
    new, mask = marks[NEWEST], marks[PAIR_MASK]
    key = (entity << 32) | code
    place = hashed(entity, code) & mask
    while pairs[p, place, 0] != key:
        if pairs[p, place, 0] < 0:
            pairs[p, place, 0] = key
            pairs[p, place, 1] = -1
            marks[PAIRS_HELD] += 1
            break
        place = (place + 1) & mask
    before = pairs[p, place, 1]
    pairs[p, place, 1] = new
    return int(before)


def read(
    outputs: NDArray[Any],
    own: NDArray[Any],
    ts: int,
    out: NDArray[Any],
    ratios: NDArray[Any],
    target: int,
    before: int,
) -> None:
    """Write the features that are read before the event joins, or after."""
    for o in range(len(outputs)):
        if outputs[o, BEFORE] != before:
            continue
        at = TABLE_WORDS + SLOT_WORDS * outputs[o, SLOT]
        what, column = outputs[o, WHAT], outputs[o, COLUMN]
        if what == READ_COUNTED:
            out[column, target] = own[at + COUNTED]
        elif what == READ_HELD:
            out[column, target] = own[at + HELD]
        elif own[at + CURSOR] < 0:
            out[column, target] = NOTHING
        elif what == READ_MEAN:
            held, counted = own[at + HELD], own[at + COUNTED]
            ratios[column, target] = held / counted
        elif what == READ_VALUE:
            out[column, target] = own[at + HELD]
        elif what == READ_TS:
            out[column, target] = own[at + CURSOR_TS]
        else:
            out[column, target] = ts - own[at + CURSOR_TS]
