"""Patterns: what a remainder looks like, so that one cause is one group.

The remainder of an order is the sum of its causes. Where exactly one cause is
not zero, it names the pattern; several are `mixed`; several that cancel out
are `offsetting`.

What it does not do: decide severity (rules read the pattern).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.words import Bilingual, Text

if TYPE_CHECKING:
    from shopwarden.records.facts import Array

CLEAN, FOREIGN = "clean", "foreign_order"

# Every pattern; the last three go on with ":" and a fee's name.
PATTERNS = (
    *(CLEAN, FOREIGN, "no_bill", "short_goods", "overpaid", "duplicate_income"),
    *("short_by_coupon_jd", "short_by_coupon_government", "freight_not_billed"),
    *("duplicate_charge", "refund_beyond", "commission_not_returned"),
    *("offsetting", "mixed", "excess_fee", "low_fee", "unknown_fee"),
)


def pattern_text(pattern: str) -> Text:
    """A pattern in words; one this version does not know, as it is."""
    shape, _, fee = pattern.partition(":")
    if shape not in PATTERNS:
        return Text(Bilingual("{pattern}", "{pattern}"), {"pattern": pattern})
    return Text(f"payments.pattern_{shape}", {"fee": fee} if fee else {})


@dataclass(frozen=True, slots=True)
class Causes:
    """Per order, signed fen that no reason explains, by cause.

    `goods`: due that no income line covers (< 0: paid too much); `fee`: above
    the fair fee; `repeated`: charged twice; `unknown`: fee kinds nobody
    documented; `refund`: refunds beyond what was due, or twice; `returned`:
    fees not given back.
    """

    goods: Array
    fee: Array
    repeated: Array
    unknown: Array
    refund: Array
    returned: Array

    @property
    def stacked(self) -> Array:
        """A row per cause."""
        return np.stack(
            (
                self.goods,
                self.fee,
                self.repeated,
                self.unknown,
                self.refund,
                self.returned,
            )
        )

    @property
    def remainder(self) -> Array:
        """What is left of each order."""
        return np.asarray(self.stacked.sum(axis=0))


@dataclass(frozen=True, slots=True)
class Signs:
    """Per order, what tells one shape of a goods cause from another."""

    lines: Array  # bill lines of the order
    repeated_income_fen: Array
    unbilled_freight_fen: Array
    jd_fen: Array
    government_fen: Array
    fee: Array  # fee code of a line that exceeds, or is unknown


def pattern_of(causes: Causes, signs: Signs, fees: list[str]) -> Array:
    """The pattern of each order, as text."""
    stacked = causes.stacked
    several = (stacked != 0).sum(axis=0)
    main = (stacked != 0).argmax(axis=0)
    amount = causes.remainder
    fee = np.array([*fees, ""], object)[signs.fee]
    one = several == 1
    shapes = [
        (several == 0, CLEAN),
        (one & (main == 0) & (amount > 0), ""),
        (one & (main == 2), "duplicate_charge"),
        (one & (main == 4), "refund_beyond"),
        (one & (main == 5), "commission_not_returned"),
        (~one & (several > 0) & (amount == 0), "offsetting"),
        (~one & (several > 0) & (amount != 0), "mixed"),
    ]
    found = np.full(len(amount), "", object)
    for mask, name in shapes:
        found[mask] = name
    _name_fees(found, one & (main == 1), amount, fee)
    unknown = one & (main == 3)
    found[unknown] = "unknown_fee:" + fee[unknown]
    _name_goods(found, one & (main == 0), amount, signs)
    return found


def _name_fees(found: Array, mask: Array, amount: Array, fee: Array) -> None:
    above, below = mask & (amount > 0), mask & (amount < 0)
    found[above] = "excess_fee:" + fee[above]
    found[below] = "low_fee:" + fee[below]


def _name_goods(found: Array, mask: Array, amount: Array, signs: Signs) -> None:
    """Later names are the more telling ones and replace the earlier."""
    short, over = mask & (amount > 0), mask & (amount < 0)
    found[short] = "short_goods"
    found[over] = "overpaid"
    for share, name in (
        (signs.government_fen, "short_by_coupon_government"),
        (signs.jd_fen, "short_by_coupon_jd"),
        (signs.unbilled_freight_fen, "freight_not_billed"),
    ):
        found[short & (share > 0) & (amount == share)] = name
    found[over & (amount == -signs.repeated_income_fen)] = "duplicate_income"
    found[short & (signs.lines == 0)] = "no_bill"
