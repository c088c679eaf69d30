"""The `features` of a rule file: what is counted, by whom, how far back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, ScalarNode

from shopwarden.engine.expression import Sort, check_condition, span_ms
from shopwarden.engine.rule.environment import environment, param_types
from shopwarden.engine.rule.model import Feature
from shopwarden.engine.rule.names import check_name
from shopwarden.engine.rule.reason import check_template
from shopwarden.engine.windows import Aggregate
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from shopwarden.engine.expression import Expression
    from shopwarden.engine.rule.document import Section
    from shopwarden.engine.rule.model import Param
    from shopwarden.words import Bilingual

_REQUIRED = ("aggregate", "of", "by")
_OPTIONAL = ("value", "window", "where", "self", "baseline", "name")

_NEEDS_NUMBER = frozenset({Aggregate.SUM, Aggregate.MEAN, Aggregate.MAX, Aggregate.MIN})
_NEEDS_VALUE = _NEEDS_NUMBER | {Aggregate.DISTINCT, Aggregate.LAST}
# A fact is never news about itself for these.
_WITHOUT_SELF = frozenset({Aggregate.LAST, Aggregate.FIRST_SEEN, Aggregate.SINCE_LAST})

# What can name an entity.
_KEYS = frozenset({Sort.TEXT, Sort.FLAG})

# These describe what is usual; the facts behind them are no evidence.
_USUAL = frozenset({Aggregate.MEAN, Aggregate.MAX, Aggregate.MIN, Aggregate.FIRST_SEEN})


def read_features(
    top: Section, fact: Kind, params: Mapping[str, Param], lists: Collection[str]
) -> dict[str, Feature]:
    """The features by name; raises RuleError with the line of what is wrong."""
    if not top.has("features"):
        return {}
    listed = top.section("features")
    found = {}
    taken = {*environment(fact), *params}
    for name in listed.entries():
        check_name(listed, name, taken)
        entry = listed.section(name)
        entry.only(_REQUIRED, _OPTIONAL)
        found[name] = _feature(name, entry, fact, params, lists)
    return found


def _feature(
    name: str,
    entry: Section,
    fact: Kind,
    params: Mapping[str, Param],
    lists: Collection[str],
) -> Feature:
    aggregate = entry.choice("aggregate", Aggregate)
    of = entry.choice("of", Kind)
    by, read_by = _by(entry, fact, of)
    return Feature(
        name=name,
        aggregate=aggregate,
        of=of,
        by=by,
        read_by=read_by,
        value=_value(entry, aggregate, of),
        window=_window(entry, params),
        where=_where(entry, of, params, lists),
        include_self=_include_self(entry, aggregate),
        baseline=_baseline(entry, aggregate),
        title=_title(entry, params),
    )


def _by(
    entry: Section, fact: Kind, of: Kind
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The key columns of the feeding kind, and of the judged kind."""
    node = entry.entries()["by"]
    if isinstance(node, MappingNode):
        pairs = entry.section("by")
        by = tuple(pairs.entries())
        read_by = tuple(pairs.text(name) for name in by)
    elif isinstance(node, ScalarNode):
        by = read_by = (entry.text("by"),)
    else:
        by = read_by = entry.texts("by")
    if not by:
        raise entry.error("by", "list_wanted", key="by")
    for feeding, reading in zip(by, read_by, strict=True):
        _check_key(entry, (of, feeding), (fact, reading))
    return by, read_by


def _check_key(
    entry: Section, feeding: tuple[Kind, str], reading: tuple[Kind, str]
) -> None:
    """Both columns exist and hold texts of one domain, or both are flags.

    A flag makes entities of the whole shop: all its lines that say yes, and all
    that say no.
    """
    domains = set()
    for kind, name in (feeding, reading):
        found = environment(kind).get(name)
        if found is None or found.sort not in _KEYS:
            known = [n for n, t in environment(kind).items() if t.sort in _KEYS]
            listed = ", ".join(n for n in known if "." not in n)
            raise entry.error(
                "by", "not_a_key", name=name[:64], kind=kind.value, known=listed
            )
        domains.add((found.sort, found.domain))
    if len(domains) > 1:
        raise entry.error("by", "keys_differ", left=feeding[1], right=reading[1])


def _value(entry: Section, aggregate: Aggregate, of: Kind) -> str | None:
    if aggregate not in _NEEDS_VALUE:
        if entry.has("value"):
            raise entry.error("value", "value_unused", aggregate=aggregate.value)
        return None
    if not entry.has("value"):
        raise entry.error("aggregate", "value_missing", aggregate=aggregate.value)
    name = entry.text("value")
    found = environment(of).get(name)
    numeric = found is not None and found.sort in (Sort.NUMBER, Sort.FLAG)
    if found is None or (aggregate in _NEEDS_NUMBER and not numeric):
        known = [n for n in environment(of) if "." not in n]
        listed = ", ".join(known)
        raise entry.error(
            "value", "bad_value", name=name[:64], kind=of.value, known=listed
        )
    return name


def _window(entry: Section, params: Mapping[str, Param]) -> int | str | None:
    """A duration in ms, the name of a parameter, or None."""
    if not entry.has("window"):
        return None
    text = entry.text("window")
    if text in params and params[text].unit == "duration":
        return text
    try:
        return span_ms(text)
    except (KeyError, ValueError):
        raise entry.error("window", "duration_wanted", key="window") from None


def _where(
    entry: Section, of: Kind, params: Mapping[str, Param], lists: Collection[str]
) -> Expression | None:
    if not entry.has("where"):
        return None
    where = entry.expression("where")
    check_condition(where, {**environment(of), **param_types(params)}, lists)
    return where


def _include_self(entry: Section, aggregate: Aggregate) -> bool:
    if not entry.has("self"):
        return aggregate not in _WITHOUT_SELF
    text = entry.text("self")
    if text not in ("include", "exclude"):
        raise entry.error(
            "self", "choice_wanted", value=text[:64], known="exclude, include"
        )
    return text == "include"


def _baseline(entry: Section, aggregate: Aggregate) -> bool:
    if not entry.has("baseline"):
        return aggregate in _USUAL
    text = entry.text("baseline")
    if text not in ("true", "false"):
        raise entry.error(
            "baseline", "choice_wanted", value=text[:64], known="false, true"
        )
    return text == "true"


def _title(entry: Section, params: Mapping[str, Param]) -> Bilingual | None:
    """What people call it; parameters of the rule may stand in braces."""
    if not entry.has("name"):
        return None
    return check_template(entry, "name", param_types(params))
