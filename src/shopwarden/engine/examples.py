"""Small facts from plain values: a rule's examples, and anybody's tests.

A record is a mapping with `kind`, `ts` and any of the kind's columns:

    texts      as they are; a person's is any stand-in ("b1")
    money      integer fen
    moments    "2026-11-03 02:00:00" (China time), ISO with an offset, or ms;
               a length such as cycle_ms may be "7d"
    flags      true, false, 1, 0
    labels     a list of their words, "none" where a text got none

`repeat: 5, every: 10min` stands for five records: `ts` goes on by `every`,
and the last digits of `order`, `after_sale`, `bill` and `trade` count up.
`floor_fen` on a record is the shop's floor price of its sku. `known_at` is
`ts` and `version` is 0 unless given.

What it does not do: check that facts make sense together.

>>> facts = facts_of([{"kind": "OrderFinished", "ts": 5, "order": "3160001"}])
>>> facts.name("order", 0)
'3160001'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.expression import span_ms
from shopwarden.engine.rule.environment import FLOOR
from shopwarden.errors import RuleError
from shopwarden.records.coverage import Coverage
from shopwarden.records.facts import Facts, Table, columns_of
from shopwarden.records.judge import bits
from shopwarden.records.moment import read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.schema import SCHEMAS, TOKEN_DOMAINS, Form, Kind
from shopwarden.records.tokens import TOKEN_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.engine.evaluate import RuleRun
    from shopwarden.engine.rule import Example, Rule
    from shopwarden.records.facts import Array
    from shopwarden.records.schema import Column

_COUNTING = frozenset({"order", "after_sale", "bill", "trade"})
_APART = frozenset({"kind", "repeat", "every", FLOOR})
# Far enough on both sides that no window of an example leaves it.
_EARLIEST, _LATEST = -4_102_416_000_000, 4_102_416_000_000


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that did not do what it says; `line` is its line in the file."""

    line: int
    expected: bool
    run: RuleRun


def check_examples(rule: Rule) -> list[Failure]:
    """The examples of a rule that do not behave; empty if all do.

    A matching example must fire on at least one of its facts, a non-matching
    one on none. Raises RuleError where an example's values cannot be read.
    """
    runs = [(example, run_example(rule, example)) for example in rule.examples]
    return [
        Failure(example.line, example.fires, run)
        for example, run in runs
        if bool(len(run.fired)) is not example.fires
    ]


def run_example(rule: Rule, example: Example) -> RuleRun:
    """The rule over one example's facts, everything covered."""
    facts, reference = scene(rule, example)
    return evaluate((rule,), facts, reference, _LATEST, threads=1)[0]


def scene(rule: Rule, example: Example) -> tuple[Facts, Reference]:
    """An example's facts, and the lists and floors it gives."""
    try:
        facts = facts_of(example.facts)
    except (ValueError, KeyError, TypeError) as problem:
        raise RuleError(
            "rules.bad_example",
            rule=rule.id,
            line=example.line,
            column=1,
            what=str(problem),
        ) from problem
    lists = {name: frozenset[str]() for name in rule.lists} | dict(example.lists)
    return facts, Reference(lists=lists, floors_fen=floors_of(example.facts))


def floors_of(records: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """The floor prices that records give, by sku."""
    return {
        str(record["sku"]): _integer(record[FLOOR])
        for record in records
        if FLOOR in record
    }


def facts_of(
    records: Sequence[Mapping[str, object]],
    coverage: Sequence[Coverage] | None = None,
) -> Facts:
    """Facts of plain records, sorted in the total order.

    Without `coverage` every imported kind is covered for all time. Raises
    ValueError or KeyError for a kind, column or value that cannot be.
    """
    spread = [each for record in records for each in repeated(record)]
    names = _names(spread)
    kinds = dict.fromkeys(Kind(str(record["kind"])) for record in spread)
    tables = {kind: _table(kind, spread, names) for kind in kinds}
    everywhere = [Coverage(kind, _EARLIEST, _LATEST) for kind in Kind]
    spans = everywhere if coverage is None else coverage
    return Facts(tables, names, ("example.csv",), tuple(spans))


def repeated(record: Mapping[str, object]) -> Iterable[dict[str, object]]:
    """The records that one with `repeat` and `every` stands for, `ts` in ms.

    >>> [r["ts"] for r in repeated({"ts": 5, "repeat": 2, "every": "1s"})]
    [5, 1005]
    """
    every = span_ms(str(record.get("every", "0s")))
    for step in range(_integer(record.get("repeat", 1))):
        one = {n: v for n, v in record.items() if n not in ("repeat", "every")}
        one["ts"] = _moment(record["ts"]) + step * every
        for name in _COUNTING & one.keys():
            one[name] = _counted(str(one[name]), step)
        yield one


def _counted(text: str, step: int) -> str:
    """The identifier `step` further on, as long as it was."""
    if not step:
        return text
    digits = len(text) - len(text.rstrip("0123456789"))
    if not digits:
        return f"{text}{step}"
    head, tail = text[:-digits], text[-digits:]
    return f"{head}{int(tail) + step:0{digits}}"


def token_of(domain: str, text: str) -> bytes:
    """The stand-in token of an invented person; no real person has one."""
    return blake2b(text.encode(), person=domain.encode(), digest_size=16).digest()


def _names(records: Sequence[Mapping[str, object]]) -> dict[str, Array]:
    values: dict[str, set[str]] = {}
    for record in records:
        for name, column in columns_of(Kind(str(record["kind"]))).items():
            if column.form is Form.CODE and record.get(name) not in (None, ""):
                values.setdefault(column.domain, set()).add(str(record[name]))
    return {domain: _sorted(domain, texts) for domain, texts in values.items()}


def _sorted(domain: str, texts: set[str]) -> Array:
    if domain in TOKEN_DOMAINS:
        tokens = sorted(token_of(domain, text) for text in texts)
        return np.array(tokens, f"S{TOKEN_BYTES}")
    return np.array(sorted(texts))


def _table(
    kind: Kind, records: Sequence[Mapping[str, object]], names: Mapping[str, Array]
) -> Table:
    columns = columns_of(kind)
    own = [record for record in records if record["kind"] == kind]
    for record in own:
        _check_columns(kind, record, columns)
    rows = [_row(kind, record, at) for at, record in enumerate(own)]
    table = Table(
        kind,
        {
            name: np.array(
                [_cell(column, row.get(name), names) for row in rows]
            ).astype(column.form.dtype)
            for name, column in columns.items()
        },
    )
    keys = [table[name] for name in ("ts", *SCHEMAS[kind].key, "version")]
    return table.take(np.lexsort(list(reversed(keys))))


def _check_columns(
    kind: Kind, record: Mapping[str, object], columns: Mapping[str, Column]
) -> None:
    for name in record:
        if name not in columns and name not in _APART:
            raise KeyError(f"{kind}.{name}")


def _row(kind: Kind, record: Mapping[str, object], at: int) -> dict[str, object]:
    """The record with the columns every fact has; row 1 is the heading."""
    ordinal = {"nth": 0} if "nth" in columns_of(kind) else {}
    common = {"known_at": record["ts"], "version": 0, "file": 0, "row": at + 2}
    return {**common, **ordinal, **record}


def _cell(column: Column, value: object, names: Mapping[str, Array]) -> int:
    if value is None or value == "":
        return column.form.missing
    if column.form is Form.LABELS:
        return bits(column.domain, _labels(value))
    if column.form is Form.CODE:
        text: str | bytes = str(value)
        if column.domain in TOKEN_DOMAINS:
            text = token_of(column.domain, str(value))
        return int(np.searchsorted(names[column.domain], text))
    return _moment(value) if column.form is Form.MOMENT else _integer(value)


def _labels(value: object) -> Sequence[str]:
    if value == "none":
        return ()
    if not isinstance(value, (list, tuple)):
        raise TypeError(value)
    return [str(word) for word in value]


def _integer(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return int(value)


def _moment(value: object) -> int:
    """The ms of a China-time text, an ISO text with an offset, a span, or ms."""
    if isinstance(value, int):
        return value
    text = str(value)
    if text.endswith("Z") or "+" in text:
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    try:
        return span_ms(text)
    except (KeyError, ValueError):
        pass
    read = read_moment(text)
    if read is None:
        raise ValueError(text)
    return read
