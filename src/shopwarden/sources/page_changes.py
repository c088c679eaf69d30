"""Page changes: two tables of listings that differ, where no log says who did it.

Of each SKU the states told by several tables are put in order; where one
differs from the one before, something was edited in between. It is dated by
the later state, since nobody knows when it happened, and has no author. Where
a change log tells of the SKU in that time, the log stands.

What it does not do: say which words were changed; only labels are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import columns_of, missing_column
from shopwarden.records.schema import Kind
from shopwarden.sources.exports.listings import only_new
from shopwarden.sources.sorting import ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Array = NDArray[Any]

_TOLD = ("ts", "known_at", "file", "row", "sku")


def page_changes(
    listings: Mapping[str, Array], logged: Mapping[str, Array] | None
) -> dict[str, Array] | None:
    """The changes between versions of listings, as columns; None if there are none.

    `listings` hold every version; `logged` are the changes a log tells of.
    """
    order = ordered([listings["sku"], listings["nth"]])
    told = order.refined([listings["version"]])
    later = told.index[1:][order.ties]
    earlier = told.index[:-1][order.ties]
    # Older states than the one before would be changes back in time.
    fresh = listings["ts"][later] > listings["ts"][earlier]
    if logged is not None:
        fresh &= ~_logged(listings, earlier, later, logged)
    later, earlier = later[fresh], earlier[fresh]
    if not len(later):
        return None
    kind = columns_of(Kind.LISTING_CHANGED).items()
    columns = {n: missing_column(c, len(later)) for n, c in kind}
    columns |= {name: listings[name][later] for name in _TOLD}
    columns["labels_before"] = listings["labels"][earlier]
    for name in ("labels", "personal"):
        before = listings[name][earlier]
        columns[name] = only_new(listings[name][later], before)
    return columns


def _logged(
    listings: Mapping[str, Array],
    earlier: Array,
    later: Array,
    logged: Mapping[str, Array],
) -> NDArray[np.bool_]:
    """Between which two states a log tells of the SKU."""
    by_sku = np.lexsort((logged["ts"], logged["sku"]))
    sku, ts = logged["sku"][by_sku], logged["ts"][by_sku]
    asked = listings["sku"][later]
    # Pairs (sku, ts) as one sorted sequence: how many lie up to each state.
    return np.asarray(
        _upto(sku, ts, asked, listings["ts"][later])
        > _upto(sku, ts, asked, listings["ts"][earlier])
    )


def _upto(sku: Array, ts: Array, asked: Array, until: Array) -> Array:
    """How many of the sorted pairs are not after each asked pair."""
    pairs = np.lexsort(
        (
            np.repeat([0, 1], [len(sku), len(asked)]),
            np.concatenate([ts, until]),
            np.concatenate([sku, asked]),
        )
    )
    is_log = pairs < len(sku)
    counts = np.empty(len(pairs), np.int64)
    counts[pairs] = np.cumsum(is_log)
    return counts[len(sku) :]


def compared(coverage: Iterable[Coverage]) -> tuple[Coverage, ...]:
    """What comparing covers: from the oldest table of listings to the newest."""
    told = [c for c in coverage if c.kind == Kind.LISTING]
    if len(told) < 2:
        return ()
    newest = max(told, key=lambda c: (c.end_ms, c.file))
    start = min(c.end_ms for c in told)
    end, file, made = newest.end_ms, newest.file, newest.known_at
    return (Coverage(Kind.LISTING_CHANGED, start, end, file, made),)
