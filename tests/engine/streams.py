"""Random streams of facts for the tests of windows, hard ones by choice.

Times are rounded to minutes or days, so that many facts tie; one buyer has a
third of all facts; entities and values are missing here and there; business
keys repeat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.windows import Aggregate, Window
from shopwarden.records.facts import Facts, Table, columns_of, missing_column
from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.records.schema import MISSING, SCHEMAS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACED, PAID, REFUND = Kind.ORDER_PLACED, Kind.ORDER_PAID, Kind.REFUND_PAID
KINDS = (PLACED, PAID, REFUND)
LENGTHS = (0, 10 * MINUTE_MS, HOUR_MS, 7 * DAY_MS, None)
BEGIN = 1_790_000_000_000 // DAY_MS * DAY_MS


def random_facts(seed: int, rows: int = 120) -> Facts:
    """Three tables of about `rows` facts each, in the total order."""
    draw = np.random.default_rng(seed)
    grain = int(draw.choice([1, MINUTE_MS, DAY_MS]))
    span = int(draw.choice([2 * HOUR_MS, 20 * DAY_MS]))
    tables = {}
    for kind in KINDS:
        length = int(draw.integers(0, rows))
        tables[kind] = ordered(kind, _columns(draw, kind, length, grain, span))
    return Facts(tables, {})


def _columns(
    draw: np.random.Generator, kind: Kind, rows: int, grain: int, span: int
) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, column in columns_of(kind).items():
        columns[name] = missing_column(column, rows)
        if column.domain:
            codes = draw.integers(-1, 8, rows)
            columns[name][:] = np.where(draw.random(rows) < 0.3, 3, codes)
        elif name.endswith("_fen") or name in ("lines", "nth"):
            amounts = draw.integers(-500, 500, rows)
            columns[name][:] = np.where(draw.random(rows) < 0.1, MISSING, amounts)
    columns["ts"][:] = BEGIN + draw.integers(0, span, rows) // grain * grain
    columns["version"][:] = draw.integers(0, 2, rows)
    return columns


def ordered(kind: Kind, columns: dict[str, Any]) -> Table:
    """A table of the columns in the total order."""
    keys = [columns[name] for name in ("ts", *SCHEMAS[kind].key, "version")]
    return Table(kind, columns).take(np.lexsort(keys[::-1]))


def random_masks(facts: Facts, seed: int) -> dict[str, Any]:
    """Two masks for each kind, as windows name them."""
    draw = np.random.default_rng(seed)
    return {
        f"{kind} {share}": draw.random(len(facts.table(kind))) < share
        for kind in KINDS
        for share in (0.2, 0.7)
    }


def every_window(kind: Kind, of: Kind, seed: int) -> Iterator[Window]:
    """Each aggregate with each length, read at `kind`; the rest by lot."""
    draw = np.random.default_rng(seed)
    amounts = [n for n in columns_of(of) if n.endswith("_fen") or n == "nth"]
    for aggregate in Aggregate:
        for length in LENGTHS:
            by, read_by = _keys(kind, of, draw)
            names = [*amounts, "order", "buyer"]
            if aggregate is not Aggregate.DISTINCT:
                names = amounts
            plain = ("count", "since_last", "first_seen")
            value = None if aggregate in plain else str(draw.choice(names))
            feed = str(draw.choice(["", f"{of} 0.2", f"{of} 0.7"]))
            name = f"{aggregate}-{of}-{length}"
            itself = bool(draw.random() < 0.5)
            yield Window(name, aggregate, of, by, read_by, value, length, itself, feed)


def _keys(
    kind: Kind, of: Kind, draw: np.random.Generator
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    choices = [(("buyer",), ("buyer",)), (("order", "buyer"), ("order", "buyer"))]
    if kind is PLACED:
        choices.append((("order",), ("parent",)))
    if of is REFUND and kind is REFUND:
        choices.append((("sku", "buyer"), ("sku", "buyer")))
    return choices[int(draw.integers(len(choices)))]
