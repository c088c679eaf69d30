"""Posture: each control passes, fails, waits for a person, or names a file.

    FAIL            a rule of it found something in this run
    NOT_EVALUATED   a file it stands on is missing, or some of the last days
                    could not be judged, or none at all
    MANUAL          nothing in any file shows it, and no valid attestation does
    PASS            every rule judged the days up to now and found nothing, and
                    what a person must attest is attested

A control never passes for want of facts.

What it does not do: judge facts (`engine.evaluate`), or read attestations
(`sources.attestations`).

>>> posture((), (), frozenset(), (), 0)
()
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS
from shopwarden.records.schema import Kind
from shopwarden.screening.inputs import inputs
from shopwarden.screening.tables import table_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.engine.evaluate import RuleRun
    from shopwarden.practices.guide import Control
    from shopwarden.records.reference import Attestation
    from shopwarden.sources.intake import ShopFacts

# What was left open longer ago no longer speaks of today.
RECENT_MS = 7 * DAY_MS


class State(StrEnum):
    """What can be said of a control, the worst first."""

    FAIL = "fail"
    NOT_EVALUATED = "not_evaluated"
    MANUAL = "manual"
    PASS = "pass"  # noqa: S105 - no password


@dataclass(frozen=True, slots=True)
class ControlState:
    """A control's state, and what it rests on.

    `findings` by rule that found something; `missing` the tables that would
    open it; `open_facts` how many recent facts stayed open; `attestation` the
    valid one, if there is one.
    """

    control: Control
    state: State
    rules: int
    findings: Mapping[str, int]
    missing: tuple[str, ...]
    open_facts: int
    attestation: Attestation | None


def posture(
    controls: Iterable[Control],
    runs: Sequence[RuleRun],
    delivered: frozenset[Kind],
    attestations: Sequence[Attestation],
    as_of: int,
) -> tuple[ControlState, ...]:
    """The state of every control, in the guide's order, as of `as_of` (UTC ms)."""
    by_control: dict[str, list[RuleRun]] = {}
    for run in runs:
        for name in run.rule.controls:
            by_control.setdefault(name, []).append(run)
    valid = {a.control: a for a in attestations if a.valid(as_of)}
    return tuple(
        _state(c, by_control.get(c.id, ()), delivered, valid.get(c.id), as_of)
        for c in controls
    )


def delivered(shop: ShopFacts, as_of: int) -> frozenset[Kind]:
    """The kinds some file told of, made no longer ago than such files stay fresh.

    A file is fresh for a week, or as long as people are asked to fetch it anew.
    """
    found = set()
    for told in shop.facts.coverage:
        table = table_for(f"coverage:{told.kind}", told.kind)
        stays = max(RECENT_MS, table.every_ms if table else 0)
        # A file made later says nothing of the moment at hand.
        made = as_of if told.known_at is None else told.known_at
        if as_of - stays <= made <= as_of:
            found.add(Kind(told.kind))
    return frozenset(found)


def _state(
    control: Control,
    runs: Sequence[RuleRun],
    delivered: frozenset[Kind],
    attestation: Attestation | None,
    as_of: int,
) -> ControlState:
    findings = {run.rule.id: len(run.fired) for run in runs if len(run.fired)}
    missing = sorted({t for run in runs for t in _missing(run, delivered)})
    recent = [run for run in runs if _open_now(run, as_of)]
    waits = control.manual is not None and attestation is None
    if findings:
        state = State.FAIL
    elif missing or recent:
        state = State.NOT_EVALUATED
    elif waits or not (runs or attestation):
        state = State.MANUAL
    else:
        state = State.PASS
    return ControlState(
        control,
        state,
        len(runs),
        findings,
        tuple(missing),
        sum(run.unknown for run in recent),
        attestation,
    )


def _missing(run: RuleRun, delivered: frozenset[Kind]) -> Iterable[str]:
    """The tables that hold what a rule stands on and nobody delivered."""
    for kind in inputs(run.rule) - delivered:
        table = table_for(f"coverage:{kind}", run.rule.fact)
        yield table.name if table else str(kind)


def _open_now(run: RuleRun, as_of: int) -> bool:
    """Whether facts of the last days stayed open, or every one there was.

    A rule that decided nothing has shown nothing, however old its facts are: a
    plan that began last month may still run.
    """
    if run.open_until is None:
        return False
    return run.open_until > as_of - RECENT_MS or run.unknown == run.total
