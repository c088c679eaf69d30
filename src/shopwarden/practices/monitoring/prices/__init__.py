"""The price guard: what promotions lead to, before and while they run.

    guard(facts, reference)          what is wrong with each SKU's price
    derive(facts, reference, as_of)  PriceReachable facts for rules
    lowest(list_fen, promotions)     the lowest price of one piece, its basket

The order in which JD takes promotions off is an assumption held as data
(`order.yaml`); what a price is held against is in `limits.yaml`.

What it does not do: change a price, or ask JD anything.
"""

from shopwarden.practices.monitoring.prices.guard import Guarded, Review, guard
from shopwarden.practices.monitoring.prices.reach import Reach, lowest
from shopwarden.practices.monitoring.prices.table import derive

__all__ = ["Guarded", "Reach", "Review", "derive", "guard", "lowest"]
