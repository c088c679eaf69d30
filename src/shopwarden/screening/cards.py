"""Rule cards: what a report says about each rule beside its findings.

A dispute's runbook ends with the evidence that goods of the shop's category want.

What it does not do: draw them (`report`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.practices.disputes.evidence import asks_for_evidence, evidence
from shopwarden.practices.education.lessons import lesson_for
from shopwarden.screening.result import RuleCard
from shopwarden.words import Bilingual, Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.rule import Rule


def cards(rules: Sequence[Rule], category: str = "") -> dict[str, RuleCard]:
    """A card per rule id, for a shop of a category (of `choice`; empty: any)."""
    wanted = _evidence(category)
    return {
        rule.id: _card(rule, wanted if asks_for_evidence(rule.id) else ())
        for rule in rules
    }


def _evidence(category: str) -> tuple[Text, ...]:
    """A step for each piece of evidence a dispute of the category wants."""
    return tuple(
        Text(
            "screening.evidence_piece",
            {"causes": _causes(piece.causes), "piece": Text(piece.what)},
        )
        for piece in evidence(category)
    )


def _causes(causes: tuple[str, ...]) -> Text:
    """The causes in one breath, in both languages."""
    told = [Text(f"choices.cause_{cause}") for cause in causes]
    zh = "、".join(say(each, "zh") for each in told)
    return Text(Bilingual(zh, ", ".join(say(each, "en") for each in told)))


def _card(rule: Rule, wanted: tuple[Text, ...]) -> RuleCard:
    return RuleCard(
        title=Text(rule.title),
        runbook=(*_paired(rule.runbook), *wanted),
        falsepositives=_paired(rule.falsepositives),
        severity=rule.severity,
        version=rule.version,
        threats=rule.threats,
        controls=rule.controls,
        references=rule.references,
        lesson=_lesson(rule),
    )


def _lesson(rule: Rule) -> Text | None:
    """The lesson for whoever a finding of the rule concerns."""
    if not rule.threats:
        return None
    lesson = lesson_for(rule.threats[0])
    return Text("report.lesson", {"title": Text(lesson.title), "lesson": lesson.id})


def _paired(lines: Mapping[str, Sequence[str]]) -> tuple[Text, ...]:
    """Steps written in both languages, one for one."""
    pairs = zip(lines["zh"], lines["en"], strict=True)
    return tuple(Text(Bilingual(zh, en)) for zh, en in pairs)
