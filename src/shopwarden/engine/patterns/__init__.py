r"""Many patterns over many texts: which patterns hit which texts, and where.

A `Matcher` holds patterns in the syntax of `re`. Hyperscan names the pairs of
pattern and text that may match, in one pass over all texts; `re` then decides
and says where. Without hyperscan, `re` does all of it, with the same results.

    pattern  look-around is allowed; \b \w \d \s ^ $ are not: they mean other
             things to the two engines, and \b sees no boundary between 信 and 1
    hit      (pattern, start, end) within the text, in code points

What it does not do: fold texts (`engine.fold`), or know what a hit means.

>>> matcher = Matcher((Pattern("mobile", "1[3-9][0-9]{9}"),))
>>> [(h.name, h.start, h.end) for h in matcher.hits("电话13900000001")]
[('mobile', 2, 13)]
"""

from __future__ import annotations

from shopwarden.engine.patterns.matcher import Hit, Matcher
from shopwarden.engine.patterns.pattern import Pattern

__all__ = ["Hit", "Matcher", "Pattern"]
