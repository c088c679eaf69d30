"""The nearest miss in words, and which values a rule's names can have.

Only a name that the condition holds against a threshold is ever asked to
differ. One that is only equal to another, or only has a sign, says which case
it is: "a refund of one fen less" is no advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.expression import names, walk
from shopwarden.engine.expression.tree import Between, Compare, Number
from shopwarden.engine.nearest import Rank, Reach
from shopwarden.engine.phrase import phrase
from shopwarden.engine.rule import environment, reached_kind
from shopwarden.engine.rule.environment import FLOOR
from shopwarden.engine.windows import Aggregate
from shopwarden.records.facts import columns_of
from shopwarden.records.moment import EARLIEST_MS
from shopwarden.records.schema import Form
from shopwarden.words import Bilingual, Text, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.engine.expression import Node
    from shopwarden.engine.nearest import Miss
    from shopwarden.engine.rule import Rule
    from shopwarden.records.schema import Kind

# Aggregates that are never negative, whatever they count.
_NATURAL = frozenset({Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.SINCE_LAST})
# What a value is measured against; that it differed is the less likely story.
_YARDSTICKS = frozenset(
    ("price_fen", "line_fen", "receivable_fen", "due_fen", "expected_fen", "fair_ppm")
)
# When a fact happened is the fact itself.
_FIXED = frozenset(("ts", "known_at"))
_PPM_A_PERCENT = 10_000


def reach_of(rule: Rule) -> dict[str, Reach]:
    """The values each name of a rule can have, and how soon it is tried."""
    held = set(_held(rule.when.root))
    counted = {n for n in names(rule.when.root) if _form(rule, n) is Form.COUNT}
    every = (*environment(rule.fact), *rule.features)
    differ = held | counted
    return {name: _reach(rule, name, may_differ=name in differ) for name in every}


def _held(node: Node) -> Iterator[str]:
    """The names some comparison holds against more than a zero."""
    for part in walk(node):
        if isinstance(part, Between):
            yield from names(part)
        elif isinstance(part, Compare) and part.op not in ("==", "!="):
            sides = (part.left, part.right)
            if not any(isinstance(s, Number) and s.value == 0 for s in sides):
                yield from names(part)


def _reach(rule: Rule, name: str, *, may_differ: bool) -> Reach:
    form, feature = _form(rule, name), rule.features.get(name)
    if not may_differ or name in _FIXED or form in (Form.FLAG, Form.CODE):
        return Reach(rank=Rank.NEVER)
    if feature is not None and feature.aggregate in _NATURAL:
        return Reach(low=0, rank=_rank(rule, name))
    low = {"low": 0} if form in (Form.COUNT, Form.MOMENT) else {}
    return Reach(**low, rank=_rank(rule, name))


def _rank(rule: Rule, name: str) -> Rank:
    feature = rule.features.get(name)
    if _form(rule, name) is Form.MOMENT:
        return Rank.MOMENT
    if feature is not None and feature.baseline:
        return Rank.YARDSTICK
    column = name if feature is None else feature.value or ""
    measure = column.rpartition(".")[2]
    return Rank.YARDSTICK if measure in {*_YARDSTICKS, FLOOR} else Rank.FIRST


def miss_text(rule: Rule, miss: Miss, values: Mapping[str, object]) -> Text:
    """It would not have fired if …, in both languages; money as money.

    `values` are those of the finding, the rule's parameters among them.
    """
    form = _form(rule, miss.name)
    moment = form is Form.MOMENT and miss.limit >= EARLIEST_MS
    code = f"miss_{miss.change}_time" if moment else f"miss_{miss.change}"
    params: dict[str, object] = {"what": phrase(rule, miss.name, values)}
    if form is Form.RATE:
        percents = {"limit": _percent(miss.limit), "now": _percent(miss.now)}
        return Text(catalogue("rules")[code], {**params, **percents})
    suffix = _suffix(form, moment=moment)
    now = round(miss.now) if suffix else miss.now
    params |= {f"limit{suffix}": miss.limit, f"now{suffix}": now}
    return Text(_with_forms(catalogue("rules")[code], suffix), params)


def _percent(ppm: float) -> str:
    """Parts per million as a percentage, not rounded: 3001 is 0.3001 %."""
    return f"{ppm / _PPM_A_PERCENT:.4f}".rstrip("0").rstrip(".") + " %"


def _suffix(form: Form | None, *, moment: bool) -> str:
    """The suffix that gives a number its form: money, a moment or a length."""
    if form is Form.MOMENT:
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
    target = reached_kind(kind, root) if root else kind
    column = None if target is None else columns_of(target).get(reached)
    if column is None:
        return Form.MONEY if name == FLOOR else None
    return column.form


def _with_forms(text: Bilingual, suffix: str) -> Bilingual:
    def formed(template: str) -> str:
        for name in ("limit", "now"):
            template = template.replace(f"{{{name}}}", f"{{{name}{suffix}}}")
        return template

    return Bilingual(formed(text.zh), formed(text.en))
