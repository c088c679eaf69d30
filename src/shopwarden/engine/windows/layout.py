"""The arrays the kernel works on: which word of a row means what.

An event is a row of int64: TS, WHO, its value columns, its codes. The log
holds one row for each event that feeds a window; a row links to the next
event of its entity, so a window is a cursor into that list. After the values
come, for each pair, the later event with the same code (NEVER: none yet), and
for each deque the links to its neighbours.

An entity's row holds the tail of its list and four words for each slot (one
slot is one sum, count, … over one window):

    op          CURSOR            CURSOR_TS   COUNTED        HELD
    COUNT       oldest inside     its ts      events
    SUM         oldest inside     its ts      events         their sum
    DISTINCT    oldest inside     its ts      values
    PEAK        head of deque     its ts      tail of deque  the head's value
    BEST        first (no window) its ts                     the best so far
    LATEST      last              its ts                     its value

CURSOR is -1, and CURSOR_TS far, where nothing is inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Words of an event's row and of the log's; WHO has the entity in its low half
# and a bit for each stream the event feeds in its high half.
TS, WHO, EVENT_WORDS = 0, 1, 2
NEXT, LOG_WORDS = 2, 3
HALF, LOW_HALF = 32, 2**32 - 1
# Words of an entity's row: the tail of its list, then its slots.
TAIL, TABLE_WORDS = 0, 1
CURSOR, CURSOR_TS, COUNTED, HELD, SLOT_WORDS = 0, 1, 2, 3, 4
# Words of a slot's row in the plan: STREAM counts from WHO's high half; LINK
# is a pair's or a deque's word of the log, or -1; BEFORE is 1 where the slot is read
# before an event enters; its outputs are OUTPUT up to OUTPUTS.
OP, LENGTH, STREAM, VALUE, LINK, PAIR, SIGN, BEFORE = 0, 1, 2, 3, 4, 5, 6, 7
OUTPUT, OUTPUTS, PLAN_WORDS = 8, 9, 10
COUNT, SUM, DISTINCT, PEAK, BEST, LATEST = 0, 1, 2, 3, 4, 5
# What an output reads of its slot.
READ_COUNTED, READ_HELD, READ_MEAN, READ_VALUE, READ_TS, READ_SINCE = 0, 1, 2, 3, 4, 5
# Marks of a state.
FIRST, NEWEST, OLDEST, PAIR_MASK, PAIRS_HELD, MARKS = 0, 1, 2, 3, 4, 5
# Rows of a run: the number of its events, then a column for each event: its ts,
# its place in the log (or that of the next event in it), its WHO, what is read
# of the slot at hand, and for each pair the ts of the event before with the
# same code.
SIZE, MOMENT, PLACE, FEEDS = 0, 1, 2, 3
GOT_COUNTED, GOT_HELD, GOT_TS, RUN_ROWS = 4, 5, 6, 7

RUN = 256  # events at most; their rows of the log stay in a first-level cache
FAR = 2**62  # later than every moment
FOREVER = 2**61  # longer than every window
NEVER = 2**62  # after every place in the log
NOTHING = -(2**63)  # records.schema.MISSING
EVERY_STREAM = 2**31 - 1


class Plan(NamedTuple):
    """The windows of one track as numbers."""

    slots: NDArray[Any]  # int64 [slots, PLAN_WORDS]
    outputs: NDArray[Any]  # int64 [outputs, 2]: what is read, its column
    pairs: NDArray[Any]  # int64 [pairs]: the stream of each pair
    values: NDArray[Any]  # int64 [value columns]: nothing but their number
    blank: NDArray[Any]  # int64 [words]: the row of a new entity


class State(NamedTuple):
    """All that is kept between events."""

    marks: NDArray[Any]  # int64 [MARKS]
    log: NDArray[Any]  # int64 [a power of two, words]: a ring
    table: NDArray[Any]  # int64 [entities, words]
    pairs: NDArray[Any]  # int64 [pairs, a power of two, 2]: key, last event
    run: NDArray[Any]  # int64 [RUN_ROWS + pairs, RUN]: of one run only


class Events(NamedTuple):
    """Events in the order to take them, and where their values are written.

    An empty `targets` means: at their positions; a target of -1: nowhere.
    """

    rows: NDArray[Any]  # int64 [events, EVENT_WORDS + values + codes]
    targets: NDArray[Any]  # int32


class Columns(NamedTuple):
    """Events as columns, not in order yet; empty `bits`: all feed all streams."""

    entity: NDArray[Any]  # int32, -1 for none
    ts: NDArray[Any]  # int64
    bits: NDArray[Any]  # int64: which streams an event feeds
    values: NDArray[Any]  # int64 [value columns, events]
    codes: NDArray[Any]  # int32 [pairs, events]
    targets: NDArray[Any]  # int32, as in Events
