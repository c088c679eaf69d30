"""Payments: the 51 known exceptions of a public marketplace, and lines a second.

    python benchmarks/payments.py --data DIR     (or SHOPWARDEN_DATA=DIR)

Reads `payments/items.csv.gz` and `payments/payments.csv.gz` through the
ordinary import and mapping, reconciles them, and compares every exception
with `payments/expected_exceptions.csv`: id, sign and amount. Then reconciles
an invented bill of `--lines` lines for speed and memory. Exit code 1 if the
exceptions differ; 2 if there is no data.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np

from shopwarden.practices.payments.reconcile import Reconciliation, reconcile
from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import Array, Facts, Table, columns_of, missing_column
from shopwarden.records.moment import DAY_MS
from shopwarden.records.reference import Reference
from shopwarden.records.schema import MISSING, NO_CODE, Kind
from shopwarden.records.tokens import KeyedTokeniser
from shopwarden.sources.intake import read_exports
from shopwarden.sources.mapping import Constants, TableMapping

_TIME = 1_500_000_000_000
_MAPPINGS = (
    TableMapping(
        name="items",
        match=("order_id", "order_item_id", "price", "freight_value"),
        facts=(Kind.ORDER_LINE,),
        fields={
            "order": "order_id",
            "sku": "order_item_id",
            "line": "price",
            "line_freight": "freight_value",
        },
        constants=Constants(time_ms=_TIME, shop="market"),
    ),
    TableMapping(
        name="payments",
        match=("order_id", "payment_sequential", "payment_value"),
        facts=(Kind.BILL_LINE,),
        fields={"order": "order_id", "amount": "payment_value"},
        constants=Constants(time_ms=_TIME, shop="market", fee="货款", state=1),
    ),
)


def gate(folder: Path) -> bool:
    """Whether the exceptions are exactly the expected ones; prints both counts."""
    paths = [folder / "items.csv.gz", folder / "payments.csv.gz"]
    started = time.perf_counter()
    intake = read_exports(
        paths, tokeniser=KeyedTokeniser(b"benchmark-only-0"), mappings=_MAPPINGS
    )
    read = time.perf_counter()
    found = [reconcile(s.facts, Reference(), _TIME + DAY_MS) for s in intake.shops]
    ended = time.perf_counter()
    got = {order: fen for each in found for order, fen in exceptions(each).items()}
    wanted = expected(folder / "expected_exceptions.csv")
    lines = sum(len(each.facts.table(Kind.BILL_LINE)) for each in found)
    print(f"bill lines {lines}, problems {len(intake.problems)}")
    print(f"read {read - started:.2f} s, reconciled {ended - read:.3f} s")
    print(f"exceptions {len(got)}, expected {len(wanted)}")
    differ = sorted(set(got.items()) ^ set(wanted.items()))
    print(f"DIFFER: {differ}" if differ else "agree")
    return not differ


def exceptions(found: Reconciliation) -> dict[str, int]:
    """Order → paid − due in fen, where it is not 0."""
    table = found.facts.table(Kind.ORDER_RECONCILED)
    left = table["remainder_fen"]
    return {
        found.facts.name("order", int(table["order"][at])): -int(left[at])
        for at in np.flatnonzero(left)
    }


def expected(path: Path) -> dict[str, int]:
    """Order → paid − due in cents."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["order_id"]: int(row["difference_cents"]) for row in rows}


def speed(lines: int, runs: int) -> None:
    """Reconcile an invented bill and print every run."""
    facts, count, as_of = invented_shop(lines // 4)
    for run in range(runs):
        started = time.perf_counter()
        found = reconcile(facts, Reference(), as_of)
        took = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"run {run + 1}: {count} lines, {took:.2f} s, {count / took:,.0f} lines/s, "
            f"peak {peak} MB, patterns {sorted(found.by_pattern)}"
        )


def invented_shop(orders: int) -> tuple[Facts, int, int]:
    """Clean orders with four bill lines each, in the layout without bases."""
    draw = np.random.default_rng(1)
    ids = np.arange(orders)
    ts = _TIME + ids * 1000
    goods, sku = draw.integers(500, 50_000, orders), draw.integers(0, 500, orders)
    ppm = np.array([50_000, 60_000, 80_000, 30_000, 70_000])[sku % 5]
    own = {"order": ids, "ts": ts, "known_at": ts, "row": ids}
    money = {"receivable_fen": goods, "payable_fen": goods, "freight_fen": 0 * ids}
    tables = [
        _table(Kind.ORDER_PLACED, **own, **money, service_fen=0 * ids),
        _table(Kind.ORDER_LINE, **own, sku=sku, quantity=1 + 0 * ids, line_fen=goods),
        _table(Kind.ORDER_FINISHED, **{**own, "ts": ts + 3 * DAY_MS}),
        _bill(ts, goods, sku, ppm),
    ]
    names = {
        "order": np.array([f"31600{i:09d}" for i in range(orders)]),
        "sku": np.array([f"s{i:04d}" for i in range(500)]),
        "fee": np.array(sorted(_FEES)),
        "fee_class": np.array([f"c{i}" for i in range(5)]),
    }
    spans = (Coverage(Kind.BILL_LINE, 0, 10**14),)
    facts = Facts({t.kind: t for t in tables}, names, ("invented",), spans)
    return facts, len(tables[3]), int(ts[-1]) + 60 * DAY_MS


_FEES = ("货款", "佣金", "交易服务费", "运费保险服务费")


def _bill(ts: Array, goods: Array, sku: Array, ppm: Array) -> Table:
    size = len(ts)
    order = np.repeat(np.arange(size), 4)
    nothing = np.full(size, MISSING)
    commission = -((goods * ppm + 500_000) // 1_000_000)
    service = -((goods * 6_000 + 500_000) // 1_000_000)
    amounts = (goods, commission, service, np.full(size, -60))
    rates = (nothing, ppm, np.full(size, 6_000), nothing)
    unclassed = np.full(size, NO_CODE)
    classes = (unclassed, sku % 5, unclassed, unclassed)
    arrived = ts[order] + 10 * DAY_MS
    fees = [sorted(_FEES).index(fee) for fee in _FEES]
    return _table(
        Kind.BILL_LINE,
        ts=arrived,
        known_at=arrived,
        row=np.arange(len(order)),
        order=order,
        sku=sku[order],
        fee=np.tile(fees, size),
        fee_class=np.stack(classes, 1).ravel(),
        amount_fen=np.stack(amounts, 1).ravel(),
        rate_ppm=np.stack(rates, 1).ravel(),
        state=np.ones(len(order)),
        billed_ms=arrived,
        arrived_ms=arrived,
        placed_ms=ts[order],
    )


def _table(kind: Kind, **given: Array) -> Table:
    size = len(given["ts"])
    zero = {name: np.zeros(size, np.int64) for name in ("version", "file", "nth")}
    columns = {
        name: np.asarray({**zero, **given}[name]).astype(column.form.dtype)
        if name in given or name in zero
        else missing_column(column, size)
        for name, column in columns_of(kind).items()
    }
    return Table(kind, columns)


def main() -> int:
    """Run the gate, then the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("SHOPWARDEN_DATA", ""))
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    folder = Path(options.data) / "payments"
    if not options.data or not folder.is_dir():
        print("NO DATA: pass --data DIR or set SHOPWARDEN_DATA; the gate was NOT run")
        return 2
    agreed = gate(folder)
    speed(options.lines, options.runs)
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
