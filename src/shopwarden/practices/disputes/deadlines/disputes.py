"""The clocks of JD's notices and disputes: answered, given evidence, appealed.

A notice or a dispute that names its time counts as it says. A dispute that was
decided early needs no answer any more; a decision against the shop may be
appealed until the next decision.

What it does not do: weigh evidence. It counts what the file of a dispute lacks:
the chat's number, the waybill, the carrier's proof, the video.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.disputes.deadlines.begun import NEVER, begun, firsts
from shopwarden.practices.disputes.deadlines.lookup import (
    column_of,
    first_moments,
    moments_after,
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

_EVIDENCE = ("chat", "slip", "proof", "video")


def notice(facts: Facts, clock: ShopClock | None) -> Begun:
    """Noticed → answered, a row a notice, however many orders it names."""
    rows = facts.table(Kind.NOTICE)
    first = rows.take(firsts(rows["notice"]))
    number, size = first["notice"], width(facts, "notice")
    answered = facts.table(Kind.NOTICE_ANSWERED)
    return begun(
        "notice",
        Kind.NOTICE_ANSWERED,
        first,
        stated_or(first["ts"], _stated(rows, "notice", size)[number], clock),
        ids={
            "notice": number,
            "order": only(rows["notice"], rows["order"], size)[number],
            "sku": only(rows["notice"], rows["sku"], size)[number],
        },
        done_ms=first_moments(answered["notice"], answered["ts"], size)[number],
        amount_fen=sums(rows["notice"], rows["amount_fen"], size)[number],
    )


def dispute(facts: Facts, clock: ShopClock | None) -> Begun:
    """Opened → evidence handed in, a row a dispute."""
    rows = facts.table(Kind.DISPUTE_OPENED)
    first = rows.take(firsts(rows["dispute"]))
    number, size = first["dispute"], width(facts, "dispute")
    answered = facts.table(Kind.DISPUTE_ANSWERED)
    decided = facts.table(Kind.DISPUTE_DECIDED)
    return begun(
        "dispute",
        Kind.DISPUTE_ANSWERED,
        first,
        stated_or(first["ts"], _stated(rows, "dispute", size)[number], clock),
        ids={"dispute": number} | _opened_ids(facts, number),
        done_ms=first_moments(answered["dispute"], answered["ts"], size)[number],
        dropped_ms=first_moments(decided["dispute"], decided["ts"], size)[number],
        amount_fen=_claimed(facts)[number],
        lacking=lacking(facts)[number],
    )


def appeal(facts: Facts, clock: ShopClock | None) -> Begun:
    """Lost → appealed, a row a decision."""
    decided = facts.table(Kind.DISPUTE_DECIDED)
    code = facts.code("verdict", "lost")
    is_lost = (decided["verdict"] == code) & (decided["verdict"] != NO_CODE)
    lost = decided.take(is_lost & (decided["dispute"] != NO_CODE))
    number, starts = lost["dispute"], lost["ts"]
    filed = facts.table(Kind.APPEAL_FILED)
    by_opened = _opened_ids(facts, number)
    order = np.where(lost["order"] == NO_CODE, by_opened["order"], lost["order"])
    amount = lost["amount_fen"]
    return begun(
        "appeal",
        Kind.APPEAL_FILED,
        lost,
        stated_or(starts, lost["due_ms"], clock),
        ids={"dispute": number} | by_opened | {"order": order},
        done_ms=moments_after(filed["dispute"], filed["ts"], number, starts, same=True),
        dropped_ms=moments_after(
            decided["dispute"], decided["ts"], number, starts, same=False
        ),
        amount_fen=np.where(amount == MISSING, _claimed(facts)[number], amount),
        lacking=lacking(facts)[number],
        counted_by="dispute",
    )


def lacking(facts: Facts) -> Array:
    """By dispute how many pieces of evidence its newest state lacks.

    MISSING where there is no state, and where none is known to lack but not
    every piece is known to be there.
    """
    states = facts.table(Kind.DISPUTE_STATE)
    states = states.take(states["dispute"] != NO_CODE)
    flags = np.stack([states[name] for name in _EVIDENCE])
    count = (flags == 0).sum(axis=0)
    sure = (count > 0) | (flags >= 0).all(axis=0)
    found = np.full(width(facts, "dispute") + 1, MISSING, np.int64)
    # In the total order, so that the newest state stays.
    found[states["dispute"]] = np.where(sure, count, MISSING)
    return found


def _stated(rows: Table, name: str, size: int) -> Array:
    """The earliest time that rows of one number name; MISSING if none does."""
    found = first_moments(rows[name], rows["due_ms"], size)
    return np.where(found == NEVER, MISSING, found)


def _claimed(facts: Facts) -> Array:
    opened, size = facts.table(Kind.DISPUTE_OPENED), width(facts, "dispute")
    return column_of(opened["dispute"], opened["amount_fen"], size, MISSING)


def _opened_ids(facts: Facts, number: Array) -> dict[str, Array]:
    """What disputes belong to, as their opening says."""
    opened, size = facts.table(Kind.DISPUTE_OPENED), width(facts, "dispute")
    return {
        name: column_of(opened["dispute"], opened[name], size, NO_CODE)[number]
        for name in ("order", "after_sale", "sku", "buyer")
    }
