"""The list for JD's settlement support holds bills and fees, nothing else."""

from __future__ import annotations

from shopwarden.practices.guide import guide_rules
from shopwarden.records.schema import Kind
from shopwarden.report.claims import CLAIMS

# Facts a claim may be judged on: what JD billed, and what follows from it.
BILLED = {
    *(Kind.SETTLEMENT_DUE, Kind.ORDER_RECONCILED, Kind.FEE_CHECKED),
    *(Kind.BILL_LINE, Kind.REFUND_PAID),
}


def test_every_claim_is_a_rule_about_bills() -> None:
    rules = {rule.id: rule for rule in guide_rules()}
    for name in CLAIMS:
        assert rules[name].fact in BILLED, name


def test_no_claim_is_about_an_account_or_a_chat() -> None:
    for rule in guide_rules():
        if rule.fact not in BILLED:
            assert rule.id not in CLAIMS
