"""What came of an agent's chats: orders, cancellations, contacts, over 7 days.

A chat is a session of one agent with one buyer; it counts on the China day its
first message with that agent was sent. For the row of a day the chats are those
that began on it or on one of the six days before, as they stood when that day
ended: a chat of the last evening has had only hours to lead to an order. That
holds for all agents alike, and they are compared on the same day.

    converted   the buyer placed or paid an order within 48 hours of the chat's
                first message
    cancelled   that order was cancelled, or money of it refunded, within 48
                hours of then
    contacts    a message of the shop gave a contact or asked to pay elsewhere

A chat can be followed if its buyer is known and orders were delivered for its
48 hours, as far as they had passed. The others are in `contacts` only.

What it does not do: say who turned a buyer away; an after-sales agent converts
little (the rule's false positives).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.baseline import as_deviation, median_within
from shopwarden.records.coverage import merged
from shopwarden.records.judge import bits
from shopwarden.records.moment import DAY_MS, HOUR_MS, SHANGHAI_MS
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from shopwarden.records.coverage import Interval
    from shopwarden.records.facts import Array, Facts, Table

FOLLOWED_MS = 48 * HOUR_MS
WINDOW_DAYS = 7
LEAST_SESSIONS = 50  # of an agent whose conversion is compared with
MILLION = 1_000_000
NEVER = np.iinfo(np.int64).max
_MOST_KEYS = 2**62
_DAY_BITS = 2**32 - 1  # of a key
_CONTACT = bits("label", ("diversion_contact", "solicitation:strong"))


@dataclass(frozen=True, slots=True)
class Sessions:
    """Chats by (session, agent); moments are NEVER where nothing came of it."""

    agent: Array
    began_ms: Array
    first: Array  # the row of its first message
    buyer: Array
    named_ms: Array  # when a message first named the buyer
    contact_ms: Array
    converted_ms: Array
    cancelled_ms: Array


@dataclass(frozen=True, slots=True)
class ChatDays:
    """Seven days of chats by (agent, day), sorted; `key` is as `key_of` makes it."""

    key: Array
    sessions: Array
    converted: Array
    cancelled: Array
    contacts: Array
    usual_ppm: Array
    spread_ppm: Array
    peers: Array


def key_of(agent: Array, day: Array) -> Array:
    """One sortable number for an agent and a China day after 1970."""
    return np.asarray((agent.astype(np.int64) << 32) | day)


def end_of(day: Array) -> Array:
    """The last millisecond of a China day."""
    return np.asarray((day + 1) * DAY_MS - SHANGHAI_MS - 1)


def sessions_of(facts: Facts) -> Sessions:
    """The chats of `facts`, which hold nothing later than the moment at hand."""
    table = facts.table(Kind.MESSAGE)
    row = np.flatnonzero((table["session"] >= 0) & (table["agent"] >= 0))
    row = row[np.lexsort((row, table["agent"][row], table["session"][row]))]
    session, agent = table["session"][row], table["agent"][row]
    new = np.ones(len(row), np.bool_)
    new[1:] = (session[1:] != session[:-1]) | (agent[1:] != agent[:-1])
    starts = np.flatnonzero(new)
    ts = table["ts"][row]
    labels = table["labels"][row]
    told = (table["staff"][row] == 1) & (labels >= 0) & (labels & _CONTACT != 0)
    contact = _least(np.where(told, ts, NEVER), starts)
    named = _least(np.where(table["buyer"][row] >= 0, row, NEVER), starts)
    # Where no message names the buyer, any row will do: its buyer is missing.
    naming = np.where(named == NEVER, row[starts], named)
    buyer, named_ms = table["buyer"][naming], table["ts"][naming]
    began = ts[starts]
    converted, cancelled = _outcomes(facts, buyer, began)
    return Sessions(
        *(agent[starts], began, row[starts], buyer, named_ms),
        *(contact, converted, cancelled),
    )


def _least(values: Array, starts: Array) -> Array:
    """The least of each run."""
    if not len(starts):
        return np.empty(0, np.int64)
    return np.asarray(np.minimum.reduceat(values, starts))


def _outcomes(facts: Facts, buyer: Array, began: Array) -> tuple[Array, Array]:
    """When each chat led to an order, and when such an order was called off."""
    converted = np.full(len(began), NEVER)
    cancelled = np.full(len(began), NEVER)
    who, when, off = _orders(facts)
    chat = np.flatnonzero(buyer >= 0)
    if not len(chat) or not len(who):
        return converted, cancelled
    chat = chat[np.lexsort((began[chat], buyer[chat]))]
    low, high = _ranges(who, when, buyer[chat], began[chat])
    hit = high > low
    chat, low, high = chat[hit], low[hit], high[hit]
    if len(chat):
        converted[chat] = when[low]
        # Pairs of edges; the stretches between them are thrown away.
        edges = np.stack((low, high), axis=1).reshape(-1)
        cancelled[chat] = np.minimum.reduceat(np.append(off, NEVER), edges)[::2]
    return converted, cancelled


def _orders(facts: Facts) -> tuple[Array, Array, Array]:
    """Orders placed or paid by (buyer, moment), and when each was called off."""
    tables = [facts.table(kind) for kind in (Kind.ORDER_PLACED, Kind.ORDER_PAID)]
    who, when, order = (
        np.concatenate([table[name] for table in tables])
        for name in ("buyer", "ts", "order")
    )
    known = np.flatnonzero(who >= 0)
    ranked = known[np.lexsort((order[known], when[known], who[known]))]
    who, when, order = who[ranked], when[ranked], order[ranked]
    ends = [facts.table(kind) for kind in (Kind.ORDER_CANCELLED, Kind.REFUND_PAID)]
    first = np.full(1 + max((_most(t) for t in (*tables, *ends)), default=-1), NEVER)
    for table in ends:
        named = table["order"] >= 0
        np.minimum.at(first, table["order"][named], table["ts"][named])
    off = np.where(order >= 0, first[order], NEVER) if len(first) else first[:0]
    soon = (off >= when) & (off <= when + FOLLOWED_MS)
    return who, when, np.where(soon, off, NEVER)


def _most(table: Table) -> int:
    return int(table["order"].max(initial=-1))


def _ranges(who: Array, when: Array, buyer: Array, began: Array) -> tuple[Array, Array]:
    """For each chat the range of its buyer's orders within 48 hours of it."""
    # Moments as small as they go, so that one number holds buyer and moment.
    start = min(int(when.min()), int(began.min()))
    line, low, high = when - start, began - start, began + FOLLOWED_MS - start
    width = 1 + max(int(line.max()), int(high.max()))
    if (1 + max(int(who.max()), int(buyer.max()))) * width >= _MOST_KEYS:
        moments, places = np.unique(
            np.concatenate((line, low, high)), return_inverse=True
        )
        line, low, high = np.split(places, [len(line), len(line) + len(low)])
        width = len(moments)
    key = who.astype(np.int64) * width + line
    base = buyer.astype(np.int64) * width
    return (
        np.searchsorted(key, base + low, "left"),
        np.searchsorted(key, base + high, "right"),
    )


def chat_days(facts: Facts, chats: Sessions, last_day: int) -> ChatDays:
    """Seven days of chats for every agent and day up to `last_day`."""
    began_day = (chats.began_ms + SHANGHAI_MS) // DAY_MS
    cells, cell = np.unique(key_of(chats.agent, began_day), return_inverse=True)
    steps = [
        _counts(facts, chats, end_of(began_day + step), cell, len(cells))
        for step in range(WINDOW_DAYS)
    ]
    # Chats that began on a day count on it and on the six days after.
    keys = np.concatenate([cells + step for step in range(WINDOW_DAYS)])
    counts = np.concatenate(steps, axis=1)
    early = keys & _DAY_BITS <= last_day
    keys, place = np.unique(keys[early], return_inverse=True)
    total = np.zeros((len(keys), len(counts)), np.int64)
    np.add.at(total, place, counts[:, early].T)
    sessions, converted, cancelled, contacts = total.T
    cancelled = np.where(_told_off(facts, keys), cancelled, MISSING)
    usual = _usual(keys, sessions, converted)
    return ChatDays(keys, sessions, converted, cancelled, contacts, *usual)


def _counts(
    facts: Facts, chats: Sessions, end: Array, cell: Array, cells: int
) -> Array:
    """Followed, converted, cancelled, contact of the chats of each cell, by `end`."""
    followed = _followed(facts, chats, end)
    converted = followed & (chats.converted_ms <= end)
    cancelled = converted & (chats.cancelled_ms <= end)
    parts = (followed, converted, cancelled, chats.contact_ms <= end)
    return np.array([np.bincount(cell[part], minlength=cells) for part in parts])


def _followed(facts: Facts, chats: Sessions, end: Array) -> Array:
    """Whether it can be said, when a day ended, what had come of each chat."""
    start = chats.began_ms
    until = np.minimum(start + FOLLOWED_MS, end)
    spans = merged(facts.coverage, Kind.ORDER_PLACED)
    named = (chats.buyer >= 0) & (chats.named_ms <= end)
    return named & covered(spans, start, until)


def _told_off(facts: Facts, keys: Array) -> Array:
    """Whether cancellations or refunds were delivered for the seven days."""
    end = end_of(keys & _DAY_BITS)
    start = end - WINDOW_DAYS * DAY_MS + 1
    told = np.zeros(len(keys), np.bool_)
    for kind in (Kind.ORDER_CANCELLED, Kind.REFUND_PAID):
        told |= covered(merged(facts.coverage, kind), start, end)
    return told


def _usual(keys: Array, sessions: Array, converted: Array) -> tuple[Array, ...]:
    """Median and spread of conversion, by day, over agents with enough chats."""
    days, day = np.unique(keys & _DAY_BITS, return_inverse=True)
    peer = sessions >= LEAST_SESSIONS
    rate = converted[peer] * MILLION // sessions[peer]
    usual, peers = median_within(day[peer], rate, len(days))
    off = np.abs(rate - usual[day[peer]])
    spread = as_deviation(median_within(day[peer], off, len(days))[0])
    known = peers > 0
    usual, spread = np.where(known, usual, MISSING), np.where(known, spread, MISSING)
    return usual[day], spread[day], peers[day]


def covered(spans: tuple[Interval, ...], start: Array, end: Array) -> Array:
    """Where one interval holds [start, end].

    >>> covered(((0, 9), (20, 29)), np.array([2, 5]), np.array([9, 22])).tolist()
    [True, False]
    """
    if not spans:
        return np.zeros(len(start), np.bool_)
    opened, closed = np.array(spans, np.int64).T
    at = np.searchsorted(opened, start, side="right") - 1
    return np.asarray((at >= 0) & (closed[at] >= end))
