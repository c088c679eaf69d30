"""Findings become alerts, alerts become incidents: one cause, one line to read.

An alert is the findings of one rule about one entity with gaps no longer than
the rule's `within`. An incident joins alerts of one cause:

- about single orders, those of one rule with the same pattern or fee: 38
  unsettled orders, or one wrong commission rate, are one incident;
- those that share at least half their orders;
- those about the same entity, a person too, at overlapping times.

The result is the same for any order of the findings, and takes little more
than linear time.

What it does not do: decide what is suspicious (rules do), or drop anything:
what exceeds the noise budget moves to the weekly lane, where reports fold it.

>>> group([], {}, as_of=0)
()
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from shopwarden.records.moment import DAY_MS, HOUR_MS
from shopwarden.records.schema import Kind
from shopwarden.screening.budget import budgeted
from shopwarden.screening.join import Union, overlapping, sharing
from shopwarden.screening.result import Alert, Incident, lane_rank, severity_rank
from shopwarden.screening.stakes import stakes
from shopwarden.screening.titles import incident_title, is_numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.engine.finding import Finding
    from shopwarden.words import Bilingual


SOON_DAYS = (1, 3, 7)

# What names the cause of a finding about a single order, where the rule saw it.
_CAUSES = ("pattern", "fee", "fee_class")
# Entities whose orders belong together.
_GANGS = frozenset({"buyer", "address", "phone", "sku", "group"})
# Kinds of facts that review what stands still: one incident a rule, like pages.
_REVIEWED = frozenset(
    {
        *(Kind.ACCOUNT_REVIEWED, Kind.GRANT, Kind.DOCUMENT, Kind.PROMISE_CHECKED),
        *(Kind.TRAINING, Kind.DRILL),
    }
)
_WRITTEN = frozenset({Kind.MESSAGE, Kind.REMARK, Kind.LISTING, Kind.LISTING_CHANGED})


class Grouped(Protocol):
    """What grouping needs to know of a rule."""

    @property
    def title(self) -> Bilingual:
        """What the rule finds."""

    @property
    def within_ms(self) -> int:
        """The longest gap inside one alert."""

    @property
    def threats(self) -> tuple[str, ...]:
        """The threats of the catalogue it answers."""


def group(
    findings: Iterable[Finding], rules: Mapping[str, Grouped], as_of: int
) -> tuple[Incident, ...]:
    """All findings as incidents, what to look at first in front.

    `rules` by id, one for every rule that found something; `as_of` in UTC ms
    decides which deadlines are near.
    """
    raised = alerts(findings, rules)
    groups = [tuple(sorted(members, key=_leading)) for members in _together(raised)]
    apart = _told_apart(groups)
    found = [_incident(members, rules, apart, as_of) for members in groups]
    found = budgeted(found, rules)
    return tuple(sorted(found, key=lambda incident: rank(incident, as_of)))


def alerts(
    findings: Iterable[Finding], rules: Mapping[str, Grouped]
) -> tuple[Alert, ...]:
    """The findings of one rule and entity, split where the gap is too long."""
    by_entity: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in {each.id: each for each in findings}.values():
        by_entity[_entity(finding)].append(finding)
    raised = [
        _alert(run)
        for members in by_entity.values()
        for run in _runs(members, rules[members[0].rule].within_ms)
    ]
    return tuple(sorted(raised, key=lambda alert: (alert.first_ms, alert.id)))


def rank(incident: Incident, as_of: int) -> tuple[int, int, int, int, str]:
    """Lane, then how near the deadline is, then severity, then money."""
    return (
        lane_rank(incident.lane),
        _nearness(incident.deadline_ms, as_of),
        -max(incident.stake.values(), default=0),
        severity_rank(incident.severity),
        incident.id,
    )


def _nearness(deadline_ms: int | None, as_of: int) -> int:
    """0 for what is due within a day; what was due long ago presses no more."""
    if deadline_ms is None or deadline_ms < as_of - DAY_MS:
        return len(SOON_DAYS) + 1
    return sum(deadline_ms - as_of > days * DAY_MS for days in SOON_DAYS)


def _entity(finding: Finding) -> tuple[str, ...]:
    """The rule and entity; an order's findings stay apart by cause."""
    entity = finding.entity or finding.id
    return (finding.rule, finding.entity_kind, entity, *_cause(finding))


def _cause(finding: Finding) -> tuple[str, ...]:
    """Pattern and fee of a finding about a single order; else nothing."""
    if finding.entity_kind == "sku" and _is_text(finding):
        return (Kind.LISTING,)
    if finding.evidence and finding.evidence[0].kind in _REVIEWED:
        return (finding.evidence[0].kind,)
    if finding.entity_kind != "order":
        return ()
    return tuple(str(finding.values.get(name) or "") for name in _CAUSES)


def _runs(findings: list[Finding], within_ms: int) -> list[list[Finding]]:
    findings.sort(key=lambda finding: (finding.ts, finding.id))
    runs: list[list[Finding]] = [[]]
    for finding in findings:
        if runs[-1] and finding.ts - runs[-1][-1].ts > within_ms:
            runs.append([])
        runs[-1].append(finding)
    return runs


def _alert(findings: Sequence[Finding]) -> Alert:
    """One alert of findings in order of time; never empty."""
    first = findings[0]
    return Alert(
        id=first.id,
        rule=first.rule,
        entity_kind=first.entity_kind,
        entity=first.entity,
        findings=tuple(findings),
        first_ms=first.ts,
        last_ms=findings[-1].ts,
        orders=_orders(findings),
        stake=stakes(findings),
        lane=min((f.lane for f in findings), key=lane_rank),
        severity=min((f.severity for f in findings), key=severity_rank),
        deadline_ms=_earliest(findings),
    )


def _together(raised: Sequence[Alert]) -> list[list[Alert]]:
    """The alerts of each incident, by union of what they share."""
    nodes = _nodes(raised)
    union = Union(len(nodes))
    # An alert about anything but a gang says "this kind of thing, again": it
    # takes both to share half, or one order in a gang, or one dispute, would
    # pull in every unsettled order.
    lists = [_shared(node) for node in nodes]
    whole = [
        _cause(node[0].findings[0]) != () or node[0].entity_kind not in _GANGS
        for node in nodes
    ]
    for left, right in sharing(lists, whole):
        union.join(left, right)
    # What is counted by the hour is known at the end of it.
    spans = [
        (_linking_entity(node[0]), node[0].first_ms - HOUR_MS, node[0].last_ms)
        for node in nodes
    ]
    for left, right in overlapping(spans):
        union.join(left, right)
    return [[a for at in members for a in nodes[at]] for members in union.groups()]


def _shared(node: Sequence[Alert]) -> tuple[str, ...]:
    """What an alert can share with others of its cause: orders, or rows of text.

    The order a chat is about says nothing of its cause; a line that two rules
    cite does.
    """
    findings = [finding for alert in node for finding in alert.findings]
    if not _is_text(findings[0]):
        return _orders(findings)
    rows = {f"{row.file}:{row.row}" for f in findings for row in f.evidence}
    return tuple(sorted(rows))


def _is_text(finding: Finding) -> bool:
    """Whether it judges what somebody wrote; the judged fact leads the evidence."""
    return bool(finding.evidence) and finding.evidence[0].kind in _WRITTEN


def _nodes(raised: Sequence[Alert]) -> list[list[Alert]]:
    """Alerts about single orders by rule and cause; every other one alone."""
    nodes: dict[tuple[str, ...], list[Alert]] = defaultdict(list)
    for alert in raised:
        cause = _cause(alert.findings[0])
        nodes[(alert.rule, *cause) if cause else (alert.id,)].append(alert)
    return list(nodes.values())


def _linking_entity(alert: Alert) -> tuple[str, str, bool] | None:
    """The entity that may join alerts of different rules, if it may.

    What a person writes and what their account does are two causes.
    """
    first = alert.findings[0]
    if not alert.entity or _cause(first):
        return None
    return alert.entity_kind, alert.entity, is_numbered(first) and _is_text(first)


def _told_apart(groups: Iterable[Sequence[Alert]]) -> frozenset[str]:
    """The rules whose incidents are of several patterns or people."""
    entities: dict[str, set[str]] = defaultdict(set)
    for lead, *_ in groups:
        if is_numbered(lead.findings[0]):
            entities[lead.rule].add(lead.entity)
    return frozenset(rule for rule, found in entities.items() if len(found) > 1)


def _incident(
    ordered: tuple[Alert, ...],
    rules: Mapping[str, Grouped],
    apart: frozenset[str],
    as_of: int,
) -> Incident:
    """One incident of alerts, the leading one first; see `_told_apart`."""
    findings = [finding for alert in ordered for finding in alert.findings]
    lead = ordered[0]
    alike = len({alert.entity for alert in ordered if alert.rule == lead.rule}) == 1
    return Incident(
        id=min(ordered, key=lambda alert: (alert.first_ms, alert.id)).id,
        alerts=ordered,
        title=incident_title(
            rules[lead.rule].title,
            lead.findings[0],
            apart=lead.rule in apart,
            named=alike,
        ),
        lane=lead.lane,
        severity=min((a.severity for a in ordered), key=severity_rank),
        stake=stakes(findings),
        orders=_orders(findings),
        deadline_ms=_pressing(findings, as_of),
        first_ms=min(alert.first_ms for alert in ordered),
        last_ms=max(alert.last_ms for alert in ordered),
    )


def _leading(alert: Alert) -> tuple[int, int, int, int, str]:
    return (
        lane_rank(alert.lane),
        severity_rank(alert.severity),
        -max(alert.stake.values(), default=0),
        alert.first_ms,
        alert.id,
    )


def _orders(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({order for finding in findings for order in finding.orders}))


def _earliest(findings: Iterable[Finding]) -> int | None:
    stated = [f.deadline_ms for f in findings if f.deadline_ms is not None]
    return min(stated, default=None)


def _pressing(findings: Iterable[Finding], as_of: int) -> int | None:
    """The next deadline to come; where all have passed, the one that did last.

    An order that is 50 days late must not hide the one due tomorrow.
    """
    stated = {f.deadline_ms for f in findings if f.deadline_ms is not None}
    ahead = [moment for moment in stated if moment >= as_of]
    return min(ahead) if ahead else max(stated, default=None)
