"""Price guard: 10,000 SKUs × 12 promotions, and agreement with brute force.

    python benchmarks/price_guard.py

Invents a plan, reckons every SKU's lowest reachable price, and tries every
basket of every choice of promotions, in fractions, for a sample of SKUs. Then
runs the whole derivation for rules (a fact a SKU and moment). Exit code 1 if
a price differs. Times are CPU seconds of one core, so that a busy machine
does not count.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.monitoring.prices import derive, guard, lowest
from shopwarden.practices.monitoring.prices.promotion import Effect, Promotion
from shopwarden.records.facts import Facts, Table, columns_of, missing_column
from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEGIN = 1_794_326_400_000
_FORMS = {
    "direct": 0,
    "flash": 0,
    "member": 0,
    "full_reduction": 1,
    "full_discount": 1,
    "coupon": 2,
    "jd_coupon": 2,
}
_MOST = 40  # pieces a buyer may have; what brute force tries


def invented(draw: random.Random, number: int) -> Promotion:
    """A promotion as plans hold them, thresholds and groups among it."""
    form = draw.choice(list(_FORMS))
    group = draw.choice(["", "", "券", "活动"])
    threshold = draw.choice([0, 9900, 19900, 29900, 50000, draw.randrange(60000)])
    start = _BEGIN + draw.randrange(6) * HOUR_MS
    if form in ("direct", "flash"):
        effect, value, threshold = Effect.PRICE, draw.randrange(6000, 13000), 0
    elif form in ("member", "full_discount"):
        effect, value = Effect.SHARE, draw.randrange(700_000, 990_000, 10_000)
    else:
        effect, value = Effect.OFF, draw.randrange(500, 6000)
    ends = {"start_ms": start, "end_ms": _BEGIN + DAY_MS}
    return Promotion(f"p{number}", form, effect, value, threshold, group, **ends)


def brute(list_fen: int, promotions: Sequence[Promotion]) -> Fraction:
    """The lowest price of a piece over every choice and 1 to 40 pieces."""
    best = Fraction(list_fen)
    for size in range(len(promotions) + 1):
        for used in combinations(promotions, size):
            groups = [p.group for p in used if p.group]
            if len(groups) == len(set(groups)):
                best = min(best, *_baskets(list_fen, used, best))
    return best


def _baskets(
    list_fen: int, used: Sequence[Promotion], default: Fraction
) -> list[Fraction]:
    found = (_price(list_fen, used, pieces) for pieces in range(1, _MOST + 1))
    return [default, *(price for price in found if price is not None)]


def _price(list_fen: int, used: Sequence[Promotion], pieces: int) -> Fraction | None:
    total = Fraction(list_fen * pieces)
    for stage in range(3):
        own = [p for p in used if _FORMS[p.form] == stage]
        if any(total < p.threshold_fen for p in own):
            return None
        for promotion in sorted(own, key=lambda p: list(Effect).index(p.effect)):
            value = promotion.value
            if promotion.effect is Effect.PRICE:
                total = min(total, Fraction(value * pieces))
            elif promotion.effect is Effect.SHARE:
                total = total * value / 1_000_000
            else:
                total = max(Fraction(0), total - value * (1 if stage else pieces))
    return total / pieces


def facts_of(prices: Sequence[int], plans: Sequence[Sequence[Promotion]]) -> Facts:
    """The plan as facts: one PriceSet a SKU, one PromotionPlan a promotion."""
    skus = list(range(len(prices)))
    flat = [(sku, p) for sku, plan in enumerate(plans) for p in plan]
    words = {
        "promotion": sorted({p.name for _, p in flat}),
        "promotion_form": sorted({p.form for _, p in flat}),
        "promotion_group": sorted({p.group for _, p in flat if p.group}),
    }
    place = {d: {w: at for at, w in enumerate(names)} for d, names in words.items()}
    effects = {"price_fen": "price", "pay_ppm": "share", "off_fen": "off"}
    missing = np.iinfo(np.int64).min
    plan = _table(
        Kind.PROMOTION_PLAN,
        ts=[p.start_ms for _, p in flat],
        sku=[sku for sku, _ in flat],
        end_ms=[p.end_ms for _, p in flat],
        threshold_fen=[p.threshold_fen for _, p in flat],
        promotion=[place["promotion"][p.name] for _, p in flat],
        form=[place["promotion_form"][p.form] for _, p in flat],
        group=[place["promotion_group"].get(p.group, -1) for _, p in flat],
        **{
            name: [p.value if p.effect == effect else missing for _, p in flat]
            for name, effect in effects.items()
        },
    )
    price = _table(
        Kind.PRICE_SET, ts=[_BEGIN - DAY_MS] * len(prices), sku=skus, price_fen=prices
    )
    goods = _table(
        Kind.SKU_FACTS,
        ts=[_BEGIN - DAY_MS] * len(prices),
        sku=skus,
        limit=[_MOST] * len(prices),
        floor_fen=[fen // 2 for fen in prices],
        stock=[100] * len(prices),
    )
    names = {"sku": [f"{100_000 + sku}" for sku in skus], **words}
    tables = {table.kind: table for table in (plan, price, goods)}
    return Facts(tables, {d: np.array(n) for d, n in names.items()}, ("invented",))


def _table(kind: Kind, **given: Sequence[object]) -> Table:
    size = len(given["ts"])
    zero = np.zeros(size, np.int64)
    told = {"version": zero, "file": zero, "row": np.arange(size), "known_at": zero}
    return Table(
        kind,
        {
            name: np.asarray({**told, **given}[name]).astype(column.form.dtype)
            if name in told or name in given
            else missing_column(column, size)
            for name, column in columns_of(kind).items()
        },
    )


def main() -> int:
    """Agree first, then the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skus", type=int, default=10_000)
    parser.add_argument("--promotions", type=int, default=12)
    parser.add_argument("--sample", type=int, default=20)
    options = parser.parse_args()
    draw = random.Random(1)
    prices = [draw.randrange(1500, 40_000) for _ in range(options.skus)]
    plans = [[invented(draw, at) for at in range(options.promotions)] for _ in prices]
    started = time.process_time()
    found = [lowest(f, p, _MOST) for f, p in zip(prices, plans, strict=True)]
    took = time.process_time() - started
    print(
        f"lowest: {options.skus} SKUs × {options.promotions} promotions, "
        f"{took:.2f} CPU s, {options.skus / took:,.0f} SKUs/s"
    )
    sample = draw.sample(range(options.skus), min(options.sample, options.skus))
    started = time.process_time()
    wanted = [brute(prices[at], plans[at]) // 1 for at in sample]
    slow = time.process_time() - started
    got = [found[at] for at in sample]
    differ = sum(
        one is None or one.lowest_fen != fen
        for one, fen in zip(got, wanted, strict=True)
    )
    print(f"brute force: {len(sample)} SKUs, {slow:.2f} CPU s, {differ} differ")
    facts = facts_of(prices, plans)
    started = time.process_time()
    reachable = derive(facts, Reference(), _BEGIN + DAY_MS)
    derived = time.process_time() - started
    print(f"derive: {len(reachable)} facts, {derived:.2f} CPU s")
    started = time.process_time()
    review = guard(facts, Reference())
    checked = time.process_time() - started
    wrong = sum(bool(sku.wrong) for sku in review.skus)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"guard: {len(review.skus)} SKUs, {wrong} wrong, {checked:.2f} CPU s")
    print(f"peak {peak} MB")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
