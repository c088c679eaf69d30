"""Slow data of a shop: what its exports do not say, with its state of truth.

`shop.yaml` holds these; each is first proposed from what was observed and is
then marked `observed`, until a person confirms it as the contract.

What it does not do: read the file (`sources.shop_file`).

>>> Reference().rate("佣金", "") is None
True
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.quantity import Quantity


class Standing(StrEnum):
    """How sure a value is."""

    CONTRACT = "contract"  # a person confirmed it
    OBSERVED = "observed"  # proposed from bills, not contract


@dataclass(frozen=True, slots=True)
class Rate:
    """A fee's rate, for a category (扣点类型) or all, from a date on."""

    fee: str
    fee_class: str  # empty: every class
    ppm: int
    standing: Standing
    since_ms: int = 0


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person of the shop read in JD's own text, until they look again.

    It belongs to the version of the clause that was in force on the day it was
    made. `line` is its place in shop.yaml, for whoever finds it wrong later.
    """

    clause: str
    confirmed_by: str
    on_ms: int
    until_ms: int  # from this moment on it is unconfirmed again
    values: Mapping[str, Quantity]
    clock: Mapping[str, str] | None = None
    line: int = 0

    def holds(self, at_ms: int) -> bool:
        """Whether it was made by then and has not passed.

        >>> Confirmation("JD-PRICE-1", "店长", 10, 20, {}).holds(20)
        False
        """
        return self.on_ms <= at_ms < self.until_ms


@dataclass(frozen=True, slots=True)
class Stop:
    """A span in which JD's clocks stood still, as JD announced; its end is outside."""

    start_ms: int
    end_ms: int
    why: str


# JD's kinds of shops: 国内 POP, and JD Worldwide (海外购).
SHOP_TYPES = ("pop", "worldwide")


@dataclass(frozen=True, slots=True)
class Attestation:
    """A person's word that a control holds: who answers for it, and the evidence."""

    control: str
    owner: str
    on_ms: int
    until_ms: int
    evidence: str

    def valid(self, at_ms: int) -> bool:
        """Whether it holds at a moment."""
        return self.on_ms <= at_ms < self.until_ms


@dataclass(frozen=True, slots=True)
class Reference:
    """Contract rates, settlement cycle, floors and lists of one shop."""

    shop: str = ""
    rates: tuple[Rate, ...] = ()
    cycle_ms: int | None = None  # finished → settled
    cycle_standing: Standing = Standing.OBSERVED
    floors_fen: Mapping[str, int] = field(
        default_factory=lambda: cast("Mapping[str, int]", {})
    )  # sku → lowest price
    lists: Mapping[str, frozenset[str]] = field(
        default_factory=lambda: cast("Mapping[str, frozenset[str]]", {})
    )
    params: Mapping[str, Mapping[str, int | float]] = field(
        default_factory=lambda: cast("Mapping[str, Mapping[str, int | float]]", {})
    )  # rule id → its parameters, overridden
    clauses: Mapping[str, Confirmation] = field(
        default_factory=lambda: cast("Mapping[str, Confirmation]", {})
    )  # clause id → what the shop confirmed
    shop_type: str = SHOP_TYPES[0]
    category: str = ""  # of records.choice; empty: no profile
    exceptions: frozenset[str] = frozenset()  # controls no attestation holds for
    attestations: tuple[Attestation, ...] = ()
    pauses: tuple[Stop, ...] = ()

    def rate(self, fee: str, fee_class: str, at_ms: int = 0) -> Rate | None:
        """The confirmed rate of a fee at a moment; a class beats the general one."""
        fitting = [
            r
            for r in self.rates
            if r.standing is Standing.CONTRACT
            and r.fee == fee
            and r.fee_class in ("", fee_class)
            and r.since_ms <= at_ms
        ]
        return max(fitting, key=lambda r: (r.fee_class, r.since_ms), default=None)
