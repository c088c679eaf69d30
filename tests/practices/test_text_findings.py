"""Rules over texts, in a small invented shop: who is told what, and how loudly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.engine.explain import explain
from shopwarden.engine.finding import Lane
from shopwarden.engine.rule import read_rule
from shopwarden.errors import RuleError
from shopwarden.practices.guide import guide_rules
from shopwarden.records.coverage import Coverage
from shopwarden.records.judge import LABELS
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.reference import Reference
from shopwarden.records.schema import Kind
from shopwarden.screening.group import group
from shopwarden.words import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.finding import Finding
    from shopwarden.screening.result import Incident

START = read_moment("2026-11-03 10:00:00") or 0
AS_OF = START + 60 * DAY_MS
RULES = {rule.id: rule for rule in guide_rules()}
STRONG = ("solicitation", "solicitation:strong")
SINGLE = [label for label in LABELS if label not in ("evasion", "benign_warning")]

MIXED = """
title: {zh: 例, en: An example}
status: draft
version: 1
severity: low
controls: [PRI-3]
threats: [T3.5]
references: [an example]
fact: Message
features: {n: {aggregate: count, of: Message, by: {staff: agent}}}
when: n >= 1
per: order
within: 1d
lane: weekly
reason: {zh: 因, en: why}
runbook: {zh: [看], en: [look]}
falsepositives: {zh: [无], en: [none]}
examples: {match: [], no_match: []}
"""


def line(hours: float, labels: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """A chat line some hours on, by staff of one agent unless said otherwise."""
    told = {"session": "s1", "agent": "a1", "buyer": "b1", "staff": True, "length": 20}
    words = {"labels": list(labels) or "none", "personal": "none"}
    ts = START + round(hours * HOUR_MS)
    return {"kind": "Message", "ts": ts, **told, **words, **more}


def talk(nth: int, hours: float, labels: Sequence[str], **more: Any) -> dict[str, Any]:
    """A line in a chat of its own, with a buyer and an order of its own."""
    own = {"session": f"s{nth}", "buyer": f"b{nth}", "order": f"31600000000{nth}"}
    return line(hours, labels, **own, **more)


def page(labels: Sequence[str], sku: str = "100001") -> dict[str, Any]:
    words = {"labels": list(labels), "personal": "none"}
    return {"kind": "Listing", "ts": AS_OF, "sku": sku, "length": 300, **words}


def findings(
    records: Sequence[dict[str, Any]], coverage: Sequence[Coverage] | None = None
) -> list[Finding]:
    """What all rules find; every record has a row of its own."""
    rows = [{**record, "row": at + 2} for at, record in enumerate(records)]
    facts = facts_of(rows, coverage)
    runs = evaluate(tuple(RULES.values()), facts, Reference(), AS_OF, threads=1)
    return [finding for run in runs for finding in explain(run, facts)]


def rules_of(records: Sequence[dict[str, Any]]) -> set[str]:
    return {finding.rule for finding in findings(records)}


def incidents(records: Sequence[dict[str, Any]]) -> tuple[Incident, ...]:
    return group(findings(records), RULES, AS_OF)


# An agent takes four buyers to a private contact within a week; once more it
# asks for payment elsewhere without naming one.
DIVERSION = [
    line(0, buyer="b1", staff=False),
    talk(1, 0.1, (*STRONG, "diversion_contact")),
    talk(2, 20, ["diversion_contact"]),
    talk(3, 40, (*STRONG, "diversion_contact", "evasion")),
    talk(3, 40.1, STRONG),
    talk(4, 90, ["diversion_contact"]),
]
# Another agent's ordinary week, the warnings good staff give included.
CLEAN = [
    talk(5, 1, [], agent="a2"),
    talk(5, 1.1, ["benign_warning"], agent="a2"),
    talk(6, 2, [*STRONG, "diversion_contact"], agent="a2", staff=False),
    talk(6, 2.1, ["benign_warning"], agent="a2"),
    talk(7, 50, ["legal_claim"], agent="a2", staff=False),
    talk(8, 51, ["payment_detail"], agent="a2", staff=False),
]


def test_one_agents_diversion_over_several_chats_is_one_incident_that_rings() -> None:
    (one,) = incidents([*DIVERSION, *CLEAN])

    assert one.lane is Lane.RING
    assert {alert.rule for alert in one.alerts} == {
        "payments/staff_solicitation",
        "payments/staff_solicitation_once",
        "payments/agent_diversion",
    }
    assert len(one.orders) == 4


def test_a_clean_chat_yields_nothing() -> None:
    assert incidents(CLEAN) == ()


def test_two_agents_are_two_incidents() -> None:
    other = [{**r, "agent": "a9", "order": f"32{r['order']}"} for r in DIVERSION[1:]]
    moved = [{**r, "session": f"x{r['session']}", "buyer": "b9"} for r in other]

    assert len(incidents([*DIVERSION, *moved])) == 2


@pytest.mark.parametrize("label", SINGLE)
def test_no_single_label_rings(label: str) -> None:
    words = sorted({label, label.partition(":")[0]} & set(LABELS))
    found = findings([line(0, words), line(1, words, agent="a2", session="s2")])

    assert Lane.RING not in {finding.lane for finding in found}


def test_what_buyers_write_never_rings() -> None:
    everything = [talk(n, n, LABELS, staff=False) for n in range(6)]
    found = findings(everything)

    assert found
    assert Lane.RING not in {finding.lane for finding in found}


@pytest.mark.parametrize(
    ("labels", "rule"),
    [
        ((*STRONG, "payment_detail"), "payments/staff_solicitation"),
        ((*STRONG, "evasion"), "payments/staff_solicitation"),
        (("secret_request", "evasion"), "privacy/staff_secret_request"),
        (("lure", "lure:deposit", "payment_detail"), "education/staff_lure"),
    ],
)
def test_two_signals_by_staff_ring_unless_the_line_warns(
    labels: tuple[str, ...], rule: str
) -> None:
    assert rule in rules_of([line(0, labels)])
    if rule != "education/staff_lure":
        assert rule not in rules_of([line(0, (*labels, "benign_warning"))])


def test_a_second_time_within_a_week_rings() -> None:
    later = line(24 * 6, ["secret_request"], session="s2")
    too_late = line(24 * 8, ["secret_request"], session="s2")
    ring = "privacy/staff_secret_request"

    assert ring in rules_of([line(0, ["secret_request"]), later])
    assert ring not in rules_of([line(0, ["secret_request"]), too_late])


def test_a_first_line_is_told_though_the_week_before_was_not_exported() -> None:
    covered = [Coverage(Kind.MESSAGE, START, AS_OF)]
    found = findings([line(1, STRONG)], covered)

    assert [f.rule for f in found] == ["payments/staff_solicitation_once"]


def test_impostors_reported_by_three_buyers_of_the_shop_in_a_day_are_a_burst() -> None:
    told: dict[str, Any] = {"labels": ["scam_report"], "staff": False}
    three = [talk(n, 8 * n, [], agent=f"a{n}") | told for n in range(3)]
    burst = "privacy/scam_report_burst"

    assert burst in rules_of(three)
    assert burst not in rules_of(three[:2])
    assert burst not in rules_of([r | {"buyer": "b1"} for r in three])
    assert burst not in rules_of([r | {"staff": True} for r in three])
    assert burst not in rules_of(
        [r | {"ts": r["ts"] + n * DAY_MS} for n, r in enumerate(three)]
    )


def test_a_flag_names_the_whole_shop_but_never_a_text() -> None:
    with pytest.raises(RuleError) as caught:
        read_rule("privacy/mixed", MIXED)
    assert caught.value.code == "rules.keys_differ"


def test_a_page_and_the_edit_that_spoilt_it_cite_the_same_row() -> None:
    contact = ["third_party_contact"]
    words = {"labels": contact, "personal": "none", "labels_before": "none"}
    edit = {"kind": "ListingChanged", "ts": AS_OF - 9 * DAY_MS, "sku": "100001"}
    found = findings([{**edit, "agent": "a1", "field": "详情", **words}, page(contact)])

    rows = {f.rule: {row.row for row in f.evidence} for f in found}
    assert rows["policies/page_contact_added"] <= rows["policies/page_contact"]


def test_a_claim_to_have_paid_is_believed_where_jd_shows_the_payment() -> None:
    order = {"order": "316000000001", "buyer": "b1"}
    placed = {"kind": "OrderPlaced", "ts": START, "receivable_fen": 9900, **order}
    paid = {"kind": "OrderPaid", "ts": START + HOUR_MS, "amount_fen": 9900, **order}
    claim = talk(1, 2, ["payment_claim"], staff=False)
    rule = "payments/payment_claim_unpaid"

    assert rule in rules_of([placed, claim])
    assert rule not in rules_of([placed, paid, claim])
    assert rule not in rules_of([placed | {"pay_method": "货到付款"}, claim])
    assert rule not in rules_of([placed | {"ts": START + 2 * HOUR_MS}, claim])


def test_a_refund_after_a_talk_of_dealing_elsewhere_is_told_with_its_money() -> None:
    refund = {"kind": "RefundPaid", "ts": START + 30 * HOUR_MS, "amount_fen": 9900}
    refund |= {"order": "316000000001", "sku": "100001", "buyer": "b1"}
    asked = talk(1, 1, STRONG, staff=False)
    (found,) = findings([asked, refund])

    assert found.rule == "payments/buyer_offline_then_refund"
    assert found.stake is not None
    assert found.stake.amount_fen == 9900
    assert rules_of([asked | {"buyer": "b2"}, refund]) == set()


def test_reasons_say_when_and_how_often_and_name_nobody() -> None:
    found = findings([*DIVERSION, *CLEAN])

    for one in found:
        for language in LANGUAGES:
            told = say(one.reason, language)
            assert "2026-11-" in told or "7" in told
            assert not any(f"{who}{n}" in told for who in "ab" for n in range(1, 9))
