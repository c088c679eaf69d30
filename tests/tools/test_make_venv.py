"""Bootstrapping says what is missing instead of failing somewhere inside."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HOW = ("Debian, Ubuntu", "python3-venv", "Fedora", "macOS", "make PYTHON=")


def bootstrapped(repository: Path, folder: Path, python: str) -> tuple[int, str]:
    """What the script says about a stand-in interpreter, given as a shell script."""
    stand_in = folder / "python"
    stand_in.write_text(f"#!/bin/sh\n{python}\n", "utf-8")
    stand_in.chmod(0o755)
    script = repository / "tools" / "make_venv.sh"
    done = subprocess.run(
        ["sh", str(script), str(folder / "venv"), str(stand_in)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("python", "complaint"),
    [
        ("exit 1", "is not Python 3.11 or newer"),
        ('case "$2" in *ensurepip*) exit 1 ;; esac', "venv or ensurepip is missing"),
    ],
)
def test_what_is_missing_is_said_with_the_way_out(
    repository: Path, tmp_path: Path, python: str, complaint: str
) -> None:
    code, said = bootstrapped(repository, tmp_path, python)
    assert code == 1
    assert complaint in said
    assert all(way in said for way in HOW)
    assert not (tmp_path / "venv").exists()


def test_an_interpreter_that_can_is_used(repository: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    code, _ = bootstrapped(repository, tmp_path, f'echo "$@" >> "{calls}"')
    assert code == 0
    assert calls.read_text("utf-8").splitlines()[-1].startswith("-m venv --clear")


def test_an_environment_that_works_is_kept(repository: Path, tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\n", "utf-8")
    python.chmod(0o755)
    assert bootstrapped(repository, tmp_path, "exit 1") == (0, "")
