"""What a rule looks at: columns by kind, labels, lengths of time, the hour.

Only what a rule looks at is worth changing.

What it does not do: judge, or know who can change what (`redteam.costs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.engine.expression import Word, names, walk
from shopwarden.engine.expression.tree import Call, Number
from shopwarden.engine.rule import reached_kind
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import SCHEMAS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.engine.expression import Node
    from shopwarden.engine.rule import Rule

_MINUTE_MS = 60_000
_CLOCK = frozenset({"hour", "weekday"})


@dataclass(frozen=True, slots=True)
class Used:
    """Everything a rule looks at.

    `counted` are columns whose different values it counts. `spans` are its
    windows and other lengths of time, in ms.
    """

    columns: frozenset[tuple[Kind, str]]
    counted: frozenset[str]
    words: frozenset[str]
    spans: tuple[int, ...]
    clock: bool
    usual: frozenset[Kind]  # kinds that only say what is usual
    history: bool  # facts of the judged kind also say what is usual

    def column(self, name: str) -> bool:
        """Whether the rule looks at a column of that name in any kind."""
        return any(column == name for _, column in self.columns)


def used(rule: Rule) -> Used:
    """What a rule looks at, parameters as they stand."""
    nodes = [rule.when.root]
    nodes += [f.where.root for f in rule.features.values() if f.where is not None]
    settings = {name: p.default for name, p in rule.params.items()}
    windows = [f.window for f in rule.features.values() if f.window is not None]
    lengths = {int(settings[w]) if isinstance(w, str) else w for w in windows}
    lengths |= {int(p.default) for p in rule.params.values() if p.unit == "duration"}
    lengths |= {int(n) for node in nodes for n in _spans(node)}
    every = [part for node in nodes for part in walk(node)]
    return Used(
        columns=frozenset(_columns(rule)),
        counted=frozenset(
            f.value.rpartition(".")[2]
            for f in rule.features.values()
            if f.aggregate == "distinct" and f.value is not None
        ),
        words=frozenset(part.text for part in every if isinstance(part, Word)),
        spans=tuple(sorted(length for length in lengths if length >= _MINUTE_MS)),
        usual=_usual(rule),
        history=any(f.baseline and f.of == rule.fact for f in rule.features.values()),
        clock=any(isinstance(p, Call) and p.function in _CLOCK for p in every),
    )


def _usual(rule: Rule) -> frozenset[Kind]:
    """Kinds that feed baselines only: history, which no attacker writes."""
    feeding = {f.of for f in rule.features.values()} - {rule.fact}
    telling = {f.of for f in rule.features.values() if not f.baseline}
    return frozenset(feeding - telling)


def _spans(node: Node) -> Iterator[int | float]:
    return (p.value for p in walk(node) if isinstance(p, Number) and p.written)


def _columns(rule: Rule) -> Iterator[tuple[Kind, str]]:
    """Every column named: in the condition, in keys, values and predicates."""
    for name in names(rule.when.root):
        yield from _resolved(rule.fact, name)
    for feature in rule.features.values():
        where = () if feature.where is None else names(feature.where.root)
        value = () if feature.value is None else (feature.value,)
        for name in (*feature.by, *value, *where):
            yield from _resolved(feature.of, name)
        for name in feature.read_by:
            yield from _resolved(rule.fact, name)


def _resolved(kind: Kind, name: str) -> Iterator[tuple[Kind, str]]:
    """A column, or both ends of a key path."""
    root, _, reached = name.rpartition(".")
    if not root:
        if name in columns_of(kind):
            yield kind, name
        return
    yield kind, root
    target = reached_kind(kind, root)
    if target is not None and reached in SCHEMAS[target].columns:
        yield target, reached
