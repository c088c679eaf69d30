"""Bills: the lines of a settlement export become signed, dated bill lines.

    old layout (对账表)   one sheet, its direction, state and times in columns
    new layout           费用明细 has the lines; 交易汇总 the times and the wallet

A line that does not say when it was billed or arrived is dated by the export.
货款 that goes out is a refund to the buyer, and is one more fact. A line whose
amount is unreadable, or in another currency, is kept without an amount: its
order is then known to be billed, but not for how much.

What it does not do: invent orders. The order times a bill repeats stay on the
line; only an order export places orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.records.schema import (
    MISSING,
    NO_CODE,
    STATE_PENDING,
    STATE_SETTLED,
    STATE_UNKNOWN,
    Kind,
)
from shopwarden.sources.exports import coded
from shopwarden.sources.exports.coded import Coded
from shopwarden.sources.exports.draft import Draft, drafted, first_known

if TYPE_CHECKING:
    from shopwarden.sources.exports.complaints import Complaints
    from shopwarden.sources.exports.reading import Rows

Int64 = NDArray[np.int64]

GOODS = "货款"
_STATES = {
    "已结算": STATE_SETTLED,
    "已到账": STATE_SETTLED,
    "未结算": STATE_PENDING,
    "待结算": STATE_PENDING,
    "结算中": STATE_PENDING,
    "settled": STATE_SETTLED,
    "pending": STATE_PENDING,
}
_DIRECTIONS = {"收入": 1, "支出": -1, "income": 1, "expense": -1}
_RENMINBI = frozenset({"CNY", "RMB", "人民币", "元", "cny"})


def bill_drafts(
    rows: Rows, known_at: int, state: int, complaints: Complaints
) -> list[Draft]:
    """The bill lines of a sheet, and the refunds among them.

    `state` is what the sheet says of all its lines; a state column beats it.
    """
    states = line_states(rows, state, complaints)
    amount = signed_amounts(rows, complaints)
    settled = rows.number("settled")
    arrived = first_known(
        rows.number("arrived"), np.where(states == STATE_SETTLED, settled, MISSING)
    )
    due = first_known(
        rows.number("due"), np.where(states == STATE_PENDING, settled, MISSING)
    )
    billed = rows.number("billed")
    ts = first_known(arrived, billed, np.full(len(rows), known_at, np.int64))
    columns: dict[str, Any] = {
        "amount_fen": amount,
        "state": states,
        "arrived_ms": arrived,
        "due_ms": due,
        "billed_ms": billed,
        "after_sale": _after_sale(rows),
        **_plain(rows),
    }
    lines = drafted(Kind.BILL_LINE, ts, rows.row, columns)
    return [lines, refunds(lines)]


_NUMBERS = {
    "rate_ppm": "rate",
    "base_fen": "base",
    "user_paid_fen": "user_paid",
    "jd_fen": "jd_share",
    "seller_fen": "seller_share",
    "government_fen": "government_share",
    "quantity": "quantity",
    "placed_ms": "placed",
    "finished_ms": "finished",
    "refunded_ms": "refunded",
}
_CODES = ("order", "parent", "sku", "fee", "fee_class", "trade", "bill", "wallet")


def _plain(rows: Rows) -> dict[str, Any]:
    numbers = {c: rows.numbers[f] for c, f in _NUMBERS.items() if f in rows.numbers}
    codes = {name: rows.codes[name] for name in _CODES if name in rows.codes}
    return {**numbers, **codes}


def line_states(rows: Rows, state: int, complaints: Complaints) -> NDArray[np.int8]:
    """Per line 1 settled, 0 pending, -1 unknown; unknown words are reported."""
    if "state" not in rows.codes:
        return np.full(len(rows), state, np.int8)
    column = rows.codes["state"]
    states = column.over_values(
        lambda word: _STATES.get(word.casefold(), STATE_UNKNOWN), np.int8, state
    )
    unknown = (column.codes >= 0) & (states == STATE_UNKNOWN)
    complaints.cells("state", "unknown_state", rows.row[unknown])
    return states


def signed_amounts(rows: Rows, complaints: Complaints) -> Int64:
    """Fen from the seller's side: income > 0, expense < 0.

    JD writes expenses as negative numbers. Where no expense of a sheet is one,
    the direction column is their sign (income taken back may be negative all
    the same); a single contradiction is reported and the number stands as it
    is written.
    """
    amount = _amounts(rows)
    if "direction" not in rows.codes:
        return amount
    sign = rows.codes["direction"].over_values(
        lambda word: _DIRECTIONS.get(word, 0), np.int64, 0
    )
    out = sign < 0
    spent = out & (amount != MISSING)
    if spent.any() and not (amount[spent] < 0).any():
        return np.where(spent, -amount, amount)
    against = out & (amount > 0)
    complaints.cells("direction", "against_direction", rows.row[against])
    return amount


def _amounts(rows: Rows) -> Int64:
    income, expense = rows.number("income"), rows.number("expense")
    moved = np.where(expense == MISSING, 0, -np.abs(expense))
    moved = moved + np.where(income == MISSING, 0, income)
    neither = (income == MISSING) & (expense == MISSING)
    return first_known(rows.number("amount"), np.where(neither, MISSING, moved))


def _after_sale(rows: Rows) -> Coded:
    """The after-sale number; in the new layout a document that is not the order."""
    stated = rows.code("after_sale")
    if "document" not in rows.codes:
        return stated
    document = rows.codes["document"]
    own = coded.alike(document, rows.code("order"))
    own |= coded.alike(document, rows.code("parent"))
    codes = np.where(own, NO_CODE, document.codes).astype(np.int32)
    both = coded.joined([stated, Coded(codes, document.values)])
    size = len(rows)
    first, second = both.codes[:size], both.codes[size:]
    return Coded(
        np.where(first >= 0, first, second).astype(np.int32), both.values
    ).used()


def refunds(lines: Draft) -> Draft:
    """RefundPaid of each 货款 line that goes out, dated by the refund if stated."""
    columns = lines.columns
    fee, amount = columns["fee"], columns["amount_fen"]
    assert isinstance(fee, Coded)
    assert not isinstance(amount, Coded)
    out = (fee.codes == fee.code_of(GOODS)) & (fee.codes >= 0)
    out &= (amount < 0) & (amount != MISSING)
    ts = lines.ts
    refunded = columns.get("refunded_ms")
    if refunded is not None:
        ts = first_known(np.asarray(refunded), ts)
    own: dict[str, Any] = {"amount_fen": -amount[out]}
    for name in ("order", "sku", "after_sale"):
        column = columns.get(name)
        if isinstance(column, Coded):
            own[name] = column.take(out).used()
    return drafted(Kind.REFUND_PAID, ts[out], lines.row[out], own)


def foreign_currency(rows: Rows) -> NDArray[np.bool_]:
    """Rows in another currency than renminbi."""
    column = rows.code("currency")
    return column.over_values(lambda word: int(word not in _RENMINBI), np.bool_, 0)
