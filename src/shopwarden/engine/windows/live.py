"""Live mode: facts as they come, in batches of any size, with kept state.

`Live.feed` gives each fact of a batch the values that bulk would give it,
bit for bit. Codes must be of one dictionary for the life of the state (a new
name gets a new code; codes never change). What left the longest window is
forgotten. The log and the tables grow by doubling: the batch that makes them
grow waits for the copy, tens of milliseconds for each 100,000 events kept.
`benchmarks/windows.py` prints this pause. A shop keeps far fewer events than
would make it matter, and the kernel stays free of a look-up of segments.

A fact that lies before what was already taken is late: it gets no values and
does not enter the state; `Fed.late` says where it stands in the batch. To
take it in, `restated` replays all kept facts into a new state.

>>> from shopwarden.records.facts import Facts
>>> from shopwarden.records.schema import Kind
>>> live = Live(Kind.ORDER_PAID, [], jit=False)
>>> live.feed(Facts.empty(), {}).values
{}
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.windows import layout as k
from shopwarden.engine.windows.bounds import check_sum
from shopwarden.engine.windows.compiled import functions
from shopwarden.engine.windows.late import late_rows, latest, without
from shopwarden.engine.windows.state import Growing, finished
from shopwarden.engine.windows.timeline import (
    Source,
    columns,
    merged_keys,
    summed,
    timeline,
)
from shopwarden.engine.windows.track import tracks
from shopwarden.engine.windows.window import Values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from shopwarden.engine.windows.window import Window
    from shopwarden.records.facts import Array, Facts
    from shopwarden.records.schema import Kind


@dataclass(frozen=True, slots=True)
class Fed:
    """The values of a batch, and the rows of each kind that came too late."""

    values: Mapping[str, Values]
    late: Mapping[Kind, Array]


class Live:
    """The windows read at facts of one kind, with their state."""

    def __init__(
        self, kind: Kind, windows: Sequence[Window], *, jit: bool = True
    ) -> None:
        self._kind = kind
        self._windows = tuple(windows)
        self._kernel = functions(jit=jit)
        self._tracks = [Growing(t, self._kernel) for t in tracks(kind, windows)]
        self._kinds = sorted({kind, *(w.of for w in windows)})
        self._mark: tuple[int, ...] = ()
        self._sums: dict[str, int] = {}

    def feed(
        self,
        batch: Facts,
        masks: Mapping[str, NDArray[np.bool_]],
        extra: Mapping[tuple[Kind, str], Array] | None = None,
    ) -> Fed:
        """Take the facts of a batch; the values at those of the reading kind.

        Raises RuleError if a sum might leave int64; nothing was taken then.
        """
        late = late_rows(batch, self._kinds, self._mark)
        on_time = without(Source(batch, self._kind, masks, extra or {}), late)
        if self._windows and late:
            on_time = _masked(on_time, self._windows, late)
        self._check_sums(on_time)
        found = {w.name: v for t in self._tracks for w, v in self._take(t, on_time)}
        self._mark = max(self._mark, latest(on_time.facts, self._kinds))
        rows = len(batch.table(self._kind))
        gone = late.get(self._kind)
        if gone is not None:
            found = {name: _spread(v, rows, gone) for name, v in found.items()}
        return Fed({w.name: found[w.name] for w in self._windows}, late)

    def _check_sums(self, source: Source) -> None:
        sums = dict(self._sums)
        for growing in self._tracks:
            for name, values in summed(growing.track, source):
                of = f"{growing.number} {name}"
                sums[of] = check_sum(name, values, sums.get(of, 0))
        self._sums = sums

    def _take(self, growing: Growing, source: Source) -> list[tuple[Window, Values]]:
        track = growing.track
        line = timeline(track, source)
        entity = growing.entities(merged_keys(track, source, line))
        found = columns(track, source, line, entity, growing.coded)
        if not len(found.targets):
            targets = np.arange(len(entity), dtype=np.int32)
            found = found._replace(targets=targets)
        kept = np.flatnonzero(entity >= 0)
        places = np.full(len(entity), -1, np.int32)
        places[kept] = np.arange(len(kept))
        rows = np.empty((len(kept), track.words[0]), np.int64)
        events = k.Events(rows, found.targets[kept])
        self._kernel.pack(found, places, events, 0, len(places))
        out = np.full((source.rows(), len(track.windows)), k.NOTHING, np.int64)
        if len(kept):
            growing.make_room(len(kept), int(found.ts[kept[0]]))
            self._kernel.process(
                track.plan,
                growing.state,
                events,
                out,
                out.view(np.float64),
                0,
                len(kept),
            )
        keyed = np.zeros(source.rows(), np.bool_)
        keyed[events.targets[events.targets >= 0]] = True
        return [
            (w, finished(w, column, keyed))
            for w, column in zip(track.windows, out.T.copy(), strict=True)
        ]

    def save(self) -> bytes:
        """The state as bytes; `restore` with the same windows goes on with it."""
        arrays: dict[str, Any] = {"mark": np.array(self._mark, np.int64)}
        arrays["plan"] = np.array(repr((self._kind, self._windows)))
        arrays["sums"] = np.array([f"{v} {n}" for n, v in self._sums.items()], "U")
        for n, growing in enumerate(self._tracks):
            arrays |= {f"{n}.{name}": a for name, a in growing.arrays().items()}
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)
        return buffer.getvalue()

    @classmethod
    def restore(
        cls, saved: bytes, kind: Kind, windows: Sequence[Window], *, jit: bool = True
    ) -> Live:
        """The state that `save` gave. Raises ValueError if windows differ."""
        live = cls(kind, windows, jit=jit)
        with np.load(io.BytesIO(saved), allow_pickle=False) as arrays:
            if str(arrays["plan"]) != repr((kind, live._windows)):
                raise ValueError(kind)
            live._mark = tuple(arrays["mark"].tolist())
            for text in arrays["sums"].tolist():
                value, _, name = text.partition(" ")
                live._sums[name] = int(value)
            for n, growing in enumerate(live._tracks):
                growing.take_arrays(
                    {
                        name.partition(".")[2]: arrays[name]
                        for name in arrays.files
                        if name.startswith(f"{n}.")
                    }
                )
        return live


def restated(
    kind: Kind,
    windows: Sequence[Window],
    facts: Facts,
    masks: Mapping[str, NDArray[np.bool_]],
    extra: Mapping[tuple[Kind, str], Array] | None = None,
) -> tuple[Live, Mapping[str, Values]]:
    """A new state from all kept facts, the late ones in their place, and its values."""
    live = Live(kind, windows)
    return live, live.feed(facts, masks, extra).values


def _masked(
    source: Source, windows: Sequence[Window], late: Mapping[Kind, Array]
) -> Source:
    """The source with its masks cut as its facts were."""
    kinds = {w.feed: w.of for w in windows if w.feed}
    masks = {
        feed: np.delete(source.masks[feed], late[of])
        if of in late
        else source.masks[feed]
        for feed, of in kinds.items()
    }
    return replace(source, masks=masks)


def _spread(values: Values, rows: int, late: Array) -> Values:
    """Values of the rows on time, at their places among all rows."""
    on_time = np.delete(np.arange(rows), late)
    column = np.zeros(rows, values.values.dtype)
    known = np.zeros(rows, np.bool_)
    column[on_time], known[on_time] = values.values, values.known
    return Values(column, known)
