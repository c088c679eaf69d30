"""Named reasons: why an order's bill is not simply what was due.

One row per reason of one order, in columns. Each cites where it comes from: a
bill line, a promotion row, an order row, or a rate; never "what was left".

What it does not do: decide which reasons apply (`reconcile`).

>>> REASONS[reason_index("commission")]
'commission'
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.records.facts import Array

REASONS = (
    "commission",
    "commission_returned",
    "commission_return_due",
    "service_fee",
    "service_fee_returned",
    "rebate",
    "rebate_returned",
    "affiliate",
    "affiliate_returned",
    "freight_insurance",
    "goods_insurance",
    "insurance_returned",
    "compensation",
    "refund",
    "refund_not_billed",
    "coupon_jd",
    "coupon_government",
    "fee_unchecked",
    "timing_not_finished",
    "timing_not_due",
)


class Cite(IntEnum):
    """What a reason cites."""

    BILL_LINE = 0
    PROMOTION = 1
    ORDER = 2
    CONTRACT = 3  # a bill line that equals contract rate × base
    OBSERVED = 4  # a bill line that equals what other orders pay
    CYCLE = 5  # the settlement cycle
    REFUND = 6  # a refund row


def reason_index(name: str) -> int:
    """The number of a reason; raises ValueError for an unknown name."""
    return REASONS.index(name)


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reasons in columns, sorted by order and then by cited row.

    `order` are codes, `reason` indexes `REASONS`, `amount_fen` is signed: an
    order's reasons and its remainder sum to due − settled − pending.
    `rate_ppm` and `peers` are 0 where no rate is cited.
    """

    order: Array
    reason: Array
    amount_fen: Array
    cite_kind: Array
    cite_file: Array
    cite_row: Array
    rate_ppm: Array
    peers: Array

    def __len__(self) -> int:
        return len(self.order)

    def of(self, order: int) -> Reasons:
        """The reasons of one order code."""
        start, end = np.searchsorted(self.order, (order, order + 1))
        return self.take(slice(int(start), int(end)))

    def take(self, index: Array | slice) -> Reasons:
        """The rows of `index`, in that order."""
        return Reasons(*(getattr(self, name)[index] for name in _DTYPES))


_DTYPES = {
    "order": np.int32,
    "reason": np.int16,
    "amount_fen": np.int64,
    "cite_kind": np.int8,
    "cite_file": np.int32,
    "cite_row": np.int32,
    "rate_ppm": np.int32,
    "peers": np.int32,
}


def reasons_of(
    order: Array,
    reason: Array | int,
    amount_fen: Array,
    cite_kind: Array | int,
    cited: tuple[Array, Array],
    rate_ppm: Array | int = 0,
    peers: Array | int = 0,
) -> Reasons:
    """Columns of equal length; single values are repeated. Zero amounts go."""
    given = (order, reason, amount_fen, cite_kind, *cited, rate_ppm, peers)
    kept = np.flatnonzero(amount_fen)
    columns = (
        np.broadcast_to(value, len(order))[kept].astype(dtype)
        for value, dtype in zip(given, _DTYPES.values(), strict=True)
    )
    return Reasons(*columns)


def joined(parts: Iterable[Reasons]) -> Reasons:
    """Several sets of reasons as one, sorted."""
    sets = list(parts)
    whole = Reasons(*(np.concatenate([getattr(s, n) for s in sets]) for n in _DTYPES))
    return whole.take(
        np.lexsort((whole.reason, whole.cite_row, whole.cite_file, whole.order))
    )
