"""What logs say an account did on a day: records exported, data viewed, work done.

The meaning of each count is in `agents`.

What it does not do: chats (`agent_chats`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.baseline import median_across
from shopwarden.practices.monitoring.agent_chats import key_of
from shopwarden.records.moment import DAY_MS, SHANGHAI_MS
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.records.facts import Array, Facts, Table

USUAL_DAYS = 30
VIEWS = ("view", "decrypt")
WORK = ("ship", "print", "refund", "after_sale")
# Exports without personal data.
IMPERSONAL = ("products", "bills", "reports")
_WORKED = (Kind.SHIPMENT, Kind.AFTER_SALE_ANSWERED, Kind.RETURN_RECEIVED)
_NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts by agent-day, sorted by key, each key once."""

    key: Array
    count: Array

    def at(self, key: Array, otherwise: Array) -> Array:
        """The count of each key, `otherwise` where there is none."""
        if not len(self.key):
            return otherwise
        place = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        return np.where(self.key[place] == key, self.count[place], otherwise)


def exported(facts: Facts) -> Counted:
    """Records exported; a day on which no count is known has MISSING."""
    table = facts.table(Kind.DATA_EXPORT)
    personal = ~_among(facts, "content", table["content"], IMPERSONAL)
    row = np.flatnonzero((table["agent"] >= 0) & personal)
    records = table["records"][row]
    key, place = np.unique(_keys(table, row), return_inverse=True)
    count, told = np.zeros(len(key), np.int64), np.zeros(len(key), np.bool_)
    known = records != MISSING
    np.add.at(count, place[known], records[known])
    told[place[known]] = True
    return Counted(key, np.where(told, count, MISSING))


def usual_records(records: Counted, key: Array) -> tuple[Array, Array]:
    """The median of the days before with any records, and how many those are."""
    some = records.count > 0
    held, count = records.key[some], np.append(records.count[some], 0)
    # An account's keys of one day after another follow each other.
    low = np.searchsorted(held, key - USUAL_DAYS)
    size = np.searchsorted(held, key) - low
    step = np.arange(USUAL_DAYS)
    sample = count[np.minimum(low[:, None] + step, len(held))]
    usual, days = median_across(sample, step < size[:, None])
    return np.where(days > 0, usual, MISSING), days


def viewed(facts: Facts) -> Array:
    """The rows of Operation that look at plain data, by an account that is known."""
    table = facts.table(Kind.OPERATION)
    looked = _among(facts, "action", table["action"], VIEWS)
    return np.flatnonzero(looked & (table["agent"] >= 0))


def decrypts(facts: Facts) -> Counted:
    """How much plain data was looked at."""
    table = facts.table(Kind.OPERATION)
    row = viewed(facts)
    return _summed(_keys(table, row), np.maximum(table["items"][row], 1))


def handled(facts: Facts) -> Counted:
    """Different orders worked on, and orders of operations that name none."""
    table = facts.table(Kind.OPERATION)
    worked = _among(facts, "action", table["action"], WORK) & (table["agent"] >= 0)
    named = worked & (table["order"] >= 0)
    pairs = [(_keys(table, np.flatnonzero(named)), table["order"][named])]
    for kind in _WORKED:
        more = facts.table(kind)
        row = np.flatnonzero((more["agent"] >= 0) & (more["order"] >= 0))
        pairs.append((_keys(more, row), more["order"][row]))
    bulk = np.flatnonzero(worked & ~named)
    single = _different(pairs)
    key = np.concatenate((single, _keys(table, bulk)))
    items = np.maximum(table["items"][bulk], 1)
    return _summed(key, np.concatenate((np.ones(len(single), np.int64), items)))


def _different(pairs: Iterable[tuple[Array, Array]]) -> Array:
    """The keys of the different (key, order) pairs, one for each."""
    keys, orders = zip(*pairs, strict=True)
    key, order = np.concatenate(keys), np.concatenate(orders)
    ranked = np.lexsort((order, key))
    key, order = key[ranked], order[ranked]
    new = np.ones(len(key), np.bool_)
    new[1:] = (key[1:] != key[:-1]) | (order[1:] != order[:-1])
    return np.asarray(key[new])


def _summed(key: Array, amount: Array) -> Counted:
    keys, place = np.unique(key, return_inverse=True)
    total = np.zeros(len(keys), np.int64)
    np.add.at(total, place, amount)
    return Counted(keys, total)


def _keys(table: Table, row: Array) -> Array:
    if not len(row):
        return _NOBODY
    return key_of(table["agent"][row], (table["ts"][row] + SHANGHAI_MS) // DAY_MS)


def _among(facts: Facts, domain: str, codes: Array, words: Iterable[str]) -> Array:
    """Where a column holds one of some words."""
    wanted = [facts.code(domain, word) for word in words]
    return np.isin(codes, [code for code in wanted if code >= 0])
