"""`shopwarden guide`: the eight practices, their controls, threats and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.practices.guide import guide_rules, load_guide, rules_of
from shopwarden.screening.tables import tables
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse

    from shopwarden.engine.rule import Rule
    from shopwarden.practices.guide import Guide, Practice
    from shopwarden.words import Language


def run(_options: argparse.Namespace, language: Language) -> int:
    """Print the guide with the state of each threat."""
    guide, rules = load_guide(), guide_rules()
    for practice in guide.practices:
        _practice(guide, practice, rules, language)
    watched = sum(bool(rules_of(threat.id, rules)) for threat in guide.threats)
    tell(
        Text("cli.guide_count", {"watched": watched, "threats": len(guide.threats)}),
        language,
    )
    return 0


def _practice(
    guide: Guide, practice: Practice, rules: tuple[Rule, ...], language: Language
) -> None:
    title = practice.title.in_language(language)
    put(f"■ {title} ({practice.name}) — {practice.good.in_language(language)}")
    controls = guide.of(practice.name)
    if not controls:
        tell(Text("cli.guide_nothing"), language)
    for control in controls:
        put(f"  {control.id}  {control.title.in_language(language)}")
        for threat in guide.threats:
            if threat.id in control.threats:
                put(f"      {threat.id} → {', '.join(rules_of(threat.id, rules))}")
    covered = {threat for control in controls for threat in control.threats}
    for threat in guide.threats:
        number = threat.id.removeprefix("T").partition(".")[0]
        if _PRACTICE[number] == practice.name and threat.id not in covered:
            needs = {"zh": "、", "en": ", "}[language].join(
                tables()[n].title.in_language(language) for n in threat.needs
            )
            tell(
                Text(
                    "cli.guide_needs",
                    {
                        "threat": threat.id,
                        "title": threat.title.in_language(language),
                        "needs": needs,
                    },
                ),
                language,
            )
    put()


_PRACTICE = {"1": "payments", "5": "monitoring", "8": "disputes"}
