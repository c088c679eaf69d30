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
    from shopwarden.practices.guide import Guide, Practice, Threat
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
        for name in control.threats:
            watching = rules_of(name, rules, control.id)
            put(f"      {name} → {', '.join(watching)}")
    covered = {threat for control in controls for threat in control.threats}
    for threat in guide.threats:
        if _practice_of(threat) == practice.name and threat.id not in covered:
            _uncovered(threat, rules, language)
    put()


def _practice_of(threat: Threat) -> str:
    """The catalogue numbers threats by practice: T5.2 is of the fifth."""
    number = int(threat.id.removeprefix("T").partition(".")[0])
    return load_guide().practices[number - 1].name


def _uncovered(threat: Threat, rules: tuple[Rule, ...], language: Language) -> None:
    """A threat no control of its practice meets: another's rules, or what it needs."""
    watching = rules_of(threat.id, rules)
    if not watching:
        _needs(threat, language)
        return
    title = threat.title.in_language(language)
    told = {"threat": threat.id, "title": title, "rules": ", ".join(watching)}
    tell(Text("cli.guide_elsewhere", told), language)


def _needs(threat: Threat, language: Language) -> None:
    """Say which tables would let this threat be watched."""
    titles = (tables()[name].title.in_language(language) for name in threat.needs)
    told = {
        "threat": threat.id,
        "title": threat.title.in_language(language),
        "needs": {"zh": "、", "en": ", "}[language].join(titles),
    }
    tell(Text("cli.guide_needs", told), language)
