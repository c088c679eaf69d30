"""Derive the facts that rules judge and no file holds: counts, clocks, reviews.

Each kind is made by the practice it belongs to, from facts as known at the
moment, and only if some rule asks for it. What bills lead to is derived by
`payments.reconcile`.

What it does not do: compute any of them.

>>> from shopwarden.records.facts import Facts
>>> from shopwarden.records.reference import Reference
>>> derived(Facts.empty(), Reference(), 0, {}, frozenset()).tables
{}
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shopwarden.practices.authentication.accounts import accounts
from shopwarden.practices.disputes.deadlines import NAMES, deadlines
from shopwarden.practices.monitoring import agents, hours, linked, prices
from shopwarden.practices.transparency.promises import promises
from shopwarden.records.schema import SCHEMAS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from shopwarden.engine.rule import Rule
    from shopwarden.practices.disputes.deadlines import ShopClock
    from shopwarden.records.facts import Facts, Table
    from shopwarden.records.reference import Reference

# Those that need nothing but facts.
_PLAIN: Mapping[Kind, Callable[[Facts, int], Table]] = {
    Kind.ORDER_LINKED: linked.derive,
    Kind.HOUR_COUNTED: hours.derive,
    Kind.AGENT_DAY: agents.derive,
    Kind.ACCOUNT_REVIEWED: accounts,
    Kind.PROMISE_CHECKED: promises,
}


def wanted(rules: Iterable[Rule]) -> frozenset[Kind]:
    """The derived kinds that rules judge or count."""
    named = {
        kind
        for rule in rules
        for kind in (rule.fact, *(feature.of for feature in rule.features.values()))
    }
    return frozenset(kind for kind in named if SCHEMAS[kind].derived)


def derived(
    facts: Facts,
    reference: Reference,
    as_of: int,
    clocks: Mapping[str, ShopClock],
    wanted: frozenset[Kind],
) -> Facts:
    """The facts and those derived from them as of a moment (UTC ms).

    `clocks` as `screening.clocks.shop_clocks` gives them; `wanted` are the
    kinds to derive.
    """
    tables = [make(facts, as_of) for kind, make in _PLAIN.items() if kind in wanted]
    if Kind.PRICE_REACHABLE in wanted:
        tables.append(prices.derive(facts, reference, as_of))
    names = facts.names
    if Kind.DEADLINE in wanted:
        tables.append(deadlines(facts, clocks, as_of))
        names = {**names, **NAMES}
    every = {**facts.tables, **{table.kind: table for table in tables}}
    return replace(facts, tables=every, names=names)
