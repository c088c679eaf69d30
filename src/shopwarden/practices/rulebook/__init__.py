"""The rulebook: what the law and JD demand, as dated data with its true state.

Clauses live in `practices/<practice>/clauses.yaml`, the law first, each with
its source, the day it was seen, who verified it and when (mostly: nobody),
its values and clocks, and the day to look again. No rule of JD was read at
rule.jd.com; a number of JD is never called the rule until the shop confirmed
it in shop.yaml, and then only until the day that was written there.

What it does not do: judge a shop. It gives values and clocks to those who do.

>>> from shopwarden.records.moment import read_moment
>>> book = load_rulebook()
>>> book.at(read_moment("2026-11-20"))["LAW-CRL-55"].values["multiple"].written
('3',)
"""

from shopwarden.practices.rulebook.book import Change, Rulebook, load_rulebook
from shopwarden.practices.rulebook.clause import (
    Authority,
    Clause,
    ShopType,
    Source,
    SourceKind,
    State,
    Stated,
    Version,
)
from shopwarden.practices.rulebook.confirmed import (
    Standing,
    check_confirmations,
    clocks_at,
    standing,
)
from shopwarden.practices.rulebook.judge import ValuesAt, value_at
from shopwarden.practices.rulebook.reach import (
    Affected,
    Reach,
    affected,
    control_clauses,
    reach,
    without_check,
)
from shopwarden.practices.rulebook.read import read_clauses, read_sources

__all__ = [
    "Affected",
    "Authority",
    "Change",
    "Clause",
    "Reach",
    "Rulebook",
    "ShopType",
    "Source",
    "SourceKind",
    "Standing",
    "State",
    "Stated",
    "ValuesAt",
    "Version",
    "affected",
    "check_confirmations",
    "clocks_at",
    "control_clauses",
    "load_rulebook",
    "reach",
    "read_clauses",
    "read_sources",
    "standing",
    "value_at",
    "without_check",
]
