"""The clocks of an order: sent in time, and scanned by the carrier in time.

Dispatch begins when the order is paid and ends with its first parcel; whether a
split order is complete no table says. Where a parcel's row or the SKU's page
names the time, that is the shop's promise and counts. An order that was
cancelled, or whose whole amount went back, is owed no parcel. A parent order
whose children are there is none of its own.

What it does not do: look into the parcel (weights are for rules).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shopwarden.engine.keypath import latest_rows
from shopwarden.practices.disputes.deadlines.begun import NEVER, begun
from shopwarden.practices.disputes.deadlines.lookup import (
    column_of,
    first_moments,
    only,
    width,
)
from shopwarden.practices.disputes.deadlines.shop_clock import stated_or
from shopwarden.records.schema import MISSING, NO_CODE, Kind

if TYPE_CHECKING:
    from shopwarden.practices.disputes.deadlines.begun import Begun
    from shopwarden.practices.disputes.deadlines.shop_clock import ShopClock
    from shopwarden.records.facts import Array, Facts

# What JD's order states say; the table tells the state, not since when.
_CANCELLED = ("取消",)
_GONE_OUT = ("完成", "确认收货", "已出库", "已发货", "已签收")


class Orders(NamedTuple):
    """By order code, and one place more for a missing one."""

    sku: Array  # its only SKU
    buyer: Array
    receivable_fen: Array
    dropped_ms: Array  # cancelled or wholly refunded
    gone_ms: Array  # by then it had gone out, says its state
    split: Array  # its children are orders of their own


def orders(facts: Facts) -> Orders:
    """What is known of every order (`facts` as known at a moment)."""
    size = width(facts, "order")
    placed, lines = facts.table(Kind.ORDER_PLACED), facts.table(Kind.ORDER_LINE)
    paid = facts.table(Kind.ORDER_PAID)
    buyer = column_of(placed["order"], placed["buyer"], size, NO_CODE)
    payer = column_of(paid["order"], paid["buyer"], size, NO_CODE)
    split = np.zeros(size + 1, np.bool_)
    child = placed["parent"] != placed["order"]
    split[placed["parent"][child]] = True
    split[-1] = False
    return Orders(
        sku=only(lines["order"], lines["sku"], size),
        buyer=np.where(buyer == NO_CODE, payer, buyer),
        receivable_fen=column_of(
            placed["order"], placed["receivable_fen"], size, MISSING
        ),
        dropped_ms=np.minimum(_cancelled(facts, size), _refunded(facts, size)),
        gone_ms=_gone_out(facts, size),
        split=split,
    )


def dispatch(facts: Facts, known: Orders, clock: ShopClock | None) -> Begun:
    """Paid → the first parcel, a row an order."""
    paid = facts.table(Kind.ORDER_PAID)
    paid = paid.take((paid["order"] != NO_CODE) & ~known.split[paid["order"]])
    order, size = paid["order"], width(facts, "order")
    seen = np.full(size + 1, NEVER, np.int64)
    for kind in (Kind.SHIPMENT, Kind.PARCEL_SCANNED, Kind.PARCEL_SIGNED):
        table = facts.table(kind)
        seen = np.minimum(seen, first_moments(table["order"], table["ts"], size))
    done, blind = _shown(seen[order], known.gone_ms[order])
    return begun(
        "dispatch",
        Kind.SHIPMENT,
        paid,
        stated_or(paid["ts"], _promised(facts, order, paid["ts"]), clock),
        ids={"order": order, "sku": known.sku[order], "buyer": known.buyer[order]},
        done_ms=done,
        dropped_ms=known.dropped_ms[order],
        blind=blind,
        amount_fen=known.receivable_fen[order],
    )


def first_scan(facts: Facts, known: Orders, clock: ShopClock | None) -> Begun:
    """Shipped → scanned by the carrier, a row a parcel.

    A scan is the parcel's by its waybill, wherever the scan is listed; a scan
    or a parcel without one by its order.
    """
    sent = facts.table(Kind.SHIPMENT)
    sent = sent.take(_parcels(sent["order"], sent["waybill"]))
    orders_, waybills = width(facts, "order"), width(facts, "waybill")
    by_waybill = np.full(waybills + 1, NEVER, np.int64)
    by_order = np.full(orders_ + 1, NEVER, np.int64)
    bare = by_order.copy()  # of scans that name no waybill
    for kind in (Kind.PARCEL_SCANNED, Kind.PARCEL_SIGNED):
        table = facts.table(kind)
        order, waybill, ts = table["order"], table["waybill"], table["ts"]
        none = waybill == NO_CODE
        by_waybill = np.minimum(by_waybill, first_moments(waybill, ts, waybills))
        by_order = np.minimum(by_order, first_moments(order, ts, orders_))
        bare = np.minimum(bare, first_moments(order[none], ts[none], orders_))
    order, waybill = sent["order"], sent["waybill"]
    own = np.minimum(by_waybill[waybill], bare[order])
    seen = np.where(waybill == NO_CODE, by_order[order], own)
    finished = facts.table(Kind.ORDER_FINISHED)
    ended = first_moments(finished["order"], finished["ts"], orders_)
    done, blind = _shown(seen, ended[order])
    return begun(
        "first_scan",
        Kind.PARCEL_SCANNED,
        sent,
        stated_or(sent["ts"], np.full(len(sent), MISSING), clock),
        ids={"order": order, "sku": known.sku[order], "buyer": known.buyer[order]},
        done_ms=done,
        dropped_ms=known.dropped_ms[order],
        blind=blind,
        amount_fen=known.receivable_fen[order],
        counted_by="order",
    )


def _shown(seen: Array, ended: Array) -> tuple[Array, tuple[Array, Array]]:
    """When it was done, and the time before in which nobody can say.

    An order that ended (finished, or says so) was sent, although no parcel of it
    is listed; by when is known, since when is not.
    """
    blurred = (seen == NEVER) & (ended != NEVER)
    until = np.where(blurred, ended, NEVER)
    since = np.where(blurred, MISSING, NEVER)
    return np.minimum(seen, ended), (since, until)


def _parcels(order: Array, waybill: Array) -> Array:
    """The first row of every parcel; rows without a waybill are one each."""
    rows = np.flatnonzero(order != NO_CODE)
    order, waybill = order[rows].astype(np.int64), waybill[rows].astype(np.int64)
    apart = np.where(waybill == NO_CODE, -2 - np.arange(len(rows)), waybill)
    ranked = np.lexsort((np.arange(len(rows)), apart, order))
    new = np.ones(len(rows), np.bool_)
    new[1:] = (np.diff(order[ranked]) != 0) | (np.diff(apart[ranked]) != 0)
    return np.sort(rows[ranked[new]])


def _promised(facts: Facts, order: Array, paid_ms: Array) -> Array:
    """By when the shop itself promised each order; MISSING where it did not."""
    size = width(facts, "order")
    sent = facts.table(Kind.SHIPMENT)
    named = first_moments(sent["order"], sent["promised_ms"], size)[order]
    lines, skus = facts.table(Kind.ORDER_LINE), facts.table(Kind.SKU_FACTS)
    skus = skus.take(skus["promise_ms"] != MISSING)
    row = latest_rows((skus["sku"], skus["ts"]), (lines["sku"], lines["ts"]))
    told = row >= 0
    spans = skus["promise_ms"][row[told]]
    span = first_moments(lines["order"][told], spans, size)[order]
    by_sku = np.where(
        span == NEVER, MISSING, paid_ms + np.where(span == NEVER, 0, span)
    )
    return np.where((named != NEVER) & (named > paid_ms), named, by_sku)


def _cancelled(facts: Facts, size: int) -> Array:
    """When each order was cancelled; always, where only its state says so."""
    told = facts.table(Kind.ORDER_CANCELLED)
    moments = first_moments(told["order"], told["ts"], size)
    states = facts.table(Kind.ORDER_STATE)
    states = states.take(states["order"] != NO_CODE)
    # JD's exports keep what was deleted, as (删除)等待出库.
    dead = _says(facts, _CANCELLED)[states["status"]] | (states["deleted"] == 1)
    newest = np.zeros(size + 1, np.bool_)
    newest[states["order"]] = dead  # in the total order: the newest one stays
    closed = facts.table(Kind.AFTER_SALE_CLOSED)
    asked = _is(facts, closed["request"], "request", "cancel")
    # Before the parcel left, all of the money back is a cancellation too.
    given = _is(facts, closed["request"], "request", "refund_only")
    paid = facts.table(Kind.ORDER_PAID)
    whole = column_of(paid["order"], paid["amount_fen"], size, MISSING)
    back = whole[closed["order"]]
    given &= (back != MISSING) & (closed["amount_fen"] >= back)
    both = (asked | given) & _is(facts, closed["outcome"], "outcome", "agreed")
    gave_up = first_moments(closed["order"][both], closed["ts"][both], size)
    moments = np.minimum(moments, gave_up)
    return np.where(newest & (moments == NEVER), MISSING, moments)


def _is(facts: Facts, column: Array, domain: str, word: str) -> Array:
    """Where a coded column holds a word."""
    code = facts.code(domain, word)
    return np.asarray((column == code) & (code != NO_CODE))


def _refunded(facts: Facts, size: int) -> Array:
    """When all that was paid for an order had gone back."""
    back, paid = facts.table(Kind.REFUND_PAID), facts.table(Kind.ORDER_PAID)
    back = back.take((back["order"] != NO_CODE) & (back["amount_fen"] != MISSING))
    if not len(back):
        return np.full(size + 1, NEVER, np.int64)
    whole = column_of(paid["order"], paid["amount_fen"], size, MISSING)
    order = np.argsort(back["order"], kind="stable")
    codes, total = back["order"][order], np.cumsum(back["amount_fen"][order])
    starts = np.flatnonzero(np.diff(codes, prepend=codes[0] - 1))
    before = np.where(starts > 0, total[starts - 1], 0)
    own = total - np.repeat(before, np.diff(starts, append=len(codes)))
    reached = own >= whole[codes]  # MISSING is below all: any refund ends it
    return first_moments(codes[reached], back["ts"][order][reached], size)


def _gone_out(facts: Facts, size: int) -> Array:
    """By when each order had gone out, as its end or its state says."""
    ended = facts.table(Kind.ORDER_FINISHED)
    moments = first_moments(ended["order"], ended["ts"], size)
    states = facts.table(Kind.ORDER_STATE)
    gone = _says(facts, _GONE_OUT)[states["status"]]
    told = first_moments(states["order"][gone], states["ts"][gone], size)
    return np.minimum(moments, told)


def _says(facts: Facts, words: tuple[str, ...]) -> Array:
    """Per status code whether its word holds one of some; one more for none."""
    names = [str(name) for name in facts.names.get("status", ())]
    return np.array([any(w in name for w in words) for name in names] + [False])
