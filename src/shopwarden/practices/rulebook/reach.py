"""What hangs on a clause: rules, their parameters, controls; and what does not.

A rule hangs on a clause that names it in `checks`, or whose id stands in the
rule's `references` or in the source of one of its parameters. A control does
if it is named, if it names the clause (`clauses` in controls.yaml), or if one
of those rules serves it.

What it does not do: judge anew. It says since when facts have to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.practices.guide import load_guide

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.rule import Rule
    from shopwarden.practices.rulebook.book import Change, Rulebook
    from shopwarden.practices.rulebook.clause import Clause

_NAMED = re.compile(r"(?:LAW|GBT|JD)(?:-[A-Z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Reach:
    """What hangs on a clause, by id; `params` are `rule.parameter`."""

    rules: tuple[str, ...]
    params: tuple[str, ...]
    controls: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing stands behind the clause."""
        return not self.rules and not self.controls


@dataclass(frozen=True, slots=True)
class Affected:
    """What a change reaches, and the facts to judge anew: `since_ms <= ts`."""

    reach: Reach
    since_ms: int
    until_ms: int | None  # the clause's next change; None: no end


def control_clauses() -> Mapping[str, tuple[str, ...]]:
    """The clauses that each control of the guide keeps, by the control's id."""
    return {control.id: control.clauses for control in load_guide().controls}


def reach(
    clause: Clause, rules: Iterable[Rule], controls: Mapping[str, tuple[str, ...]]
) -> Reach:
    """What hangs on a clause, given all rules, and the clauses of each control."""
    hanging: set[str] = set()
    serving: set[str] = {c for c in clause.checks if "/" not in c}
    serving |= {name for name, named in controls.items() if clause.id in named}
    params: list[str] = []
    for rule in rules:
        own = [n for n, p in rule.params.items() if clause.id in _ids(p.source)]
        cited = any(clause.id in _ids(text) for text in rule.references)
        if own or cited or rule.id in clause.checks:
            hanging.add(rule.id)
            serving.update(rule.controls)
            params += [f"{rule.id}.{name}" for name in own]
    return Reach(tuple(sorted(hanging)), tuple(sorted(params)), tuple(sorted(serving)))


def _ids(text: str) -> set[str]:
    """The clause ids that stand in a text."""
    return set(_NAMED.findall(text))


def affected(
    change: Change, rules: Iterable[Rule], controls: Mapping[str, tuple[str, ...]]
) -> Affected:
    """What has to be judged anew because a clause changed."""
    later = (
        turn
        for version in change.clause.versions
        for turn in (version.from_ms, version.until_ms)
        if turn is not None and turn > change.at_ms
    )
    return Affected(
        reach(change.clause, rules, controls), change.at_ms, min(later, default=None)
    )


def without_check(
    book: Rulebook, rules: Iterable[Rule], controls: Mapping[str, tuple[str, ...]]
) -> tuple[Clause, ...]:
    """The clauses that no rule and no control stands behind."""
    rules = tuple(rules)
    return tuple(c for c in book.clauses if reach(c, rules, controls).empty)
