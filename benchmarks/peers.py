"""The engines that `windows.py` runs: a stream in, columns of features out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import order_stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from shopwarden.engine.windows import Window

Stream = dict[str, Any]
SQL = {
    "count": "count(*)",
    "sum": "sum({v})",
    "mean": "avg({v})",
    "max": "max({v})",
    "distinct": "count(DISTINCT {v})",
}


def _windows(*, distinct: bool) -> list[Window]:
    every = order_stream.windows()
    return [w for w in every if distinct or w.aggregate != "distinct"]


def ours(stream: Stream, *, distinct: bool = True) -> Stream:
    """Shopwarden's bulk mode through its public function."""
    from shopwarden.engine.windows import compute  # noqa: PLC0415 - one engine a process

    facts, extra = order_stream.facts_of(stream)
    windows = _windows(distinct=distinct)
    found = compute(facts, order_stream.KIND, windows, {}, extra=extra, threads=2)
    return {name: values.values for name, values in found.items()}


def duckdb(stream: Stream) -> Stream:
    """DuckDB's RANGE windows; times are unique, so raw SQL is right here."""
    import duckdb as peer  # noqa: PLC0415 - one engine a process
    import pyarrow as pa  # noqa: PLC0415 - one engine a process

    selected = ", ".join(
        f"{SQL[w.aggregate].format(v=w.value)} OVER (PARTITION BY {w.by[0]} ORDER BY ts"
        f" RANGE BETWEEN {w.window_ms} PRECEDING AND CURRENT ROW)"
        f"{'::BIGINT' if w.aggregate == 'sum' else ''} AS {w.name}"
        for w in _windows(distinct=True)
    )
    with peer.connect(config={"threads": 2}) as connection:
        connection.register("stream", pa.table(stream))
        found = connection.execute(
            f"CREATE TEMP TABLE found AS SELECT ts, {selected} FROM stream"
        ).execute("SELECT * EXCLUDE ts FROM found ORDER BY ts")
        return dict(found.fetchnumpy())


def polars(stream: Stream, *, distinct: bool = True) -> Stream:
    """Polars: rolling expressions over groups, and rolling groups for distinct."""
    import polars as pl  # noqa: PLC0415 - one engine a process

    frame = pl.DataFrame(stream).with_columns(at=pl.from_epoch("ts", time_unit="ms"))
    found = frame.select(
        [_polars_rolling(w, pl).alias(w.name) for w in _windows(distinct=False)]
    )
    columns = {name: found[name].to_numpy() for name in found.columns}
    for window in _windows(distinct=True) if distinct else []:
        if window.aggregate == "distinct":
            columns[window.name] = _polars_distinct(frame, window, pl)
    return columns


def _polars_rolling(window: Window, pl: Any) -> Any:
    value = pl.lit(1, pl.Int64) if window.value is None else pl.col(window.value)
    name = "sum" if window.aggregate == "count" else window.aggregate
    rolling = getattr(
        value if window.value else pl.col("ts") * 0 + 1, f"rolling_{name}_by"
    )
    length = f"{window.window_ms}ms"
    return rolling("at", window_size=length, closed="both").over(window.by[0])


def _polars_distinct(frame: Any, window: Window, pl: Any) -> Any:
    by, value = window.by[0], window.value
    rolled = (
        frame.with_row_index("place")
        .sort(by, "ts")
        .rolling("at", period=f"{window.window_ms}ms", closed="both", group_by=by)
        .agg(pl.col(value).n_unique(), pl.col("place").last())
        .sort("place")
    )
    return rolled[value].to_numpy()


def pandas(stream: Stream) -> Stream:
    """The grouped rolling windows of pandas, distinct counts left out."""
    import pandas as pd  # noqa: PLC0415 - one engine a process

    frame = pd.DataFrame(stream)
    frame["at"] = pd.to_datetime(frame["ts"], unit="ms")
    frame["one"] = 1
    found = {}
    for window in _windows(distinct=False):
        by, value = window.by[0], window.value or "one"
        name = "sum" if window.aggregate == "count" else str(window.aggregate)
        indexed = frame.set_index("at").groupby(by, sort=False)[value]
        rolled = indexed.rolling(f"{window.window_ms}ms", closed="both")
        values = getattr(rolled, name)()
        # Groups come one after another; their rows are in order of time.
        order = frame.groupby(by, sort=False).indices
        places = [place for group in values.index.unique(0) for place in order[group]]
        column = pd.Series(values.to_numpy(), index=places).sort_index()
        whole = window.aggregate != "mean"
        found[window.name] = (
            column.to_numpy().round().astype("int64") if whole else (column.to_numpy())
        )
    return found


ENGINES: dict[str, Callable[[Stream], Stream]] = {
    "ours": ours,
    "duckdb": duckdb,
    "polars": polars,
    "ours_ten": lambda stream: ours(stream, distinct=False),
    "polars_ten": lambda stream: polars(stream, distinct=False),
    "pandas_ten": pandas,
}
