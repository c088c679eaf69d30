"""Every message of this repository has its words in both languages."""

from __future__ import annotations

import string
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from shopwarden.records.choice import CHOICES
from shopwarden.records.schema import SCHEMAS, Kind
from shopwarden.sources.exports.recognise import LAYOUTS
from shopwarden.words import CATALOGUES, LANGUAGES, Text, catalogue, say

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = sorted(entry.name.removesuffix(".toml") for entry in CATALOGUES.iterdir())


def test_every_code_has_words_and_every_entry_is_used(repository: Path) -> None:
    program = [sys.executable, "tools/check_catalogues.py"]
    done = subprocess.run(
        program, cwd=repository, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("value", [None, 0, 86_400_000, "A"])
def test_every_entry_can_be_said(room: str, value: object) -> None:
    for name, entry in catalogue(room).items():
        fields = (field for _, field, _, _ in string.Formatter().parse(entry.zh))
        text = Text(f"{room}.{name}", {field: value for field in fields if field})
        for language in LANGUAGES:
            assert say(text, language).strip()


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("room", ["report", "columns"])
def test_every_kind_of_fact_has_a_name(room: str, kind: Kind) -> None:
    assert f"kind_{kind.name.lower()}" in catalogue(room)


def test_every_column_of_a_fact_has_a_name() -> None:
    names = catalogue("columns")
    for kind, schema in SCHEMAS.items():
        for column in schema.columns:
            assert {column, f"{kind.name.lower()}_{column}"} & set(names), column


def test_every_word_of_a_closed_list_has_words() -> None:
    expected = {f"{domain}_{w}" for domain, words in CHOICES.items() for w in words}
    assert set(catalogue("choices")) == expected


def test_every_table_read_has_a_name() -> None:
    files = {name.removeprefix("file_") for name in catalogue("screening")}
    assert {layout.code for layout in LAYOUTS} <= files
