"""Facts computed from other facts and clauses: counts, clocks, reviews, links."""

from __future__ import annotations

from shopwarden.records.kind import COUNT, FEN, FLAG, MS, PPM, Kind, Schema, code

SCHEMAS = (
    # Orders that share a strong phone, address or buyer with earlier ones.
    Schema(
        Kind.ORDER_LINKED,
        21,
        ("order",),
        {
            "order": code("order"),
            "group": code("order"),  # the earliest order of the group so far
            "buyer": code("buyer"),
            "orders": COUNT,  # of the group in the last 7 days, this one included
            "orders_24h": COUNT,  # in the last 24 hours
            "buyers": COUNT,  # different buyers of the group in the last 7 days
            "by_phone": FLAG,  # what this order shares with the group
            "by_address": FLAG,
            "by_buyer": FLAG,
            "receivable_fen": FEN,
        },
        derived=True,
    ),
    Schema(
        Kind.HOUR_COUNTED,
        92,
        ("sku", "ts"),
        {
            "sku": code("sku"),
            "orders": COUNT,  # of the SKU in the hour before ts
            "pieces": COUNT,
            "amount_fen": FEN,
            "usual_milli": COUNT,  # median of the same hour, in thousandths
            "spread_milli": COUNT,  # 1.4826 × MAD, in thousandths, at least 1 order
            "days": COUNT,  # days the median stands on
            "campaign": FLAG,
        },
        derived=True,
    ),
    Schema(
        Kind.AGENT_DAY,
        93,
        ("ts", "nth"),
        {
            "agent": code("agent"),
            "records": COUNT,  # exported that day
            "records_usual": COUNT,  # median of the 30 days before with any export
            "records_days": COUNT,  # how many such days
            "decrypts": COUNT,
            "handled": COUNT,  # orders and after-sales the account worked on
            "sessions": COUNT,  # chats of the 7 days up to this one
            "converted": COUNT,  # of them with an order of the buyer within 48 hours
            "cancelled": COUNT,  # of those cancelled or refunded within 48 hours
            "contacts": COUNT,  # sessions in which a contact was exchanged
            "converted_usual_ppm": PPM,  # median over the shop's agents
            "converted_spread_ppm": PPM,  # 1.4826 × MAD
            "peers": COUNT,  # agents the median stands on
            "nth": COUNT,
        },
        derived=True,
    ),
    Schema(
        Kind.ACCOUNT_REVIEWED,
        94,
        ("entry", "nth"),
        {
            "entry": code("entry"),
            "agent": code("agent"),
            "role": code("role"),
            "active": FLAG,
            "mfa": FLAG,
            "admin": FLAG,
            "may_export": FLAG,
            "may_pay": FLAG,
            "may_edit": FLAG,
            "listed": FLAG,  # 1 on the roster
            "joined_ms": MS,
            "left_ms": MS,
            "seen_ms": MS,  # last sign-in or operation
            "idle_ms": MS,  # since then
            "phone_shared": COUNT,  # other accounts with the same phone
            "admins": COUNT,  # of the shop
            "trained_ms": MS,  # last lesson passed
            "nth": COUNT,
        },
        derived=True,
    ),
    # The lowest price promotions can lead to, before or while they run.
    Schema(
        Kind.PRICE_REACHABLE,
        95,
        ("sku", "ts"),
        {
            "sku": code("sku"),
            "lowest_fen": FEN,
            "list_fen": FEN,
            "usual_fen": FEN,  # median deal of 30 days before
            "stacked": COUNT,  # promotions on top of each other
            "shifted": FLAG,  # 1 a digit too few, against what is usual
            "end_ms": MS,
        },
        derived=True,
    ),
    Schema(
        Kind.PROMISE_CHECKED,
        96,
        ("sku",),
        {
            "sku": code("sku"),
            "promised_ms": MS,
            "actual_ms": MS,  # p90 of paid → first scan over 30 days
            "parcels": COUNT,
        },
        derived=True,
    ),
    # One stage of one clock: half, three_quarters, nine_tenths, due.
    Schema(
        Kind.DEADLINE,
        97,
        (
            *("clock", "stage", "order", "after_sale", "dispute", "notice"),
            *("document", "nth"),
        ),
        {
            "clock": code("clock"),
            "stage": code("stage"),
            "order": code("order"),
            "after_sale": code("after_sale"),
            "dispute": code("dispute"),
            "notice": code("notice"),
            "document": code("document"),
            "sku": code("sku"),
            "buyer": code("buyer"),
            "started_ms": MS,
            "due_ms": MS,
            "open": FLAG,  # 1 not done by ts
            "waiting": FLAG,  # 1 not done yet, as of now
            "confirmed": FLAG,  # 1 the shop confirmed the clause or JD named the time
            "amount_fen": FEN,
            "lacking": COUNT,  # pieces of evidence that are missing
            "nth": COUNT,
        },
        derived=True,
    ),
)
