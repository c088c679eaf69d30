"""The team: accounts of the shop, what they did, and what they have learnt.

Logs are keyed by their own entry number where they have one; a person's
token is in no key, since it differs from run to run.
"""

from __future__ import annotations

from shopwarden.records.kind import COUNT, FEN, FLAG, MS, Kind, Schema, code

SCHEMAS = (
    Schema(
        Kind.STAFF,
        2,
        ("ts", "entry", "nth"),
        {
            "entry": code("entry"),  # the roster's own number of the account
            "agent": code("agent"),
            "role": code("role"),
            "joined_ms": MS,
            "left_ms": MS,  # last day of work
            "active": FLAG,  # 1 the account can sign in
            "mfa": FLAG,  # 1 a second factor is on
            "admin": FLAG,
            "may_export": FLAG,  # orders
            "may_pay": FLAG,  # finance: withdrawals, refunds
            "may_edit": FLAG,  # listings and prices
            "pooled": FLAG,  # 1 registered as shared by several people or shops
            "phone": code("phone"),
            "nth": COUNT,
        },
        reference="agent",
    ),
    Schema(
        Kind.SIGN_IN,
        30,
        ("ts", "entry", "ok", "nth"),
        {
            "entry": code("entry"),
            "agent": code("agent"),
            "ok": FLAG,  # 1 signed in, 0 refused
            "method": code("method"),
            "ip": code("ip"),
            "device": code("device"),
            "city": code("city"),
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.OPERATION,
        32,
        ("ts", "entry", "action", "order", "sku", "nth"),
        {
            "entry": code("entry"),
            "agent": code("agent"),
            "action": code("action"),
            "subject": code("agent"),  # the account it was done to
            "order": code("order"),
            "sku": code("sku"),
            "items": COUNT,  # how many SKUs, orders or accounts at once
            "before_fen": FEN,
            "after_fen": FEN,
            "far": FLAG,  # 1 the new address is in another province
            "asked": FLAG,  # 1 the buyer asked for it in the chat of the order
            "approved": FLAG,  # 1 a second person approved
            "ip": code("ip"),
            "device": code("device"),
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.DATA_EXPORT,
        34,
        ("ts", "entry", "content", "records", "nth"),
        {
            "entry": code("entry"),
            "agent": code("agent"),
            "content": code("content"),  # orders, buyers, addresses …
            "records": COUNT,
            "plain": FLAG,  # 1 personal data unmasked
            "abroad": FLAG,  # 1 sent to a person or host outside mainland China
            "approved": FLAG,
            "ip": code("ip"),
            "device": code("device"),
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.GRANT,
        36,
        ("app", "nth"),
        {
            "app": code("app"),
            "scope": code("scope"),
            "reads_orders": FLAG,
            "needs_orders": FLAG,  # 1 its job needs them
            "granted_ms": MS,
            "used_ms": MS,  # last call
            "expires_ms": MS,
            "active": FLAG,
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.TRAINING,
        44,
        ("ts", "lesson", "entry", "nth"),
        {
            "entry": code("entry"),
            "agent": code("agent"),
            "lesson": code("lesson"),
            "passed": FLAG,
            "expires_ms": MS,
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.DRILL,
        46,
        ("ts", "campaign", "entry", "nth"),
        {
            "entry": code("entry"),
            "agent": code("agent"),
            "campaign": code("campaign"),
            "way": code("way"),
            "reaction": code("reaction"),
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.WALLET_LINE,
        62,
        ("trade", "flow", "ts", "nth"),
        {
            "trade": code("trade"),
            "flow": code("flow"),
            "amount_fen": FEN,  # into the wallet > 0
            "balance_fen": FEN,
            "wallet": code("wallet"),
            "payee": code("payee"),  # the bank account it went to
            "agent": code("agent"),
            "bill": code("bill"),
            "nth": COUNT,
        },
    ),
)
