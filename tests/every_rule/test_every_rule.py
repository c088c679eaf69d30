"""One battery asked of every rule, the product's and two kept beside it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import check_examples, facts_of, scene, token_of
from shopwarden.engine.explain import explain
from shopwarden.engine.expression import walk
from shopwarden.engine.rule import (
    environment,
    feature_type,
    is_person,
    named,
    placeholders,
    read_rule,
)
from shopwarden.engine.vector import program
from shopwarden.engine.windows import Aggregate
from shopwarden.records.facts import columns_of
from shopwarden.records.reference import Reference
from shopwarden.records.schema import TOKEN_DOMAINS, Kind
from shopwarden.words import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.engine.finding import Finding
    from shopwarden.engine.rule import Example, Rule

HERE = Path(__file__).parent
PRACTICES = HERE.parents[1] / "src" / "shopwarden" / "practices"
DATA = sorted((HERE / "data").glob("*.yaml"))
FILES = [*sorted(PRACTICES.glob("*/rules/*.yaml")), *DATA]
NOW = 4_102_416_000_000
# What a flag and a sign decide has no number to differ.
SAYS_NOTHING = ("payments/fee_unknown",)
YEAR_MS = 366 * 86_400_000


def _read(file: Path) -> Rule:
    practice = "battery" if file in DATA else file.parents[1].name
    return read_rule(f"{practice}/{file.stem}", file.read_text("utf-8"))


@pytest.fixture(params=FILES, ids=lambda file: f"{file.parents[1].name}/{file.stem}")
def rule(request: pytest.FixtureRequest) -> Rule:
    return _read(request.param)


def matching(rule: Rule) -> Iterable[Example]:
    return (example for example in rule.examples if example.fires)


def numbered(example: Example) -> list[dict[str, Any]]:
    """The facts, each with a row of its own, whatever order they come in."""
    return [{**fact, "row": at + 2} for at, fact in enumerate(example.facts)]


def found(rule: Rule, example: Example, records: Any, as_of: int) -> list[Finding]:
    reference = scene(rule, example)[1]
    facts = facts_of(records)
    return explain(evaluate((rule,), facts, reference, as_of, threads=1)[0], facts)


def test_its_examples_behave(rule: Rule) -> None:
    failures = [
        f"line {f.line}: fires {not f.expected}, unknown {dict(f.run.unknown_because)}"
        for f in check_examples(rule)
    ]

    assert failures == []


def test_the_order_of_the_input_changes_nothing(rule: Rule) -> None:
    for example in rule.examples:
        records = numbered(example)
        expected = found(rule, example, records, NOW)
        for seed in range(3):
            Random(seed).shuffle(records)
            assert found(rule, example, records, NOW) == expected


def test_later_facts_and_versions_change_no_earlier_finding(rule: Rule) -> None:
    for example in rule.examples:
        records = numbered(example)
        table = facts_of(records).tables.values()
        as_of = max(int(t["ts"].max()) for t in table)
        later = [{**r, "ts": as_of + YEAR_MS, "row": 900} for r in records]
        newer = [
            {**r, "known_at": as_of + 1, "version": 1, "row": 901} for r in records
        ]

        with_more = found(rule, example, [*records, *later, *newer], as_of)

        assert with_more == found(rule, example, records, as_of)


def test_a_match_is_told_in_both_languages_with_its_nearest_miss(rule: Rule) -> None:
    misses = []
    for example in matching(rule):
        for finding in found(rule, example, numbered(example), NOW):
            texts = [t for t in (finding.reason, finding.nearest_miss) if t]
            for text in texts:
                assert re.search("[\u4e00-\u9fff]", say(text, "zh"))
                assert say(text, "en")
            misses += texts[1:]
            assert finding.evidence
    assert misses or rule.id in SAYS_NOTHING


def test_no_nearest_miss_names_a_column_or_feature_as_the_rule_does(rule: Rule) -> None:
    names = {*environment(rule.fact), *rule.features}
    raw = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in names if "_" in n))
    for example in matching(rule):
        for finding in found(rule, example, numbered(example), NOW):
            if finding.nearest_miss:
                told = [say(finding.nearest_miss, lang) for lang in LANGUAGES]
                assert not any(raw.search(text) for text in told)


def test_ids_are_unique(rule: Rule) -> None:
    for example in matching(rule):
        ids = [f.id for f in found(rule, example, numbered(example), NOW)]
        assert len(set(ids)) == len(ids)


def test_nothing_personal_is_told(rule: Rule) -> None:
    names = {
        **environment(rule.fact),
        **{name: feature_type(feature) for name, feature in rule.features.items()},
    }
    for placeholder in placeholders(rule.reason.zh):
        name = named(placeholder, [*names, *rule.params])
        assert name in rule.params or not is_person(names[str(name)])
    for example in matching(rule):
        told = repr(found(rule, example, numbered(example), NOW))
        for domain, text in people(example):
            token = token_of(domain, text)
            assert repr(token) not in told
            assert token.hex() not in told
            assert repr(text) not in told


def people(example: Example) -> Iterable[tuple[str, str]]:
    for fact in example.facts:
        for name, column in columns_of(Kind(str(fact["kind"]))).items():
            if column.domain in TOKEN_DOMAINS and name in fact:
                yield column.domain, str(fact[name])


def test_its_controls_are_those_of_its_practice(rule: Rule) -> None:
    controls = PRACTICES / rule.practice / "controls.yaml"
    if not controls.exists():
        assert rule.practice == "battery"
        return
    listed = yaml.safe_load(controls.read_text("utf-8"))["controls"]
    assert set(rule.controls) <= {control["id"] for control in listed}
    assert rule.controls
    assert rule.threats


def test_a_count_is_not_named_like_money_or_a_moment(rule: Rule) -> None:
    # `{placed_day}` would be shown as a day, whatever it counts.
    forms = ("_fen", "_ms", "_day", "_share")
    counts = (Aggregate.COUNT, Aggregate.DISTINCT)
    named_so = [f.name for f in rule.features.values() if f.aggregate in counts]

    assert [name for name in named_so if name.endswith(forms)] == []


def test_the_work_does_not_grow_with_the_rows(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the facts take the same number of steps, each over a column."""
    steps: Counter[str] = Counter()
    real = program.verdicts

    def counting(*arguments: Any) -> Any:
        steps["all"] += 1
        return real(*arguments)

    monkeypatch.setattr(program, "verdicts", counting)
    example = next(iter(matching(rule)))
    taken = []
    for times in (1, 10):
        steps.clear()
        records = list(example.facts) * times
        evaluate((rule,), facts_of(records), Reference(), NOW, threads=1)
        taken.append(steps["all"])

    assert taken[0] == taken[1]
    assert sum(1 for _ in walk(rule.when.root)) < 200


def test_rule_ids_are_unique() -> None:
    ids = [_read(file).id for file in FILES]

    assert len(set(ids)) == len(ids)


def test_the_battery_has_rules_to_ask() -> None:
    assert len(DATA) >= 2
