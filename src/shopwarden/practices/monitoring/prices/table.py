"""PriceReachable: the lowest price promotions lead to, as facts for rules.

One fact for each SKU and moment a set of promotions begins (or the list price
is set while one runs). Of plans that begin after `as_of`, as far as they were
known by then, one fact at `as_of` tells the lowest: rules see a plan before
it runs, and nothing else of the future.

What it does not do: judge (rules do; `guard` for the command).

>>> from shopwarden.records.reference import Reference
>>> len(derive(Facts.empty(), Reference(), 0))
0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.practices.monitoring.prices.checks import digit_shift
from shopwarden.practices.monitoring.prices.guard import Offer, Offers
from shopwarden.practices.monitoring.prices.plans import Plans, plans_of
from shopwarden.records.facts import Facts, Table, columns_of
from shopwarden.records.schema import MISSING, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shopwarden.records.reference import Reference

_ORIGIN = ("known_at", "file", "row")


def derive(facts: Facts, reference: Reference, as_of: int) -> Table:  # noqa: ARG001 - every derivation is called alike
    """The PriceReachable facts of what was known at `as_of` (UTC ms)."""
    known = _known(facts, as_of)
    plans = plans_of(known)
    offers = Offers(plans)
    rows = [
        row
        for sku in plans.skus()
        for ts, offer in _told(offers.of(sku, plans.moments(sku)), as_of)
        for row in _rows(known, plans, ts, offer, as_of)
    ]
    rows.sort(key=lambda row: (row["ts"], row["sku"]))
    return Table(
        Kind.PRICE_REACHABLE,
        {
            name: np.array([row[name] for row in rows]).astype(column.form.dtype)
            for name, column in columns_of(Kind.PRICE_REACHABLE).items()
        },
    )


def _known(facts: Facts, as_of: int) -> Facts:
    """The facts known at a moment, plans that begin later among them."""
    plan = facts.table(Kind.PROMOTION_PLAN)
    # A plan is known before it begins: only its beginning lies in the future.
    begun = {**plan.columns, "ts": np.minimum(plan["ts"], as_of)}
    known = as_known(facts.with_table(Table(plan.kind, begun)), as_of)
    rows = known.given(plan.kind, np.arange(len(known.facts.table(plan.kind))))
    return known.facts.with_table(plan.take(rows))


def _told(offers: Iterable[Offer], as_of: int) -> Iterator[tuple[int, Offer]]:
    """Offers with the time of their fact; of those to come the lowest.

    What has begun and nobody can price is told too: its lowest price is unknown.
    """
    coming: Offer | None = None
    at_once: Offer | None = None
    for offer in offers:
        if not offer.running:
            continue
        if offer.reach is None:
            if offer.moment_ms < as_of:
                yield offer.moment_ms, offer
        elif offer.moment_ms < as_of:
            yield offer.moment_ms, offer
        elif offer.moment_ms == as_of:
            at_once = offer
        elif coming is None or _price(offer) < _price(coming):
            coming = offer
    last = [offer for offer in (at_once, coming) if offer is not None]
    if last:
        yield as_of, min(last, key=_price)


def _price(offer: Offer) -> int:
    assert offer.reach is not None  # others are not told
    return offer.reach.lowest_fen


def _rows(
    facts: Facts, plans: Plans, ts: int, offer: Offer, as_of: int
) -> Iterator[dict[str, int]]:
    reach, steps = offer.reach, offer.reach.steps if offer.reach else ()
    usual = plans.deals.usual(offer.sku, min(offer.moment_ms, as_of))
    table = facts.table(Kind.PROMOTION_PLAN)
    used = [s.promotion for s in steps] or list(offer.running)
    newest = max(used, key=lambda p: (table["known_at"][p.row], -p.row))
    yield {
        "ts": ts,
        "version": 0,
        **{name: int(table[name][newest.row]) for name in _ORIGIN},
        "sku": offer.sku,
        "lowest_fen": MISSING if reach is None else reach.lowest_fen,
        "list_fen": MISSING if offer.list_fen is None else offer.list_fen,
        "usual_fen": MISSING if usual is None else usual,
        "stacked": len(steps),
        "shifted": -1 if reach is None else _shifted(reach.lowest_fen, usual),
        "end_ms": MISSING if reach is None or reach.end_ms is None else reach.end_ms,
    }


def _shifted(lowest_fen: int, usual_fen: int | None) -> int:
    if usual_fen is None:
        return -1
    return int(digit_shift(lowest_fen, usual_fen) < 0)
