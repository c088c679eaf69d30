"""Texts: pages, chats and remarks, as labels."""

from __future__ import annotations

from shopwarden.records.kind import (
    COUNT,
    FEN,
    FLAG,
    LABELS,
    PERSONAL,
    Kind,
    Schema,
    code,
)

SCHEMAS = (
    Schema(
        Kind.LISTING,
        16,
        ("sku", "nth"),
        {
            "sku": code("sku"),
            "spu": code("spu"),
            "price_fen": FEN,  # the price the page showed
            "labels": LABELS,  # of title and detail together
            "personal": PERSONAL,
            "length": COUNT,  # characters of title and detail
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.LISTING_CHANGED,
        18,
        ("sku", "ts", "field", "nth"),
        {
            "sku": code("sku"),
            "agent": code("agent"),  # who edited it, where a change log says so
            "field": code("field"),  # what was edited, in the log's words
            "labels": LABELS,  # only those it did not have before
            "personal": PERSONAL,  # likewise
            "labels_before": LABELS,
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.MESSAGE,
        24,
        # A line that was sent never changes; its length tells lines of one
        # second apart.
        ("session", "ts", "staff", "length", "nth"),
        {
            "session": code("session"),  # the order's number, where none is given
            "order": code("order"),
            "buyer": code("buyer"),
            "agent": code("agent"),  # the sub-account that served the buyer
            "staff": FLAG,  # 1 written by the shop, 0 by the buyer
            "labels": LABELS,
            "personal": PERSONAL,
            "length": COUNT,  # characters
            "attachment": code("extension"),  # of the file sent along: exe, zip …
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.REMARK,
        26,
        ("order", "staff", "length", "nth"),
        {
            "order": code("order"),
            "buyer": code("buyer"),
            "agent": code("agent"),  # who wrote it for the shop
            "staff": FLAG,  # 1 the seller's remark, 0 the buyer's
            "labels": LABELS,
            "personal": PERSONAL,
            "length": COUNT,
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.REVIEW,
        52,
        ("order", "sku", "ts", "length", "nth"),
        {
            "order": code("order"),
            "sku": code("sku"),
            "buyer": code("buyer"),
            "score": COUNT,  # 1 to 5
            "labels": LABELS,
            "personal": PERSONAL,
            "length": COUNT,
            "wording": code("wording"),  # equal for the same words, folded
            "nth": COUNT,
        },
    ),
)
