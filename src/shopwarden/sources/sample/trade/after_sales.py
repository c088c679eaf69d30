"""After-sales of the sample shop: one row a line, from application to closing.

Each refund of the bills has one, under the bill's number, and so has each
order cancelled after payment; besides, goods are exchanged, and some buyers
change their mind. All are answered within a day and closed in time.

What it does not do: go wrong (`incidents.after_sales`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import HOUR_MS, MINUTE_MS
from shopwarden.sources.sample.tables import (
    FULL,
    NEVER,
    NO_REFUND,
    PARTIAL,
    PRICE_PROTECTION,
    Table,
)
from shopwarden.sources.sample.trade.goods import WEIGHTS
from shopwarden.sources.sample.trade.hours import within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shopwarden.sources.sample.assemble import Shop
    from shopwarden.sources.sample.trade.parcels import Courier

REFUND_ONLY, RETURN, EXCHANGE, PROTECTION, CANCEL = range(5)
(
    NOT_RECEIVED,
    QUALITY,
    DAMAGED,
    SHORT,
    NO_REASON,
    NOT_AS_DESCRIBED,
    PRICE,
    NOT_WANTED,
    SIZE,
    WRONG_ITEM,
    SPOILT,
) = range(11)
AGREED, WITHDRAWN, REFUSED = range(3)
FIRST_NUMBER = 2_900_000_000
_DESK, _DOCK, _DAY = (9, 21, 4), (8, 20, 8), 24 * HOUR_MS
_BOX_G = 120
_RETURN_LEAST_MS = 60 * HOUR_MS
_PACKING_FEN = 30_000


@dataclass(slots=True)
class AfterSales(Table):
    """One row an after-sale of a line; moments are NEVER where nothing happens."""

    number: NDArray[np.int64]
    order: NDArray[np.int64]
    line: NDArray[np.int64]
    buyer: NDArray[np.int64]
    request: NDArray[np.int64]
    cause: NDArray[np.int64]
    asked: NDArray[np.int64]
    applied: NDArray[np.int64]
    answered: NDArray[np.int64]
    agreed: NDArray[np.int64]
    agent: NDArray[np.int64]  # which of the after-sale accounts; -1 none, by itself
    returned: NDArray[np.int64]
    back_g: NDArray[np.int64]
    out_g: NDArray[np.int64]
    matches: NDArray[np.int64]
    video: NDArray[np.int64]
    closed: NDArray[np.int64]
    outcome: NDArray[np.int64]
    paid_back: NDArray[np.int64]
    picture: NDArray[np.int64]  # 0 none; else the number of the picture
    incident: NDArray[np.int64]

    def __len__(self) -> int:
        """How many after-sales."""
        return len(self.number)


def after_sales(shop: Shop, courier: Courier) -> AfterSales:
    """The after-sales of a clean shop, as far as applied for by the end."""
    parts = [_refunds(shop, courier), _cancelled(shop), *_moneyless(shop, courier)]
    table = AfterSales.joined(parts)
    return table.take(table.applied < shop.period.end_ms)


def blank(
    shop: Shop, line: NDArray[np.int64], request: int, *, again: int = 0
) -> AfterSales:
    """After-sales of these lines that only need their moments and causes."""
    row = shop.lines.order[line]
    key = shop.orders.key[row] * 4 + shop.lines.nth[line]
    none, lines = np.zeros(len(line), np.int64), shop.lines
    grams = WEIGHTS[lines.sku[line]] * lines.quantity[line] + _BOX_G
    out = grams * shop.draws.between("weighed", shop.orders.key[row], 955, 1045) // 1000
    return AfterSales(
        number=FIRST_NUMBER + 1 + key * 2 + again,
        order=row,
        line=line,
        buyer=shop.orders.buyer[row],
        request=none + request,
        cause=none + NO_REASON,
        asked=lines.buyer_paid[line],
        applied=none + NEVER,
        answered=none + NEVER,
        agreed=none + 1,
        agent=shop.draws.below("after-sale agent", key, 2),
        returned=none + NEVER,
        back_g=out.copy(),
        out_g=out,
        matches=none + 1,
        video=none + 1,
        closed=none + NEVER,
        outcome=none + AGREED,
        paid_back=none.copy(),
        picture=none.copy(),
        incident=shop.orders.incident[row],
    )


def answer(shop: Shop, table: AfterSales) -> None:
    """Answer each within a day, at the desk's hours, and before it is closed."""
    wait = MINUTE_MS * shop.draws.between("answer", table.number, 15, 400)
    jitter = MINUTE_MS * shop.draws.between("answer at", table.number, 1, 90)
    answered = np.maximum(within(table.applied + wait, jitter, _DESK), table.applied)
    answered = np.where(answered <= table.applied, table.applied + wait // 4, answered)
    sooner = table.applied + (table.closed - table.applied) // 3
    table.answered = np.where(
        table.closed < NEVER, np.minimum(answered, sooner), answered
    )
    # What nobody at the desk can have answered, JD's clock has agreed to.
    by_clock = within(table.answered, jitter, _DESK) != table.answered
    by_clock |= table.request == PROTECTION
    table.agent = np.where(by_clock, -1, table.agent)


def _signed(courier: Courier, row: NDArray[np.int64]) -> NDArray[np.int64]:
    return courier.ways(row)[2]


def _refunds(shop: Shop, courier: Courier) -> AfterSales:
    lines, _draws = shop.lines, shop.draws
    line = np.flatnonzero((lines.refund_kind != NO_REFUND) & (lines.refunded < NEVER))
    table = blank(shop, line, RETURN)
    kind, closed = lines.refund_kind[line], lines.refunded[line]
    signed = _signed(courier, table.order)
    quick = closed - signed < _RETURN_LEAST_MS
    table.request = np.select(
        [kind == PRICE_PROTECTION, (kind == PARTIAL) | quick],
        [PROTECTION, REFUND_ONLY],
        RETURN,
    ).astype(np.int64)
    table.closed, table.paid_back = closed, lines.refund[line]
    table.paid_back = np.minimum(table.paid_back, lines.buyer_paid[line])
    table.asked = np.where(kind == FULL, table.asked, table.paid_back)
    _causes(shop, table)
    _moments(shop, table, signed)
    _goods_back(shop, table)
    answer(shop, table)
    return table


def _causes(shop: Shop, table: AfterSales) -> None:
    """Refunds without a return are for damage, with a picture."""
    draws, number = shop.draws, table.number
    whole = draws.pick("return cause", number, (60, 12, 8, 20))
    part = draws.pick("refund cause", number, (35, 45, 20))
    # Somebody else took the parcel in, now and then; never for a part of the money.
    lost = (table.paid_back == table.asked) & draws.chance("lost", number, 60)
    lost &= shop.orders.incident[table.order] == 0
    table.cause = np.select(
        [table.request == RETURN, table.request == REFUND_ONLY],
        [
            np.array([NO_REASON, QUALITY, WRONG_ITEM, NOT_AS_DESCRIBED])[whole],
            np.where(lost, NOT_RECEIVED, np.array([QUALITY, DAMAGED, SHORT])[part]),
        ],
        PRICE,
    ).astype(np.int64)
    if shop.sample.profile.spoilage:
        # Nobody sends spoilt food back: a picture, and money.
        food = table.request != PROTECTION
        table.request = np.where(food, REFUND_ONLY, table.request)
        table.cause = np.where(food, SPOILT, table.cause)
    shown = (table.request == REFUND_ONLY) | (table.cause == QUALITY)
    table.picture = np.where(shown, 1 + number, 0)


def _moments(shop: Shop, table: AfterSales, signed: NDArray[np.int64]) -> None:
    draws, number = shop.draws, table.number
    span = np.maximum(table.closed - signed, 4 * HOUR_MS)
    soon = signed + HOUR_MS * draws.between("applied after", number, 4, 150)
    before = np.where(
        table.request == RETURN,
        np.minimum(72 * HOUR_MS, span * 7 // 10),
        np.minimum(
            MINUTE_MS * draws.between("handled in", number, 90, 1500), span // 2
        ),
    )
    latest = table.closed - before
    table.applied = np.where(table.request == RETURN, np.minimum(soon, latest), latest)
    late = (table.applied - signed > 7 * _DAY) & (table.cause == NO_REASON)
    table.cause = np.where(late, QUALITY, table.cause)
    hours = draws.between("refund after return", number, 2, 28)
    gap = np.minimum(hours * HOUR_MS, (table.closed - table.applied) // 4)
    came = _by_day(shop, table, table.closed - gap)
    table.returned = np.where(table.request == RETURN, came, NEVER)


def _by_day(
    shop: Shop, table: AfterSales, moments: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Moments at which goods came in: by day, else on the evening before."""
    jitter = MINUTE_MS * shop.draws.between("came in", table.number, 1, 200)
    came = within(moments, jitter, _DOCK)
    return np.maximum(came, table.applied + 2 * HOUR_MS)


def _goods_back(shop: Shop, table: AfterSales) -> None:
    """Returned goods weigh what they did, less a little packing."""
    draws, number = shop.draws, table.number
    little = np.minimum(table.out_g * 5 // 100, 42)
    table.back_g = table.out_g - draws.below("packing left", number, 43) * little // 42
    dear = table.asked >= _PACKING_FEN
    table.video = (dear | draws.chance("video", number, 850)).astype(np.int64)


def _cancelled(shop: Shop) -> AfterSales:
    """Orders given up after payment and before shipping."""
    orders, lines = shop.orders, shop.lines
    gone = (orders.cancelled < shop.period.end_ms) & (orders.paid < NEVER)
    line = np.flatnonzero(gone[lines.order])
    table = blank(shop, line, CANCEL)
    only = shop.draws.chance("refund only", table.number, 180)
    table.request = np.where(only, REFUND_ONLY, CANCEL).astype(np.int64)
    table.cause[:], table.agent[:] = NOT_WANTED, -1
    table.closed = orders.cancelled[table.order]
    open_ms = table.closed - orders.paid[table.order]
    wait = MINUTE_MS * shop.draws.between("cancel in", table.number, 10, 90)
    table.applied = table.closed - np.minimum(wait, open_ms // 2)
    first = lines.nth[line] == 0
    table.asked = table.asked + np.where(first, orders.freight[table.order], 0)
    table.paid_back = table.asked.copy()
    table.answered = table.applied + (table.closed - table.applied) // 2
    return table


def _moneyless(shop: Shop, courier: Courier) -> list[AfterSales]:
    """Exchanges, and returns that the buyer takes back."""
    lines, draws, end = shop.lines, shop.draws, shop.period.end_ms
    finished = shop.orders.finished[lines.order]
    free = (lines.refund_kind == NO_REFUND) & (finished < NEVER)
    free &= shop.orders.incident[lines.order] == 0
    key = shop.orders.key[lines.order] * 4 + lines.nth
    parts = []
    rates = ((EXCHANGE, shop.sample.profile.exchanges), (RETURN, 3))
    for name, (request, per_mille) in enumerate(rates):
        drawn = draws.chance(f"moneyless {name}", key, per_mille) & free
        free &= ~drawn
        table = blank(shop, np.flatnonzero(drawn), request)
        signed = _signed(courier, table.order)
        hours = draws.between("applied after", table.number, 4, 140)
        table.applied = signed + hours * HOUR_MS
        if request == EXCHANGE:
            _exchange(shop, table)
        else:
            table.closed = table.applied + 9 * HOUR_MS
            table.outcome[:] = WITHDRAWN
        answer(shop, table)
        parts.append(table.take(table.applied < end))
    return parts


def _exchange(shop: Shop, table: AfterSales) -> None:
    draws, number = shop.draws, table.number
    causes = np.array([SIZE, WRONG_ITEM, QUALITY])
    table.cause = causes[draws.pick("exchange cause", number, (60, 20, 20))]
    came = table.applied + HOUR_MS * draws.between("came", number, 70, 130)
    table.returned = _by_day(shop, table, came)
    table.closed = table.returned + HOUR_MS * draws.between("sent on", number, 3, 26)
    _goods_back(shop, table)
