"""The guide names only what exists, and every rule has its place in it."""

from __future__ import annotations

from importlib import resources

import yaml

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


def test_what_a_control_lists_is_what_its_rules_name() -> None:
    """The list in controls.yaml is for readers; the rules decide."""
    root = resources.files("shopwarden.practices")
    for practice in load_guide().practices:
        text = (root / practice.name / "controls.yaml").read_text("utf-8")
        for entry in yaml.safe_load(text)["controls"]:
            named = {r.id for r in guide_rules() if entry["id"] in r.controls}
            assert set(entry.get("rules", ())) == named, entry["id"]


def test_every_practice_has_five_to_eight_controls() -> None:
    guide = load_guide()
    for practice in guide.practices:
        assert 5 <= len(guide.of(practice.name)) <= 8, practice.name


def test_the_catalogue_is_whole() -> None:
    counts = (12, 10, 10, 9, 13, 7, 9, 7)
    expected = [f"T{p}.{n}" for p, c in enumerate(counts, 1) for n in range(1, c + 1)]
    assert [threat.id for threat in load_guide().threats] == expected


def test_every_threat_has_a_rule_an_attestation_or_a_reason() -> None:
    rules, guide = guide_rules(), load_guide()
    attested = {t for c in guide.controls if c.manual for t in c.threats}
    for threat in guide.threats:
        assert rules_of(threat.id, rules) or threat.id in attested or threat.unseen
