"""What screening hands to the report: alerts, incidents, money, what stayed open.

Plain values, ready to be worded and drawn. Money is integer fen, time is UTC
milliseconds; texts are `Text`, worded at the edge in either language.

What it does not do: compute any of it (`screening.group`, `screening.run`),
choose a language, or hold a personal value.

>>> lane_rank(Lane.RING) < lane_rank(Lane.WEEKLY)
True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.engine.finding import Lane, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.finding import Finding, StakeKind
    from shopwarden.records.problem import Problem
    from shopwarden.screening.posture import ControlState
    from shopwarden.words import Text

_LANES = tuple(Lane)
_SEVERITIES = tuple(Severity)


def lane_rank(lane: Lane) -> int:
    """0 for the lane that interrupts, growing as it gets quieter."""
    return _LANES.index(lane)


def severity_rank(severity: Severity) -> int:
    """0 for the worst."""
    return _SEVERITIES.index(severity)


@dataclass(frozen=True, slots=True)
class Alert:
    """The findings of one rule about one entity, close together in time."""

    id: str  # that of its earliest finding, so later findings do not rename it
    rule: str
    entity_kind: str
    entity: str
    findings: tuple[Finding, ...]  # by time, then id
    first_ms: int
    last_ms: int
    orders: tuple[str, ...]
    stake: Mapping[StakeKind, int]
    lane: Lane
    severity: Severity
    deadline_ms: int | None


@dataclass(frozen=True, slots=True)
class Incident:
    """Alerts with one cause: what people see first."""

    id: str
    alerts: tuple[Alert, ...]  # the leading one first
    title: Text
    lane: Lane
    severity: Severity
    stake: Mapping[StakeKind, int]
    orders: tuple[str, ...]
    deadline_ms: int | None
    first_ms: int
    last_ms: int


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that could not judge some facts, and what would let it."""

    rule: str
    title: Text
    facts: int
    because: Text
    opens_with: Text


@dataclass(frozen=True, slots=True)
class MoneySummary:
    """A shop's money: due = settled + pending + reasons + remainder.

    `not_due_fen` and `overdue_fen` tell the same money by time, so they are
    shown beside that sum, never added to it.
    """

    due_fen: int
    settled_fen: int
    pending_fen: int
    remainder_fen: int
    not_due_fen: int
    orders: int
    reasons: tuple[tuple[Text, int, int], ...]  # what, how many, fen kept back
    due_by_day: tuple[tuple[int, int], ...]  # day (UTC ms of its start), fen
    overdue_fen: int


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file: what it is, how much of it was kept, what it covers."""

    name: str
    kind: Text
    rows: int
    kept: int
    start_ms: int | None
    end_ms: int | None
    state: Text


@dataclass(frozen=True, slots=True)
class RuleCard:
    """What a report says about a rule beside its findings."""

    title: Text
    runbook: tuple[Text, ...]
    falsepositives: tuple[Text, ...]
    severity: Severity
    version: int
    threats: tuple[str, ...]
    controls: tuple[str, ...]
    references: tuple[str, ...]  # each says itself whether it is verified
    lesson: Text | None = None


@dataclass(frozen=True, slots=True)
class ShopScreening:
    """Everything found out about one shop, as of one moment."""

    shop: str
    name: str
    as_of: int
    incidents: tuple[Incident, ...]  # ranked: what to look at first comes first
    not_evaluated: tuple[NotEvaluated, ...]
    money: MoneySummary | None
    files: tuple[FileRead, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Text, ...]
    rules: Mapping[str, RuleCard]
    posture: tuple[ControlState, ...] = ()
