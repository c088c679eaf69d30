"""The events of a track: facts that feed it and facts that read it, in order.

Where a fact feeds and reads the same entity it is one event. Else the feeding
and the reading facts are merged in the total order: by ts, then by the kinds'
ranks, and inside a table by position.

What it does not do: sort. Tables are in the total order already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.windows import layout as k
from shopwarden.engine.windows.window import Aggregate
from shopwarden.records.schema import MISSING, NO_CODE, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import DTypeLike, NDArray

    from shopwarden.engine.windows.track import Stream, Track
    from shopwarden.records.facts import Array, Facts
    from shopwarden.records.schema import Kind

NONE = np.empty(0, np.int32)
_NO_BITS = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Source:
    """Where columns come from: the facts, extra columns, masks, rows to read."""

    facts: Facts
    kind: Kind
    masks: Mapping[str, NDArray[np.bool_]]
    extra: Mapping[tuple[Kind, str], Array]
    reads: Array | None = None

    def column(self, kind: Kind, name: str) -> Array:
        """A column by name; an extra one goes first."""
        found = self.extra.get((kind, name))
        return self.facts.table(kind)[name] if found is None else found

    def keys(self, kind: Kind, names: tuple[str, ...]) -> list[Array]:
        """The code columns that name an entity."""
        return [self.column(kind, name) for name in names]

    def rows(self) -> int:
        """The number of facts that are read at."""
        if self.reads is not None:
            return len(self.reads)
        return len(self.facts.table(self.kind))


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events without entities yet: where feeding and reading facts stand.

    `feeds` and `reads` are positions of the events of each table's row, None
    where both are the same events.
    """

    length: int
    feeds: Array | None
    reads: Array | None


def known(values: Array) -> NDArray[np.bool_]:
    """Where values are known: codes and flags from 0 on, integers ≠ MISSING."""
    if values.dtype == np.int64:
        return np.asarray(values != MISSING)
    return np.asarray(values >= 0)


def timeline(track: Track, source: Source) -> Timeline:
    """How the feeding and the reading facts of a track interleave."""
    facts, of, kind = source.facts, track.of, source.kind
    fed = len(facts.table(of))
    if of is kind and track.by == track.read_by:
        return Timeline(fed, None, None)
    reads = _reads(source)
    if of is kind:
        before = reads + int(track.include_self)
    else:
        first = SCHEMAS[of].rank < SCHEMAS[kind].rank
        moments = facts.table(kind)["ts"][reads]
        before = np.searchsorted(
            facts.table(of)["ts"], moments, side="right" if first else "left"
        )
    # Reading rows may come in any order; each keeps its place in the output.
    order = np.argsort(before, kind="stable")
    places = np.empty(len(reads), np.int64)
    places[order] = before[order] + np.arange(len(reads))
    free = np.ones(fed + len(reads), np.bool_)
    free[places] = False
    return Timeline(len(free), np.flatnonzero(free), places)


def _reads(source: Source) -> Array:
    if source.reads is not None:
        return np.asarray(source.reads, np.int64)
    return np.arange(len(source.facts.table(source.kind)), dtype=np.int64)


def columns(
    track: Track,
    source: Source,
    line: Timeline,
    entity: Array,
    coded: Callable[[str, Array], Array],
) -> k.Columns:
    """The events of a track, `entity` being their entities' numbers.

    `coded` numbers the values of an integer column that is counted distinct.
    """
    values = [
        _merged(line, np.asarray(source.column(track.of, name), np.int64))
        for name in track.columns
    ]
    codes = [
        _merged(line, _codes(name, source.column(track.of, name), coded))
        for name in track.paired
    ]
    moments = source.facts.table(track.of)["ts"]
    if line.reads is None:
        target = NONE if source.reads is None else _targets(source, line.length)
        ts = np.ascontiguousarray(moments)
    else:
        target = np.full(line.length, -1, np.int32)
        target[line.reads] = np.arange(len(line.reads), dtype=np.int32)
        ts = _merged(line, moments)
        ts[line.reads] = source.facts.table(source.kind)["ts"][_reads(source)]
    return k.Columns(
        writable(entity),
        writable(ts),
        _bits(track, source, line),
        _stacked(values, np.int64),
        _stacked(codes, np.int32),
        target,
    )


def merged_keys(track: Track, source: Source, line: Timeline) -> list[Array]:
    """The code columns of the events' entities, -1 where missing."""
    fed = source.keys(track.of, track.by)
    if line.feeds is None:
        return fed
    read = source.keys(source.kind, track.read_by)
    rows = _reads(source)
    keys = []
    for feeding, reading in zip(fed, read, strict=True):
        wide = np.result_type(feeding, reading)
        key = np.full(line.length, NO_CODE, wide)
        key[line.feeds] = feeding
        key[line.reads] = reading[rows]
        keys.append(key)
    return keys


def writable(array: Array) -> Array:
    """The array, contiguous and of the one type the kernel is compiled for."""
    return np.require(array, requirements=["C", "W"])


def _targets(source: Source, length: int) -> Array:
    target = np.full(length, -1, np.int32)
    reads = _reads(source)
    target[reads] = np.arange(len(reads), dtype=np.int32)
    return target


def _merged(line: Timeline, column: Array, fill: int = 0) -> Array:
    """A column of the feeding kind at the events."""
    if line.feeds is None:
        return column
    merged = np.full(line.length, fill, column.dtype)
    merged[line.feeds] = column
    return merged


def _bits(track: Track, source: Source, line: Timeline) -> Array:
    """Which streams each event feeds; empty where every event feeds all."""
    masks = [_mask(stream, track, source) for stream in track.streams]
    if line.feeds is None and all(mask is None for mask in masks):
        return _NO_BITS
    bits = np.zeros(len(source.facts.table(track.of)), np.int64)
    for n, mask in enumerate(masks):
        bits |= 1 << n if mask is None else mask.astype(np.int64) << n
    return _merged(line, bits)


def _mask(stream: Stream, track: Track, source: Source) -> NDArray[np.bool_] | None:
    """The rows that feed a stream; None: all of them."""
    feed, value = stream
    mask = source.masks[feed] if feed else None
    if value:
        has = known(source.column(track.of, value))
        if not has.all():
            mask = has if mask is None else mask & has
    return mask


def _codes(name: str, column: Array, coded: Callable[[str, Array], Array]) -> Array:
    if column.dtype == np.int64:
        column = coded(name, column)
    return np.asarray(column, np.int32)


def _stacked(rows: list[Array], dtype: DTypeLike) -> Array:
    if len(rows) == 1:  # no copy
        return writable(rows[0]).reshape(1, -1)
    return np.stack(rows) if rows else np.empty((0, 0), dtype)


def summed(track: Track, source: Source) -> Iterator[tuple[str, Array]]:
    """The columns a track sums, and their known values."""
    sums = (Aggregate.SUM, Aggregate.MEAN)
    wanted = {w.value: None for w in track.windows if w.aggregate in sums}
    for name in wanted:
        column = source.column(track.of, name or "")
        yield name or "", column[known(column)]
