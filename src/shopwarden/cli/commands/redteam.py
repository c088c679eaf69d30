"""`shopwarden redteam`: the cheapest way around each rule and each label of texts.

    redteam                    every rule, then every label
    redteam --rule R           one rule
    redteam --texts            labels only
    redteam --markdown         the tables of docs/redteam.md
    redteam --json FILE        a line for each result

It reads nothing of a shop: rules are tried on their own examples, labels on
invented texts. Always ends with 0.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from shopwarden.cli.output import put, tell
from shopwarden.cli.redteam_words import (
    label_name,
    put_markdown,
    tell_reach,
    tell_rule,
    tell_text,
)
from shopwarden.errors import UsageError
from shopwarden.practices.guide import guide_rules
from shopwarden.report.output import write_text
from shopwarden.screening.redteam.plain import plain_reach, plain_rule, plain_text
from shopwarden.screening.redteam.result import State
from shopwarden.screening.redteam.team import BOUND_FEN, attack_rule
from shopwarden.screening.redteam.writing_reach import reaches
from shopwarden.screening.redteam.writing_search import BOUND, attack_label, seeds
from shopwarden.screening.texts import text_screener
from shopwarden.words import Text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from shopwarden.screening.redteam.result import RuleResult, TextResult
    from shopwarden.words import Language

_YUAN = 100
_MOST = 100_000
_DONE = (State.EVADED, State.OPEN)


def run(options: argparse.Namespace, language: Language) -> int:
    """Attack what the arguments name, and print the cheapest way around each."""
    if options.rule and options.texts:
        raise UsageError("redteam.both")
    if options.budget is not None and not 0 <= options.budget <= _MOST:
        raise UsageError("redteam.budget", budget=options.budget)
    bound = BOUND_FEN if options.budget is None else options.budget * _YUAN
    points = BOUND if options.budget is None else options.budget
    rules = [] if options.texts else _rules(options, bound)
    texts = [] if options.rule else list(_texts(points, options.seed))
    reach = () if options.rule else reaches(text_screener(), options.seed)
    if options.markdown:
        put_markdown(rules, texts, reach, (bound, points), language)
    else:
        _tell(rules, texts, (bound, points), language)
        if reach:
            put()
            tell_reach(reach, language)
    if not options.rule:
        _counted(rules, texts, language)
    if options.json:
        lines = [
            *map(plain_rule, rules),
            *map(plain_text, texts),
            *map(plain_reach, reach),
        ]
        shown = (json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        write_text(Path(options.json), "".join(shown))
    return 0


def _rules(options: argparse.Namespace, bound: int) -> list[RuleResult]:
    rules = guide_rules()
    chosen = [rule for rule in rules if options.rule in ("", rule.id)]
    if not chosen:
        raise UsageError("cli.no_rule", rule=options.rule)
    return [
        attack_rule(rule, rules, bound_fen=bound, seed=options.seed) for rule in chosen
    ]


def _texts(bound: int, seed: int) -> Iterator[TextResult]:
    """Each label in each language it has seeds in."""
    screener = text_screener()
    for label, known in seeds().items():
        for spoken in dict.fromkeys(each.language for each in known):
            own = [each for each in known if each.language == spoken]
            yield attack_label(label, screener, own, bound=bound, seed=seed)
        if not known:
            yield attack_label(label, screener, (), bound=bound, seed=seed)


def _tell(
    rules: Sequence[RuleResult],
    texts: Sequence[TextResult],
    bounds: tuple[int, int],
    language: Language,
) -> None:
    if rules:
        tell(Text("redteam.rules_heading"), language)
    for rule in rules:
        put(rule.rule)
        tell_rule(rule, bounds[0], language)
    if rules and texts:
        put()
    if texts:
        tell(Text("redteam.texts_heading"), language)
    for text in texts:
        tell(label_name(text), language)
        tell_text(text, bounds[1], language)


def _counted(
    rules: Sequence[RuleResult], texts: Sequence[TextResult], language: Language
) -> None:
    put()
    if rules:
        done = [each for each in rules if each.state in _DONE]
        told = {
            "rules": len(rules),
            "evaded": len(done),
            "open": sum(each.state is State.OPEN for each in rules),
            "held": sum(each.state is State.HELD for each in rules),
            "nobody": sum(each.state is State.NOBODY for each in rules),
            "caught": sum(bool(each.caught_by) for each in done),
        }
        tell(Text("redteam.rules_count", told), language)
    if texts:
        gone = [each for each in texts if each.state is State.EVADED]
        nobody = sum(each.state is State.NOBODY for each in texts)
        told = {
            "labels": len(texts) - nobody,
            "evaded": len(gone),
            "held": sum(each.state is State.HELD for each in texts),
            "nobody": nobody,
            "caught": sum(bool(each.caught_by) for each in gone),
        }
        tell(Text("redteam.texts_count", told), language)
