"""Shapes of facts: the forms of columns, the kinds there are, what a schema says.

What it does not do: list the columns of a kind (`records.kinds`).

>>> code("buyer").form is Form.CODE
True
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import DTypeLike

MISSING = np.iinfo(np.int64).min
NO_CODE = -1


class Form(StrEnum):
    """What a column's numbers mean, and so its numpy type."""

    MONEY = "fen"  # int64 fen, signed from the seller's side
    MOMENT = "ms"  # int64 UTC milliseconds
    COUNT = "count"  # int64
    RATE = "ppm"  # int64 parts per million
    FLAG = "flag"  # int8: 1 yes, 0 no, -1 unknown
    CODE = "code"  # int32 index into Facts.names[domain], NO_CODE if missing
    LABELS = "labels"  # int64 bit mask over records.judge.VOCABULARY[domain]

    @property
    def dtype(self) -> DTypeLike:
        """The numpy type of a column of this form."""
        return {"code": np.int32, "flag": np.int8}.get(self.value, np.int64)

    @property
    def missing(self) -> int:
        """The value that stands for "not known" in a column of this form."""
        return NO_CODE if self in (Form.CODE, Form.FLAG) else int(MISSING)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's form and, for codes and labels, the domain of its values.

    Domains hold identifiers (`order`, `sku`), keyed tokens of people
    (`buyer`, `phone`, `address`) and plain words (`fee`, `status`). The words
    of a label domain are fixed (`records.judge.VOCABULARY`).
    """

    form: Form
    domain: str = ""


class Kind(StrEnum):
    """The kinds of facts, those derived from other facts last."""

    STAFF = "Staff"
    SKU_FACTS = "SkuFacts"
    DOCUMENT = "Document"
    ORDER_PLACED = "OrderPlaced"
    ORDER_LINE = "OrderLine"
    PROMOTION_SHARE = "PromotionShare"
    ORDER_PAID = "OrderPaid"
    ORDER_CANCELLED = "OrderCancelled"
    ORDER_FINISHED = "OrderFinished"
    REFUND_PAID = "RefundPaid"
    BILL_LINE = "BillLine"
    WALLET_LINE = "WalletLine"
    LISTING = "Listing"
    LISTING_CHANGED = "ListingChanged"
    PRICE_SET = "PriceSet"
    PROMOTION_PLAN = "PromotionPlan"
    MESSAGE = "Message"
    REMARK = "Remark"
    REVIEW = "Review"
    SHIPMENT = "Shipment"
    PARCEL_SCANNED = "ParcelScanned"
    PARCEL_SIGNED = "ParcelSigned"
    AFTER_SALE_OPENED = "AfterSaleOpened"
    AFTER_SALE_ANSWERED = "AfterSaleAnswered"
    RETURN_RECEIVED = "ReturnReceived"
    AFTER_SALE_CLOSED = "AfterSaleClosed"
    NOTICE = "Notice"
    NOTICE_ANSWERED = "NoticeAnswered"
    DISPUTE_OPENED = "DisputeOpened"
    DISPUTE_ANSWERED = "DisputeAnswered"
    DISPUTE_DECIDED = "DisputeDecided"
    APPEAL_FILED = "AppealFiled"
    DISPUTE_STATE = "DisputeState"
    SIGN_IN = "SignIn"
    OPERATION = "Operation"
    DATA_EXPORT = "DataExport"
    GRANT = "Grant"
    TRAINING = "Training"
    DRILL = "Drill"
    ORDER_STATE = "OrderState"
    SETTLEMENT_DUE = "SettlementDue"
    FEE_CHECKED = "FeeChecked"
    ORDER_RECONCILED = "OrderReconciled"
    ORDER_LINKED = "OrderLinked"
    HOUR_COUNTED = "HourCounted"
    AGENT_DAY = "AgentDay"
    ACCOUNT_REVIEWED = "AccountReviewed"
    PRICE_REACHABLE = "PriceReachable"
    PROMISE_CHECKED = "PromiseChecked"
    DEADLINE = "Deadline"


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind's rank in the total order, its business key and its columns.

    `amounts` are the columns rules may sum. `derived` kinds are computed from
    other facts and clauses, never imported. A `reference` kind is slow data
    about the entity its column of that name holds: of several rows the latest
    one not after a fact counts for it, the first one where none is that old.
    """

    kind: Kind
    rank: int
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    derived: bool = False
    reference: str = ""


FEN = Column(Form.MONEY)
MS = Column(Form.MOMENT)
COUNT = Column(Form.COUNT)
PPM = Column(Form.RATE)
FLAG = Column(Form.FLAG)

LABELS = Column(Form.LABELS, "label")
PERSONAL = Column(Form.LABELS, "personal")


def code(domain: str) -> Column:
    """A column of identifiers, tokens or words of one domain."""
    return Column(Form.CODE, domain)
