"""What has begun: one row a deadline, with all that decides whether it is open.

    done_ms     when it was done, as far as the facts show; NEVER if they do not
    dropped_ms  from when on it was owed no more (cancelled, refused, decided)
    blind       an interval in which nobody can say whether it was done, such as
                that before an order was finished whose parcel no table shows

What it does not do: find these moments (`orders`, `after_sales`, `disputes`,
`papers`), or make facts of them (`stages`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np

from shopwarden.records.schema import MISSING, NO_CODE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.practices.disputes.deadlines.shop_clock import Times
    from shopwarden.records.facts import Array, Table
    from shopwarden.records.kind import Kind

NEVER = np.iinfo(np.int64).max
# The columns that say what a deadline belongs to; the first known one names it.
IDS = ("order", "after_sale", "dispute", "notice", "document", "sku", "buyer")


@dataclass(frozen=True)
class Begun:
    """Rows of one clock. `shown_by` is the kind that shows a row done.

    `facts` are the facts that began them; `ids` the code columns known.
    """

    clock: str
    shown_by: Kind | None  # None: the facts themselves do
    facts: Table
    ids: Mapping[str, Array]
    times: Times
    done_ms: Array
    dropped_ms: Array
    blind_from_ms: Array
    blind_until_ms: Array
    amount_fen: Array
    lacking: Array
    nth: Array = field(default_factory=lambda: cast("Array", np.empty(0, np.int64)))

    def __len__(self) -> int:
        return len(self.facts)


def begun(
    clock: str,
    shown_by: Kind | None,
    facts: Table,
    times: Times,
    *,
    ids: Mapping[str, Array],
    done_ms: Array,
    dropped_ms: Array | None = None,
    blind: tuple[Array, Array] | None = None,
    amount_fen: Array | None = None,
    lacking: Array | None = None,
    counted_by: str = "",
) -> Begun:
    """A `Begun` with what is left out set to "never" and "not known".

    `counted_by` names the id that several rows may share: they are numbered.
    """
    size = len(facts)
    never = np.full(size, NEVER, np.int64)
    unknown = np.full(size, MISSING, np.int64)
    once = np.zeros(size, np.int64)
    return Begun(
        clock=clock,
        shown_by=shown_by,
        facts=facts,
        ids=ids,
        times=times,
        done_ms=done_ms,
        dropped_ms=never if dropped_ms is None else dropped_ms,
        blind_from_ms=never if blind is None else blind[0],
        blind_until_ms=never if blind is None else blind[1],
        amount_fen=unknown if amount_fen is None else amount_fen,
        lacking=unknown if lacking is None else lacking,
        nth=ordinals(ids[counted_by]) if counted_by else once,
    )


def ordinals(codes: Array) -> Array:
    """How many earlier rows have the row's code.

    >>> ordinals(np.array([7, 3, 7, 7])).tolist()
    [0, 0, 1, 2]
    """
    if not len(codes):
        return np.empty(0, np.int64)
    order = np.argsort(codes, kind="stable")
    ranked = codes[order]
    starts = np.flatnonzero(np.diff(ranked, prepend=ranked[0] - 1))
    sizes = np.diff(starts, append=len(ranked))
    found = np.empty(len(codes), np.int64)
    found[order] = np.arange(len(codes)) - np.repeat(starts, sizes)
    return found


def firsts(codes: Array) -> Array:
    """The row where each known code stands first, in the order of rows."""
    rows = np.flatnonzero(codes != NO_CODE)
    _, first = np.unique(codes[rows], return_index=True)
    return np.sort(rows[first])
