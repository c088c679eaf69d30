"""Accounts under review: who is on the roster, who was seen, and since when not.

One AccountReviewed, as of now, for every account that stands on the roster or
did something: signed in, operated, exported, or wrote to a buyer. A refused
sign-in is nobody's deed, and a buyer's line not the shop's.

`idle_ms` is at least how long an account has not been seen, as far as the log of
sign-ins tells: from when it was last seen, joined, or the log begins, until the
log ends. It is unknown where the log is older than a week.

An account that can no longer sign in counts neither among the admins nor among
those that share a phone.

What it does not do: judge. Which rights do not go together is for rules.

>>> from shopwarden.records.facts import Facts
>>> len(accounts(Facts.empty(), 0))
0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.records.coverage import merged
from shopwarden.records.facts import Table, columns_of, missing_column
from shopwarden.records.moment import DAY_MS
from shopwarden.records.schema import MISSING, NO_CODE, SCHEMAS, Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Array, Facts

_SEEN_IN = (Kind.MESSAGE, Kind.SIGN_IN, Kind.OPERATION, Kind.DATA_EXPORT)
_FROM_ROSTER = (
    *("entry", "agent", "role", "active", "mfa", "admin"),
    *("may_export", "may_pay", "may_edit", "joined_ms", "left_ms"),
)
# A log fetched once a week still says who is idle.
_FRESH_MS = 7 * DAY_MS


class _Sightings(NamedTuple):
    """Rows that mention accounts, of all kinds, in the total order."""

    account: Array
    ts: Array
    known_at: Array
    file: Array
    row: Array


def accounts(facts: Facts, as_of: int) -> Table:
    """The AccountReviewed facts as of a moment (UTC ms), in the total order."""
    known = as_known(facts, as_of).facts
    staff = _roster(known)
    deeds = _deeds(known)
    own = _identity(known, staff)
    every = _merged(
        [_sightings(staff, own), *(_sightings(t, t["agent"]) for t in deeds)]
    )
    account, first = np.unique(every.account, return_index=True)
    account = account[np.argsort(first, kind="stable")]  # by first appearance
    # Tables are in the total order: the newest row of an account stays.
    latest = _last(own, account, len(staff))
    done = _merged([_sightings(t, t["agent"]) for t in deeds])
    seen = _last(done.account, account, len(done.account))
    columns = _reviewed(known, staff, latest, account)
    columns |= _source(staff, latest, done, seen)
    columns["seen_ms"] = _at(done.ts, seen, MISSING)
    columns["idle_ms"] = _idle(known, columns, as_of)
    columns["trained_ms"] = _trained(known, columns["agent"])
    columns["ts"] = np.full(len(account), as_of, np.int64)
    columns["nth"] = _ordinals(columns["entry"])
    keys = [columns[name] for name in SCHEMAS[Kind.ACCOUNT_REVIEWED].key]
    return Table(Kind.ACCOUNT_REVIEWED, columns).take(np.lexsort(keys[::-1]))


def _roster(facts: Facts) -> Table:
    """The roster's rows that name somebody; of nameless ones only the newest list.

    Nothing tells which nameless row of one list is which of the next.
    """
    staff = facts.table(Kind.STAFF)
    if not len(staff):
        return staff
    named = (staff["agent"] != NO_CODE) | (staff["entry"] != NO_CODE)
    return staff.take(named | (staff["ts"] == staff["ts"].max()))


def _identity(facts: Facts, staff: Table) -> Array:
    """One number an account: its token, else its roster number, else its row."""
    agents = len(facts.names.get("agent", ()))
    entries = len(facts.names.get("entry", ()))
    agent, entry = (staff[n].astype(np.int64) for n in ("agent", "entry"))
    by_row = agents + entries + np.arange(len(staff))
    other = np.where(entry == NO_CODE, by_row, agents + entry)
    return np.where(agent == NO_CODE, other, agent)


def _deeds(facts: Facts) -> list[Table]:
    """The rows in which an account did something."""
    found = []
    for kind in _SEEN_IN:
        table = facts.table(kind)
        mine = table["agent"] != NO_CODE
        if kind is Kind.SIGN_IN:
            mine &= table["ok"] != 0
        if kind is Kind.MESSAGE:
            mine &= table["staff"] == 1
        found.append(table.take(mine))
    return found


def _sightings(table: Table, account: Array) -> _Sightings:
    told = (table[name] for name in ("ts", "known_at", "file", "row"))
    return _Sightings(account.astype(np.int64), *told)


def _merged(parts: list[_Sightings]) -> _Sightings:
    """The rows of kinds in order of rank, by time; rows of one kind stay in theirs."""
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[1], kind="stable")
    return _Sightings(*(column[order] for column in columns))


def _last(account: Array, asked: Array, length: int) -> Array:
    """Per asked account its last row; -1 where it has none."""
    size = int(max(account.max(initial=-1), asked.max(initial=-1))) + 1
    last = np.full(size, -1, np.int64)
    last[account] = np.arange(length)
    return np.asarray(last[asked])


def _at(column: Array, rows: Array, missing: int) -> Array:
    """The column at rows, `missing` where a row is -1."""
    return np.asarray(np.append(column, column.dtype.type(missing))[rows])


def _reviewed(
    facts: Facts, staff: Table, latest: Array, account: Array
) -> dict[str, Array]:
    """What the roster says of each account."""
    described = columns_of(Kind.ACCOUNT_REVIEWED)
    columns = {n: missing_column(c, len(account)) for n, c in described.items()}
    for name in _FROM_ROSTER:
        columns[name] = _at(staff[name], latest, described[name].form.missing)
    listed = latest >= 0
    agents = len(facts.names.get("agent", ()))
    unlisted = np.where(account < agents, account, NO_CODE)
    columns["agent"] = np.where(listed, columns["agent"], unlisted).astype(np.int32)
    columns["listed"] = listed.astype(np.int8)
    columns["version"] = np.zeros(len(account), np.int64)
    usable = columns["active"] != 0
    phone = _at(staff["phone"], latest, NO_CODE)
    columns["phone_shared"] = _shared(phone, usable)
    if (columns["admin"] >= 0).any():
        columns["admins"][:] = np.count_nonzero((columns["admin"] == 1) & usable)
    return columns


def _shared(phone: Array, usable: Array) -> Array:
    """How many other usable accounts have the phone; MISSING where it is unknown."""
    size = int(phone.max(initial=-1)) + 2  # the last place is for no phone
    count = np.bincount(phone[usable & (phone != NO_CODE)], minlength=size)
    others = count[phone] - usable
    return np.where(phone == NO_CODE, np.int64(MISSING), others)


def _source(
    staff: Table, latest: Array, done: _Sightings, seen: Array
) -> dict[str, Array]:
    """Where each account stands: in the roster, else where it was seen last."""
    listed = latest >= 0
    return {
        name: np.where(
            listed, _at(staff[name], latest, 0), _at(getattr(done, name), seen, 0)
        )
        for name in ("known_at", "file", "row")
    }


def _idle(facts: Facts, columns: dict[str, Array], as_of: int) -> Array:
    """How long each account was surely not seen; MISSING where no log tells."""
    spans = [s for s in merged(facts.coverage, Kind.SIGN_IN) if s[0] <= as_of]
    size = len(columns["seen_ms"])
    if not spans or spans[-1][1] < as_of - _FRESH_MS:
        return np.full(size, MISSING, np.int64)
    begin, end = spans[-1]
    since = np.maximum(np.maximum(columns["seen_ms"], columns["joined_ms"]), begin)
    return np.asarray(np.maximum(min(end, as_of) - since, 0))


def _trained(facts: Facts, agent: Array) -> Array:
    """When each account last passed a lesson."""
    lessons = facts.table(Kind.TRAINING)
    lessons = lessons.take((lessons["passed"] == 1) & (lessons["agent"] != NO_CODE))
    last = np.full(len(facts.names.get("agent", ())) + 1, MISSING, np.int64)
    np.maximum.at(last, lessons["agent"], lessons["ts"])
    return np.asarray(last[agent])


def _ordinals(entry: Array) -> Array:
    """The accounts of one roster number (or of none), counted in their order."""
    order = np.argsort(entry, kind="stable")
    ranked = entry[order]
    starts = np.flatnonzero(np.diff(ranked, prepend=np.int32(NO_CODE - 1)) != 0)
    sizes = np.diff(starts, append=len(ranked))
    nth = np.empty(len(entry), np.int64)
    nth[order] = np.arange(len(entry)) - np.repeat(starts, sizes)
    return nth
