"""The nearest miss in words, and which values a rule's names can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.nearest import Change, Rank, Reach
from shopwarden.engine.rule import environment
from shopwarden.engine.rule.environment import FLOOR
from shopwarden.engine.windows import Aggregate
from shopwarden.records.facts import columns_of
from shopwarden.records.moment import EARLIEST_MS
from shopwarden.records.schema import Form, Kind
from shopwarden.words import Bilingual, Text, catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.nearest import Miss
    from shopwarden.engine.rule import Rule

# Aggregates that are never negative, whatever they count.
_NATURAL = frozenset({Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.SINCE_LAST})


def reach_of(rule: Rule) -> dict[str, Reach]:
    """The values each name of a rule can have, and how soon it is tried."""
    return {
        name: _reach(rule, name) for name in (*environment(rule.fact), *rule.features)
    }


def _reach(rule: Rule, name: str) -> Reach:
    feature = rule.features.get(name)
    if feature is not None and feature.aggregate in _NATURAL:
        return Reach(low=0)
    match _form(rule, name):
        case Form.FLAG:
            return Reach(0, 1)
        case Form.MOMENT:
            return Reach(low=0, rank=Rank.LAST)
        case Form.COUNT:
            return Reach(low=0)
    return Reach()


def miss_text(rule: Rule, miss: Miss, values: Mapping[str, object]) -> Text:
    """It would not have fired if …, in both languages; money as money."""
    text = catalogue("rules")[f"miss_{miss.change}"]
    params: dict[str, object] = {"name": miss.name}
    if miss.change is Change.PRESENT:
        return Text(text, params)
    if miss.change is Change.OTHER:
        known = values.get(miss.name)
        if known is None:
            return Text(catalogue("rules")["miss_person"], params)
        return Text(text, {**params, "now": known})
    form = _shown_as(rule, miss)
    now = round(miss.now) if form and miss.now is not None else miss.now
    params |= {f"limit{form}": miss.limit, f"now{form}": now}
    return Text(_with_forms(text, form), params)


def _shown_as(rule: Rule, miss: Miss) -> str:
    """The suffix that gives a number its form: money, a moment or a length."""
    form = _form(rule, miss.name)
    if form is Form.MOMENT:
        moment = (miss.limit or 0) >= EARLIEST_MS
        return "_ms" if moment else "_span"
    return "_fen" if form is Form.MONEY else ""


def _form(rule: Rule, name: str) -> Form | None:
    feature = rule.features.get(name)
    if feature is None:
        return _column_form(rule.fact, name)
    if feature.aggregate in (Aggregate.SINCE_LAST, Aggregate.FIRST_SEEN):
        return Form.MOMENT
    if feature.value is None or feature.aggregate is Aggregate.DISTINCT:
        return Form.COUNT
    return _column_form(feature.of, feature.value)


def _column_form(kind: Kind, name: str) -> Form | None:
    root, _, reached = name.rpartition(".")
    column = columns_of(Kind.ORDER_PLACED if root else kind).get(reached)
    if column is None:
        return Form.MONEY if name == FLOOR else None
    return column.form


def _with_forms(text: Bilingual, suffix: str) -> Bilingual:
    def formed(template: str) -> str:
        for name in ("limit", "now"):
            template = template.replace(f"{{{name}}}", f"{{{name}{suffix}}}")
        return template

    return Bilingual(formed(text.zh), formed(text.en))
