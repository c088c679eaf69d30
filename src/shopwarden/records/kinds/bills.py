"""Bills, and what reconciliation derives from them."""

from __future__ import annotations

from shopwarden.records.kind import COUNT, FEN, FLAG, MS, PPM, Kind, Schema, code

SCHEMAS = (
    Schema(
        Kind.BILL_LINE,
        60,
        ("order", "sku", "fee", "after_sale", "trade", "billed_ms", "bill", "nth"),
        {
            "order": code("order"),
            "parent": code("order"),
            "sku": code("sku"),
            "fee": code("fee"),  # 费用名称
            "fee_class": code("fee_class"),  # 扣点类型 / 费用分类
            "amount_fen": FEN,  # income > 0, expense < 0
            "rate_ppm": PPM,  # 佣金比例 / 费率 as JD states it
            "base_fen": FEN,  # 平台扣费基数
            "user_paid_fen": FEN,
            "jd_fen": FEN,  # 平台承担金额
            "seller_fen": FEN,
            "government_fen": FEN,
            "quantity": COUNT,
            "state": FLAG,  # 1 settled, 0 pending, -1 the file does not say
            "due_ms": MS,  # 预计结算时间
            "billed_ms": MS,  # 账单生成时间
            "arrived_ms": MS,  # 到账时间 / 结算时间
            "placed_ms": MS,
            "finished_ms": MS,
            "refunded_ms": MS,
            "after_sale": code("after_sale"),  # 售后服务单号 / 业务单据编号
            "trade": code("trade"),  # 商户订单号: the wallet transfer
            "bill": code("bill"),  # 结算单号
            "wallet": code("wallet"),  # 钱包账户, a token
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.SETTLEMENT_DUE,
        70,
        ("order",),
        {
            "order": code("order"),
            "buyer": code("buyer"),
            "finished_ms": MS,
            "due_ms": MS,  # finished + cycle; ts = due + grace
            "cycle_ms": MS,
            "expected_fen": FEN,
        },
        derived=True,
    ),
    Schema(
        Kind.FEE_CHECKED,
        72,
        ("order", "sku", "fee", "after_sale", "trade", "billed_ms", "bill", "nth"),
        {
            "order": code("order"),
            "sku": code("sku"),
            "fee": code("fee"),
            "fee_class": code("fee_class"),
            "after_sale": code("after_sale"),
            "trade": code("trade"),
            "bill": code("bill"),
            "billed_ms": MS,
            "nth": COUNT,
            "amount_fen": FEN,  # as billed, signed
            "expected_fen": FEN,  # rate × base, signed
            "excess_fen": FEN,  # expected − billed: > 0 was charged too much
            "base_fen": FEN,
            "rate_ppm": PPM,  # as billed
            "fair_ppm": PPM,  # by contract, or observed on other orders
            "gap_ppm": PPM,  # rate − fair
            "contract": FLAG,  # 1 by contract, 0 observed, -1 no rate known
            "known_fee": FLAG,  # 1 a documented fee kind
            "peers": COUNT,  # rows the observed rate was fitted on
        },
        derived=True,
    ),
    Schema(
        Kind.ORDER_RECONCILED,
        80,
        ("order",),
        {
            "order": code("order"),
            "parent": code("order"),
            "due_fen": FEN,  # receivable + freight + service: what is owed gross
            "settled_fen": FEN,  # net of settled lines
            "pending_fen": FEN,  # net of lines JD says it will settle
            "explained_fen": FEN,  # sum of the named reasons
            "remainder_fen": FEN,  # due − settled − pending − explained
            "pattern": code("pattern"),  # which reasons, and the remainder's shape
            "bill_lines": COUNT,
        },
        derived=True,
    ),
)
