"""Invented rules with a weakness that is known to the fen, for the red team."""

from __future__ import annotations

from shopwarden.engine.rule import Rule, read_rule

_FRAME = """\
title: {{zh: 例, en: example}}
status: draft
version: 1
severity: low
controls: [MON-1]
threats: [T5.1]
references: [invented for a test]
fact: {fact}
{middle}
per: {per}
within: 1d
lane: weekly
reason: {{zh: "时间 {{ts_ms}}", en: "at {{ts_ms}}"}}
runbook: {{zh: [看一下], en: [look]}}
falsepositives: {{zh: [无], en: [none]}}
examples:
  match:
    - facts:
{match}
  no_match:
    - facts:
        - {{kind: {fact}, ts: "2026-11-03 02:00:00"}}
"""


def rule(
    fact: str, middle: str, *match: str, name: str = "planted", per: str = "order"
) -> Rule:
    """A rule about a kind of fact: `middle` are its features and condition."""
    shown = "\n".join(f"        - {{{each}}}" for each in match)
    text = _FRAME.format(fact=fact, middle=middle, match=shown, per=per)
    return read_rule(f"monitoring/{name}", text)


def burst(orders: int = 2) -> Rule:
    """So many payments of one buyer within ten minutes."""
    return rule(
        "OrderPaid",
        "features:\n"
        "  paid: {aggregate: count, of: OrderPaid, by: buyer, window: 10min}\n"
        f"when: paid >= {orders}",
        f"kind: OrderPaid, repeat: {orders}, every: 1min, "
        'ts: "2026-11-03 02:00:00", order: "3160000001", buyer: b1, amount_fen: 9900',
    )


def refund() -> Rule:
    """A refund of ¥100 or more."""
    return rule(
        "RefundPaid",
        "when: amount_fen >= 10000",
        'kind: RefundPaid, ts: "2026-11-03 02:00:00", order: "3160000001", '
        "buyer: b1, amount_fen: 10000",
    )


def either() -> Rule:
    """An after-sale of ¥100 or more, or for quality: two moves are needed."""
    return rule(
        "AfterSaleOpened",
        "when: amount_fen >= 10000 or cause == 'quality'",
        'kind: AfterSaleOpened, ts: "2026-11-03 02:00:00", after_sale: "700001", '
        'order: "3160000001", buyer: b1, cause: quality, amount_fen: 10000',
    )


def bill() -> Rule:
    """A bill line of JD's: nobody's to change."""
    return rule(
        "BillLine",
        "when: amount_fen < 0",
        'kind: BillLine, ts: "2026-11-03 02:00:00", order: "3160000001", '
        "amount_fen: -100",
    )
