"""Twelve window features of a stream: ours beside DuckDB, Polars and pandas.

    python benchmarks/windows.py --rows 10000000 --runs 5

Interleaved: each round runs every engine once, on two threads, in a process
of its own that makes the stream, warms up on a thousandth of it, touches as
much memory as it will need, and computes all features. Every run is printed
with wall and CPU seconds and the load of the machine, then medians and ratios.
Outputs must be equal, means to 1e-9 relative, or the program fails. Polars
runs twice: with the two distinct counts, which it is slow at, and without
them. pandas has no rolling distinct count, so it computes ten features, on
fewer rows. Last comes the live mode: batches, whose slowest shows what growing
costs, then events one at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import order_stream
import peers

from shopwarden.engine.windows import Live

THREADS = 2
BATCH, SINGLE = 1_000, 10_000
TOUCHED = 40  # words for each row: engines peak at 230 to 340 bytes a row
GOALS = {"duckdb": 5.0, "polars": 10.0, "polars_ten": 1.5, "pandas_ten": 25.0}
OURS = {"duckdb": "ours", "polars": "ours", "polars_ten": "ours_ten"}


def main() -> int:
    """Run the rounds; 1 if outputs differ."""
    options = _options()
    if options.engine == "live":
        return _live(options.rows)
    if options.engine:
        return _one(options.engine, options.rows, Path(options.out))
    engines = ["ours", "duckdb", "polars", "ours_ten", "polars_ten"]
    runs = _rounds(engines, options.rows, options.runs)
    equal = _summary(runs, OURS)
    if options.pandas_rows:
        more = _rounds(["ours_ten", "pandas_ten"], options.pandas_rows, options.runs)
        equal &= _summary(more, {"pandas_ten": "ours_ten"})
    if options.live_rows:
        own = [sys.executable, __file__, "--engine", "live"]
        subprocess.run([*own, "--rows", str(options.live_rows)], check=True)
    return 0 if equal else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pandas-rows", type=int, default=1_000_000)
    parser.add_argument("--live-rows", type=int, default=1_000_000)
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    parser.add_argument("--out", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _one(engine: str, rows: int, out: Path) -> int:
    """Run one engine in this process; its figures and a digest to `out`."""
    run = peers.ENGINES[engine]
    stream = order_stream.columns(rows)
    run({name: column[: max(rows // 1000, 100)] for name, column in stream.items()})
    _touch(rows)
    wall, cpu = time.perf_counter(), time.process_time()
    found = run(stream)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    out.write_text(json.dumps([wall, cpu, _digest(found)]), "utf-8")
    return 0


def _touch(rows: int) -> None:
    """Write to as much memory as an engine needs, and give it back.

    A virtual machine may get its memory from its host at the first touch, which
    took seconds for the first engine and little for the one after it.
    """
    np.empty(rows * TOUCHED, np.int64)[::512] = 1


def _live(rows: int) -> int:
    """Feed batches, then single events; print how long calls took."""
    stream = order_stream.columns(rows + SINGLE)
    stream |= {"order": np.arange(rows + SINGLE), "version": stream["ts"] * 0}
    live = Live(order_stream.KIND, order_stream.windows())
    _feed(live, stream, range(1))
    batches = [range(at, min(at + BATCH, rows)) for at in range(1, rows, BATCH)]
    took = [_feed(live, stream, batch) for batch in batches]
    print(f"live, {rows:,} rows in batches of {BATCH:,}: {rows / sum(took):,.0f} a s")
    _show("  a batch", took)
    last = range(rows, rows + SINGLE)
    _show("  one event", [_feed(live, stream, range(at, at + 1)) for at in last])
    return 0


def _feed(live: Live, stream: dict[str, Any], rows: range) -> float:
    part = {name: column[rows.start : rows.stop] for name, column in stream.items()}
    facts, extra = order_stream.facts_of(part)
    begin = time.perf_counter()
    live.feed(facts, {}, extra)
    return time.perf_counter() - begin


def _show(name: str, seconds: list[float]) -> None:
    p50, p99, most = np.percentile(seconds, [50, 99, 100]) * 1000
    print(f"{name}: p50 {p50:.3f} ms, p99 {p99:.3f} ms, max {most:.3f} ms")


def _digest(found: dict[str, Any]) -> dict[str, list[float]]:
    """For each feature numbers that differ if outputs do: two weighted sums."""
    digest = {}
    for name, column in found.items():
        values = np.asarray(column)
        weights = np.random.default_rng(7).integers(1, 2**20, len(values))
        if values.dtype.kind == "f":
            digest[name] = [float(values.sum()), float(values @ weights)]
        else:
            whole = values.astype(np.int64)
            # Wraps on purpose: a checksum modulo 2**64.
            digest[name] = [int(whole.sum()), int((whole * weights).sum())]
    return digest


def _rounds(engines: list[str], rows: int, runs: int) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {engine: [] for engine in engines}
    print(f"{rows:,} rows, {THREADS} threads, {runs} rounds")
    for number in range(1, runs + 1):
        for engine in engines:
            wall, cpu, digest = _in_process(engine, rows)
            found[engine].append((wall, digest))
            load = os.getloadavg()[0]
            print(
                f"  round {number}  {engine:<10} {wall:8.2f} s wall {cpu:8.2f} s CPU"
                f"  load {load:.1f}",
                flush=True,
            )
    return found


def _in_process(engine: str, rows: int) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run.json"
        own = [sys.executable, __file__, "--engine", engine, "--rows", str(rows)]
        threads = {"POLARS_MAX_THREADS": str(THREADS)}
        subprocess.run([*own, "--out", str(out)], check=True, env=os.environ | threads)
        return list(json.loads(out.read_text("utf-8")))


def _summary(runs: dict[str, list[Any]], pairs: dict[str, str]) -> bool:
    medians = {e: statistics.median(wall for wall, _ in r) for e, r in runs.items()}
    print("  medians:", ", ".join(f"{e} {m:.2f} s" for e, m in medians.items()))
    same = True
    for peer, ours in pairs.items():
        ratio = medians[peer] / medians[ours]
        equal = _equal(runs[ours], runs[peer])
        same &= equal
        floor = GOALS[peer]
        reached = "reached" if ratio >= floor else "NOT reached"
        print(
            f"  {peer}: {ratio:.1f}x (floor {floor:g}x {reached}),"
            f" outputs {'equal' if equal else 'DIFFER'}"
        )
    return same


def _equal(ours: list[Any], peer: list[Any]) -> bool:
    (_, left), (_, right) = ours[0], peer[0]
    return set(left) == set(right) and all(
        np.allclose(left[name], right[name], rtol=1e-9, atol=0)
        if name.endswith("mean_7d")
        else left[name] == right[name]
        for name in left
    )


if __name__ == "__main__":
    raise SystemExit(main())
