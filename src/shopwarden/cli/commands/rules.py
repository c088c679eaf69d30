"""`shopwarden rules list | show RULE | test [RULE]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.engine.examples import check_examples
from shopwarden.errors import UsageError
from shopwarden.practices.guide import guide_rules
from shopwarden.practices.profiles import for_rule
from shopwarden.report.width import padded
from shopwarden.words import Text, say, show_span

if TYPE_CHECKING:
    import argparse

    from shopwarden.engine.rule import Param, Rule
    from shopwarden.words import Language

FAILED = 4


def run(options: argparse.Namespace, language: Language) -> int:
    """List, show or test rules; returns 4 if an example misbehaves."""
    rules = guide_rules()
    if options.rule:
        rules = tuple(rule for rule in rules if rule.id == options.rule)
        if not rules:
            raise UsageError("cli.no_rule", rule=options.rule)
    if options.action == "list":
        return _list(rules, language)
    if options.action == "show":
        if not options.rule:
            raise UsageError("cli.rule_wanted")
        return _show(rules[0], language)
    return _test(rules, language)


def _list(rules: tuple[Rule, ...], language: Language) -> int:
    for rule in rules:
        threats = " ".join(rule.threats)
        title = rule.title.in_language(language)
        severity, status = _words(rule, language)
        marks = f"{padded(severity, 7)} {padded(status, 8)} {threats:<8}"
        put(f"{rule.id:<36} {marks} {title}")
    tell(Text("cli.rules_count", {"rules": len(rules)}), language)
    return 0


def _words(rule: Rule, language: Language) -> tuple[str, str]:
    """A rule's severity and status."""
    severity = say(Text(f"cli.severity_{rule.severity.value}"), language)
    return severity, say(Text(f"cli.status_{rule.status.value}"), language)


def _show(rule: Rule, language: Language) -> int:
    lane = say(Text(f"cli.lane_{rule.lane.value}"), language)
    marks = "  ".join((*_words(rule, language), lane))
    put(f"{rule.id}  v{rule.version}  {marks}")
    put(rule.title.in_language(language))
    put()
    put(f"{rule.fact}: {rule.when.text}")
    for name, param in rule.params.items():
        value = _value(param, param.default, language)
        told = {"name": name, "value": value, "source": param.source}
        tell(Text("cli.rule_param", told), language)
        _by_category(rule, param, language)
    put()
    tell(Text("cli.rule_runbook"), language)
    for number, line in enumerate(rule.runbook[language], 1):
        put(f"  {number}. {line}")
    tell(Text("cli.rule_falsepositives"), language)
    for line in rule.falsepositives[language]:
        put(f"  - {line}")
    for reference in rule.references:
        put(f"  [{reference}]")
    return 0


def _by_category(rule: Rule, param: Param, language: Language) -> None:
    """What the categories of shops set a parameter to, and why."""
    for category, settings in for_rule(rule.id).items():
        for setting in settings:
            if setting.name != param.name:
                continue
            told = {
                "category": Text(f"choices.category_{category}"),
                "name": param.name,
                "value": _value(param, setting.value, language),
                "why": Text(setting.why),
            }
            tell(Text("cli.rule_category", told), language)


def _value(param: Param, value: float, language: Language) -> object:
    return show_span(int(value), language) if param.unit == "duration" else value


def _test(rules: tuple[Rule, ...], language: Language) -> int:
    failures = 0
    for rule in rules:
        for failure in check_examples(rule):
            failures += 1
            expected = "fires" if failure.expected else "quiet"
            told = {"rule": rule.id, "line": failure.line}
            tell(Text(f"cli.example_{expected}", told), language)
    counts = {"rules": len(rules), "failures": failures}
    tell(Text("cli.rules_tested", counts), language)
    return FAILED if failures else 0
