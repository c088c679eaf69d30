"""Paths to slow data, and floors, against a search row by row.

The oracle walks plain rows: those known at the moment, of each key the newest
version, in the total order; of the entity's rows the last one not after the
fact, else the first one, else nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.engine.asof import as_known
from shopwarden.engine.examples import facts_of
from shopwarden.engine.keypath import View, latest_rows
from shopwarden.records.facts import columns_of
from shopwarden.records.reference import Reference
from shopwarden.records.schema import MISSING, NO_CODE, SCHEMAS, Form, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.records.facts import Facts

Record = dict[str, Any]
AS_OF, TOP = 12, 2**63 - 1
TIME = st.integers(0, 15)
AGENT = st.sampled_from((None, "a1", "a2", "a3"))
SKU = st.sampled_from((None, "100", "200", "300"))
FEN = st.none() | st.integers(-2, 3)


def told(kind: str, key: tuple[str, ...], **columns: Any) -> Any:
    """Rows of slow data, each business key and version once."""
    row = st.fixed_dictionaries(
        {
            "kind": st.just(kind),
            "ts": TIME,
            "known_at": TIME,
            "version": st.integers(0, 2),
            **columns,
        }
    )
    return st.lists(row, max_size=12, unique_by=lambda r: tuple(str(r[n]) for n in key))


STAFF = told(
    "Staff",
    ("ts", "entry", "version"),
    agent=AGENT,
    entry=st.sampled_from((None, "1", "2")),
    role=st.sampled_from((None, "service", "finance")),
    mfa=st.sampled_from((None, True, False)),
    left_ms=st.none() | TIME,
)
GOODS = told(
    "SkuFacts",
    ("ts", "sku", "nth", "version"),
    sku=SKU,
    nth=st.integers(0, 1),
    category=st.sampled_from((None, "fresh", "home")),
    cost_fen=FEN,
    floor_fen=FEN,
)
DONE = st.lists(
    st.fixed_dictionaries(
        {"kind": st.just("Operation"), "ts": TIME, "agent": AGENT}
        | {"subject": AGENT, "sku": SKU}
    ),
    min_size=1,
    max_size=8,
)
# Each path, the column that leads there, and the column it names.
PATHS = {
    "agent.role": ("agent", "role"),
    "agent.mfa": ("agent", "mfa"),
    "agent.ts": ("agent", "ts"),
    "subject.left_ms": ("subject", "left_ms"),
    "sku.category": ("sku", "category"),
    "sku.cost_fen": ("sku", "cost_fen"),
}


def newest(records: Sequence[Record], kind: Kind) -> list[Record]:
    """The rows of a kind known at AS_OF, newest versions, in the total order."""
    key = SCHEMAS[kind].key
    found: dict[tuple[Any, ...], Record] = {}
    for record in records:
        seen = max(record["ts"], record.get("known_at", record["ts"])) <= AS_OF
        if record["kind"] != kind or not seen:
            continue
        # A missing identifier comes before all others, as its code does.
        place = (record["ts"], *(str(record.get(name) or "") for name in key))
        if place not in found or found[place]["version"] < record["version"]:
            found[place] = record
    return [found[place] for place in sorted(found)]


def searched(rows: Sequence[Record], column: str, fact: Record, root: str) -> Any:
    """The row that slow data has for a fact; None if it has none."""
    if fact[root] is None:
        return None
    own = [row for row in rows if row[column] == fact[root]]
    before = [row for row in own if row["ts"] <= fact["ts"]]
    return before[-1] if before else own[0] if own else None


def read(facts: Facts, view: View, path: str) -> dict[int, Any]:
    """A column of the operations as plain values, by row."""
    values = view.column(Kind.OPERATION, path).tolist()
    root, _, name = path.partition(".")
    target = Kind.SKU_FACTS if root in ("sku", "floor_fen") else Kind.STAFF
    column = columns_of(target)[name or root]
    rows = view.facts.table(Kind.OPERATION)["row"].tolist()
    if column.form is Form.CODE:
        values = [facts.name(column.domain, code) or None for code in values]
    missing = column.form.missing
    return {
        row: None if value == missing else value
        for row, value in zip(rows, values, strict=True)
    }


def shop(records: Sequence[Record], floors: Mapping[str, int]) -> tuple[Facts, View]:
    facts = facts_of(records)
    return facts, View(as_known(facts, AS_OF).facts, Reference(floors_fen=floors))


@settings(max_examples=300)
@given(STAFF, GOODS, DONE, st.dictionaries(SKU.filter(bool), st.integers(1, 3)))
def test_paths_and_floors_are_what_a_search_finds(
    staff: list[Record], goods: list[Record], done: list[Record], floors: dict[Any, int]
) -> None:
    acts = [{**act, "nth": at, "row": at} for at, act in enumerate(done)]
    facts, view = shop([*staff, *goods, *acts], floors)
    seen = [act for act in acts if act["ts"] <= AS_OF]
    for path, (root, name) in PATHS.items():
        of = Kind.SKU_FACTS if root == "sku" else Kind.STAFF
        rows, column = newest([*staff, *goods], of), SCHEMAS[of].reference
        found = {act["row"]: searched(rows, column, act, root) for act in seen}
        wanted = {at: row and row[name] for at, row in found.items()}
        assert read(facts, view, path) == wanted, path
    stated = [r for r in newest(goods, Kind.SKU_FACTS) if r["floor_fen"] is not None]
    listed = {act["row"]: searched(stated, "sku", act, "sku") for act in seen}
    assert read(facts, view, "floor_fen") == {
        act["row"]: floors.get(act["sku"], (listed[act["row"]] or {}).get("floor_fen"))
        for act in seen
    }


CODES = st.integers(-1, 4)
MOMENTS = st.sampled_from((0, 1, 2, 7, 8, TOP, -TOP, MISSING)) | st.integers(-3, 9)


@given(
    st.lists(st.tuples(CODES.filter(lambda code: code >= 0), MOMENTS), max_size=20),
    st.lists(st.tuples(st.integers(-1, 6), MOMENTS), max_size=20),
)
def test_the_latest_rows_are_those_of_a_search(
    slow: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    slow.sort(key=lambda row: row[1])
    wanted = []
    for code, moment in asked:
        own = [at for at, row in enumerate(slow) if row[0] == code]
        before = [at for at in own if slow[at][1] <= moment]
        wanted.append(before[-1] if before else own[0] if own else -1)

    found = latest_rows(halves(slow), halves(asked))

    assert found.tolist() == wanted


def halves(pairs: list[tuple[int, int]]) -> tuple[Any, Any]:
    return (
        np.array([code for code, _ in pairs], np.int32),
        np.array([moment for _, moment in pairs], np.int64),
    )


def roster(ts: int, role: str | None, **more: Any) -> Record:
    return {"kind": "Staff", "ts": ts, "agent": "a1", "role": role, **more}


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], None),
        ([roster(5, "service")], "service"),
        ([roster(9, "service")], "service"),  # the first of younger ones
        ([roster(2, "service"), roster(5, "finance")], "finance"),
        ([roster(5, "service"), roster(6, "finance")], "service"),
        ([roster(2, "service"), roster(4, None)], None),  # it says: not known
        ([roster(2, "service"), roster(2, "owner", version=1)], "owner"),
        ([roster(2, "service"), roster(2, "owner", version=1, known_at=13)], "service"),
        ([roster(2, "service", known_at=13)], None),
        ([roster(2, "service", agent="a2")], None),
    ],
)
def test_the_role_is_that_of_the_roster_of_the_day(
    rows: list[Record], wanted: str | None
) -> None:
    act = {"kind": "Operation", "ts": 5, "agent": "a1", "row": 1}
    facts, view = shop([*rows, act], {})

    assert read(facts, view, "agent.role") == {1: wanted}


def test_a_floor_is_that_of_its_day_and_the_shops_own_goes_first() -> None:
    goods = [
        {"kind": "SkuFacts", "ts": 2, "sku": "100", "floor_fen": 900},
        {"kind": "SkuFacts", "ts": 6, "sku": "100", "floor_fen": None},
        {"kind": "SkuFacts", "ts": 8, "sku": "100", "floor_fen": 500},
    ]
    acts = [
        {"kind": "Operation", "ts": ts, "sku": "100", "row": ts} for ts in (1, 7, 8)
    ]

    facts, view = shop([*goods, *acts], {})
    assert read(facts, view, "floor_fen") == {1: 900, 7: 900, 8: 500}
    facts, view = shop([*goods, *acts], {"100": 700})
    assert read(facts, view, "floor_fen") == {1: 700, 7: 700, 8: 700}


def test_without_a_key_or_any_slow_data_there_is_nothing() -> None:
    acts: list[Record] = [{"kind": "Operation", "ts": 5, "row": 1}]
    _, view = shop(acts, {"100": 1})

    assert view.column(Kind.OPERATION, "agent.role").tolist() == [NO_CODE]
    assert view.column(Kind.OPERATION, "sku.cost_fen").tolist() == [MISSING]
    assert view.column(Kind.OPERATION, "floor_fen").tolist() == [MISSING]
