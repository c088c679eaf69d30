"""OrderLinked: each order with what it shares with earlier orders.

One fact for every order placed, at its own moment and its own place in the
order of facts, so that a rule may read it as of then. What a group is, when an
identifier is too crowded to link, and that nothing looks ahead: `engine.link`.

What it does not do: say that a group does wrong (the rules of the practice).

>>> from shopwarden.records.facts import Facts
>>> len(derive(Facts.empty(), 0))
0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.engine.link import link
from shopwarden.records.facts import Table, empty_table
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from shopwarden.records.facts import Facts

_COPIED = ("ts", "known_at", "file", "row", "order", "buyer", "receivable_fen")


def derive(facts: Facts, as_of: int) -> Table:
    """OrderLinked of every order known at `as_of` (UTC ms), in the total order."""
    placed = as_known(facts, as_of).facts.table(Kind.ORDER_PLACED)
    if not len(placed):
        return empty_table(Kind.ORDER_LINKED)
    links = link(placed["ts"], placed["buyer"], placed["phone"], placed["address"])
    columns = {name: placed[name] for name in _COPIED}
    columns |= {
        "version": np.zeros(len(placed), np.int64),
        "group": placed["order"][links.group],
        "orders": links.orders,
        "orders_24h": links.orders_24h,
        "buyers": links.buyers,
        "by_phone": links.by_phone,
        "by_address": links.by_address,
        "by_buyer": links.by_buyer,
    }
    # Orders and links have one key, so this is the total order already.
    return Table(Kind.ORDER_LINKED, columns)
