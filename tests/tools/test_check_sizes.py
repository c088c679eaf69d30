"""The size check finds what grew too large or is named for nothing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def checked(repository: Path, root: Path) -> tuple[int, str]:
    tool = repository / "tools" / "check_sizes.py"
    program = [sys.executable, str(tool), str(root)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def write(root: Path, name: str, text: str) -> None:
    path = root / "src" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def function(lines: int) -> str:
    return "def f():\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [("money.py", function(70)), ("money.py", "x = 1\n" * 399), ("basement.py", "")],
)
def test_what_is_at_the_limit_passes(
    repository: Path, tmp_path: Path, name: str, text: str
) -> None:
    write(tmp_path, name, text)
    assert checked(repository, tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("money.py", function(71), "money.py:1: f has 71 lines"),
        ("money.py", "x = 1\n" * 400, "400 lines; split it"),
        ("money.py", "async " + function(80), "f has 80 lines"),
        ("utils.py", "", "name the module for the one thing it does"),
        ("deep/managers.py", "", "name the module for the one thing it does"),
    ],
)
def test_what_is_beyond_is_named(
    repository: Path, tmp_path: Path, name: str, text: str, complaint: str
) -> None:
    write(tmp_path, name, text)
    code, said = checked(repository, tmp_path)
    assert code == 1
    assert complaint in said
