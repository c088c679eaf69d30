"""OrderLinked: one for every order, as of then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.examples import facts_of
from shopwarden.practices.monitoring.linked import derive
from shopwarden.records.facts import Facts, columns_of
from shopwarden.records.moment import read_moment
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Table


def moment(text: str) -> int:
    found = read_moment(text)
    assert found is not None
    return found


def placed(order: str, ts: str, **more: Any) -> dict[str, Any]:
    row = {"kind": "OrderPlaced", "order": order, "ts": ts, "receivable_fen": 9_900}
    return row | more


GANG = [
    placed("3160001", "2026-10-01 10:00:00", buyer="b1", phone="p1", address="a1"),
    placed("3160002", "2026-10-01 11:00:00", buyer="b2", phone="p2", address="a1"),
    placed("3160003", "2026-10-02 10:30:00", buyer="b3", phone="p2"),
    placed("3160004", "2026-10-02 10:40:00", buyer="b4", phone="p4", address="a4"),
    placed("3160005", "2026-10-02 10:50:00", buyer="b1", phone="p5", address="a5"),
]
AS_OF = moment("2026-11-01")


def rows(table: Table, *names: str) -> list[tuple[int, ...]]:
    return list(zip(*(table[name].tolist() for name in names), strict=True))


def test_orders_are_linked_by_what_they_share() -> None:
    facts = facts_of(GANG)
    table = derive(facts, AS_OF)
    groups = [facts.name("order", int(code)) for code in table["group"]]
    assert groups == ["3160001", "3160001", "3160001", "3160004", "3160001"]
    counts = rows(table, "orders", "orders_24h", "buyers")
    assert counts == [(1, 1, 1), (2, 2, 2), (3, 2, 3), (1, 1, 1), (4, 3, 3)]
    flags = rows(table, "by_phone", "by_address", "by_buyer")
    assert flags == [(0, 0, 0), (0, 1, 0), (1, -1, 0), (0, 0, 0), (0, 0, 1)]
    assert table["receivable_fen"].tolist() == [9_900] * 5


def test_the_table_has_the_columns_of_its_kind() -> None:
    table = derive(facts_of(GANG), AS_OF)
    described = columns_of(Kind.ORDER_LINKED)
    assert table.columns.keys() == described.keys()
    assert all(table[n].dtype == c.form.dtype for n, c in described.items())


def test_later_orders_change_nothing() -> None:
    facts = facts_of(GANG)
    whole, part = derive(facts, AS_OF), derive(facts, moment("2026-10-02 10:35:00"))
    assert len(part) == 3
    for name in part.columns:
        np.testing.assert_array_equal(part[name], whole[name][:3])


def test_of_several_versions_the_newest_known_counts() -> None:
    late = {"version": 1, "known_at": moment("2026-10-20")}
    again = placed("3160004", "2026-10-02 10:40:00", buyer="b4", phone="p1", **late)
    facts = facts_of([*GANG, again])
    assert derive(facts, moment("2026-10-19"))["orders"].tolist() == [1, 2, 3, 1, 4]
    assert derive(facts, AS_OF)["orders"].tolist() == [1, 2, 3, 4, 5]


def test_answers_do_not_hang_on_tokens() -> None:
    other = {"b": "x", "p": "y", "a": "z"}
    renamed = [
        {
            name: other[v[0]] + v if name in ("buyer", "phone", "address") else v
            for name, v in row.items()
        }
        for row in GANG
    ]
    left, right = derive(facts_of(GANG), AS_OF), derive(facts_of(renamed), AS_OF)
    for name in set(left.columns) - {"buyer"}:
        np.testing.assert_array_equal(left[name], right[name])


def test_no_orders_make_no_links() -> None:
    assert len(derive(Facts.empty(), AS_OF)) == 0
    assert len(derive(facts_of(GANG), 0)) == 0
