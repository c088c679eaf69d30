"""Windows grouped into tracks, and each track's plan as arrays.

A track is all windows that the same kind feeds to the same entity: they share
one list of events and one row of state. Windows that need the same numbers
share a slot.

What it does not do: look at facts. A plan depends on the windows alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.windows import layout as k
from shopwarden.engine.windows.window import Aggregate, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.records.facts import Array
    from shopwarden.records.schema import Kind

MOST_WINDOWS = 28  # so that their streams fit in half a word

_OPS = {
    Aggregate.COUNT: (k.COUNT, k.READ_COUNTED),
    Aggregate.SUM: (k.SUM, k.READ_HELD),
    Aggregate.MEAN: (k.SUM, k.READ_MEAN),
    Aggregate.MAX: (k.PEAK, k.READ_VALUE),
    Aggregate.MIN: (k.PEAK, k.READ_VALUE),
    Aggregate.DISTINCT: (k.DISTINCT, k.READ_COUNTED),
    Aggregate.SINCE_LAST: (k.LATEST, k.READ_SINCE),
    Aggregate.FIRST_SEEN: (k.COUNT, k.READ_TS),
    Aggregate.LAST: (k.LATEST, k.READ_VALUE),
}
_WITHOUT_VALUE = frozenset(
    {Aggregate.COUNT, Aggregate.SINCE_LAST, Aggregate.FIRST_SEEN}
)
ALWAYS_KNOWN = frozenset({Aggregate.COUNT, Aggregate.SUM, Aggregate.DISTINCT})

Stream = tuple[str, str]  # the mask and the value column that must be known


@dataclass(frozen=True, slots=True)
class Track:
    """Some windows of one kind and entity, in a fixed order, and their plan."""

    of: Kind
    by: tuple[str, ...]
    read_by: tuple[str, ...]
    include_self: bool
    windows: tuple[Window, ...]
    streams: tuple[Stream, ...]
    columns: tuple[str, ...]  # value columns of the log
    paired: tuple[str, ...]  # columns counted distinct, one for each pair
    plan: k.Plan

    @property
    def words(self) -> tuple[int, int, int]:
        """The width of an event's row, of the log's and of an entity's."""
        slots = self.plan.slots
        deques = int((slots[:, k.OP] == k.PEAK).sum())
        held = len(self.columns) + len(self.paired)
        return (
            k.EVENT_WORDS + held,
            k.LOG_WORDS + held + 2 * deques,
            k.TABLE_WORDS + k.SLOT_WORDS * len(slots),
        )

    @property
    def longest(self) -> int:
        """The longest window in ms, those without a beginning left out."""
        lengths = self.plan.slots[:, k.LENGTH]
        return int(lengths[lengths < k.FOREVER].max(initial=0))


def tracks(kind: Kind, windows: Sequence[Window]) -> list[Track]:
    """The tracks of windows read at facts of `kind`, in order of appearance.

    Raises ValueError for a window without its value column or of negative
    length.
    """
    groups: dict[tuple[Kind, tuple[str, ...], tuple[str, ...], bool], list[Window]] = {}
    for window in windows:
        _check(window)
        # Where a fact feeds and reads one entity, each output says whether it
        # is read before the fact joins; else two events are put in order.
        itself = window.of is not kind or window.by == window.read_by
        include = itself or window.include_self
        key = (window.of, window.by, window.read_by, include)
        groups.setdefault(key, []).append(window)
    return [
        _track(*key, tuple(group[at : at + MOST_WINDOWS]), kind)
        for key, group in groups.items()
        for at in range(0, len(group), MOST_WINDOWS)
    ]


def _check(window: Window) -> None:
    wanted = window.aggregate not in _WITHOUT_VALUE
    if wanted and window.value is None:
        raise ValueError(window)
    if window.window_ms is not None and not 0 <= window.window_ms < k.FOREVER:
        raise ValueError(window)


def _track(
    of: Kind,
    by: tuple[str, ...],
    read_by: tuple[str, ...],
    include: bool,  # noqa: FBT001 - the last part of a track's key
    windows: tuple[Window, ...],
    kind: Kind,
) -> Track:
    draft = _Draft()
    itself = of is kind and by == read_by
    slots = [
        draft.slot(window, before=itself and not window.include_self)
        for window in windows
    ]
    # The outputs of a slot stand together.
    columns = sorted(range(len(windows)), key=slots.__getitem__)
    outputs = [(_OPS[windows[column].aggregate][1], column) for column in columns]
    rows = draft.slot_rows(sorted(slots))
    plan = k.Plan(
        rows,
        np.array(outputs, np.int64).reshape(-1, 2),
        np.array([k.HALF + stream for stream in draft.pairs], np.int64),
        np.arange(len(draft.columns)),
        _blank(rows),
    )
    return Track(
        of,
        by,
        read_by,
        include,
        windows,
        tuple(draft.streams),
        tuple(draft.columns),
        tuple(draft.pairs.values()),
        plan,
    )


def _blank(slots: Array) -> Array:
    """The row of an entity without events."""
    rows = np.zeros((len(slots), k.SLOT_WORDS), np.int64)
    rows[:, k.CURSOR], rows[:, k.CURSOR_TS] = -1, k.FAR
    rows[slots[:, k.OP] == k.PEAK, k.COUNTED] = -1
    return np.concatenate([[-1], rows.reshape(-1)])  # no tail


@dataclass(slots=True)
class _Draft:
    """A plan being written: what was needed so far, each thing once."""

    slots: dict[tuple[int, ...], int] = field(default_factory=dict)
    streams: dict[Stream, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    pairs: dict[int, str] = field(default_factory=dict)  # stream → its column

    def slot(self, window: Window, *, before: bool) -> int:
        """The slot a window is read from."""
        op, _ = _OPS[window.aggregate]
        if op == k.PEAK and window.window_ms is None:
            op = k.BEST
        name = "" if window.aggregate in _WITHOUT_VALUE else window.value or ""
        stream = self.streams.setdefault((window.feed, name), len(self.streams))
        value, pair = -1, -1
        if op == k.DISTINCT:
            self.pairs.setdefault(stream, name)
            pair = list(self.pairs).index(stream)
        elif name:
            value = k.LOG_WORDS + self.columns.setdefault(name, len(self.columns))
        length = k.FOREVER if window.window_ms is None else window.window_ms
        sign = -1 if window.aggregate is Aggregate.MIN else 1
        key = (op, length, stream, value, pair, sign, int(before))
        return self.slots.setdefault(key, len(self.slots))

    def slot_rows(self, read: Sequence[int]) -> Array:
        """The slots as rows of the plan; `read` has the slot of each output."""
        rows = np.zeros((len(self.slots), k.PLAN_WORDS), np.int64)
        pairs = k.LOG_WORDS + len(self.columns)
        deques = pairs + len(self.pairs)
        for s, (op, length, stream, value, pair, sign, before) in enumerate(self.slots):
            link = pairs + pair if op == k.DISTINCT else -1
            if op == k.PEAK:
                link, deques = deques, deques + 2
            outputs = bisect_left(read, s), bisect_right(read, s)
            stream_bit = k.HALF + stream
            rows[s] = op, length, stream_bit, value, link, pair, sign, before, *outputs
        return rows
