"""Random facts of every kind there is, hard ones by choice, for all rules.

As in `tests.engine.streams`, times tie, one entity of each domain is hot, and
keys and values are missing here and there. Besides, business keys have newer
versions, what was written late is known late, flags and words of closed lists
are keys, and rosters and SKU data change while facts go on. Words and labels
are those the rules' own examples use, so predicates hold now and then.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from tests.engine.streams import BEGIN, ordered

from shopwarden.practices.guide import guide_rules
from shopwarden.records.choice import CHOICES
from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import Facts, columns_of
from shopwarden.records.judge import VOCABULARY, bits
from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS
from shopwarden.records.schema import MISSING, SCHEMAS, TOKEN_DOMAINS, Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shopwarden.engine.rule import Rule
    from shopwarden.records.schema import Column

Draw = np.random.Generator
ENTITIES, ORDERS = 9, 40  # of each domain of people and numbers; orders are rare
WORDS_KEPT = 24  # a domain with more values in the examples is one of numbers
GRAINS = (1, MINUTE_MS, HOUR_MS, DAY_MS)
SPANS = (2 * HOUR_MS, 20 * DAY_MS, 400 * DAY_MS)
LATE_MS = 3 * DAY_MS
_ALWAYS, _EVER = -4_102_416_000_000, 4_102_416_000_000


def covered() -> tuple[Coverage, ...]:
    """Every kind delivered for all time."""
    return tuple(Coverage(kind, _ALWAYS, _EVER) for kind in Kind)


@cache
def random_shop(seed: int, rows: int, *, versions: bool = True) -> Facts:
    """About `rows` facts of each kind, each table in the total order.

    Without `versions` everything is known when it happens and stays as it is, and
    each roster and SKU table begins before all facts: a path to slow data takes
    the oldest row where all are younger, which is a look ahead by design.
    """
    draw = np.random.default_rng(seed)
    grain, span = int(draw.choice(GRAINS)), int(draw.choice(SPANS))
    tables = {}
    for kind in Kind:
        length = int(draw.integers(rows // 2, rows + 1))
        columns = _columns(draw, kind, length, grain, span)
        columns = _numbered(kind, columns)
        columns["row"] = np.arange(len(columns["ts"])) + 2
        if versions:
            columns = _with_versions(draw, kind, columns)
        elif SCHEMAS[kind].reference:
            _, first = np.unique(columns[SCHEMAS[kind].reference], return_index=True)
            columns["ts"][first] = BEGIN - 1 - np.arange(len(first))
            columns["known_at"][first] = columns["ts"][first]
            if "floor_fen" in columns:  # of the rows that state one
                columns["floor_fen"][first] = 99 + np.arange(len(first))
        tables[kind] = ordered(kind, columns)
    return Facts(tables, names(), ("invented.csv",), covered())


@cache
def names() -> Mapping[str, Any]:
    """The values of every domain, sorted as readers sort them."""
    found: dict[str, Any] = {}
    for domain in {c.domain for k in Kind for c in columns_of(k).values() if c.domain}:
        if domain in TOKEN_DOMAINS:
            tokens = [f"{domain[:8]:8}{at:08}".encode() for at in range(ENTITIES)]
            found[domain] = np.array(tokens, "S16")
        elif domain not in VOCABULARY:
            found[domain] = np.array(sorted(_texts(domain)))
    return found


def _texts(domain: str) -> set[str]:
    written = {str(value) for value in _written(domain)}
    if domain in CHOICES:
        return {*CHOICES[domain], "别的"}
    if 0 < len(written) <= WORDS_KEPT and domain != "order":
        return {*written, "别的"}
    return {f"{at:04}" for at in range(ORDERS if domain == "order" else ENTITIES)}


def _written(domain: str) -> Iterator[object]:
    for rule in guide_rules():
        for fact in chain.from_iterable(example.facts for example in rule.examples):
            for name, column in columns_of(Kind(str(fact["kind"]))).items():
                if column.domain == domain and fact.get(name) not in (None, ""):
                    yield fact[name]


@cache
def _labels(domain: str) -> tuple[int, ...]:
    """Masks of labels as the examples give them, and each label alone."""
    written = (value for value in _written(domain) if not isinstance(value, str))
    groups = {tuple(map(str, cast("Iterable[object]", value))) for value in written}
    alone = ((word,) for group in sorted(groups) for word in group)
    return tuple(bits(domain, group) for group in (*sorted(groups), *alone, ()))


def _columns(
    draw: Draw, kind: Kind, rows: int, grain: int, span: int
) -> dict[str, Any]:
    ts = BEGIN + draw.integers(0, span, rows) // grain * grain
    columns = {
        name: _column(draw, column, ts).astype(column.form.dtype)
        for name, column in columns_of(kind).items()
    }
    zero = np.zeros(rows, np.int64)
    common = {"ts": ts, "known_at": ts, "version": zero, "file": zero, "row": zero}
    return {**columns, **common}


def _column(draw: Draw, column: Column, ts: Any) -> Any:
    rows = len(ts)
    match column.form:
        case Form.CODE:
            count = len(names()[column.domain])
            codes = draw.integers(-1, count, rows)
            return np.where(draw.random(rows) < 0.3, min(3, count - 1), codes)
        case Form.FLAG:
            return draw.choice([-1, 0, 1, 1], rows)
        case Form.LABELS:
            masks = draw.choice(np.array(_labels(column.domain)), rows)
            return np.where(draw.random(rows) < 0.1, MISSING, masks)
        case Form.MOMENT:
            values = ts + draw.integers(-5 * DAY_MS, 5 * DAY_MS, rows)
        case _:
            small = draw.integers(-3, 6, rows)
            large = draw.integers(-500, 200_000, rows)
            values = np.where(draw.random(rows) < 0.5, small, large)
    return np.where(draw.random(rows) < 0.1, MISSING, values)


def _numbered(kind: Kind, columns: dict[str, Any]) -> dict[str, Any]:
    """Business keys made unique, as readers do: by `nth`, else the first counts."""
    key = SCHEMAS[kind].key
    parts = [columns[name].tolist() for name in key if name != "nth"]
    seen: dict[tuple[int, ...], int] = {}
    nth = []
    for values in zip(*parts, strict=True):
        nth.append(seen.get(values, 0))
        seen[values] = nth[-1] + 1
    counted = np.array(nth, np.int64)
    if "nth" in columns:
        return {**columns, "nth": counted}
    return {name: column[counted == 0] for name, column in columns.items()}


def _with_versions(draw: Draw, kind: Kind, columns: dict[str, Any]) -> dict[str, Any]:
    """A fifth of the facts told again, later and otherwise; some known late."""
    rows = len(columns["ts"])
    again = np.flatnonzero(draw.random(rows) < 0.2)
    swapped = draw.permutation(rows)[: len(again)]
    kept = {*SCHEMAS[kind].key, "ts"}
    newer = {
        name: column[again if name in kept else swapped]
        for name, column in columns.items()
    }
    newer["version"] = np.ones(len(again), np.int64)
    newer["row"] = rows + 2 + np.arange(len(again))
    late = np.where(draw.random(rows) < 0.1, draw.integers(0, LATE_MS, rows), 0)
    columns["known_at"] = columns["ts"] + late
    newer["known_at"] = columns["known_at"][again] + draw.integers(1, LATE_MS)
    return {name: np.append(columns[name], newer[name]) for name in columns}


def shuffled(facts: Facts, seed: int) -> Facts:
    """The same facts, each table put in another order and sorted anew."""
    draw = np.random.default_rng(seed)
    tables = {}
    for kind, table in reversed(list(facts.tables.items())):
        mixed = table.take(draw.permutation(len(table)))
        tables[kind] = ordered(kind, dict(mixed.columns))
    return Facts(tables, facts.names, facts.files, facts.coverage)


def by_kind() -> dict[Kind, tuple[Rule, ...]]:
    """The rules of the guide that use features, by the kind they judge."""
    found: dict[Kind, tuple[Rule, ...]] = {}
    for rule in guide_rules():
        if rule.features:
            found[rule.fact] = (*found.get(rule.fact, ()), rule)
    return found
