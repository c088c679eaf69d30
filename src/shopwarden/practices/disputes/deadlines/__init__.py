"""Deadlines: the clocks of a shop as facts, one for each stage that matters.

    dispatch    paid → sent                  first_scan  sent → scanned
    after_sale  opened → answered            refund      goods back → money back
    notice      noticed → answered           dispute     opened → answered
    appeal      lost → appealed              paper       filed → renewed

A fact stands at the moment of its stage and never before it: half, three
quarters and nine tenths of the time while it still waits, and `due` where it
was missed, or where no table tells. Everything is as known at `as_of`.

What it does not do: know how long a clock runs. That is the rulebook's and the
shop's (`screening.clocks`); a clock that is not given sets no deadline, except
where a fact names its own.

>>> from shopwarden.records.facts import Facts
>>> len(deadlines(Facts.empty(), {}, 0))
0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.asof import as_known
from shopwarden.practices.disputes.deadlines.after_sales import after_sale, refund
from shopwarden.practices.disputes.deadlines.disputes import appeal, dispute, notice
from shopwarden.practices.disputes.deadlines.orders import (
    dispatch,
    first_scan,
    orders,
)
from shopwarden.practices.disputes.deadlines.papers import paper
from shopwarden.practices.disputes.deadlines.shop_clock import ShopClock, Term
from shopwarden.practices.disputes.deadlines.stages import NAMES, deadline_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.facts import Facts, Table

__all__ = ["NAMES", "ShopClock", "Term", "deadlines"]


def deadlines(facts: Facts, clocks: Mapping[str, ShopClock], as_of: int) -> Table:
    """The Deadline facts as of a moment (UTC ms), in the total order.

    `clocks` by the names of `CHOICES["clock"]`. The codes of the columns
    `clock` and `stage` are over `NAMES`.
    """
    known = as_known(facts, as_of).facts
    by_order = orders(known)
    begun = [
        dispatch(known, by_order, clocks.get("dispatch")),
        first_scan(known, by_order, clocks.get("first_scan")),
        after_sale(known, clocks.get("after_sale")),
        refund(known, clocks.get("refund")),
        notice(known, clocks.get("notice")),
        dispute(known, clocks.get("dispute")),
        appeal(known, clocks.get("appeal")),
        paper(known),
    ]
    return deadline_table(known, begun, as_of)
