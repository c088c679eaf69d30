"""The guide names only what exists, and every rule has its place in it."""

from __future__ import annotations

from shopwarden.practices.guide import guide_rules, load_guide, rules_of
from shopwarden.screening.tables import tables

PRACTICES = (
    "payments policies privacy authentication monitoring education "
    "transparency disputes"
)


def test_the_guide_has_the_eight_practices_in_order() -> None:
    assert " ".join(p.name for p in load_guide().practices) == PRACTICES


def test_every_control_is_watched_by_a_rule_that_names_it() -> None:
    rules = guide_rules()
    for control in load_guide().controls:
        for threat in control.threats:
            watched = rules_of(threat, rules, control.id) or control.manual
            assert watched, (control.id, threat)


def test_every_rule_names_a_control_and_a_threat_of_the_guide() -> None:
    guide = load_guide()
    controls = {c.id: c.practice for c in guide.controls}
    threats = {t.id for t in guide.threats}
    for rule in guide_rules():
        assert rule.controls, rule.id
        assert {controls[c] for c in rule.controls} == {rule.practice}, rule.id
        assert threats.issuperset(rule.threats), rule.id


def test_a_threat_names_tables_that_exist() -> None:
    for threat in load_guide().threats:
        assert threat.needs or threat.unseen
        assert set(threat.needs) <= set(tables()), threat.id
