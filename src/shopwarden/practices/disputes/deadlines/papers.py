"""The clock of a paper: renewed before it runs out.

Warned 60, 30 and 7 days before. It is renewed by a row that runs out later: of
the same name or number, of the same kind for the same SKU, or, for the
business licence, of the same kind, since a shop has one. An authorisation of
another brand renews nothing.

What it does not do: check a paper with whoever issued it. A date counts as the
moment the table gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.disputes.deadlines.begun import NEVER, begun
from shopwarden.practices.disputes.deadlines.shop_clock import Times
from shopwarden.records.moment import DAY_MS
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.practices.disputes.deadlines.begun import Begun
    from shopwarden.records.facts import Array, Facts, Table

_DAYS_BEFORE = (60, 30, 7)
_THE_ONLY_ONE = "licence"


def paper(facts: Facts) -> Begun:
    """Filed → renewed, a row a paper."""
    rows = facts.table(Kind.DOCUMENT)
    rows = rows.take((rows["document"] != NO_CODE) & (rows["expires_ms"] != MISSING))
    expires = rows["expires_ms"]
    done, until = _renewed(facts, rows)
    warn = [expires - days * DAY_MS for days in _DAYS_BEFORE]
    since = np.where(until == NEVER, NEVER, MISSING)
    return begun(
        "paper",
        None,
        rows,
        Times(expires, np.stack(warn, axis=1), np.ones(len(rows), np.int8)),
        ids={"document": rows["document"], "sku": rows["sku"]},
        done_ms=done,
        blind=(since, until),
        counted_by="document",
    )


def _renewed(facts: Facts, rows: Table) -> tuple[Array, Array]:
    """When each paper was renewed; until when that cannot be told, NEVER if it can.

    A row that does not say when it was filed bears the time its table was made:
    the paper was renewed by then.
    """
    licence = facts.code("paper", _THE_ONLY_ONE)
    kind, sku = (rows[name].astype(np.int64) for name in ("paper", "sku"))
    keys = (
        rows["document"].astype(np.int64),
        np.where((kind < 0) | (sku < 0), NO_CODE, kind << 32 | sku),
        np.where(kind == licence, kind, NO_CODE),
    )
    blurred = rows["ts"] == rows["known_at"]
    # One number of both: the earlier moment wins, then the exact one.
    moments = rows["ts"] * 2 + blurred
    first = np.full(len(rows), NEVER, np.int64)
    for key in keys:
        first = np.minimum(first, _first_later(key, rows["expires_ms"], moments))
    done = np.where(first == NEVER, NEVER, first >> 1)
    return done, np.where((first & 1 == 1) & (first != NEVER), done, NEVER)


def _first_later(key: Array, expires: Array, moments: Array) -> Array:
    """The least moment of the rows with the same key that run out later."""
    found = np.full(len(key), NEVER, np.int64)
    at = np.flatnonzero(key != NO_CODE)
    if not len(at):
        return found
    at = at[np.lexsort((-expires[at], key[at]))]
    key, expires = key[at], expires[at]
    group = np.cumsum(np.diff(key, prepend=key[0]) != 0)
    # Each group lies below all before it, so one running minimum serves all.
    _, ranks = np.unique(moments[at], return_inverse=True)
    values = np.unique(moments[at])
    least = np.minimum.accumulate(ranks - group * len(values))
    new = np.ones(len(at), np.bool_)
    new[1:] = (np.diff(group) != 0) | (np.diff(expires) != 0)
    tied = np.maximum.accumulate(np.where(new, np.arange(len(at)), 0))
    before = np.maximum(tied - 1, 0)
    inside = (tied > 0) & (group[before] == group)
    found[at] = np.where(inside, values[(least + group * len(values))[before]], NEVER)
    return found
