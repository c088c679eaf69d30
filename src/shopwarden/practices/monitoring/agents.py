"""AgentDay: an account's day of exports, views and chats, beside what is usual.

One fact for each account and China day on which it exported something, looked
at plain data (operations `view`, `decrypt`), or began a chat; at the end of the
day, and only once the day is over.

    records        exported that day, of the known counts. Goods, bills and
                   reports are no personal data and do not count
    records_usual  median of the account's own days with records among the 30
                   days before; `records_days` of them
    decrypts       views and decryptions, as many as the log says were looked
                   at in one go
    handled        different orders shipped, printed, refunded or handled after
                   the sale: by the log of operations, and by shipments, answers
                   and returns that name the account. An operation on several
                   orders that names none counts as that many
    sessions …     of the 7 days up to this one (`agent_chats`)

A day's count is missing where the account has none and the table was not
delivered for that day. `nth` numbers the accounts of a day by their first export,
those without one by their first view, the others by their first chat: so it hangs
on no token, and a table of chats that is added later renames no day of exports.

What it does not do: know shifts, or whether a role may do this (the rules).

>>> from shopwarden.records.facts import Facts
>>> len(derive(Facts.empty(), 0))
0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.practices.monitoring.agent_chats import (
    chat_days,
    covered,
    end_of,
    key_of,
    sessions_of,
)
from shopwarden.practices.monitoring.agent_logs import (
    decrypts,
    exported,
    handled,
    usual_records,
    viewed,
)
from shopwarden.records.coverage import merged
from shopwarden.records.facts import Table, empty_table
from shopwarden.records.moment import DAY_MS, SHANGHAI_MS, day_of
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.practices.monitoring.agent_chats import ChatDays, Sessions
    from shopwarden.practices.monitoring.agent_logs import Counted
    from shopwarden.records.facts import Array, Facts

_DAY_BITS = 2**32 - 1
_SOURCES = 3  # of agent-days: exports, views, chats
_SOURCE_BITS = 32


def derive(facts: Facts, as_of: int) -> Table:
    """AgentDay of every day over by `as_of` (UTC ms), in the total order."""
    known = as_known(facts, as_of).facts
    last_day = day_of(as_of + 1) - 1
    chats = sessions_of(known)
    rows = _rows(known, chats, last_day)
    key = rows["key"]
    if not len(key):
        return empty_table(Kind.AGENT_DAY)
    day = key & _DAY_BITS
    records = exported(known)
    usual, days = usual_records(records, key)
    own = {
        "ts": end_of(day),
        "known_at": rows["known_at"],
        "version": np.zeros(len(key), np.int64),
        "file": rows["file"],
        "row": rows["row"],
        "agent": (key >> 32).astype(np.int32),
        "records": _told(known, Kind.DATA_EXPORT, records, key),
        "records_usual": usual,
        "records_days": days,
        "decrypts": _told(known, Kind.OPERATION, decrypts(known), key),
        "handled": _told(known, Kind.OPERATION, handled(known), key),
        **_chats(known, chat_days(known, chats, last_day), key),
        "nth": rows["nth"],
    }
    return Table(Kind.AGENT_DAY, own)


def _rows(facts: Facts, chats: Sessions, last_day: int) -> Mapping[str, Array]:
    """The agent-days there are, in the total order, each with its first fact."""
    sources = (
        (Kind.DATA_EXPORT, np.arange(len(facts.table(Kind.DATA_EXPORT)))),
        (Kind.OPERATION, viewed(facts)),
        (Kind.MESSAGE, chats.first),
    )
    columns: dict[str, list[Array]] = {}
    for rank, (kind, row) in enumerate(sources):
        table = facts.table(kind)
        named = row[table["agent"][row] >= 0]
        ts = table["ts"][named]
        key = key_of(table["agent"][named], (ts + SHANGHAI_MS) // DAY_MS)
        ranks = np.full(len(named), rank)
        found = {"key": key, "ts": ts, "rank": ranks, "place": named}
        found |= {name: table[name][named] for name in ("known_at", "file", "row")}
        for name, column in found.items():
            columns.setdefault(name, []).append(column)
    whole = {name: np.concatenate(parts) for name, parts in columns.items()}
    return _firsts(whole, last_day)


def _firsts(facts: Mapping[str, Array], last_day: int) -> Mapping[str, Array]:
    """The first fact of each agent-day, numbered within its day."""
    total = np.lexsort((facts["place"], facts["ts"], facts["rank"]))
    key, first, group = np.unique(
        facts["key"][total], return_index=True, return_inverse=True
    )
    learnt = np.full(len(key), MISSING)
    np.maximum.at(learnt, group, facts["known_at"][total])
    # By day, then by first fact: the places in `total` are those already.
    order = np.lexsort((first, key & _DAY_BITS))
    order = order[(key & _DAY_BITS)[order] <= last_day]
    at = total[first[order]]
    # Each source counts for itself, far apart from the others.
    rank = facts["rank"][at]
    days = (key & _DAY_BITS)[order] * _SOURCES + rank
    start = np.searchsorted(days, days)
    return {
        "key": key[order],
        "nth": np.arange(len(order)) - start + (rank << _SOURCE_BITS),
        "known_at": learnt[order],
        "file": facts["file"][at],
        "row": facts["row"][at],
    }


def _told(facts: Facts, kind: Kind, counted: Counted, key: Array) -> Array:
    """A day's counts: 0 where nothing was found in a day that was delivered."""
    end = end_of(key & _DAY_BITS)
    told = covered(merged(facts.coverage, kind), end - DAY_MS + 1, end)
    return counted.at(key, np.where(told, 0, MISSING))


def _chats(facts: Facts, days: ChatDays, key: Array) -> Mapping[str, Array]:
    """The columns of the 7 days of chats."""
    end = end_of(key & _DAY_BITS)
    told = covered(merged(facts.coverage, Kind.MESSAGE), end - DAY_MS + 1, end)
    none = np.where(told, 0, MISSING)
    if not len(days.key):
        unknown = np.full(len(key), MISSING)
        counts = dict.fromkeys(("sessions", "converted", "cancelled", "contacts"), none)
        return {
            **counts,
            "converted_usual_ppm": unknown,
            "converted_spread_ppm": unknown,
            "peers": np.zeros(len(key), np.int64),
        }
    at = np.minimum(np.searchsorted(days.key, key), len(days.key) - 1)
    hit = days.key[at] == key
    usual, spread, peers = _of_day(days, key & _DAY_BITS)
    return {
        "sessions": np.where(hit, days.sessions[at], none),
        "converted": np.where(hit, days.converted[at], none),
        "cancelled": np.where(hit, days.cancelled[at], none),
        "contacts": np.where(hit, days.contacts[at], none),
        "converted_usual_ppm": usual,
        "converted_spread_ppm": spread,
        "peers": peers,
    }


def _of_day(days: ChatDays, day: Array) -> tuple[Array, Array, Array]:
    """What is usual on each day, also for accounts without a chat."""
    seen, first = np.unique(days.key & _DAY_BITS, return_index=True)
    at = np.minimum(np.searchsorted(seen, day), len(seen) - 1)
    hit, row = seen[at] == day, first[at]
    return (
        np.where(hit, days.usual_ppm[row], MISSING),
        np.where(hit, days.spread_ppm[row], MISSING),
        np.where(hit, days.peers[row], 0),
    )
