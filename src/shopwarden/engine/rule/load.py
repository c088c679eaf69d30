"""A rule file (YAML) read and checked into a `Rule`.

Everything that can be known before there are facts is checked here: keys,
names, types, both languages, placeholders, bounds, examples' shape. Each
error is a RuleError with line, column and a hint.

What it does not do: open files (`rule.find`), or judge (`engine.evaluate`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml.nodes import ScalarNode

from shopwarden.engine.expression import (
    Sort,
    Type,
    check_condition,
    check_number,
    span_ms,
)
from shopwarden.engine.finding import Lane, Severity, StakeKind
from shopwarden.engine.rule.document import Section, compose, failure
from shopwarden.engine.rule.environment import (
    environment,
    feature_type,
    param_types,
)
from shopwarden.engine.rule.examples import read_examples
from shopwarden.engine.rule.features import read_features
from shopwarden.engine.rule.model import Param, Rule, StakeOf, Status
from shopwarden.engine.rule.names import check_name
from shopwarden.engine.rule.reason import check_template
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.expression import Expression
    from shopwarden.engine.rule.model import Feature

_REQUIRED = (
    *("title", "status", "version", "severity", "controls", "threats"),
    *("references", "fact", "when", "per", "within", "lane"),
    *("reason", "runbook", "falsepositives", "examples"),
)
_OPTIONAL = ("params", "lists", "features", "stake", "deadline", "ends")
_CONTROL = re.compile(r"(?:PAY|POL|PRI|AUT|MON|EDU|TRA|DIS)-[0-9]{1,3}")
_THREAT = re.compile(r"T[1-9][0-9]?\.[1-9][0-9]?")


def read_rule(rule_id: str, text: str) -> Rule:
    """The rule of one file. Raises RuleError with line, column and a hint."""
    top = compose(rule_id, text)
    top.only(_REQUIRED, _OPTIONAL)
    fact = top.choice("fact", Kind)
    params = _params(top, fact)
    lists = top.texts("lists") if top.has("lists") else ()
    features = read_features(top, fact, params, lists)
    names = _names(fact, params, features)
    when = top.expression("when")
    check_condition(when, names, lists)
    return Rule(
        id=rule_id,
        title=top.bilingual("title"),
        status=top.choice("status", Status),
        version=top.integer("version"),
        severity=top.choice("severity", Severity),
        controls=_matching(top, "controls", _CONTROL),
        threats=_matching(top, "threats", _THREAT),
        references=top.texts("references"),
        fact=fact,
        params=params,
        lists=lists,
        features=features,
        when=when,
        per=_per(top, fact),
        within_ms=top.span("within"),
        stake=_stake(top, names),
        deadline=_deadline(top, names),
        lane=top.choice("lane", Lane),
        reason=check_template(top, "reason", names),
        runbook=top.steps("runbook"),
        falsepositives=top.steps("falsepositives"),
        examples=read_examples(top, lists),
        ends=check_template(top, "ends", names) if top.has("ends") else None,
    )


def _matching(top: Section, key: str, shape: re.Pattern[str]) -> tuple[str, ...]:
    """A list of identifiers of the guide or the catalogue."""
    for item in top.items(key):
        if not isinstance(item, ScalarNode) or not shape.fullmatch(item.value):
            raise failure(top.rule, item, "bad_identifier", key=key)
    return top.texts(key)


def _params(top: Section, fact: Kind) -> dict[str, Param]:
    if not top.has("params"):
        return {}
    listed = top.section("params")
    for name in listed.entries():
        check_name(listed, name, environment(fact))
    return {name: _param(listed, name) for name in listed.entries()}


def _param(listed: Section, name: str) -> Param:
    entry = listed.section(name)
    entry.only(("default", "unit", "bounds", "source", "verified"))
    unit = entry.text("unit")
    bounds = entry.items("bounds")
    if len(bounds) != 2:
        raise entry.error("bounds", "bounds_wanted", name=name)
    default, low, high = (
        _setting(entry, node, unit) for node in (entry.entries()["default"], *bounds)
    )
    if not low <= default <= high:
        raise entry.error("default", "default_out_of_bounds", name=name)
    source, verified = entry.text("source"), entry.flag("verified")
    return Param(name, default, low, high, unit, source, verified)


def _setting(entry: Section, node: object, unit: str) -> int | float:
    """A parameter's value: a duration where that is the unit, else a number."""
    assert isinstance(node, ScalarNode)
    text = node.value
    try:
        if unit == "duration":
            return span_ms(text)
        return float(text) if "." in text else int(text)
    except (KeyError, ValueError):
        raise failure(entry.rule, node, "bad_setting", unit=unit) from None


def _names(
    fact: Kind, params: Mapping[str, Param], features: Mapping[str, Feature]
) -> dict[str, Type]:
    """All names of the rule's own expressions, with their types."""
    found = {name: feature_type(feature) for name, feature in features.items()}
    return {**environment(fact), **param_types(params), **found}


def _per(top: Section, fact: Kind) -> str:
    per = top.text("per")
    found = environment(fact).get(per)
    if found is None or found.sort is not Sort.TEXT:
        texts = [n for n, t in environment(fact).items() if t.sort is Sort.TEXT]
        listed = ", ".join(n for n in texts if "." not in n)
        raise top.error("per", "not_an_entity", name=per[:64], known=listed)
    return per


def _stake(top: Section, names: Mapping[str, Type]) -> StakeOf | None:
    if not top.has("stake"):
        return None
    entry = top.section("stake")
    entry.only(("kind", "amount"))
    amount = entry.expression("amount")
    check_number(amount, names)
    return StakeOf(entry.choice("kind", StakeKind), amount)


def _deadline(top: Section, names: Mapping[str, Type]) -> Expression | None:
    if not top.has("deadline"):
        return None
    deadline = top.expression("deadline")
    check_number(deadline, names)
    return deadline
