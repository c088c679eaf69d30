"""Orders linked by phone, address and buyer: how long it takes and how it grows.

    python benchmarks/linking.py --orders 1000000 --runs 3

The stream is invented: 70 % of the orders' buyers order once, families share
addresses, one order in a hundred goes to one of fifty pick-up points, one phone
in a hundred is a warehouse's, and gangs of ten accounts share a phone or an
address for a day. It is made for 30 days (every order in every memory) and for
a year. Printed are every run's time, the growth from a tenth of the orders to
all of them in CPU seconds, and what was linked. First, 2,000 orders are linked
by searching their graphs, order by order (tests/engine/test_link.py): any
difference ends the program with 1. The times exclude numba's compilation, which
is printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.engine.test_link import COLUMNS, FLAGS, Shop

from shopwarden.engine.link import CAP, link
from shopwarden.records.moment import DAY_MS, SHANGHAI_MS

BEGIN = 20_000 * DAY_MS - SHANGHAI_MS
CHECKED = 2_000
POINTS, GANG = 50, 10


def main() -> int:
    """Check, then measure; 1 if a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    begin = time.perf_counter()
    link(*stream(100, 30))
    print(f"first call, with compiling or loading: {time.perf_counter() - begin:.2f} s")
    if not _checked():
        return 1
    for days in (30, 365):
        small = _measured(options.orders // 10, days, options.runs)
        large = _measured(options.orders, days, options.runs)
        print(f"  growth for ten times the orders (CPU): {large / small:.1f}x")
    return 0


def stream(orders: int, days: int) -> tuple[Any, Any, Any, Any]:
    """Times and codes of buyer, phone and address, in the total order."""
    draw = np.random.default_rng(11)
    ts = np.sort(BEGIN + draw.integers(0, days * DAY_MS, orders))
    buyer = draw.integers(0, orders * 7 // 10 + 1, orders)
    phone = np.where(draw.random(orders) < 0.01, 0, buyer + POINTS)
    home = buyer // 2 + POINTS  # two buyers live together
    point = draw.integers(0, POINTS, orders)
    address = np.where(draw.random(orders) < 0.01, point, home)
    top = int(max(buyer.max(), phone.max(), address.max())) + 1
    for gang, first in enumerate(range(0, orders - GANG, max(orders // 200, GANG))):
        rows = slice(first, first + GANG)
        buyer[rows] = top + np.arange(first, first + GANG)
        (phone if gang % 2 else address)[rows] = top + gang
    masked = draw.random(orders) < 0.3
    phone = np.where(masked, -1, phone)
    return ts, buyer.astype(np.int32), phone.astype(np.int32), address.astype(np.int32)


def _checked() -> bool:
    shop = stream(CHECKED, 120)
    links, oracle = link(*shop), Shop(*shop, CAP)
    for order in range(CHECKED):
        wanted, flags = oracle.answers(order)
        got = [int(getattr(links, name)[order]) for name in (*COLUMNS, *FLAGS)]
        if got != [*wanted, *flags]:
            print(f"order {order}: {got}, by brute force {[*wanted, *flags]}")
            return False
    print(f"{CHECKED:,} orders: equal to brute force")
    return True


def _measured(orders: int, days: int, runs: int) -> float:
    shop = stream(orders, days)
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        links = link(*shop)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    linked = float(np.mean(links.orders > 1))
    print(
        f"{orders:,} orders in {days} days: {', '.join(f'{s:.2f}' for s in walls)} s,"
        f" median {orders / wall:,.0f} orders/s, {cpu:.2f} s CPU,"
        f" load {os.getloadavg()[0]:.1f}; {linked:.1%} linked,"
        f" largest group {int(links.orders.max())} orders"
        f" of {int(links.buyers.max())} buyers in 7 days"
    )
    return cpu


if __name__ == "__main__":
    raise SystemExit(main())
