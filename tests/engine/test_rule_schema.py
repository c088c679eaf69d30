"""The published schema knows the same rule files as the loader."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from shopwarden.engine.rule import read_rule
from shopwarden.engine.windows import Aggregate
from shopwarden.records.schema import Kind

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/schemas/rule.schema.json").read_text("utf-8"))
GUIDE = (ROOT / "docs/adding-a-rule.md").read_text("utf-8")
RULES = [
    *(ROOT / "src/shopwarden/practices").glob("*/rules/*.yaml"),
    *(ROOT / "tests/every_rule/data").glob("*.yaml"),
]


class Plain(yaml.SafeLoader):
    """YAML 1.2 in one respect: off, on, yes and no are texts."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML declares it so
        first: found
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        if first not in "oOyYnN"
    }


@pytest.mark.parametrize("file", sorted(RULES), ids=lambda file: file.stem)
def test_every_rule_file_fits_the_schema(file: Path) -> None:
    document = yaml.load(file.read_text("utf-8"), Plain)
    jsonschema.validate(document, SCHEMA)


def test_the_schema_names_all_kinds_and_aggregates() -> None:
    defs = SCHEMA["$defs"]

    assert set(defs["kind"]["enum"]) == {kind.value for kind in Kind}
    aggregates = defs["feature"]["properties"]["aggregate"]["enum"]
    assert set(aggregates) == {aggregate.value for aggregate in Aggregate}


def test_the_rule_of_the_guide_is_a_rule() -> None:
    text = GUIDE.split("```yaml\n")[1].split("```")[0]

    jsonschema.validate(yaml.safe_load(text), SCHEMA)
    assert read_rule("payments/guide", text).fact is Kind.SETTLEMENT_DUE
