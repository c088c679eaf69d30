"""A labelled sample shop, written in the formats JD exports.

Same settings, same bytes. Orders, bills and promotions of an invented shop,
with incidents (and look-alikes that are none) listed in truth.json.

What it does not do: contain anything real. People, accounts, goods and rates
are invented; names, addresses and phones are masked as JD masks them.

>>> SampleShop().orders
20000
"""

from shopwarden.sources.sample.shop import SampleShop
from shopwarden.sources.sample.truth import Truth
from shopwarden.sources.sample.write import write_sample

__all__ = ["SampleShop", "Truth", "write_sample"]
