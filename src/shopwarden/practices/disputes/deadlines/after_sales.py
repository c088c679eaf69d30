"""The clocks of an after-sale: answered in time, and refunded in time.

A request is answered by an answer, by its goods' receipt or by its closing. A
refund is owed from the first receipt of goods that came back (消费者权益保护法
25), unless the buyer wants an exchange or a repair, or the request was refused
or withdrawn.

What it does not do: say whether a refusal was right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.disputes.deadlines.begun import NEVER, begun, firsts
from shopwarden.practices.disputes.deadlines.lookup import (
    column_of,
    first_moments,
    only,
    sums,
    width,
)
from shopwarden.practices.disputes.deadlines.shop_clock import stated_or
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.practices.disputes.deadlines.begun import Begun
    from shopwarden.practices.disputes.deadlines.shop_clock import ShopClock
    from shopwarden.records.facts import Array, Facts, Table

_NO_REFUND = ("exchange", "repair")
_ENDED = ("refused", "withdrawn", "expired")


def after_sale(facts: Facts, clock: ShopClock | None) -> Begun:
    """Opened → answered, a row an after-sale; the amount is that of all its SKUs."""
    opened = facts.table(Kind.AFTER_SALE_OPENED)
    first = opened.take(firsts(opened["after_sale"]))
    number, size = first["after_sale"], width(facts, "after_sale")
    done = np.full(size + 1, NEVER, np.int64)
    for kind in (
        Kind.AFTER_SALE_ANSWERED,
        Kind.RETURN_RECEIVED,
        Kind.AFTER_SALE_CLOSED,
    ):
        table = facts.table(kind)
        done = np.minimum(done, first_moments(table["after_sale"], table["ts"], size))
    return begun(
        "after_sale",
        Kind.AFTER_SALE_ANSWERED,
        first,
        stated_or(first["ts"], np.full(len(first), MISSING), clock),
        ids=_ids(facts, opened, first),
        done_ms=done[number],
        amount_fen=sums(opened["after_sale"], opened["amount_fen"], size)[number],
    )


def refund(facts: Facts, clock: ShopClock | None) -> Begun:
    """Goods back → closed with an amount, or refunded; a row an after-sale."""
    returned = facts.table(Kind.RETURN_RECEIVED)
    first = returned.take(firsts(returned["after_sale"]))
    first = first.take(~_swapped(facts)[first["after_sale"]])
    number, size = first["after_sale"], width(facts, "after_sale")
    opened, closed = (
        facts.table(kind) for kind in (Kind.AFTER_SALE_OPENED, Kind.AFTER_SALE_CLOSED)
    )
    back = facts.table(Kind.REFUND_PAID)
    paid = closed.take(closed["amount_fen"] > 0)
    done = np.minimum(
        first_moments(paid["after_sale"], paid["ts"], size),
        first_moments(back["after_sale"], back["ts"], size),
    )
    ended = closed.take(_ended(facts, closed))
    # Closed, and nobody wrote whether money went back.
    mute = closed.take((closed["amount_fen"] == MISSING) & ~_ended(facts, closed))
    since = first_moments(mute["after_sale"], mute["ts"], size)[number]
    return begun(
        "refund",
        Kind.AFTER_SALE_CLOSED,
        first,
        stated_or(first["ts"], np.full(len(first), MISSING), clock),
        ids=_ids(facts, returned, first),
        done_ms=done[number],
        dropped_ms=first_moments(ended["after_sale"], ended["ts"], size)[number],
        blind=(since, np.full(len(first), NEVER)),
        amount_fen=sums(opened["after_sale"], opened["amount_fen"], size)[number],
    )


def _ids(facts: Facts, rows: Table, first: Table) -> dict[str, Array]:
    """What the after-sales belong to; a SKU only where it is the only one."""
    number, size = rows["after_sale"], width(facts, "after_sale")
    order, buyer = (
        column_of(number, rows[name], size, NO_CODE) for name in ("order", "buyer")
    )
    own = first["after_sale"]
    return {
        "order": order[own],
        "after_sale": own,
        "sku": only(number, rows["sku"], size)[own],
        "buyer": buyer[own],
    }


def _swapped(facts: Facts) -> Array:
    """Which after-sales ask for goods, not for money."""
    found = np.zeros(width(facts, "after_sale") + 1, np.bool_)
    wanted = _codes(facts, "request", _NO_REFUND)
    for kind in (Kind.AFTER_SALE_OPENED, Kind.AFTER_SALE_CLOSED):
        table = facts.table(kind)
        found[table["after_sale"][np.isin(table["request"], wanted)]] = True
    found[-1] = False
    return found


def _ended(facts: Facts, closed: Table) -> Array:
    """Which were closed without money being owed."""
    by_word = np.isin(closed["outcome"], _codes(facts, "outcome", _ENDED))
    by_jd = np.isin(closed["outcome"], _codes(facts, "outcome", ("jd_decided",)))
    return np.asarray(by_word | (by_jd & (closed["amount_fen"] == 0)))


def _codes(facts: Facts, domain: str, words: tuple[str, ...]) -> list[int]:
    """The codes of those words that any fact holds."""
    codes = (facts.code(domain, word) for word in words)
    return [code for code in codes if code != NO_CODE]
