"""The kinds of facts and the columns of each: what a shop's day is made of.

A fact holds only what was true at its `ts`. Tables are columnar: each column
is one numpy array of the type its `Form` names. A missing value is `MISSING`
in an integer column and -1 in a code column.

Every fact has these columns besides its own:

    ts        when it happened, UTC ms
    known_at  when the shop learnt it (the export's time), UTC ms
    version   0 for the first content seen of its business key, then 1, 2 …
    file      index into `Facts.files`
    row       record number in that file, the header being part of the count,
              so that it is the row a spreadsheet shows

What it does not do: hold data (`records.facts`), or know how a file looks.

>>> SCHEMAS[Kind.BILL_LINE].columns["amount_fen"].form is Form.MONEY
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

    ORDER_PLACED = "OrderPlaced"
    ORDER_LINE = "OrderLine"
    PROMOTION_SHARE = "PromotionShare"
    ORDER_PAID = "OrderPaid"
    ORDER_FINISHED = "OrderFinished"
    REFUND_PAID = "RefundPaid"
    BILL_LINE = "BillLine"
    LISTING = "Listing"
    LISTING_CHANGED = "ListingChanged"
    MESSAGE = "Message"
    REMARK = "Remark"
    ORDER_STATE = "OrderState"
    SETTLEMENT_DUE = "SettlementDue"
    FEE_CHECKED = "FeeChecked"
    ORDER_RECONCILED = "OrderReconciled"


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind's rank in the total order, its business key and its columns.

    `amounts` are the columns rules may sum. `derived` kinds are computed from
    other facts and clauses, never imported.
    """

    kind: Kind
    rank: int
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    derived: bool = False


_FEN = Column(Form.MONEY)
_MS = Column(Form.MOMENT)
_COUNT = Column(Form.COUNT)
_PPM = Column(Form.RATE)
_FLAG = Column(Form.FLAG)

_LABELS = Column(Form.LABELS, "label")
_PERSONAL = Column(Form.LABELS, "personal")

TOKEN_DOMAINS = frozenset({"buyer", "phone", "address", "wallet", "agent"})

# Columns every fact has.
COMMON: Mapping[str, Column] = {
    "ts": _MS,
    "known_at": _MS,
    "version": _COUNT,
    "file": _COUNT,
    "row": _COUNT,
}

# The states of a bill line, as numbers of the column `state`.
STATE_UNKNOWN, STATE_SETTLED, STATE_PENDING = -1, 1, 0


def _code(domain: str) -> Column:
    return Column(Form.CODE, domain)


def _schemas(*schemas: Schema) -> Mapping[Kind, Schema]:
    return {schema.kind: schema for schema in schemas}


SCHEMAS: Mapping[Kind, Schema] = _schemas(
    Schema(
        Kind.ORDER_PLACED,
        10,
        ("order",),
        {
            "order": _code("order"),
            "parent": _code("order"),
            "buyer": _code("buyer"),
            "phone": _code("phone"),  # strong tokens only; masked values are missing
            "address": _code("address"),
            "total_fen": _FEN,  # 订单金额: goods at list price
            "receivable_fen": _FEN,  # 商家应收 / 结算金额: total − seller's discount
            "payable_fen": _FEN,  # 应付金额: what the buyer pays
            "freight_fen": _FEN,  # 运费金额 charged to the buyer
            "service_fen": _FEN,  # 服务费 charged to the buyer
            "pay_method": _code("pay_method"),
            "channel": _code("channel"),
            "lines": _COUNT,
        },
    ),
    Schema(
        Kind.ORDER_LINE,
        12,
        ("order", "sku", "nth"),
        {
            "order": _code("order"),
            "sku": _code("sku"),
            "buyer": _code("buyer"),
            "address": _code("address"),
            "product": _code("product"),
            "quantity": _COUNT,
            "price_fen": _FEN,  # 京东价 of one piece
            "unit_fen": _FEN,  # receivable share of one piece: what it really sold for
            "line_fen": _FEN,  # receivable of the line, where the table states it
            "line_freight_fen": _FEN,
            "nth": _COUNT,  # ordinal among lines with the same order and sku
        },
    ),
    Schema(
        Kind.PROMOTION_SHARE,
        14,
        ("order", "sku", "promotion", "promotion_kind", "nth"),
        {
            "order": _code("order"),
            "sku": _code("sku"),
            "promotion": _code("promotion"),
            "promotion_kind": _code("promotion_kind"),
            "jd_fen": _FEN,  # 京东承担金额, ≥ 0
            "seller_fen": _FEN,
            "government_fen": _FEN,
            "nth": _COUNT,
        },
    ),
    Schema(
        Kind.ORDER_PAID,
        20,
        ("order",),
        {
            "order": _code("order"),
            "buyer": _code("buyer"),
            "amount_fen": _FEN,
        },
    ),
    Schema(
        Kind.ORDER_FINISHED,
        40,
        ("order",),
        {"order": _code("order"), "buyer": _code("buyer")},
    ),
    Schema(
        Kind.REFUND_PAID,
        50,
        ("order", "sku", "after_sale", "nth"),
        {
            "order": _code("order"),
            "sku": _code("sku"),
            "buyer": _code("buyer"),
            "after_sale": _code("after_sale"),
            "amount_fen": _FEN,  # > 0: what went back to the buyer
            "nth": _COUNT,
        },
    ),
    Schema(
        Kind.BILL_LINE,
        60,
        ("order", "sku", "fee", "after_sale", "trade", "billed_ms", "bill", "nth"),
        {
            "order": _code("order"),
            "parent": _code("order"),
            "sku": _code("sku"),
            "fee": _code("fee"),  # 费用名称
            "fee_class": _code("fee_class"),  # 扣点类型 / 费用分类
            "amount_fen": _FEN,  # income > 0, expense < 0
            "rate_ppm": _PPM,  # 佣金比例 / 费率 as JD states it
            "base_fen": _FEN,  # 平台扣费基数
            "user_paid_fen": _FEN,
            "jd_fen": _FEN,  # 平台承担金额
            "seller_fen": _FEN,
            "government_fen": _FEN,
            "quantity": _COUNT,
            "state": _FLAG,  # 1 settled, 0 pending, -1 the file does not say
            "due_ms": _MS,  # 预计结算时间
            "billed_ms": _MS,  # 账单生成时间
            "arrived_ms": _MS,  # 到账时间 / 结算时间
            "placed_ms": _MS,
            "finished_ms": _MS,
            "refunded_ms": _MS,
            "after_sale": _code("after_sale"),  # 售后服务单号 / 业务单据编号
            "trade": _code("trade"),  # 商户订单号: the wallet transfer
            "bill": _code("bill"),  # 结算单号
            "wallet": _code("wallet"),  # 钱包账户, a token
            "nth": _COUNT,
        },
    ),
    Schema(
        Kind.LISTING,
        16,
        ("sku", "nth"),
        {
            "sku": _code("sku"),
            "spu": _code("spu"),
            "price_fen": _FEN,  # the price the page showed
            "labels": _LABELS,  # of title and detail together
            "personal": _PERSONAL,
            "length": _COUNT,  # characters of title and detail
            "nth": _COUNT,
        },
    ),
    Schema(
        Kind.LISTING_CHANGED,
        18,
        ("sku", "ts", "field", "nth"),
        {
            "sku": _code("sku"),
            "agent": _code("agent"),  # who edited it, where a change log says so
            "field": _code("field"),  # what was edited, in the log's words
            "labels": _LABELS,  # only those it did not have before
            "personal": _PERSONAL,  # likewise
            "labels_before": _LABELS,
            "nth": _COUNT,
        },
    ),
    Schema(
        Kind.MESSAGE,
        24,
        # A line that was sent never changes; its length tells lines of one
        # second apart.
        ("session", "ts", "staff", "length", "nth"),
        {
            "session": _code("session"),  # the order's number, where none is given
            "order": _code("order"),
            "buyer": _code("buyer"),
            "agent": _code("agent"),  # the sub-account that served the buyer
            "staff": _FLAG,  # 1 written by the shop, 0 by the buyer
            "labels": _LABELS,
            "personal": _PERSONAL,
            "length": _COUNT,  # characters
            "nth": _COUNT,
        },
    ),
    Schema(
        Kind.REMARK,
        26,
        ("order", "staff", "length", "nth"),
        {
            "order": _code("order"),
            "buyer": _code("buyer"),
            "agent": _code("agent"),  # who wrote it for the shop
            "staff": _FLAG,  # 1 the seller's remark, 0 the buyer's
            "labels": _LABELS,
            "personal": _PERSONAL,
            "length": _COUNT,
            "nth": _COUNT,
        },
    ),
    Schema(
        Kind.ORDER_STATE,
        90,
        ("order", "known_at"),
        {
            "order": _code("order"),
            "status": _code("status"),
            "deleted": _FLAG,
        },
    ),
    Schema(
        Kind.SETTLEMENT_DUE,
        70,
        ("order",),
        {
            "order": _code("order"),
            "buyer": _code("buyer"),
            "finished_ms": _MS,
            "due_ms": _MS,  # finished + cycle; ts = due + grace
            "cycle_ms": _MS,
            "expected_fen": _FEN,
        },
        derived=True,
    ),
    Schema(
        Kind.FEE_CHECKED,
        72,
        ("order", "sku", "fee", "after_sale", "trade", "billed_ms", "bill", "nth"),
        {
            "order": _code("order"),
            "sku": _code("sku"),
            "fee": _code("fee"),
            "fee_class": _code("fee_class"),
            "after_sale": _code("after_sale"),
            "trade": _code("trade"),
            "bill": _code("bill"),
            "billed_ms": _MS,
            "nth": _COUNT,
            "amount_fen": _FEN,  # as billed, signed
            "expected_fen": _FEN,  # rate × base, signed
            "excess_fen": _FEN,  # expected − billed: > 0 was charged too much
            "base_fen": _FEN,
            "rate_ppm": _PPM,  # as billed
            "fair_ppm": _PPM,  # by contract, or observed on other orders
            "gap_ppm": _PPM,  # rate − fair
            "contract": _FLAG,  # 1 by contract, 0 observed, -1 no rate known
            "known_fee": _FLAG,  # 1 a documented fee kind
            "peers": _COUNT,  # rows the observed rate was fitted on
        },
        derived=True,
    ),
    Schema(
        Kind.ORDER_RECONCILED,
        80,
        ("order",),
        {
            "order": _code("order"),
            "parent": _code("order"),
            "due_fen": _FEN,  # receivable + freight + service: what is owed gross
            "settled_fen": _FEN,  # net of settled lines
            "pending_fen": _FEN,  # net of lines JD says it will settle
            "explained_fen": _FEN,  # sum of the named reasons
            "remainder_fen": _FEN,  # due − settled − pending − explained
            "pattern": _code("pattern"),  # which reasons, and the remainder's shape
            "bill_lines": _COUNT,
        },
        derived=True,
    ),
)
