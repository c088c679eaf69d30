"""Versions: one business key told several times, by overlapping exports.

Equal content is one fact, known since it was first told. Changed content is
the next version, and what the newer export leaves out is kept from the older.
Rows of one file that share a key are different facts, told apart by `nth`; so
are rows of a log that name different accounts, whatever file they are in.

What it does not do: decide which version a reader wants (`assemble.as_of`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.facts import columns_of
from shopwarden.records.schema import (
    SCHEMAS,
    STATE_PENDING,
    STATE_SETTLED,
    TOKEN_DOMAINS,
    Kind,
)
from shopwarden.sources.sorting import Ordering, ordered

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = NDArray[Any]
Columns = dict[str, Array]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Rows that overlapping exports told again: the same, and changed."""

    same: int = 0
    changed: int = 0


def versioned(kind: Kind, columns: Columns) -> tuple[Mask, Overlap]:
    """Number `nth` and `version`; which rows to keep, each version once.

    Writes into `columns`, whose rows may come in any order: missing cells of a
    newer version are filled from the older one.
    """
    key = [columns[n] for n in SCHEMAS[kind].key if n != "nth"]
    order = ordered(key)
    apart = None
    if kind in _LOGS and order.ties.any():
        apart = _persons(order, columns)
        order = ordered([*key, apart])
    size = len(columns["ts"])
    columns["version"] = np.zeros(size, np.int64)
    if not order.ties.any():
        _number(columns, np.arange(size), np.zeros(size, np.int64))
        return np.ones(size, np.bool_), Overlap()
    within = order.refined([columns["file"], *_contents(kind, columns), columns["row"]])
    _number(columns, within.index, _ordinals(order, columns["file"][within.index]))
    if apart is not None:
        columns["nth"] += apart * _MOST_ALIKE
    return _told_again(kind, columns, order)


# Logs whose entries need not be numbered, and more rows of one account and one
# moment than any log holds.
_LOGS = frozenset(
    {
        *(Kind.STAFF, Kind.SIGN_IN, Kind.OPERATION, Kind.DATA_EXPORT),
        *(Kind.TRAINING, Kind.DRILL),
    }
)
_MOST_ALIKE = 1_000_000


def _persons(order: Ordering, columns: Columns) -> Array:
    """Per row which account of its key it names: 0 for the first one told of.

    Accounts are compared, never put in an order: their tokens change.
    """
    size = len(columns["ts"])
    run, place = np.empty(size, np.int64), np.empty(size, np.int64)
    run[order.index] = order.runs()
    place[np.lexsort((columns["row"], columns["file"]))] = np.arange(size)
    rows = np.lexsort((place, columns["agent"], run))
    fresh = np.ones(size, np.bool_)
    agent = columns["agent"][rows]
    fresh[1:] = (np.diff(run[rows]) != 0) | (agent[1:] != agent[:-1])
    runs, first = run[rows][fresh], place[rows][fresh]
    ranked = np.lexsort((first, runs))
    starts = np.concatenate(([True], np.diff(runs[ranked]) != 0))
    places = np.arange(len(ranked))
    rank = np.empty(len(ranked), np.int64)
    rank[ranked] = places - places[starts][np.cumsum(starts) - 1]
    who = np.empty(size, np.int64)
    who[rows] = rank[np.cumsum(fresh) - 1]
    return who


def _number(columns: Columns, index: Array, nth: Array) -> None:
    if "nth" in columns:
        columns["nth"] = np.empty(len(index), np.int64)
        columns["nth"][index] = nth


def _ordinals(order: Ordering, files: Array) -> Array:
    """Per place its ordinal among neighbours of one run and one file."""
    fresh = np.concatenate(([True], ~order.ties | (files[1:] != files[:-1])))
    places = np.arange(len(files))
    starts = places[fresh]
    return np.asarray(places - starts[np.cumsum(fresh) - 1])


def _contents(kind: Kind, columns: Columns, *, people: bool = False) -> list[Array]:
    """The columns that are no key and no bookkeeping, the smallest names first.

    People's tokens depend on a key that changes, so they never decide an order.
    """
    return [columns[n] for n in _content_names(kind, people=people)]


def _content_names(kind: Kind, *, people: bool) -> list[str]:
    schema = SCHEMAS[kind]
    named = [
        n
        for n, c in schema.columns.items()
        if n not in schema.key and (people or c.domain not in TOKEN_DOMAINS)
    ]
    return named if kind in _UNDATED else ["ts", *named]


# Their ts follows from their other columns, or may be the export's time: the
# same content told again later is nothing new.
_UNDATED = frozenset(
    {
        *(Kind.BILL_LINE, Kind.LISTING, Kind.REMARK),
        *(Kind.GRANT, Kind.DOCUMENT),
    }
)


def _told_again(kind: Kind, columns: Columns, order: Ordering) -> tuple[Mask, Overlap]:
    """Compare each row with the one told before it under the same key."""
    kept = np.ones(len(columns["ts"]), np.bool_)
    if "nth" in columns:
        order = order.refined([columns["nth"]])
    if not order.ties.any():
        return kept, Overlap()
    told = order.refined(
        [
            columns["known_at"],
            *_contents(kind, columns),
            columns["file"],
            columns["row"],
        ]
    ).index
    place = _ordinals(order, np.zeros(len(told)))
    for name in _content_names(kind, people=True):
        columns[name] = columns[name].copy()  # it may be the sheet's own
    same = changed = 0
    for at in range(1, int(place.max()) + 1):
        places = np.flatnonzero(place == at)
        now, before = told[places], told[places - 1]
        differs, conflicts = _compared(kind, columns, now, before)
        columns["version"][now] = columns["version"][before] + differs
        kept[now] = differs
        changed += int(conflicts.sum())
        same += int((~conflicts).sum())
    return kept, Overlap(same, changed)


def _compared(
    kind: Kind, columns: Columns, now: Array, before: Array
) -> tuple[Mask, Mask]:
    """Fill what `now` leaves out; where it differs, and where it contradicts."""
    differs = np.zeros(len(now), np.bool_)
    conflicts = np.zeros(len(now), np.bool_)
    described = columns_of(kind)
    for name in _content_names(kind, people=True):
        missing = described[name].form.missing
        values = columns[name]
        new, old = values[now], values[before]
        new = np.where(new == missing, old, new)
        values[now] = new
        differs |= new != old
        conflicts |= (new != old) & (old != missing)
    return differs, conflicts


def newest(kind: Kind, columns: Mapping[str, Array]) -> Mask:
    """Which rows are the newest version of their business key."""
    kept = np.ones(len(columns["ts"]), np.bool_)
    if not columns["version"].any():
        return kept
    order = ordered([columns[n] for n in SCHEMAS[kind].key])
    told = order.refined([columns["version"]]).index
    kept[told[:-1][order.ties]] = False
    return kept


def settled_since(columns: Mapping[str, Array]) -> Mask:
    """Which pending bill lines a newer export tells as settled.

    The wallet transfer and the bill become known only then, so the two rows
    have different business keys. They pair within an order, SKU, fee and
    after-sale number: as many pending lines go as newer settled ones came.

    A settled and a pending workbook made on the same day count as made in that
    order; lines that one export tells side by side are different lines.
    """
    gone = np.zeros(len(columns["ts"]), np.bool_)
    state = columns["state"]
    at = np.flatnonzero((state == STATE_PENDING) | (state == STATE_SETTLED))
    pending = state[at] == STATE_PENDING
    if not pending.any() or pending.all():
        return gone
    order = ordered([columns[n][at] for n in ("order", "sku", "fee", "after_sale")])
    # Newest first; at equal times in the order of `_turn`, so that only
    # settled lines that replace it are counted before a pending one.
    turn = _turn(pending, columns["file"][at])
    told = order.refined([-columns["known_at"][at], turn]).index
    is_pending = pending[told]
    first = np.concatenate(([True], ~order.ties))
    settled_before = _running(~is_pending, first)
    pending_before = _running(is_pending, first) - is_pending
    gone[at[told]] = is_pending & (pending_before < settled_before)
    return gone


def _turn(pending: Mask, files: Array) -> Array:
    """The order of lines told at one time: 0 and 3 alone in their file's state."""
    holds = np.zeros((2, int(files.max()) + 1), np.bool_)
    holds[pending.astype(np.int64), files] = True
    beside = np.asarray(holds.all(axis=0))[files]
    return np.where(pending, np.where(beside, 1, 3), np.where(beside, 2, 0))


def _running(flags: Mask, first: Mask) -> Array:
    """Running count of flags, from 0 at each first place."""
    counts = np.cumsum(flags)
    starts: Array = (counts - flags)[first]
    return np.asarray(counts - starts[np.cumsum(first) - 1])
