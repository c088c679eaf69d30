"""One shop in which every example of every rule happens: rules fire among rules.

Each example has orders of its own, since an order can be placed once. People,
goods and machines are shared, so that what one rule's example does is in the
windows of another's, or kept apart, so that each rule fires; flags and words are
shared in any case. Business keys are made unique as readers do.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import floors_of, repeated
from shopwarden.engine.explain import People, explain
from shopwarden.practices.guide import guide_rules
from shopwarden.practices.payments.reconcile import reconcile
from shopwarden.records.facts import Facts, columns_of
from shopwarden.records.reference import Reference
from shopwarden.records.schema import REFERENCES, SCHEMAS, TOKEN_DOMAINS, Kind
from shopwarden.screening.clocks import shop_clocks
from shopwarden.screening.derive import derived, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shopwarden.engine.finding import Finding

Record = dict[str, Any]
ORDERS = frozenset({"order", "after_sale", "dispute", "notice"})
ENTITIES = TOKEN_DOMAINS | {"sku", "promotion", "document", "app", "entry"}


def mixed_records(*, shared: bool) -> list[Record]:
    """The records of all examples, known as they happen, each with a row."""
    alone = ORDERS if shared else ORDERS | ENTITIES
    found: list[Record] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, record in _written():
        kind = Kind(record["kind"])
        own = {n: _apart(kind, n, value, number, alone) for n, value in record.items()}
        own["nth"] = 0
        key = (kind, *(str(own.get(name)) for name in SCHEMAS[kind].key))
        nth = seen[key] = seen.get(key, -1) + 1
        if "nth" not in columns_of(kind):
            del own["nth"]
            if nth:
                continue
        else:
            own["nth"] = nth
        own |= {"known_at": own["ts"], "version": 0, "row": len(found) + 2}
        found.append(own)
    return found


def _written() -> Iterator[tuple[int, Record]]:
    examples = [e for rule in guide_rules() for e in rule.examples]
    for number, example in enumerate(examples):
        for fact in example.facts:
            for record in repeated(fact):
                yield number, record


def _apart(
    kind: Kind, name: str, value: object, number: int, alone: frozenset[str]
) -> object:
    column = columns_of(kind).get(name)
    if column is None or column.domain not in alone or value in (None, ""):
        return value
    return f"{number}-{value}"


def reference(records: Sequence[Mapping[str, Any]]) -> Reference:
    """The lists and floors of all examples together."""
    lists: dict[str, frozenset[str]] = {}
    for rule in guide_rules():
        for name in rule.lists:
            lists.setdefault(name, frozenset())
        for example in rule.examples:
            for name, values in example.lists.items():
                lists[name] = lists.get(name, frozenset()) | values
    return Reference(lists=lists, floors_fen=floors_of(records))


def told_early(records: Sequence[Record]) -> list[Record]:
    """The first row of each roster and SKU table put before all facts.

    A path to slow data takes the oldest row where all are younger, so a row that
    comes later may well change what was found before; this leaves no such fact.
    """
    first: dict[tuple[object, ...], Record] = {}
    roots = {kind: root for root, kind in REFERENCES.items()}
    for record in records:
        root = roots.get(Kind(record["kind"]))
        if root is not None:
            place = (record["kind"], record.get(root))
            if place not in first or record["ts"] < first[place]["ts"]:
                first[place] = record
    early = {record["row"] for record in first.values()}
    return [
        {**r, "ts": r["row"], "known_at": r["row"]} if r["row"] in early else r
        for r in records
    ]


def shuffled(records: Sequence[Record], seed: int) -> list[Record]:
    """The same records in another order."""
    mixed = list(records)
    Random(seed).shuffle(mixed)
    return mixed


def findings(
    facts: Facts, given: Reference, as_of: int, people: People | None = None
) -> dict[str, list[Finding]]:
    """The findings of each rule of the guide.

    Each rule counts people for itself unless their numbers are given.
    """
    runs = evaluate(guide_rules(), facts, given, as_of, threads=1)
    return {run.rule.id: explain(run, facts, people) for run in runs}


def with_derived(facts: Facts, given: Reference, as_of: int) -> Facts:
    """Imported facts and what a scan derives from them; rows without an order left.

    Readers set such rows aside: orders, parcels and bills are keyed by order.
    """
    tables = {
        kind: table.take(table["order"] >= 0)
        if SCHEMAS[kind].key[0] == "order"
        else table
        for kind, table in facts.tables.items()
        if not SCHEMAS[kind].derived
    }
    base = Facts(tables, facts.names, facts.files, facts.coverage)
    known = reconcile(base, given, as_of).facts
    clocks = shop_clocks(given, as_of)
    return derived(known, given, as_of, clocks, wanted(guide_rules()))
