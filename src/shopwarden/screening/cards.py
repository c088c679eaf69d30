"""Rule cards: what a report says about each rule beside its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.practices.education.lessons import lesson_for
from shopwarden.screening.result import RuleCard
from shopwarden.words import Bilingual, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.rule import Rule


def cards(rules: Sequence[Rule]) -> dict[str, RuleCard]:
    """A card per rule id."""
    return {rule.id: _card(rule) for rule in rules}


def _card(rule: Rule) -> RuleCard:
    return RuleCard(
        title=Text(rule.title),
        runbook=_paired(rule.runbook),
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
