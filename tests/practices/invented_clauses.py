"""An invented clause with three texts, and a shop's confirmation of it."""

from __future__ import annotations

from dataclasses import replace

from shopwarden.practices.rulebook import Clause, read_clauses, read_sources
from shopwarden.records.moment import read_moment
from shopwarden.records.quantity import read_quantity
from shopwarden.records.reference import Confirmation

SOURCES = """\
sources:
  L:
    title: {zh: 某法, en: A law}
    kind: repository
    where: somewhere
    dated: 2020
    seen_on: 2026-11-01
    effective: {from: 2021-01-01, state: read}
    expires: 2027-11-01
  R:
    title: {zh: 某转载, en: A repost}
    kind: repost
    where: elsewhere
    dated: null
    seen_on: 2026-11-01
    effective: {from: null, state: unverified}
    expires: 2027-05-01
"""
# Three texts: nobody saw the first; the second said 48 h, the third says 24 h.
DATED = """\
practice: policies
clauses:
  - id: JD-INVENTED-1
    title: {zh: 虚构的发货时限, en: An invented dispatch limit}
    says: {form: paraphrase, zh: 限时发货, en: Dispatch in time}
    state: repost
    source: [R]
    threats: [T2.6]
    checks: [payments/settlement_missing]
    versions:
      - {valid_from: null, state: unverified, source: [], expires: 2027-05-01}
      - valid_from: 2025-01-01
        values: {limit: {value: 48, unit: h}, fine: {value: 5, unit: CNY}}
        clock: {length: 48h}
      - valid_from: 2026-03-01
        values: {limit: {value: 24, unit: h}, fine: {value: 5, unit: CNY}}
        candidates: [{length: 1d}, {length: 24h}]
"""


def at(text: str) -> int:
    moment = read_moment(text)
    assert moment is not None
    return moment


def invented(text: str = DATED) -> Clause:
    return read_clauses("policies/clauses.yaml", text, read_sources("s", SOURCES))[0]


def confirmation(**changes: object) -> Confirmation:
    own = Confirmation(
        "JD-INVENTED-1",
        "店长",
        at("2026-04-01"),
        at("2026-10-01"),
        {"limit": read_quantity("36h")},
        {"length": "36h", "starts": "moment"},
        7,
    )
    return replace(own, **changes)  # type: ignore[arg-type]
