"""Why a rule did not fire at one fact: which parts were false or unknown.

What it does not do: word the answer; parts are shown in the rule language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.blame import taken
from shopwarden.engine.evaluate import prepare
from shopwarden.engine.explain import scalars
from shopwarden.engine.expression import names, show
from shopwarden.engine.expression.tree import Logic
from shopwarden.engine.vector import TRUE, every_row, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from shopwarden.engine.expression import Node
    from shopwarden.engine.rule import Rule
    from shopwarden.records.facts import Facts
    from shopwarden.records.reference import Reference


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the condition that did not hold, with the values it saw.

    `verdict` is FALSE or UNKNOWN of `engine.vector`; `values` leave people
    out, and hold None for what is unknown.
    """

    text: str
    verdict: int
    values: Mapping[str, int | float | str | None]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What a rule decided at one fact, and the parts that kept it silent.

    `verdict` None: the fact was not known at that moment.
    """

    verdict: int | None
    parts: tuple[Part, ...]


def why_not(
    rule: Rule, facts: Facts, reference: Reference, as_of: int, row: int
) -> WhyNot:
    """Why `rule` does not fire at the fact at `row` of its kind's table."""
    ready = prepare((rule,), facts, reference, as_of)
    known = ready.known.given(rule.fact, np.arange(ready.view.length(rule.fact)))
    at = int(np.searchsorted(known, row))
    if at >= len(known) or known[at] != row:
        return WhyNot(None, ())
    sheet = ready.sheet(ready.plans[0])
    columns = taken(sheet.columns, sheet.used, np.array([at]))
    node = ready.plans[0].when

    def verdict(part: Node) -> int:
        return int(every_row(verdicts(part, columns), 1)[0])

    def told(part: Node) -> Part:
        values: dict[str, int | float | str | None] = {}
        for name in names(part):
            values |= scalars(name, columns.values[name], 0, facts)
        return Part(show(part), verdict(part), values)

    return WhyNot(verdict(node), tuple(told(p) for p in _silent(node, verdict)))


def _silent(node: Node, verdict: Callable[[Node], int]) -> Iterator[Node]:
    """The parts of an `and` that did not hold; another condition is one part."""
    if isinstance(node, Logic) and node.op == "and":
        for part in node.parts:
            yield from _silent(part, verdict)
    elif verdict(node) != TRUE:
        yield node
