"""A labelled sample shop, written in the formats JD exports.

Same settings, same bytes. Orders, bills, promotions and words of an invented
shop, its parcels, after-sales, reviews and prices, and what its accounts do
(`trade`, `team`); with incidents, and look-alikes that are none, listed in
truth.json.

What it does not do: contain anything real. People, accounts, goods and rates
are invented; names, addresses and phones are masked as JD masks them.

>>> SampleShop().orders
20000
"""

from shopwarden.sources.sample.shop import SampleShop
from shopwarden.sources.sample.truth import Truth
from shopwarden.sources.sample.write import write_sample

__all__ = ["SampleShop", "Truth", "write_sample"]
