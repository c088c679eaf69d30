"""The kernel: exact sliding windows over plain arrays.

`process` is the only place where windows are computed, in every mode. It
takes events in the total order (of each entity at least), the plan as data
and the state as arrays, so a new feature never compiles anew. It is written
in the subset of Python that numba compiles, and runs uncompiled too
(`engine.windows.compiled`).

Neighbouring events of one entity are a run: in bulk up to RUN of them, in a
batch often one. A run is first appended to the log, then each slot passes
over it (`engine.windows.slots`), then what is read of the slot is written.
How events are cut into runs changes nothing: a slot takes one event at a time
and never looks at events of the run that come after it.

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

CURSOR is -1, and CURSOR_TS far, where nothing is inside.

What it does not do: order events, find entities, know what a column means.

>>> hashed(1, 2) == hashed(1, 2) >= 0
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from shopwarden.engine.windows.slots import (
    ALWAYS,
    CODES,
    CURSOR_TS_AT,
    COUNTED_AT,
    FAR,
    FEEDS,
    HELD_AT,
    LOG_WORDS,
    MOMENT,
    NEXT,
    NEVER,
    PLACE,
    STEP_WORDS,
    TAIL,
    TS,
    WHO,
    advance,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN = 256  # events; their rows of the log stay in a first-level cache
