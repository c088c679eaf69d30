"""`shopwarden guide`: the eight practices, their controls, threats and rules.

    guide              practice by practice
    guide --coverage   the 77 threats of the catalogue and what stands behind each

What it does not do: say how a shop stands (`scan` does).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.practices.guide import guide_rules, load_guide, rules_of
from shopwarden.screening.inputs import inputs
from shopwarden.screening.tables import table_for, tables
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from shopwarden.engine.rule import Rule
    from shopwarden.practices.guide import Control, Guide, Practice, Threat
    from shopwarden.words import Language

_BETWEEN: dict[Language, str] = {"zh": "、", "en": ", "}


def run(options: argparse.Namespace, language: Language) -> int:
    """Print the guide, or what stands behind each threat."""
    guide, rules = load_guide(), guide_rules()
    if options.coverage:
        for threat in guide.threats:
            _covered(threat, guide, rules, language)
    else:
        for practice in guide.practices:
            _practice(guide, practice, rules, language)
    _count(guide, rules, language)
    return 0


def _practice(
    guide: Guide, practice: Practice, rules: Sequence[Rule], language: Language
) -> None:
    title = practice.title.in_language(language)
    put(f"■ {title} ({practice.name}) — {practice.good.in_language(language)}")
    controls = guide.of(practice.name)
    for control in controls:
        _control(control, rules, language)
    met = {threat for control in controls for threat in control.threats}
    for threat in guide.threats:
        if _practice_of(threat) == practice.name and threat.id not in met:
            _covered(threat, guide, rules, language)
    put()


def _control(control: Control, rules: Sequence[Rule], language: Language) -> None:
    clauses = f"  [{', '.join(control.clauses)}]" if control.clauses else ""
    put(f"  {control.id}  {control.title.in_language(language)}{clauses}")
    for name in control.threats:
        watching = rules_of(name, rules, control.id)
        if watching:
            put(f"      {name} → {', '.join(watching)}")
    if control.manual is not None:
        told = {
            "evidence": control.manual.evidence.in_language(language),
            "every_span": control.manual.every_ms,
            "owner": Text(f"cli.owner_{control.manual.owner}"),
        }
        tell(Text("cli.guide_manual", told), language)


def _practice_of(threat: Threat) -> str:
    """The catalogue numbers threats by practice: T5.2 is of the fifth."""
    number = int(threat.id.removeprefix("T").partition(".")[0])
    return load_guide().practices[number - 1].name


def _state(threat: Threat, guide: Guide, rules: Sequence[Rule]) -> str:
    """rule, attested or unseen: what stands behind a threat; none, if nothing."""
    if rules_of(threat.id, rules):
        return "rule"
    if any(c.manual and threat.id in c.threats for c in guide.controls):
        return "attested"
    return "unseen" if threat.unseen else "none"


def _covered(
    threat: Threat, guide: Guide, rules: Sequence[Rule], language: Language
) -> None:
    """One threat: the rules that watch it and their tables, or why there is none."""
    state = _state(threat, guide, rules)
    watching = [rule for rule in rules if threat.id in rule.threats]
    attested = [c.id for c in guide.controls if c.manual and threat.id in c.threats]
    told = {
        "threat": threat.id,
        "title": threat.title.in_language(language),
        "rules": ", ".join(rule.id for rule in watching),
        "tables": _BETWEEN[language].join(_tables(watching, language)),
        "controls": ", ".join(attested),
        "why": threat.unseen.in_language(language) if threat.unseen else "",
        "needs": _BETWEEN[language].join(_titles(threat.needs, language)),
    }
    tell(Text(f"cli.guide_{state}", told), language)


def _tables(rules: Iterable[Rule], language: Language) -> list[str]:
    """The tables some rules stand on, by their titles."""
    kinds = {(kind, rule.fact) for rule in rules for kind in inputs(rule)}
    found = (table_for(f"coverage:{kind}", fact) for kind, fact in sorted(kinds))
    return _titles(dict.fromkeys(t.name for t in found if t), language)


def _titles(names: Iterable[str], language: Language) -> list[str]:
    return [tables()[name].title.in_language(language) for name in names]


def _count(guide: Guide, rules: Sequence[Rule], language: Language) -> None:
    states = Counter(_state(threat, guide, rules) for threat in guide.threats)
    told = {name: states[name] for name in ("rule", "attested", "unseen", "none")}
    tell(Text("cli.guide_count", {"threats": len(guide.threats), **told}), language)
