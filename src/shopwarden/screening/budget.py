"""The noise budget: at most three incidents a shop-day ask for attention.

The weakest beyond it move to the weekly lane, which reports fold into one
line. It lowers a lane, never raises one, and drops nothing. What has a
deadline, what rings (money leaving now, a payee or a price changed), and what
answers the threats below is never folded.

What it does not do: rank (`screening.group`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from shopwarden.engine.finding import Lane
from shopwarden.records.moment import DAY_MS, SHANGHAI_MS
from shopwarden.screening.result import lane_rank, severity_rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.screening.group import Grouped
    from shopwarden.screening.result import Incident

A_DAY = 3


# Payee changed; JD's warning, a dispute or an appeal missed; buyers' data leaked;
# an executable received; price below the usual or the floor; a page edited.
NEVER_FOLDED = frozenset(
    {
        *("T1.9", "T2.9", "T3.5", "T4.7", "T5.2", "T5.12", "T7.8"),
        *("T8.1", "T8.6"),
    }
)


def budgeted(
    incidents: Iterable[Incident], rules: Mapping[str, Grouped]
) -> list[Incident]:
    """The incidents, the weakest beyond the budget of their day made weekly."""
    by_day: dict[int, list[Incident]] = defaultdict(list)
    for incident in incidents:
        by_day[(incident.last_ms + SHANGHAI_MS) // DAY_MS].append(incident)
    return [each for day in sorted(by_day) for each in _one_day(by_day[day], rules)]


def _one_day(incidents: list[Incident], rules: Mapping[str, Grouped]) -> list[Incident]:
    kept = [incident for incident in incidents if _stays(incident, rules)]
    weaker = [incident for incident in incidents if not _stays(incident, rules)]
    weaker.sort(key=_strength)
    room = max(A_DAY - len(kept), 0)
    folded = [replace(incident, lane=Lane.WEEKLY) for incident in weaker[room:]]
    return [*kept, *weaker[:room], *folded]


def _stays(incident: Incident, rules: Mapping[str, Grouped]) -> bool:
    if incident.deadline_ms is not None or incident.lane is Lane.RING:
        return True
    return any(
        not NEVER_FOLDED.isdisjoint(rules[a.rule].threats) for a in incident.alerts
    )


def _strength(incident: Incident) -> tuple[int, int, int, str]:
    return (
        lane_rank(incident.lane),
        severity_rank(incident.severity),
        -max(incident.stake.values(), default=0),
        incident.id,
    )
