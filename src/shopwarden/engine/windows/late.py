"""Which facts of a batch lie before what was already taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.facts import Facts
from shopwarden.records.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.windows.timeline import Source
    from shopwarden.records.facts import Array
    from shopwarden.records.schema import Kind

Mark = tuple[int, ...]  # ts, rank, business key, version; empty: nothing yet


def _order(kind: Kind) -> tuple[str, ...]:
    return (*SCHEMAS[kind].key, "version")


def latest(facts: Facts, kinds: Sequence[Kind]) -> Mark:
    """The place of the last fact of these kinds in the total order."""
    marks = [
        (int(t["ts"][-1]), SCHEMAS[kind].rank, *(int(t[n][-1]) for n in _order(kind)))
        for kind in kinds
        if len(t := facts.table(kind))
    ]
    return max(marks, default=())


def late_rows(facts: Facts, kinds: Sequence[Kind], mark: Mark) -> dict[Kind, Array]:
    """The rows before `mark`, by kind; kinds without any are left out."""
    late = {}
    for kind in kinds if mark else ():
        table, rank = facts.table(kind), SCHEMAS[kind].rank
        before = table["ts"] < mark[0]
        tied = table["ts"] == mark[0]
        if rank < mark[1]:
            before |= tied
        elif rank == mark[1]:
            for name, value in zip(_order(kind), mark[2:], strict=True):
                before |= tied & (table[name] < value)
                tied &= table[name] == value
        if before.any():
            late[kind] = np.flatnonzero(before)
    return late


def without(source: Source, late: Mapping[Kind, Array]) -> Source:
    """The source without late rows; its masks are left as they are."""
    if not late:
        return source
    tables = dict(source.facts.tables)
    for kind, rows in late.items():
        tables[kind] = tables[kind].take(np.delete(np.arange(len(tables[kind])), rows))
    extra = {
        (kind, name): np.delete(column, late[kind]) if kind in late else column
        for (kind, name), column in source.extra.items()
    }
    return replace(source, facts=Facts(tables, source.facts.names), extra=extra)
