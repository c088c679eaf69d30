"""Time `shopwarden scan` against Polars parsing the same bytes, run by run.

    python benchmarks/scan.py --orders 1000000 --runs 3 --folder var/bench

Writes the clean-and-dirty sample shop once, then runs in turn, each as a
process of its own: Polars reading every CSV file to text columns (decoding
GBK included), and the whole of `scan` from files to explained findings with
its HTML report. Prints every run, medians, the ratio, orders and bill lines a
second, peak memory, and the growth from a tenth of the orders. They do not do
the same work: the ratio says what understanding costs beside parsing.
Workbooks are timed apart (`--workbook`), beside a bare calamine read.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

POLARS = """
import sys, polars as pl
rows = 0
for path in sys.argv[1:]:
    frame = pl.read_csv(path, encoding="gb18030", infer_schema=False,
                        truncate_ragged_lines=True)
    rows += frame.height
print(rows)
"""
CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
rows = 0
for path in sys.argv[1:]:
    book = CalamineWorkbook.from_path(path)
    rows += sum(len(book.get_sheet_by_name(n).to_python()) for n in book.sheet_names)
print(rows)
"""


def timed(command: list[str]) -> tuple[float, float, float, str]:
    """Wall seconds, CPU seconds, peak MB and standard output of one process."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    output = process.stdout.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if process.returncode not in (0, 10):
        raise SystemExit(f"failed with {process.returncode}: {command}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def sample(folder: Path, orders: int, layout: str) -> None:
    """Write the sample shop unless it is already there."""
    if (folder / "truth.json").exists():
        return
    command = [sys.executable, "-m", "shopwarden", "sample", str(folder)]
    subprocess.run([*command, "--orders", str(orders), "--layout", layout], check=True)


def files_of(folder: Path, ending: str) -> list[str]:
    """The exports of a folder, by ending."""
    return sorted(str(path) for path in folder.rglob(f"*{ending}"))


def scan(folder: Path, inputs: list[str]) -> tuple[float, float, float, dict[str, int]]:
    """One run of scan; also the summary it wrote."""
    found = folder / "out.jsonl"
    command = [sys.executable, "-m", "shopwarden", "scan", "--quiet", *inputs]
    command += ["--json", str(found), "--report", str(folder / "out.html")]
    wall, cpu, peak, _ = timed(command)
    last = found.read_text("utf-8").rstrip().rsplit("\n", 1)[-1]
    return wall, cpu, peak, json.loads(last)


def side_by_side(folder: Path, ending: str, peer: str, runs: int) -> float:
    """Run the peer and scan in turn; print all runs; return scan's median."""
    inputs = files_of(folder, ending)
    size = sum(Path(path).stat().st_size for path in inputs) / 1e6
    print(f"{folder}: {len(inputs)} {ending} files, {size:,.0f} MB")
    theirs, ours = [], []
    for number in range(1, runs + 1):
        wall, cpu, peak, output = timed([sys.executable, "-c", peer, *inputs])
        theirs.append(wall)
        show(f"run {number} peer", wall, cpu, peak, f"rows {output.strip()}")
        wall, cpu, peak, summary = scan(folder, inputs)
        ours.append(wall)
        show(f"run {number} scan", wall, cpu, peak, str(summary.get("rows", "")))
    peer_median, our_median = statistics.median(theirs), statistics.median(ours)
    ratio = our_median / peer_median
    print(f"  medians: peer {peer_median:.2f} s, scan {our_median:.2f} s")
    print(f"  ratio {ratio:.1f}")
    return our_median


def show(name: str, wall: float, cpu: float, peak: float, rest: str) -> None:
    """Print one run."""
    print(f"  {name} wall {wall:7.2f} s cpu {cpu:7.2f} s peak {peak:6.0f} MB {rest}")


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--workbook", action="store_true", help="time workbooks")
    options = parser.parse_args()
    if options.workbook:
        folder = options.folder / f"book-{options.orders}"
        sample(folder, options.orders, "new")
        side_by_side(folder, ".xlsx", CALAMINE, options.runs)
        return
    small, large = (
        options.folder / f"csv-{n}" for n in (options.orders // 10, options.orders)
    )
    sample(small, options.orders // 10, "old")
    sample(large, options.orders, "old")
    tenth = side_by_side(small, ".csv", POLARS, options.runs)
    whole = side_by_side(large, ".csv", POLARS, options.runs)
    print(f"10x the orders take {whole / tenth:.1f}x the time")


if __name__ == "__main__":
    main()
