"""Choices: columns whose values are words of a closed list.

A log says 改价, another one "price change": the reader turns both into the
word `price`, so that a rule compares with one word. What people are shown is
in the catalogue `choices`, as `<domain>_<word>`. A word no list knows stays
as it was written.

What it does not do: know how tables spell a word (`sources.exports.choices`).

>>> "price" in CHOICES["action"]
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CHOICES: Mapping[str, tuple[str, ...]] = {
    "role": (
        *("owner", "admin", "operations", "service", "finance", "warehouse"),
        *("marketing", "auditor", "robot"),
    ),
    "method": ("password", "sms", "scan", "passkey", "authenticator"),
    "action": (
        *("price", "stock", "listing", "promotion", "auto_reply"),
        *("address", "ship", "refund", "after_sale", "remark"),
        *("payee", "withdraw"),
        *("permission", "account_add", "account_close", "mfa_off", "phone"),
        *("password", "grant", "settings"),
        *("view", "decrypt", "export", "print"),
    ),
    "content": (
        *("orders", "buyers", "addresses", "chats", "after_sales"),
        *("products", "bills", "reports"),
    ),
    "request": (
        *("refund_only", "return", "exchange", "repair", "price_protection"),
        "cancel",
    ),
    "cause": (
        *("not_received", "quality", "damaged", "wrong_item", "short"),
        *("not_as_described", "counterfeit", "no_reason", "late", "price"),
    ),
    "outcome": ("agreed", "refused", "withdrawn", "expired", "jd_decided"),
    "verdict": ("won", "lost", "settled", "withdrawn"),
    "level": ("reminder", "warning", "violation", "penalty"),
    "flow": (
        *("settlement", "withdrawal", "fee", "compensation", "deposit"),
        *("refund", "adjustment"),
    ),
    "promotion_form": (
        *("direct", "flash", "coupon", "full_reduction", "full_discount"),
        *("pieces_discount", "member", "jd_coupon", "gift", "bundle"),
    ),
    "category": ("fresh", "cosmetics", "electronics", "apparel", "home", "other"),
    "paper": (
        *("licence", "authorisation", "trademark", "quality_report"),
        *("special_licence", "contract", "insurance"),
    ),
    "way": ("mail", "chat", "sms", "code", "call"),
    "reaction": ("reported", "ignored", "opened", "entered"),
    "clock": (
        *("dispatch", "first_scan", "after_sale", "refund", "notice"),
        *("dispute", "appeal", "paper"),
    ),
    "stage": ("half", "three_quarters", "nine_tenths", "due"),
}
