"""Lanes of labels: two signals from staff ring, weak ones wait for the week."""

from __future__ import annotations

import pytest

from shopwarden.engine.finding import Lane
from shopwarden.engine.identify import Span, SpanType
from shopwarden.engine.screen import Mark, Screened
from shopwarden.records.judge import LABELS
from shopwarden.screening.lanes import lane

RINGING = (
    "solicitation",
    "payment_detail",
    "secret_request",
    "goodwill_outside",
    "diversion_contact",
    "lure:deposit",
)
DIRECTIONS = ("staff", "buyer", "")


def mark(label: str, strength: str = "strong", *, hidden: bool = False) -> Mark:
    return Mark(label, strength, "test/rule", ((0, 2),), hidden)


def of(one: Mark, by: str, *others: Mark, span: SpanType | None = None) -> Lane | None:
    spans = () if span is None else (Span(3, 14, span, "strong"),)
    return lane(one, Screened((one, *others), spans), by)


@pytest.mark.parametrize("label", RINGING)
def test_one_signal_by_staff_is_for_today(label: str) -> None:
    assert of(mark(label), "staff") is Lane.TODAY


@pytest.mark.parametrize("label", RINGING)
def test_two_signals_by_staff_ring(label: str) -> None:
    assert of(mark(label), "staff", mark("paid_praise")) is Lane.RING
    assert of(mark(label, hidden=True), "staff") is Lane.RING
    for span in ("bank_card", "wechat_id", "qq_id", "mobile", "email"):
        assert of(mark(label), "staff", span=SpanType(span)) is Lane.RING


def test_what_is_no_second_signal() -> None:
    one = mark("solicitation")
    assert of(one, "staff", mark("solicitation", "weak")) is Lane.TODAY
    assert of(one, "staff", mark("paid_praise", "weak")) is Lane.TODAY
    assert of(one, "staff", mark("benign_warning")) is Lane.TODAY
    assert of(one, "staff", span=SpanType.NAME) is Lane.TODAY
    assert of(one, "staff", span=SpanType.ADDRESS) is Lane.TODAY


@pytest.mark.parametrize("by", ["buyer", ""])
@pytest.mark.parametrize("label", LABELS)
def test_nobody_is_rung_by_what_staff_did_not_write(label: str, by: str) -> None:
    found = of(mark(label, hidden=True), by, mark("lure:malware"), span=SpanType.MOBILE)
    assert found is not Lane.RING


@pytest.mark.parametrize("label", LABELS)
def test_only_money_and_secrets_ring(label: str) -> None:
    found = of(mark(label, hidden=True), "staff", mark("abuse"), span=SpanType.MOBILE)
    families = {name.partition(":")[0] for name in RINGING} | {"qr_payee"}
    assert found is not Lane.RING or label.partition(":")[0] in families


@pytest.mark.parametrize("by", DIRECTIONS)
@pytest.mark.parametrize("label", [name for name in LABELS if name != "benign_warning"])
def test_weak_signals_wait_for_the_week(label: str, by: str) -> None:
    for strength in ("weak", "2"):
        one = mark(label, strength, hidden=True)
        assert of(one, by, mark("solicitation"), span=SpanType.MOBILE) is Lane.WEEKLY


@pytest.mark.parametrize("by", DIRECTIONS)
def test_a_warning_is_in_no_lane(by: str) -> None:
    for strength in ("strong", "weak"):
        assert of(mark("benign_warning", strength), by, mark("solicitation")) is None


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("lure:deposit", Lane.TODAY),
        ("scam_report", Lane.TODAY),
        ("extortion", Lane.TODAY),
        ("threat", Lane.TODAY),
        ("solicitation", Lane.WEEKLY),
        ("diversion_contact", Lane.WEEKLY),
        ("legal_claim", Lane.WEEKLY),
    ],
)
def test_a_buyer_waits_for_the_working_day_at_most(label: str, found: Lane) -> None:
    assert of(mark(label), "buyer") is found


@pytest.mark.parametrize(
    "label", ["payment_claim", "legal_claim", "other_platform", "shipping_promise"]
)
@pytest.mark.parametrize("by", DIRECTIONS)
def test_these_are_a_weekly_sample_whoever_writes(label: str, by: str) -> None:
    assert of(mark(label), by) is Lane.WEEKLY
