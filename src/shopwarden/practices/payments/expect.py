"""What each order owes the seller, from the order side alone.

due = receivable (商家应收) + freight + service charged to the buyer. Where the
receivable is missing, the order's lines say it; where neither does, the order
is not judged. Orders cancelled, deleted or never paid are owed nothing, nor
is a parent order whose split children together are owed the same.

What it does not do: look at a bill.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.sums import total_by
from shopwarden.records.coverage import merged
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Array, Facts, Table


@dataclass(frozen=True, slots=True)
class Expected:
    """A row per order, by ascending code: what it is owed and where it says so.

    Amounts are fen; `known` is False where the export does not say what is
    due. `jd_fen` and `government_fen` are the shares of others (promotion
    rows). `finished_ms` is MISSING where no finish is known. `rows` maps an
    order code to its row here, -1 for none; its last slot serves NO_CODE.
    """

    order: Array
    parent: Array
    buyer: Array
    goods_fen: Array
    freight_fen: Array
    service_fen: Array
    paid_fen: Array  # what the buyer pays for the goods; MISSING if unknown
    known: Array
    from_lines: Array  # what is due is stated line by line
    void: Array  # cancelled, unpaid, or split into children
    split: Array
    finished_ms: Array
    ts: Array
    known_at: Array
    file: Array
    row: Array
    lines: Table
    rows: Array

    def __len__(self) -> int:
        return len(self.order)

    @property
    def due_fen(self) -> Array:
        """Goods + freight + service; 0 for void orders."""
        due = self.goods_fen + self.freight_fen + self.service_fen
        return np.where(self.void, 0, due)


def expect(facts: Facts) -> Expected:
    """What every exported order is owed."""
    placed = facts.table(Kind.ORDER_PLACED)
    lines = facts.table(Kind.ORDER_LINE)
    rows = np.full(len(facts.names.get("order", ())) + 1, -1, np.int64)
    rows[placed["order"]] = 0
    rows[lines["order"]] = 0
    order = np.flatnonzero(rows[:-1] == 0)
    rows[-1] = -1
    rows[order] = np.arange(len(order))
    size = len(order)
    head = {
        name: _placed(rows, size, lines, placed, name)
        for name in ("ts", "known_at", "file", "row")
    }
    owned = {
        name: _spread(rows, size, placed, name, missing)
        for name, missing in _OF_PLACED.items()
    }
    goods, freight = _goods(rows, size, lines, owned)
    finished = _finished(facts, rows, size)
    void = _void(facts, rows, head["ts"], owned["pay_method"], finished)
    found = Expected(
        order=order.astype(np.int32),
        parent=_parents(facts, rows, owned["parent"]),
        buyer=owned["buyer"].astype(np.int32),
        goods_fen=np.where(goods == MISSING, 0, goods),
        freight_fen=freight,
        service_fen=np.maximum(owned["service_fen"], 0),
        paid_fen=_paid(owned),
        known=goods != MISSING,
        from_lines=owned["receivable_fen"] == MISSING,
        void=void,
        split=np.zeros(size, bool),
        finished_ms=finished,
        lines=lines,
        rows=rows,
        **head,
    )
    return _without_split_parents(found)


def unread_bills(facts: Facts, found: Expected) -> Array:
    """Orders with a bill line, of their own or their parent's, of unknown amount."""
    table = facts.table(Kind.BILL_LINE)
    unread = table.take(table["amount_fen"] == MISSING)
    told = np.zeros(len(found.rows), bool)
    told[unread["order"]] = True
    above = np.zeros(len(found.rows), bool)
    above[unread["parent"]] = True
    told[NO_CODE] = above[NO_CODE] = False
    return np.asarray(told[found.order] | told[found.parent] | above[found.order])


_OF_PLACED = {
    "parent": NO_CODE,
    "buyer": NO_CODE,
    "receivable_fen": MISSING,
    "freight_fen": MISSING,
    "service_fen": MISSING,
    "payable_fen": MISSING,
    "pay_method": NO_CODE,
}


def _spread(rows: Array, size: int, table: Table, name: str, missing: int) -> Array:
    values = np.full(size, missing, np.int64)
    values[rows[table["order"]]] = table[name]
    return values


def _placed(rows: Array, size: int, lines: Table, placed: Table, name: str) -> Array:
    """A column of the order, or of its first line where only lines are known."""
    values = _spread(rows, size, lines.take(np.arange(len(lines))[::-1]), name, MISSING)
    values[rows[placed["order"]]] = placed[name]
    return values


def _parents(facts: Facts, rows: Array, parent: Array) -> Array:
    """The parent of each order; from the bill where the order does not say."""
    table = facts.table(Kind.BILL_LINE)
    told = table["parent"] != NO_CODE
    at = rows[table["order"][told]]
    found = np.full(len(parent), NO_CODE, np.int64)
    found[at[at >= 0]] = table["parent"][told][at >= 0]
    return np.where(parent == NO_CODE, found, parent).astype(np.int32)


def _goods(
    rows: Array, size: int, lines: Table, owned: dict[str, Array]
) -> tuple[Array, Array]:
    """Receivable and freight of each order; from its lines where needed."""
    at = rows[lines["order"]]
    stated = lines["line_fen"] != MISSING
    total = total_by(size, at, np.where(stated, lines["line_fen"], 0))
    silent = total_by(size, at, (~stated).astype(np.int64)) > 0
    any_line = total_by(size, at, stated.astype(np.int64)) > 0
    from_lines = np.where(any_line & ~silent, total, MISSING)
    goods = owned["receivable_fen"]
    goods = np.where(goods == MISSING, from_lines, goods)
    carried = lines["line_freight_fen"]
    by_line = total_by(size, at, np.where(carried == MISSING, 0, carried))
    freight = owned["freight_fen"]
    return goods, np.where(freight == MISSING, by_line, freight)


def _paid(owned: dict[str, Array]) -> Array:
    """Payable − freight − service; MISSING where the export does not say."""
    told = np.ones(len(owned["payable_fen"]), bool)
    for name in ("payable_fen", "freight_fen"):
        told &= owned[name] != MISSING
    charged = owned["freight_fen"] + np.maximum(owned["service_fen"], 0)
    return np.where(told, owned["payable_fen"] - np.where(told, charged, 0), MISSING)


def _finished(facts: Facts, rows: Array, size: int) -> Array:
    table = facts.table(Kind.ORDER_FINISHED)
    table = table.take(rows[table["order"]] >= 0)
    finished = np.full(size, MISSING, np.int64)
    finished[rows[table["order"]]] = table["ts"]
    return finished


def _void(
    facts: Facts, rows: Array, ts: Array, pay_method: Array, finished: Array
) -> Array:
    """Orders that are owed nothing: cancelled, deleted, or never paid."""
    size = len(ts)
    paid = facts.table(Kind.ORDER_PAID)["order"]
    is_paid = np.zeros(size, bool)
    is_paid[rows[paid[rows[paid] >= 0]]] = True
    watched = np.zeros(size, bool)
    for start, end in merged(facts.coverage, Kind.ORDER_PAID):
        watched |= (ts >= start) & (ts <= end)
    methods = facts.names.get("pay_method", ())
    on_delivery = np.array(["货到付款" in str(m) for m in methods] + [False])
    unpaid = watched & ~is_paid & (finished == MISSING) & ~on_delivery[pay_method]
    state = facts.table(Kind.ORDER_STATE)
    state = state.take(rows[state["order"]] >= 0)
    words = [str(name) for name in facts.names.get("status", ())]
    dead = np.array(["取消" in w for w in words] + [False])
    gone = np.array(["(删除)" in w for w in words] + [False])
    at = rows[state["order"]]
    # A buyer may delete a finished order from his list; it is owed all the same.
    deleted = (gone[state["status"]] | (state["deleted"] == 1)) & (
        finished[at] == MISSING
    )
    cancelled = np.zeros(size, bool)
    # In the total order, so that the newest state of an order stays.
    cancelled[at] = dead[state["status"]] | deleted
    return np.asarray(unpaid | cancelled)


def _without_split_parents(found: Expected) -> Expected:
    """A parent is owed only what its exported children are not owed.

    Where they are owed all of it, the parent itself is owed nothing. Where
    only some of its children were exported, the rest stays with the parent:
    the bills of the other children name it.
    """
    above = found.rows[np.where(found.parent == found.order, NO_CODE, found.parent)]
    child = np.flatnonzero((above >= 0) & found.known)
    due = found.goods_fen + found.freight_fen + found.service_fen
    below = total_by(len(found), above[child], due[child])
    found.split[above[child]] = below[above[child]] == due[above[child]]
    found.void[found.split] = True
    partly = (below > 0) & (below < due) & ~found.void
    for owed in (found.goods_fen, found.freight_fen, found.service_fen):
        told = total_by(len(found), above[child], owed[child])
        owed[partly] = np.maximum(owed - told, 0)[partly]
    found.paid_fen[partly] = MISSING  # whose payment it was is not told
    return found
