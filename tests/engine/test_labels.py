"""Rules over texts: labels in conditions, in what is counted, and in findings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import check_examples, facts_of
from shopwarden.engine.explain import explain
from shopwarden.engine.rule import read_rule
from shopwarden.errors import RuleError
from shopwarden.records.facts import Table
from shopwarden.records.reference import Reference
from shopwarden.records.schema import MISSING, Kind

RULE = """
title: {zh: 引导站外, en: Lured away}
status: draft
version: 1
severity: high
controls: [PAY-1]
threats: [T1.1]
references: [test]
fact: Message
features:
  before: {aggregate: count, of: Message, by: agent, window: 7d, self: exclude,
           where: "has(labels, 'diversion_contact') or has(personal, 'wechat_id')"}
  last: {aggregate: last, of: Message, value: labels, by: agent, window: 7d}
when: has(labels, 'solicitation:strong') and staff and before >= 1
      and has(last, 'diversion_contact')
per: agent
within: 7d
lane: today
reason: {zh: "此前 {before} 次", en: "{before} times before"}
runbook: {zh: [看], en: [look]}
falsepositives: {zh: [无], en: [none]}
examples:
  match:
    - facts:
        - {kind: Message, ts: "2026-11-03 02:00:00", session: "7001", agent: a1,
           staff: true, labels: [diversion_contact], personal: [wechat_id], length: 9}
        - {kind: Message, ts: "2026-11-03 02:10:00", session: "7002", agent: a1,
           staff: true, labels: [solicitation, "solicitation:strong"], length: 12}
  no_match:
    - facts:
        - {kind: Message, ts: "2026-11-03 02:00:00", session: "7001", agent: a1,
           staff: true, labels: none, length: 9}
        - {kind: Message, ts: "2026-11-03 02:10:00", session: "7002", agent: a1,
           staff: true, labels: [solicitation, "solicitation:strong"], length: 12}
"""
MATCH = read_rule("payments/lured", RULE).examples[0].facts


def test_labels_decide_and_are_counted() -> None:
    assert check_examples(read_rule("payments/lured", RULE)) == []


def test_a_finding_tells_the_labels_and_never_the_person() -> None:
    facts = facts_of(MATCH)
    rule = read_rule("payments/lured", RULE)
    (found,) = explain(evaluate((rule,), facts, Reference(), 2**50)[0], facts)

    assert found.entity == "agent #1"
    assert found.values["labels"] == "solicitation, solicitation:strong"
    assert found.values["last"] == "diversion_contact"
    assert {row.label for row in found.evidence} == {
        "solicitation, solicitation:strong",
        "diversion_contact",
    }


def test_texts_nobody_judged_are_unknown_and_say_why() -> None:
    facts = facts_of(MATCH)
    table = facts.table(Kind.MESSAGE)
    unread = np.full(len(table), MISSING)
    columns = {**table.columns, "labels": unread, "personal": unread}
    facts = replace(facts, tables={Kind.MESSAGE: Table(Kind.MESSAGE, columns)})

    run = evaluate((read_rule("payments/lured", RULE),), facts, Reference(), 2**50)[0]

    assert (len(run.fired), run.unknown) == (0, 1)
    assert run.unknown_because["missing:labels"] == 1


def test_a_label_that_does_not_exist_is_refused_with_its_place() -> None:
    text = RULE.replace("'solicitation:strong') and", "'solicitation:strng') and")

    with pytest.raises(RuleError) as caught:
        read_rule("payments/lured", text)

    assert caught.value.code == "rules.unknown_label_near"
    assert caught.value.params["near"] == "solicitation:strong"
    assert (caught.value.params["line"], caught.value.params["column"]) == (14, 19)
