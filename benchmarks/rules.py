"""Rules a second: one fact against the rules of its kind, and a whole shop.

    python benchmarks/rules.py --orders 20000 --runs 3 --folder var/bench

Writes the sample shop and one of ten times the orders, unless they are there,
reads both and derives what rules judge; reading is not timed. First all must
agree on a small shop: every window of the rules with DuckDB (tests/engine/
oracle.py), and every rule judged alone with all judged at once; any difference
ends the program with 1. Then come

    one fact  each of some facts alone, against all rules of its kind
    windows   the last facts into kept state: the values rules read, live
    batch     the shop against all rules, then with its findings explained

A judgement is one rule at one fact. Every run is printed with wall and CPU
seconds and the load of the machine, then medians, and the growth in CPU
seconds. A first run that compiles is not counted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.engine.oracle import compute as oracle
from tests.every_rule.features_asked import asked
from tests.every_rule.features_mixed import with_derived
from tests.every_rule.features_streams import by_kind

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.explain import People, explain
from shopwarden.engine.windows import Live, compute
from shopwarden.practices.guide import guide_rules
from shopwarden.records.facts import Facts
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.screening.judge import ScreenJudge
from shopwarden.sources.intake import read_exports
from shopwarden.sources.shop_file import load_shop_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shopwarden.engine.evaluate import RuleRun
    from shopwarden.engine.rule import Rule

CHECKED = 300  # orders of the shop on which all must agree
SINGLE = 40  # facts of each kind that are judged alone
KEY = bytes(32)  # the sample's people are invented
Shop = tuple[Facts, Reference, int]


def main() -> int:
    """Agree first, then measure; 1 if something differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    options = parser.parse_args()
    if not _agreed(shop(options.folder, CHECKED)):
        return 1
    small = shop(options.folder, options.orders)
    _single(small, options.runs)
    _live(small, options.runs)
    judged = _batch(small, options.orders, options.runs)
    more = 10 * options.orders
    most = _batch(shop(options.folder, more), more, options.runs)
    for name, few, many in zip(("judged", "explained"), judged, most, strict=True):
        print(f"growth for ten times the orders (CPU), {name}: {many / few:.1f}x")
    return 0


def shop(folder: Path, orders: int) -> Shop:
    """The facts of a sample shop, derived ones too; its settings; as of when."""
    place = folder / f"rules-{orders}"
    if not (place / "truth.json").exists():
        own = [sys.executable, "-m", "shopwarden", "sample", str(place)]
        subprocess.run(
            [*own, "--orders", str(orders)], check=True, stdout=subprocess.DEVNULL
        )
    settings = place / "shop.yaml"
    given = load_shop_file(settings) if settings.exists() else Reference()
    intake = read_exports([place], tokeniser=KeyedTokeniser(KEY), judge=ScreenJudge())
    first = intake.shops[0]
    as_of = max(file.known_at for file in first.files)
    facts = with_derived(first.facts, given, as_of)
    size = sum(len(table) for table in facts.tables.values())
    kinds = sum(1 for table in facts.tables.values() if len(table))
    print(f"{orders:,} orders: {size:,} facts of {kinds} kinds, as rules see them")
    return facts, given, as_of


def _agreed(small: Shop) -> bool:
    facts, given, as_of = small
    windows = 0
    for kind, rules in by_kind().items():
        part = asked(kind, rules, facts, as_of)
        columns = (part.facts, kind, part.windows, part.masks)
        ours, theirs = (run(*columns, extra=part.extra) for run in (compute, oracle))
        for window in part.windows:
            left, right = ours[window.name], theirs[window.name]
            same = np.array_equal(left.values, right.values)
            if not (same and np.array_equal(left.known, right.known)):
                print(f"differs from DuckDB: {window}")
                return False
        windows += len(part.windows)
    together = evaluate(guide_rules(), facts, given, as_of)
    for run in together:
        alone = evaluate((run.rule,), facts, given, as_of)[0]
        if _answer(alone) != _answer(run):
            print(f"differs when judged alone: {run.rule.id}")
            return False
    print(f"{windows} windows equal to DuckDB; {len(together)} rules alike alone")
    return True


def _answer(run: RuleRun) -> tuple[object, ...]:
    return run.fired.tolist(), run.false, run.unknown, dict(run.unknown_because)


def _timed(name: str, runs: int, judgements: int, once: Callable[[], object]) -> float:
    """Print every run and the median; the median CPU seconds."""
    walls, cpus = [], []
    once()
    for number in range(1, runs + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        once()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
        print(
            f"  run {number}  {name}: {walls[-1]:7.3f} s wall {cpus[-1]:7.3f} s CPU"
            f"  load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    wall = statistics.median(walls)
    print(f"  median {name}: {wall:.3f} s, {judgements / wall:,.0f} judgements/s")
    return statistics.median(cpus)


def _some(facts: Facts, kind: Kind) -> list[int]:
    """Rows of a kind, spread over its table."""
    length = len(facts.table(kind))
    return sorted({int(row) for row in np.linspace(0, length - 1, SINGLE)})


def _rules_of(kind: Kind) -> tuple[Rule, ...]:
    return tuple(rule for rule in guide_rules() if rule.fact is kind)


def _single(whole: Shop, runs: int) -> None:
    """Each fact alone: what judging costs before there is much to judge."""
    facts, given, as_of = whole
    jobs = [
        (rules, Facts({kind: one}, facts.names, facts.files, facts.coverage))
        for kind in Kind
        if len(facts.table(kind)) and (rules := _rules_of(kind))
        for row in _some(facts, kind)
        for one in [facts.table(kind).take(np.array([row]))]
    ]
    judgements = sum(len(rules) for rules, _ in jobs)
    took: list[float] = []

    def once() -> None:
        took.clear()
        for rules, one in jobs:
            begin = time.perf_counter()
            evaluate(rules, one, given, as_of, threads=1)
            took.append(time.perf_counter() - begin)

    print(f"one fact: {len(jobs)} facts, {judgements} judgements")
    _timed("one fact", runs, judgements, once)
    _spread(took)


def _spread(seconds: Sequence[float]) -> None:
    p50, p99, most = np.percentile(seconds, [50, 99, 100]) * 1000
    print(f"  a fact, last run: p50 {p50:.3f} ms, p99 {p99:.3f} ms, max {most:.3f} ms")


def _live(whole: Shop, runs: int) -> None:
    """The last facts of each kind into state that holds all facts before them."""
    facts, _, as_of = whole
    ready = []
    for kind, rules in by_kind().items():
        part = asked(kind, rules, facts, as_of)
        places = part.places()
        behind = part.part(places[:-SINGLE])
        live = Live(kind, part.windows)
        live.feed(behind.facts, behind.masks, behind.extra)
        last = [part.part([place]) for place in places[-SINGLE:]]
        ready.append((kind, part.windows, live.save(), last))
    values = sum(len(windows) * len(last) for _, windows, _, last in ready)
    took: list[float] = []

    def once() -> None:
        took.clear()
        for kind, windows, saved, last in ready:
            live = Live.restore(saved, kind, windows)
            for one in last:
                begin = time.perf_counter()
                live.feed(one.facts, one.masks, one.extra)
                took.append(time.perf_counter() - begin)

    once()
    print(f"windows: {values} values of the last {SINGLE} facts at each kind")
    for number in range(1, runs + 1):
        once()
        rate = len(took) / sum(took)
        print(f"  run {number}  windows: {sum(took):7.3f} s, {rate:,.0f} facts/s")
    _spread(took)


def _batch(whole: Shop, orders: int, runs: int) -> tuple[float, float]:
    """All rules over a shop; the CPU seconds of judging, and with explaining."""
    facts, given, as_of = whole
    rules = guide_rules()
    found = evaluate(rules, facts, given, as_of)
    judgements = sum(run.total for run in found)
    fired = sum(len(run.fired) for run in found)
    print(
        f"batch of {orders:,} orders: {len(rules)} rules, {judgements:,} judgements,"
        f" {fired:,} findings"
    )

    def explained() -> None:
        people = People()
        for run in evaluate(rules, facts, given, as_of):
            explain(run, facts, people)

    judged = _timed(
        "judged", runs, judgements, lambda: evaluate(rules, facts, given, as_of)
    )
    return judged, _timed("explained", runs, judgements, explained)


if __name__ == "__main__":
    raise SystemExit(main())
