"""Findings of a run, in words and numbers a person can check.

Each fired fact becomes one finding: its entity, the rows that show it, the
values the condition saw, the reason, the stake, the deadline and the nearest
miss. Its id hangs on the rule and the fact's business key alone, so it is the
same in every run over the same facts. People are numbered ("buyer #2") by
first appearance; a shop's rules share the numbers, so that two rules speak of
the same buyer. Neither a token nor a name leaves here.

What it does not do: group findings into alerts, or choose a language.

>>> entity_title("buyer", 2)
'buyer #2'
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.expression import Sort
from shopwarden.engine.finding import Finding, Stake
from shopwarden.engine.miss import miss_text, reach_of
from shopwarden.engine.nearest import nearest
from shopwarden.engine.rule import environment, filled, is_person
from shopwarden.engine.vector import Codes, LabelSets, numbers
from shopwarden.engine.witness import evidence, feedings, text_at, witnesses
from shopwarden.records.choice import CHOICES
from shopwarden.records.facts import columns_of
from shopwarden.records.judge import words
from shopwarden.records.schema import SCHEMAS, TOKEN_DOMAINS, Form
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.evaluate import Judged, RuleRun
    from shopwarden.engine.expression import Expression
    from shopwarden.engine.finding import Evidence
    from shopwarden.engine.nearest import Miss
    from shopwarden.engine.rule import Rule
    from shopwarden.engine.vector import Value
    from shopwarden.engine.witness import Feeding, Place
    from shopwarden.records.facts import Facts

Scalar = int | float | str | None


class People:
    """The numbers of people, by domain and code, in the order they are asked for.

    >>> people = People()
    >>> people.number("buyer", 7), people.number("agent", 7), people.number("buyer", 3)
    (1, 1, 2)
    """

    def __init__(self) -> None:
        self._numbers: dict[str, dict[int, int]] = {}

    def number(self, domain: str, code: int) -> int:
        """The number of a person, given now if it is their first time."""
        known = self._numbers.setdefault(domain, {})
        return known.setdefault(code, len(known) + 1)


def explain(run: RuleRun, facts: Facts, people: People | None = None) -> list[Finding]:
    """The findings of a run, in total order. `facts` are those evaluated.

    `people` are the numbers given so far, shared by the rules of a shop.
    """
    judged, rule = run.near, run.rule
    count = len(judged.rows)
    if not count:
        return []
    teller = _Teller(
        judged,
        facts,
        feedings(judged),
        amounts(judged, rule.stake.amount if rule.stake else None),
        amounts(judged, rule.deadline),
        People() if people is None else people,
    )
    misses = _misses(judged)
    return [teller.finding(at, misses[at]) for at in range(count)]


def _misses(judged: Judged) -> list[Miss | None]:
    """The nearest miss of each fired row; none where the rule says what ends it."""
    rule, count = judged.plan.rule, len(judged.rows)
    if rule.ends is not None:
        return [None] * count
    return nearest(judged.plan.when, judged.columns, count, reach_of(rule))


def entity_title(domain: str, number: int) -> str:
    """How a person is shown: what they are to the shop, and a number."""
    return f"{domain} #{number}"


@dataclass(slots=True)
class _Teller:
    """Tells the findings of one run, one after the other."""

    judged: Judged
    facts: Facts
    feeding: tuple[Feeding, ...]
    amounts: list[int | None]
    deadlines: list[int | None]
    people: People
    told: dict[Place, Evidence] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        return self.judged.plan.rule

    def finding(self, at: int, miss: Miss | None) -> Finding:
        """The finding of the fired row number `at`."""
        rule, row = self.rule, int(self.judged.rows[at])
        places, total = witnesses(self.judged, self.feeding, row)
        shown_facts = self.judged.view.facts
        rows = tuple(self.evidence(place) for place in places)
        values = self.values(at)
        entity, name = self.entity(at)
        return Finding(
            id=finding_id(rule.id, name, business_key(shown_facts, rule, row)),
            rule=rule.id,
            version=rule.version,
            entity_kind=rule.per,
            entity=entity,
            ts=int(shown_facts.table(rule.fact)["ts"][row]),
            window_ms=rule.within_ms,
            orders=tuple(sorted({each.order for each in rows if each.order})),
            evidence=rows,
            values={**values, "evidence_rows": total, "evidence_shown": len(rows)},
            reason=Text(rule.reason, self.worded(filled(rule.reason, values))),
            nearest_miss=self.nearest_miss(miss, values),
            stake=self.stake(at),
            deadline_ms=self.deadlines[at],
            severity=rule.severity,
            lane=rule.lane,
        )

    def evidence(self, place: Place) -> Evidence:
        """A fact as evidence; findings of one burst share most of theirs."""
        if place not in self.told:
            self.told[place] = evidence(self.judged.view.facts, place)
        return self.told[place]

    def entity(self, at: int) -> tuple[str, str]:
        """How the entity is shown, and its name in the id (none for people)."""
        value = self.judged.columns.values[self.rule.per]
        assert isinstance(value, Codes)
        code = int(value.codes[at])
        if not is_person(environment(self.rule.fact)[self.rule.per]):
            name = self.facts.name(value.domain, code)
            return name, name
        if code < 0:
            return "", ""
        number = self.people.number(value.domain, code)
        return entity_title(value.domain, number), ""

    def values(self, at: int) -> dict[str, Scalar]:
        """What the condition saw: names and parameters, people left out."""
        found: dict[str, Scalar] = dict(self.judged.plan.settings)
        for name, value in self.judged.columns.values.items():
            found |= scalars(name, value, at, self.facts)
        return found

    def worded(self, params: Mapping[str, object]) -> dict[str, object]:
        """The parameters of a text, words of closed lists in the reader's own."""
        found = dict(params)
        types = environment(self.rule.fact)
        for name, value in self.judged.columns.values.items():
            if name not in found:
                continue
            if isinstance(value, Codes):
                found[name] = chosen(value.domain, found[name])
            elif name in types and types[name].sort is Sort.FLAG:
                found[name] = answered(found[name])
        return found

    def nearest_miss(
        self, miss: Miss | None, values: Mapping[str, Scalar]
    ) -> Text | None:
        """What would end it, or how little would have had to differ."""
        if self.rule.ends is not None:
            return Text(self.rule.ends, self.worded(filled(self.rule.ends, values)))
        return None if miss is None else miss_text(self.rule, miss, values)

    def stake(self, at: int) -> Stake | None:
        """The money involved; what is partly known is understated, never over."""
        amount = self.amounts[at]
        if self.rule.stake is None or amount is None:
            return None
        return Stake(self.rule.stake.kind, max(amount, 0))


def answered(flag: object) -> Text:
    """Yes, no or not known, in words."""
    word = "unknown" if flag is None else "yes" if flag else "no"
    return Text(f"engine.flag_{word}")


def chosen(domain: str, word: object) -> object:
    """A word of a closed list as a text; any other word as it is."""
    known = word in CHOICES.get(domain, ())
    return Text(f"choices.{domain}_{word}") if known else word


def amounts(judged: Judged, expression: Expression | None) -> list[int | None]:
    """A number of the rule at every fired row; fractions of a fen are dropped.

    Fractions arise from means only. An unknown number is None.
    """
    count = len(judged.rows)
    if expression is None:
        return [None] * count
    found = numbers(judged.plan.bound(expression), judged.columns)
    values = np.broadcast_to(found.low, count).tolist()
    if found.low_known is None:
        return [floor(value) for value in values]
    known = np.broadcast_to(found.low_known, count).tolist()
    return [floor(v) if k else None for v, k in zip(values, known, strict=True)]


def scalars(name: str, value: Value, at: int, facts: Facts) -> dict[str, Scalar]:
    """One value of a row, None if unknown; a lower bound says that it is one."""
    match value:
        case Codes(_, domain) if domain in TOKEN_DOMAINS:
            return {}
        case Codes(codes, domain):
            return {name: facts.name(domain, int(codes[at])) or None}
        case LabelSets(masks, domain):
            mask = int(masks[at])
            return {name: None if mask < 0 else ", ".join(words(domain, mask))}
    if value.low_known is not None and not value.low_known[at]:
        return {name: None}
    number: int | float = value.low[at].item()
    if value.high_known is not None and not value.high_known[at]:
        return {name: number, f"{name}_bound": "at_least"}
    return {name: number}


def business_key(facts: Facts, rule: Rule, row: int) -> str:
    """The business key of a fact as text; people have no part in it."""
    table, columns = facts.table(rule.fact), columns_of(rule.fact)
    parts = []
    for name in SCHEMAS[rule.fact].key:
        if columns[name].domain in TOKEN_DOMAINS:
            continue
        if columns[name].form is Form.CODE:
            parts.append(text_at(facts, table, name, row))
        else:
            parts.append(str(int(table[name][row])))
    return "\x1f".join(parts)


def finding_id(rule: str, entity: str, key: str) -> str:
    """16 hex digits of the rule, the entity's name and the business key."""
    text = f"{rule}\x1e{entity}\x1e{key}"
    return sha256(text.encode()).hexdigest()[:16]
