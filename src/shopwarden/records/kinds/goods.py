"""Goods: slow data of SKUs, papers with a date, prices and promotions."""

from __future__ import annotations

from shopwarden.records.kind import COUNT, FEN, FLAG, MS, PPM, Kind, Schema, code

SCHEMAS = (
    Schema(
        Kind.SKU_FACTS,
        4,
        ("sku", "ts", "nth"),
        {
            "sku": code("sku"),
            "category": code("category"),
            "cost_fen": FEN,
            "floor_fen": FEN,  # never to be sold below
            "weight_g": COUNT,  # of one piece, packed
            "stock": COUNT,
            "limit": COUNT,  # pieces a buyer may have
            "serial": FLAG,  # 1 every piece has a serial number
            "promise_ms": MS,  # paid → shipped, as the page or its template says
            "nth": COUNT,
        },
        reference="sku",
    ),
    Schema(
        Kind.DOCUMENT,
        6,
        ("document", "nth"),
        {
            "document": code("document"),  # its name or number
            "paper": code("paper"),  # licence, authorisation …
            "sku": code("sku"),
            "expires_ms": MS,
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.PROMOTION_PLAN,
        8,
        ("promotion", "sku", "nth"),
        {
            "promotion": code("promotion"),
            "form": code("promotion_form"),
            "sku": code("sku"),  # missing: every SKU of the shop
            "price_fen": FEN,  # direct and flash: the price itself
            "threshold_fen": FEN,  # from this amount on
            "off_fen": FEN,  # this much less
            "pay_ppm": PPM,  # or this share to pay: 0.8 is 20 % off
            "group": code("promotion_group"),  # only one of a group counts
            "limit": COUNT,
            "end_ms": MS,
            "approved": FLAG,  # 1 a second person signed
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.PRICE_SET,
        19,
        ("sku", "ts", "promotion", "nth"),
        {
            "sku": code("sku"),
            "agent": code("agent"),
            "price_fen": FEN,
            "before_fen": FEN,
            "strike_fen": FEN,  # the reference price struck through
            "named": FLAG,  # 1 the page says what the reference price is
            "front_fen": FEN,  # the price in lists and on the front page
            "promotion": code("promotion"),
            "nth": COUNT,
        },
    ),
)
