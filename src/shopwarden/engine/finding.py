"""A finding: one result of a rule, ready to be shown, grouped and proven.

A finding holds masked previews, codes and numbers, never a raw personal
value. Everything a person reads is a `Text`: a bilingual template and its
numbers, worded at the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.schema import Kind
    from shopwarden.words import Text


class Severity(StrEnum):
    """How bad it is if true."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Lane(StrEnum):
    """How loudly it is told: at once, in the working day, in a weekly sample."""

    RING = "ring"
    TODAY = "today"
    WEEKLY = "weekly"


class StakeKind(StrEnum):
    """What the money is: gone, at risk, or a fine. Never added across kinds."""

    LOSS = "loss"
    EXPOSURE = "exposure"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class Stake:
    """The money involved, ≥ 0 fen."""

    kind: StakeKind
    amount_fen: int


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One row that shows it: which file and row, of which kind."""

    file: str
    row: int
    kind: Kind
    ts: int
    order: str
    sku: str = ""
    label: str = ""  # fee name, status …
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a rule about one entity."""

    id: str  # rule + business key: the same in every run over the same facts
    rule: str
    version: int
    entity_kind: str  # order, sku, buyer …
    entity: str  # an identifier; for people a masked preview ("buyer #3")
    ts: int
    window_ms: int
    orders: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    values: Mapping[str, int | float | str | None]
    reason: Text
    nearest_miss: Text | None
    stake: Stake | None
    deadline_ms: int | None
    severity: Severity
    lane: Lane
