"""The stream of orders and the twelve features that `windows.py` measures.

Strictly increasing times over 90 days; 200,000 buyers (Zipf 0.8), 5,000 SKUs
(Zipf 1.0, the first has 11 % of all events), 50,000 addresses and 150,000
phones, of which a buyer uses an own one in 85 % and 90 % of events; amounts
exp(Normal(9, 1.1)) fen, at most 5,000,001.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from shopwarden.engine.windows import Aggregate, Window
from shopwarden.records.facts import Facts, Table
from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.records.schema import Kind

KIND = Kind.ORDER_PLACED
BEGIN = 1_780_000_000_000
BUYERS, SKUS, ADDRESSES, PHONES = 200_000, 5_000, 50_000, 150_000


def _zipf(draw: np.random.Generator, count: int, power: float, rows: int) -> Any:
    weights = np.arange(1, count + 1, dtype=np.float64) ** -power
    shares = np.cumsum(weights) / weights.sum()
    return np.searchsorted(shares, draw.random(rows)).clip(0, count - 1)


def _own(draw: np.random.Generator, buyer: Any, count: int, share: float) -> Any:
    home = draw.integers(0, count, BUYERS)[buyer]
    other = draw.integers(0, count, len(buyer))
    return np.where(draw.random(len(buyer)) < share, home, other).astype(np.int32)


def columns(rows: int, seed: int = 1) -> dict[str, Any]:
    """The columns of the stream: ts, payable_fen, and the codes."""
    draw = np.random.default_rng(seed)
    ts = np.sort(draw.integers(0, 90 * DAY_MS - rows, rows)) + np.arange(rows)
    buyer = _zipf(draw, BUYERS, 0.8, rows).astype(np.int32)
    amount = np.minimum(np.exp(draw.normal(9, 1.1, rows)), 5e6).astype(np.int64) + 1
    return {
        "ts": BEGIN + ts,
        "payable_fen": amount,
        "buyer": buyer,
        "sku": _zipf(draw, SKUS, 1.0, rows).astype(np.int32),
        "address": _own(draw, buyer, ADDRESSES, 0.85),
        "phone": _own(draw, buyer, PHONES, 0.9),
    }


def facts_of(stream: dict[str, Any]) -> tuple[Facts, dict[tuple[Kind, str], Any]]:
    """The stream as facts, and the column orders do not have."""
    own = {name: column for name, column in stream.items() if name != "sku"}
    return Facts({KIND: Table(KIND, own)}, {}), {(KIND, "sku"): stream["sku"]}


def _window(
    name: str, aggregate: Aggregate, by: str, length: int, value: str | None = None
) -> Window:
    return Window(name, aggregate, KIND, (by,), value=value, window_ms=length)


def windows() -> list[Window]:
    """Twelve features over eleven pairs of an entity and a window."""
    fen, ten, hour, day = "payable_fen", 10 * MINUTE_MS, HOUR_MS, DAY_MS
    count, total, most = Aggregate.COUNT, Aggregate.SUM, Aggregate.MAX
    return [
        _window("buyer_count_10m", count, "buyer", ten),
        _window("buyer_count_1h", count, "buyer", hour),
        _window("buyer_sum_24h", total, "buyer", day, fen),
        _window("buyer_max_7d", most, "buyer", 7 * day, fen),
        _window("buyer_count_30d", count, "buyer", 30 * day),
        _window("buyer_addresses_7d", Aggregate.DISTINCT, "buyer", 7 * day, "address"),
        _window("address_count_24h", count, "address", day),
        _window("address_sum_7d", total, "address", 7 * day, fen),
        _window("address_buyers_30d", Aggregate.DISTINCT, "address", 30 * day, "buyer"),
        _window("sku_count_1h", count, "sku", hour),
        _window("sku_mean_7d", Aggregate.MEAN, "sku", 7 * day, fen),
        _window("phone_count_24h", count, "phone", day),
    ]
