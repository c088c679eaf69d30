"""The facts as they were known at a moment: nothing later, nothing superseded.

A fact counts if it had happened (`ts`) and was known (`known_at`) by then. Of
several versions of one business key the newest one known by then counts.

>>> as_known(Facts.empty(), 0).facts.tables
{}
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.facts import Facts
from shopwarden.records.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.facts import Array, Table
    from shopwarden.records.schema import Kind


@dataclass(frozen=True, slots=True)
class Known:
    """The facts known at a moment, and where each stood in the facts given.

    `positions[kind]` are rows of the given table; a kind that lost no row is
    not in it, and its table is the given one, not a copy.
    """

    facts: Facts
    positions: Mapping[Kind, Array]

    def given(self, kind: Kind, rows: Array) -> Array:
        """The rows of the given table behind rows of the known one."""
        positions = self.positions.get(kind)
        return rows if positions is None else np.asarray(positions[rows])


def as_known(facts: Facts, as_of: int) -> Known:
    """The facts with `ts` and `known_at` ≤ `as_of`, newest versions only."""
    tables, positions = dict(facts.tables), {}
    for kind, table in facts.tables.items():
        keep = (table["ts"] <= as_of) & (table["known_at"] <= as_of)
        keep = _newest(table, keep)
        if not keep.all():
            positions[kind] = np.flatnonzero(keep)
            tables[kind] = table.take(positions[kind])
    known = Facts(tables, facts.names, facts.files, facts.coverage)
    return Known(known, positions)


def _newest(table: Table, keep: Array) -> Array:
    """`keep` without the rows that a kept newer version supersedes."""
    if not (keep & (table["version"] > 0)).any():
        return keep
    rows = np.flatnonzero(keep)
    keys = [table[name][rows] for name in SCHEMAS[table.kind].key]
    order = np.lexsort((table["version"][rows], *reversed(keys)))
    last = np.ones(len(rows), np.bool_)
    last[:-1] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    newest = np.zeros(len(keep), np.bool_)
    newest[rows[order[last]]] = True
    return newest
