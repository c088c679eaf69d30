"""Every message of this repository has its words in both languages."""

from __future__ import annotations

import string
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

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
