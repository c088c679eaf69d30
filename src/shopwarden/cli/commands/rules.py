"""`shopwarden rules list | show RULE | test [RULE]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.engine.examples import check_examples
from shopwarden.errors import UsageError
from shopwarden.practices.guide import guide_rules
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse

    from shopwarden.engine.rule import Rule
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
        put(f"{rule.id:<36} {rule.severity:<7} {rule.status:<8} {threats:<8} {title}")
    tell(Text("cli.rules_count", {"rules": len(rules)}), language)
    return 0


def _show(rule: Rule, language: Language) -> int:
    put(f"{rule.id}  v{rule.version}  {rule.status}  {rule.severity}  {rule.lane}")
    put(rule.title.in_language(language))
    put()
    put(f"fact: {rule.fact}   when: {rule.when}")
    for name, param in rule.params.items():
        tell(
            Text(
                "cli.rule_param",
                {"name": name, "value": param.shown, "source": param.source},
            ),
            language,
        )
    put()
    for heading, lines in (
        ("runbook", rule.runbook),
        ("falsepositives", rule.falsepositives),
    ):
        tell(Text(f"cli.rule_{heading}"), language)
        for line in lines:
            put(f"  - {line.in_language(language)}")
    for reference in rule.references:
        put(f"  [{reference}]")
    return 0


def _test(rules: tuple[Rule, ...], language: Language) -> int:
    failures = [failure for rule in rules for failure in check_examples(rule)]
    for failure in failures:
        tell(failure, language)
    tell(
        Text("cli.rules_tested", {"rules": len(rules), "failures": len(failures)}),
        language,
    )
    return FAILED if failures else 0
