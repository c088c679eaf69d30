"""Whole shops for all rules at once, each with a way to bring it in another order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from tests.every_rule import features_mixed as mixed
from tests.every_rule import features_streams as streams

from shopwarden.engine.examples import facts_of
from shopwarden.practices.guide import guide_rules
from shopwarden.records.moment import DAY_MS
from shopwarden.records.reference import Reference
from shopwarden.records.schema import SCHEMAS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from shopwarden.records.facts import Facts

# Two of examples, two of random facts: minutes in 20 days, days in 400.
SHOPS = ("apart", "shared", "random 1", "random 4")
# Kinds that state how things stand as of the moment of the scan, so what comes
# later may change them, as their modules say.
AS_OF = frozenset(
    {
        Kind.ORDER_RECONCILED,  # what was settled until now
        Kind.SETTLEMENT_DUE,  # the cycle is observed on all bills known
        Kind.FEE_CHECKED,  # so are rates
        Kind.ACCOUNT_REVIEWED,  # the roster as it is now
        Kind.PRICE_REACHABLE,  # plans to come are told at the moment of the scan
        Kind.PROMISE_CHECKED,  # parcels of the last 30 days
        Kind.DEADLINE,  # done, dropped or waiting as far as is known now
    }
)


@dataclass(frozen=True, slots=True)
class Shop:
    """Facts, what shop.yaml says, and the same facts from files in another order."""

    facts: Facts
    given: Reference
    again: Callable[[int], Facts]

    @property
    def end(self) -> int:
        """A moment long after everything."""
        return (
            max(int(t["ts"].max()) for t in self.facts.tables.values()) + 400 * DAY_MS
        )

    def moments(self, count: int) -> list[int]:
        """Moments spread over the facts, each that of a fact."""
        tables = [t for k, t in self.facts.tables.items() if not SCHEMAS[k].derived]
        every = np.sort(np.concatenate([table["ts"] for table in tables]))
        return [int(every[len(every) * n // (count + 1)]) for n in range(1, count + 1)]


@cache
def shop(name: str) -> Shop:
    """One of SHOPS. Nothing in it is told twice; slow data begins before all."""
    word, _, seed = name.partition(" ")
    if word == "random":
        facts = streams.random_shop(int(seed), 60, versions=False)
        lists = {n: frozenset[str]() for rule in guide_rules() for n in rule.lists}
        given = Reference(lists=lists)
        return Shop(facts, given, lambda n: streams.shuffled(facts, n))
    records = mixed.told_early(mixed.mixed_records(shared=word == "shared"))
    given = mixed.reference(records)
    again = lambda n: facts_of(mixed.shuffled(records, n))  # noqa: E731
    return Shop(facts_of(records), given, again)
