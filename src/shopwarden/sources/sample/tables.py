"""Columnar tables of the sample shop: dataclasses of equally long int64 arrays.

Moments are UTC ms and `NEVER` where a thing does not happen; money is fen;
`incident` is 0 or the number of the incident a row belongs to.

What it does not do: know files, or what a person sees.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NEVER = int(np.iinfo(np.int64).max)


class Table:
    """What all tables can do: choose rows, and be put one below the other."""

    def columns(self) -> dict[str, NDArray[np.int64]]:
        """The arrays by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]

    def take(self, index: NDArray[np.int64] | NDArray[np.bool_]) -> Self:
        """The rows at `index`, in its order, or where the mask is True."""
        return type(self)(**{k: v[index] for k, v in self.columns().items()})

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of all parts, one part below the other."""
        tables = [part.columns() for part in parts]
        return cls(**{k: np.concatenate([t[k] for t in tables]) for k in tables[0]})


@dataclass(slots=True)
class Orders(Table):
    """One row an order. `key` feeds the draws and stays when rows are sorted."""

    key: NDArray[np.int64]
    placed: NDArray[np.int64]
    paid: NDArray[np.int64]
    shipped: NDArray[np.int64]
    finished: NDArray[np.int64]
    cancelled: NDArray[np.int64]
    buyer: NDArray[np.int64]
    place: NDArray[np.int64]
    freight: NDArray[np.int64]
    service: NDArray[np.int64]
    # 0: an order of its own; else the number of the parent it was split from.
    parent: NDArray[np.int64]
    # Pieces of a bill that net to 0 for an order cancelled after payment.
    nets: NDArray[np.int64]
    incident: NDArray[np.int64]
    # 0: the phone is masked; else the last two digits of one that is not.
    contact: NDArray[np.int64]

    def __len__(self) -> int:
        """How many orders."""
        return len(self.key)


@dataclass(slots=True)
class Lines(Table):
    """One row a SKU of an order, in the order of the orders' rows."""

    order: NDArray[np.int64]  # the row of its order
    nth: NDArray[np.int64]  # 0, 1, 2 within its order
    sku: NDArray[np.int64]
    quantity: NDArray[np.int64]
    total: NDArray[np.int64]  # list price × quantity
    seller: NDArray[np.int64]  # the seller's discount
    jd: NDArray[np.int64]
    government: NDArray[np.int64]
    beans: NDArray[np.int64]
    refunded: NDArray[np.int64]  # when; NEVER without a refund
    refund: NDArray[np.int64]  # goods given back, without 京豆
    refund_kind: NDArray[np.int64]

    def __len__(self) -> int:
        """How many lines."""
        return len(self.order)

    @property
    def receivable(self) -> NDArray[np.int64]:
        """商家应收 of the line."""
        return self.total - self.seller

    @property
    def goods(self) -> NDArray[np.int64]:
        """货款 of the line: the receivable without the 京豆."""
        return self.total - self.seller - self.beans

    @property
    def buyer_paid(self) -> NDArray[np.int64]:
        """What the buyer pays for the goods of the line."""
        return self.goods - self.jd - self.government


NO_REFUND, FULL, PARTIAL, PRICE_PROTECTION = range(4)


@dataclass(slots=True)
class Bill(Table):
    """One row a bill line. `fee` is an index into `catalogue.FEES`."""

    order: NDArray[np.int64]  # the row of its order
    line: NDArray[np.int64]  # the row of its line: the SKU it is billed on
    fee: NDArray[np.int64]
    amount: NDArray[np.int64]  # income > 0, expense < 0
    rate: NDArray[np.int64]  # ppm as stated, 0 where none is
    base: NDArray[np.int64]  # what the rate applies to, > 0
    due: NDArray[np.int64]  # 预计结算时间
    billed: NDArray[np.int64]  # the midnight of 账单生成时间
    arrived: NDArray[np.int64]  # 到账时间; after the end: pending
    after_sale: NDArray[np.int64]  # 0 none, else the number of the 售后服务单
    refunded: NDArray[np.int64]  # 售后退款时间, NEVER without
    on_parent: NDArray[np.int64]  # billed on the parent's number
    foreign: NDArray[np.int64]  # 0, or the number of an order of another shop
    incident: NDArray[np.int64]

    def __len__(self) -> int:
        """How many bill lines."""
        return len(self.order)
