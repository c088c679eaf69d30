"""JSON lines: every line fits the schema, and nothing is left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator
from tests.report import invented_findings, invented_shop

from shopwarden.report.jsonlines import lines, write_lines

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.screening.result import ShopScreening


def test_every_line_fits_the_schema(repository: Path, shop: ShopScreening) -> None:
    text = (repository / "docs/schemas/scan.schema.json").read_text("utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    validator = Draft202012Validator(json.loads(text))
    for line in lines([shop]):
        validator.validate(json.loads(line))


def test_a_line_per_finding_then_the_summary(
    tmp_path: Path, shop: ShopScreening
) -> None:
    write_lines(tmp_path / "scan.jsonl", [shop])
    read = (tmp_path / "scan.jsonl").read_text("utf-8").splitlines()
    *findings, summary = map(json.loads, read)
    assert {f["id"] for f in findings} == {
        f.id for f in invented_findings.all_findings()
    }
    assert summary["findings"] == len(findings)
    assert summary["shops"][0]["money"]["due_fen"] == invented_shop.money().due_fen


def test_a_schema_refuses_a_line_with_something_else(repository: Path) -> None:
    text = (repository / "docs/schemas/scan.schema.json").read_text("utf-8")
    validator = Draft202012Validator(json.loads(text))
    assert not validator.is_valid({"type": "finding", "phone": "13900000042"})
