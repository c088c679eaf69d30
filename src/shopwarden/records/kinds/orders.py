"""Orders: what was placed, paid, finished and refunded."""

from __future__ import annotations

from shopwarden.records.kind import COUNT, FEN, FLAG, Kind, Schema, code

SCHEMAS = (
    Schema(
        Kind.ORDER_PLACED,
        10,
        ("order",),
        {
            "order": code("order"),
            "parent": code("order"),
            "buyer": code("buyer"),
            "phone": code("phone"),  # strong tokens only; masked values are missing
            "address": code("address"),
            "total_fen": FEN,  # 订单金额: goods at list price
            "receivable_fen": FEN,  # 商家应收 / 结算金额: total − seller's discount
            "payable_fen": FEN,  # 应付金额: what the buyer pays
            "freight_fen": FEN,  # 运费金额 charged to the buyer
            "service_fen": FEN,  # 服务费 charged to the buyer
            "pay_method": code("pay_method"),
            "channel": code("channel"),
            "lines": COUNT,
        },
    ),
    Schema(
        Kind.ORDER_LINE,
        12,
        ("order", "sku", "nth"),
        {
            "order": code("order"),
            "sku": code("sku"),
            "buyer": code("buyer"),
            "address": code("address"),
            "product": code("product"),
            "quantity": COUNT,
            "price_fen": FEN,  # 京东价 of one piece
            "unit_fen": FEN,  # receivable share of one piece: what it really sold for
            "line_fen": FEN,  # receivable of the line, where the table states it
            "line_freight_fen": FEN,
            "nth": COUNT,  # ordinal among lines with the same order and sku
        },
    ),
    Schema(
        Kind.PROMOTION_SHARE,
        14,
        ("order", "sku", "promotion", "promotion_kind", "nth"),
        {
            "order": code("order"),
            "sku": code("sku"),
            "promotion": code("promotion"),
            "promotion_kind": code("promotion_kind"),
            "jd_fen": FEN,  # 京东承担金额, ≥ 0
            "seller_fen": FEN,
            "government_fen": FEN,
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.ORDER_PAID,
        20,
        ("order",),
        {
            "order": code("order"),
            "buyer": code("buyer"),
            "amount_fen": FEN,
        },
    ),
    Schema(
        Kind.ORDER_CANCELLED,
        38,
        ("order",),
        {"order": code("order"), "buyer": code("buyer")},
    ),
    Schema(
        Kind.ORDER_FINISHED,
        40,
        ("order",),
        {"order": code("order"), "buyer": code("buyer")},
    ),
    Schema(
        Kind.REFUND_PAID,
        50,
        ("order", "sku", "after_sale", "nth"),
        {
            "order": code("order"),
            "sku": code("sku"),
            "buyer": code("buyer"),
            "after_sale": code("after_sale"),
            "amount_fen": FEN,  # > 0: what went back to the buyer
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.ORDER_STATE,
        90,
        ("order", "known_at"),
        {
            "order": code("order"),
            "status": code("status"),
            "deleted": FLAG,
        },
    ),
)
