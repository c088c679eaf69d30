"""The catalogue check finds messages without words, and words without use."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = '[lost]\nzh = "找不到 {path}"\nen = "{path} is lost"\n'
USE = 'raise InputError("sources.lost", path=path)\n'


def checked(repository: Path, root: Path, entries: str, source: str) -> tuple[int, str]:
    locale = root / "src" / "shopwarden" / "words" / "locale"
    locale.mkdir(parents=True)
    (locale / "sources.toml").write_text(entries, "utf-8")
    (root / "src" / "shopwarden" / "reader.py").write_text(source, "utf-8")
    tool = repository / "tools" / "check_catalogues.py"
    program = [sys.executable, str(tool), str(root)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "source",
    [
        USE,
        'Text("sources.lost", {"path": path})',
        'Text("sources.lost", params={"path": path, "more": 1})',
        'Text("sources.lost", parameters)',
        'Text("sources.lost", {**parameters})',
        'errors.InputError("sources.lost", **parameters)',
        'TABLE = {1: "sources.lost"}',
        'Text(f"sources.{name}", parameters)',
        USE + 'OUTPUT = "sources.csv"',
    ],
)
def test_messages_with_words_pass(
    repository: Path, tmp_path: Path, source: str
) -> None:
    done = checked(repository, tmp_path, ENTRY, source)
    assert done == (0, "catalogues: 1 messages, zh and en\n")


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (USE + 'Text("sources.gone")', "reader.py:2: sources.gone has no entry"),
        (USE + 'Text("nowhere.gone")', "nowhere.gone has no entry"),
        (USE + 'TABLE = ["sources.gone"]', "sources.gone has no entry"),
        ('InputError("sources.lost")', "sources.lost needs path"),
        ('Text("sources.lost", {"file": 1})', "sources.lost needs path"),
        ("", "sources.lost is used nowhere"),
    ],
)
def test_uses_that_cannot_be_worded_are_named(
    repository: Path, tmp_path: Path, source: str, complaint: str
) -> None:
    code, said = checked(repository, tmp_path, ENTRY, source)
    assert code == 1
    assert complaint in said


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('[lost]\nzh = "找不到 {path}"', "needs zh and en"),
        ('[lost]\nzh = "找不到"\nen = " "', "neither empty"),
        ('[lost]\nzh = "找不到"\nen = "lost"\nfr = "perdu"', "nothing else"),
        ('[lost]\nzh = "找不到 {path}"\nen = "{file} is lost"', "other placeholders"),
        ('[lost]\nzh = "{path} lost"\nen = "{path} lost"', "not Chinese"),
    ],
)
def test_flawed_entries_are_named(
    repository: Path, tmp_path: Path, entry: str, complaint: str
) -> None:
    code, said = checked(repository, tmp_path, entry, USE)
    assert code == 1
    assert complaint in said
