"""After sales, JD's notices and disputes, step by step."""

from __future__ import annotations

from shopwarden.records.kind import COUNT, FEN, FLAG, MS, Kind, Schema, code

SCHEMAS = (
    Schema(
        Kind.AFTER_SALE_OPENED,
        47,
        ("after_sale", "sku", "nth"),
        {
            "after_sale": code("after_sale"),
            "order": code("order"),
            "sku": code("sku"),
            "buyer": code("buyer"),
            "request": code("request"),
            "cause": code("cause"),
            "amount_fen": FEN,
            "picture": code("picture"),  # fingerprint of the buyer's picture
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.AFTER_SALE_ANSWERED,
        48,
        ("after_sale", "nth"),
        {
            "after_sale": code("after_sale"),
            "order": code("order"),
            "agent": code("agent"),
            "agreed": FLAG,
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.RETURN_RECEIVED,
        49,
        ("after_sale", "nth"),
        {
            "after_sale": code("after_sale"),
            "order": code("order"),
            "sku": code("sku"),
            "buyer": code("buyer"),
            "agent": code("agent"),
            "waybill": code("waybill"),
            "weight_g": COUNT,  # as it came back
            "sent_g": COUNT,  # as it had gone out
            "matches": FLAG,  # 1 serial number and goods are those sent
            "video": FLAG,  # 1 packing and unboxing are on video
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.AFTER_SALE_CLOSED,
        51,
        ("after_sale", "sku", "nth"),
        {
            "after_sale": code("after_sale"),
            "order": code("order"),
            "sku": code("sku"),
            "buyer": code("buyer"),
            "request": code("request"),
            "outcome": code("outcome"),
            "amount_fen": FEN,  # what the buyer got back
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.NOTICE,
        53,
        ("notice", "order", "sku", "nth"),
        {
            "notice": code("notice"),
            "level": code("level"),
            "clause": code("clause"),  # the rule JD names, in its words
            "order": code("order"),
            "sku": code("sku"),
            "amount_fen": FEN,
            "due_ms": MS,  # as the notice says
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.NOTICE_ANSWERED,
        54,
        ("notice", "nth"),
        {"notice": code("notice"), "appealed": FLAG, "nth": COUNT},
    ),
    Schema(
        Kind.DISPUTE_OPENED,
        55,
        ("dispute", "nth"),
        {
            "dispute": code("dispute"),
            "order": code("order"),
            "after_sale": code("after_sale"),
            "sku": code("sku"),
            "buyer": code("buyer"),
            "cause": code("cause"),
            "amount_fen": FEN,
            "due_ms": MS,
            "picture": code("picture"),
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.DISPUTE_ANSWERED,
        56,
        ("dispute", "nth"),
        {"dispute": code("dispute"), "order": code("order"), "nth": COUNT},
    ),
    Schema(
        Kind.DISPUTE_DECIDED,
        57,
        ("dispute", "nth"),
        {
            "dispute": code("dispute"),
            "order": code("order"),
            "verdict": code("verdict"),
            "amount_fen": FEN,
            "due_ms": MS,  # appeal by
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.APPEAL_FILED,
        58,
        ("dispute", "nth"),
        {"dispute": code("dispute"), "order": code("order"), "nth": COUNT},
    ),
    # What is in the file of a dispute when the table was made.
    Schema(
        Kind.DISPUTE_STATE,
        91,
        ("dispute", "known_at"),
        {
            "dispute": code("dispute"),
            "order": code("order"),
            "chat": FLAG,  # chat number 举证号
            "slip": FLAG,  # waybill
            "proof": FLAG,  # the carrier's stamped statement
            "video": FLAG,
            "sealed": FLAG,  # 1 evidence was hashed when it came in
        },
    ),
)
