"""Windows recomputed by DuckDB, from SQL: the independent oracle.

Every fact gets a dense position in the total order of the two kinds involved
(by ts, rank, and its place in its table). A window is then
`RANGE BETWEEN position − lower AND CURRENT ROW`, where `lower` is the first
position whose ts lies inside; so ties need no bit tricks and no row sees one
that comes after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

from shopwarden.engine.windows import Aggregate, Values, Window
from shopwarden.records.schema import MISSING, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.records.facts import Array, Facts
    from shopwarden.records.schema import Kind

# What is selected over the frame `w`; {v} is the value, NULL unless it feeds.
_SQL = {
    Aggregate.COUNT: "count(fed) OVER w",
    Aggregate.SUM: "coalesce(sum(v) OVER w, 0)",
    Aggregate.MEAN: "(sum(v) OVER w)::DOUBLE / nullif(count(v) OVER w, 0)",
    Aggregate.MAX: "max(v) OVER w",
    Aggregate.MIN: "min(v) OVER w",
    Aggregate.DISTINCT: "count(DISTINCT v) OVER w",
    Aggregate.SINCE_LAST: "ts - max(CASE WHEN fed = 1 THEN ts END) OVER w",
    Aggregate.FIRST_SEEN: "min(CASE WHEN fed = 1 THEN ts END) OVER w",
    Aggregate.LAST: "last_value(v IGNORE NULLS) OVER w",
}


def compute(
    facts: Facts,
    kind: Kind,
    windows: Sequence[Window],
    masks: Mapping[str, Array],
    *,
    extra: Mapping[tuple[Kind, str], Array] | None = None,
    reads: Array | None = None,
) -> dict[str, Values]:
    """The same contract as `engine.windows.compute`."""
    asked = np.arange(len(facts.table(kind))) if reads is None else reads
    result = {}
    with duckdb.connect(config={"threads": 1}) as connection:
        for window in windows:
            events = _events(facts, kind, window, masks, extra or {})
            connection.register("events", events)
            rows = connection.execute(_query(window)).fetchnumpy()
            result[window.name] = _values(window, rows, asked)
            connection.unregister("events")
    return result


def _values(window: Window, rows: Mapping[str, Any], asked: Array) -> Values:
    column = rows["value"]
    gone = np.ma.getmaskarray(column) | (rows["keyed"] == 0)
    floating = window.aggregate is Aggregate.MEAN
    dtype = np.float64 if floating else np.int64
    values = np.where(gone, 0, np.ma.getdata(column)).astype(dtype)
    return Values(values[asked], ~gone[asked])


def _query(window: Window) -> str:
    length = "NULL" if window.window_ms is None else str(window.window_ms)
    # A fact never has its own row in the frame: it reads in a row of its own,
    # before or after the row by which it feeds.
    return f"""
        WITH placed AS (
            SELECT *, row_number() OVER (ORDER BY ts, rank, place, half) AS position
            FROM events
        ), bounded AS (
            SELECT *, coalesce(
                position - min(position) OVER (
                    ORDER BY ts RANGE BETWEEN {length} PRECEDING AND CURRENT ROW
                ), position) AS lower
            FROM placed
        ), computed AS (
            SELECT place, reads, keyed, {_SQL[window.aggregate]} AS value
            FROM bounded
            WINDOW w AS (
                PARTITION BY entity ORDER BY position
                RANGE BETWEEN lower PRECEDING AND CURRENT ROW
            )
        )
        SELECT keyed, value FROM computed WHERE reads = 1 ORDER BY place
    """.replace("RANGE BETWEEN NULL PRECEDING", "RANGE BETWEEN UNBOUNDED PRECEDING")


def _events(
    facts: Facts,
    kind: Kind,
    window: Window,
    masks: Mapping[str, Array],
    extra: Mapping[tuple[Kind, str], Array],
) -> pa.Table:
    fed = _half(facts, window.of, window.by, extra)
    fed["rank"] = np.full(len(fed["ts"]), SCHEMAS[window.of].rank)
    fed["half"] = np.full(len(fed["ts"]), 1)
    feeds = np.ones(len(fed["ts"]), np.bool_)
    if window.feed:
        feeds = masks[window.feed]
    read = _half(facts, kind, window.read_by, extra)
    read["rank"] = np.full(len(read["ts"]), SCHEMAS[kind].rank)
    read["half"] = np.full(len(read["ts"]), 2 if window.include_self else 0)
    merged = {name: np.concatenate([fed[name], read[name]]) for name in fed}
    merged["reads"] = np.repeat([0, 1], [len(feeds), len(read["ts"])])
    nothing = np.zeros(len(read["ts"]), np.bool_)
    merged["fed"] = pa.array(
        np.ones(len(merged["ts"]), np.int64), mask=~np.append(feeds, nothing)
    )
    merged["v"] = _valued(facts, window, feeds, len(nothing), extra)
    return pa.table(merged)


def _half(
    facts: Facts, kind: Kind, names: tuple[str, ...], extra: Mapping[Any, Array]
) -> dict[str, Any]:
    table = facts.table(kind)
    columns = [_column(facts, kind, name, extra).tolist() for name in names]
    keys = list(zip(*columns, strict=True))
    return {
        "ts": np.asarray(table["ts"]),
        "place": np.arange(len(table)),
        "entity": np.array(["|".join(map(str, key)) for key in keys], object),
        "keyed": np.array([int(min(key) >= 0) for key in keys], np.int64),
    }


def _valued(
    facts: Facts, window: Window, feeds: Array, more: int, extra: Mapping[Any, Array]
) -> pa.Array:
    if window.value is None:
        return pa.nulls(len(feeds) + more, pa.int64())
    column = _column(facts, window.of, window.value, extra)
    gone = column == MISSING if column.dtype == np.int64 else column < 0
    values = np.append(column.astype(np.int64), np.zeros(more, np.int64))
    return pa.array(values, mask=np.append(gone | ~feeds, np.ones(more, np.bool_)))


def _column(facts: Facts, kind: Kind, name: str, extra: Mapping[Any, Array]) -> Array:
    found = extra.get((kind, name))
    return facts.table(kind)[name] if found is None else found
