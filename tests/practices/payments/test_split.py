"""A split order of which the export holds the parent and some children."""

from __future__ import annotations

import pytest

from shopwarden.engine.examples import facts_of
from shopwarden.practices.payments.reconcile import reconcile
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind

PLACED, BILLED, AS_OF = 1_793_500_000_000, 1_794_500_000_000, 1_796_000_000_000
DUE = {"80": 9_000, "81": 6_000, "82": 3_000}


def order(name: str) -> list[dict[str, object]]:
    placed = {"kind": "OrderPlaced", "ts": PLACED, "order": name}
    money = {"receivable_fen": DUE[name], "freight_fen": 0, "service_fen": 0}
    paid = {"kind": "OrderPaid", "ts": PLACED + 1, "order": name}
    finished = {"kind": "OrderFinished", "ts": PLACED + 2, "order": name}
    return [{**placed, **money}, paid, finished]


def goods(name: str, fen: int) -> dict[str, object]:
    line = {"kind": "BillLine", "ts": BILLED, "order": name, "parent": "80"}
    return {**line, "fee": "货款", "amount_fen": fen, "state": 1, "arrived_ms": BILLED}


@pytest.mark.parametrize("exported", [("80", "81", "82"), ("80", "81"), ("81", "82")])
@pytest.mark.parametrize("short", [0, 500])
def test_what_is_owed_counts_once(exported: tuple[str, ...], short: int) -> None:
    records = [record for name in exported for record in order(name)]
    bills = [goods("81", DUE["81"]), goods("82", DUE["82"] - short)]

    table = reconcile(facts_of([*records, *bills]), Reference(), AS_OF).facts.table(
        Kind.ORDER_RECONCILED
    )

    assert int(table["settled_fen"].sum()) == 9_000 - short
    assert int(table["remainder_fen"].sum()) == short
    assert sorted(table["remainder_fen"][table["remainder_fen"] != 0]) == (
        [short] if short else []
    )
