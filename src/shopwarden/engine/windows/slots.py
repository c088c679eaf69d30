"""How each kind of slot passes over a run of events of its entity.

The run is in the log already (`kernel.enlist`); still a slot looks at none of
its events before their turn: a walk ends at the place of the event at hand.
A distinct count drops by a leaving event only if no later event before the
one at hand has the same code.

What it does not do: write outputs; what a reader of the slot sees at each
event is left in the run's rows GOT_….
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.engine.windows.layout import (
    BEFORE,
    BEST,
    COUNTED,
    CURSOR,
    CURSOR_TS,
    DISTINCT,
    FAR,
    FEEDS,
    GOT_COUNTED,
    GOT_HELD,
    GOT_TS,
    HELD,
    LATEST,
    LENGTH,
    LINK,
    MOMENT,
    NEXT,
    OP,
    PAIR,
    PEAK,
    PLACE,
    RUN_ROWS,
    SIGN,
    SIZE,
    SLOT_WORDS,
    STREAM,
    TABLE_WORDS,
    TS,
    VALUE,
    WHO,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


def advance(
    slots: NDArray[Any],
    s: int,
    log: NDArray[Any],
    own: NDArray[Any],
    run: NDArray[Any],
) -> None:
    """Pass slot `s` of an entity over the events of a run."""
    slot, at = slots[s], TABLE_WORDS + SLOT_WORDS * s
    op = slot[OP]
    if op == DISTINCT:
        vary(slot, at, log, own, run)
    elif op == PEAK:
        peak(slot, at, log, own, run)
    elif op == BEST:
        best(slot, at, log, own, run)
    elif op == LATEST:
        latest(slot, at, log, own, run)
    else:
        roll(slot, at, log, own, run)


def walk(
    slot: NDArray[Any], log: NDArray[Any], cursor: int, place: int, low: int
) -> tuple[int, int, int, int]:
    """Move a cursor to the first event at or after `low` that lies before `place`.

    Returns it, its ts, how many left (of a distinct count: only those whose
    code no event before `place` has again), and the sum of their values.
    """
    ring, stream = len(log) - 1, slot[STREAM]
    value, link = slot[VALUE], slot[LINK]
    gone, total = 0, 0
    while 0 <= cursor < place:
        row = cursor & ring
        if (log[row, WHO] >> stream) & 1:
            if log[row, TS] >= low:
                return cursor, log[row, TS], gone, total
            gone += int(link < 0 or log[row, link] >= place)
            if value >= 0:
                total += log[row, value]
        cursor = log[row, NEXT]
    return -1, FAR, gone, total


def roll(
    slot: NDArray[Any],
    at: int,
    log: NDArray[Any],
    own: NDArray[Any],
    run: NDArray[Any],
) -> None:
    """How many events are inside, and their sum."""
    ring, before = len(log) - 1, slot[BEFORE] == 1
    length, stream, value = slot[LENGTH], slot[STREAM], slot[VALUE]
    cursor, cursor_ts = own[at + CURSOR], own[at + CURSOR_TS]
    counted, held = own[at + COUNTED], own[at + HELD]
    for e in range(run[SIZE, 0]):
        ts, place = run[MOMENT, e], run[PLACE, e]
        low = ts - length
        if cursor_ts < low:
            cursor, cursor_ts, gone, total = walk(slot, log, cursor, place, low)
            counted, held = counted - gone, held - total
        if before:
            run[GOT_COUNTED, e], run[GOT_HELD, e] = counted, held
            run[GOT_TS, e] = cursor_ts
        if (run[FEEDS, e] >> stream) & 1:
            counted += 1
            if value >= 0:
                held += log[place & ring, value]
            if cursor < 0:
                cursor, cursor_ts = place, ts
        if not before:
            run[GOT_COUNTED, e], run[GOT_HELD, e] = counted, held
            run[GOT_TS, e] = cursor_ts
    own[at + CURSOR], own[at + CURSOR_TS] = cursor, cursor_ts
    own[at + COUNTED], own[at + HELD] = counted, held


def vary(
    slot: NDArray[Any],
    at: int,
    log: NDArray[Any],
    own: NDArray[Any],
    run: NDArray[Any],
) -> None:
    """How many different codes are inside."""
    before = slot[BEFORE] == 1
    length, stream, pair = slot[LENGTH], slot[STREAM], RUN_ROWS + slot[PAIR]
    cursor, cursor_ts = own[at + CURSOR], own[at + CURSOR_TS]
    counted = own[at + COUNTED]
    for e in range(run[SIZE, 0]):
        ts, place = run[MOMENT, e], run[PLACE, e]
        low = ts - length
        if cursor_ts < low:
            cursor, cursor_ts, gone, _ = walk(slot, log, cursor, place, low)
            counted -= gone
        if before:
            run[GOT_COUNTED, e], run[GOT_TS, e] = counted, cursor_ts
        if (run[FEEDS, e] >> stream) & 1:
            counted += int(run[pair, e] < low)
            if cursor < 0:
                cursor, cursor_ts = place, ts
        if not before:
            run[GOT_COUNTED, e], run[GOT_TS, e] = counted, cursor_ts
    own[at + CURSOR], own[at + CURSOR_TS] = cursor, cursor_ts
    own[at + COUNTED] = counted


def peak(
    slot: NDArray[Any],
    at: int,
    log: NDArray[Any],
    own: NDArray[Any],
    run: NDArray[Any],
) -> None:
    """The largest (SIGN -1: smallest) value inside: the head of a deque.

    An event leaves the deque at its head when it is too old, at its tail when
    a newer one is as large.
    """
    ring, before = len(log) - 1, slot[BEFORE] == 1
    length, stream, value = slot[LENGTH], slot[STREAM], slot[VALUE]
    link, sign = slot[LINK], slot[SIGN]
    head, head_ts = own[at + CURSOR], own[at + CURSOR_TS]
    tail, held = own[at + COUNTED], own[at + HELD]
    for e in range(run[SIZE, 0]):
        ts, place = run[MOMENT, e], run[PLACE, e]
        low = ts - length
        if head_ts < low:
            while head >= 0 and log[head & ring, TS] < low:
                head = log[head & ring, link + 1]
            if head < 0:
                head_ts, tail = FAR, -1
            else:
                log[head & ring, link] = -1
                head_ts, held = log[head & ring, TS], log[head & ring, value]
        if before:
            run[GOT_HELD, e], run[GOT_TS, e] = held, head_ts
        if (run[FEEDS, e] >> stream) & 1:
            row = place & ring
            new = log[row, value]
            while tail >= 0 and sign * log[tail & ring, value] <= sign * new:
                tail = log[tail & ring, link]
            log[row, link], log[row, link + 1] = tail, -1
            if tail < 0:
                head, head_ts, held = place, ts, new
            else:
                log[tail & ring, link + 1] = place
            tail = place
        if not before:
            run[GOT_HELD, e], run[GOT_TS, e] = held, head_ts
    own[at + CURSOR], own[at + CURSOR_TS] = head, head_ts
    own[at + COUNTED], own[at + HELD] = tail, held


def best(
    slot: NDArray[Any],
    at: int,
    log: NDArray[Any],
    own: NDArray[Any],
    run: NDArray[Any],
) -> None:
    """The largest (SIGN -1: smallest) value since the beginning."""
    ring, before = len(log) - 1, slot[BEFORE] == 1
    stream, value, sign = slot[STREAM], slot[VALUE], slot[SIGN]
    first, first_ts, held = own[at + CURSOR], own[at + CURSOR_TS], own[at + HELD]
    for e in range(run[SIZE, 0]):
        if before:
            run[GOT_HELD, e], run[GOT_TS, e] = held, first_ts
        if (run[FEEDS, e] >> stream) & 1:
            new = log[run[PLACE, e] & ring, value]
            if first < 0 or sign * new > sign * held:
                held = new
            if first < 0:
                first, first_ts = run[PLACE, e], run[MOMENT, e]
        if not before:
            run[GOT_HELD, e], run[GOT_TS, e] = held, first_ts
    own[at + CURSOR], own[at + CURSOR_TS], own[at + HELD] = first, first_ts, held


def latest(
    slot: NDArray[Any],
    at: int,
    log: NDArray[Any],
    own: NDArray[Any],
    run: NDArray[Any],
) -> None:
    """The last event inside and its value."""
    ring, before = len(log) - 1, slot[BEFORE] == 1
    length, stream, value = slot[LENGTH], slot[STREAM], slot[VALUE]
    last, last_ts, held = own[at + CURSOR], own[at + CURSOR_TS], own[at + HELD]
    for e in range(run[SIZE, 0]):
        if last_ts < run[MOMENT, e] - length:
            last, last_ts = -1, FAR
        if before:
            run[GOT_HELD, e], run[GOT_TS, e] = held, last_ts
        if (run[FEEDS, e] >> stream) & 1:
            last, last_ts = run[PLACE, e], run[MOMENT, e]
            if value >= 0:
                held = log[last & ring, value]
        if not before:
            run[GOT_HELD, e], run[GOT_TS, e] = held, last_ts
    own[at + CURSOR], own[at + CURSOR_TS], own[at + HELD] = last, last_ts, held
