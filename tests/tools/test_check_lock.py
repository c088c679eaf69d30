"""The lock check refuses addresses, and never passes unasked in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PIN = f"numpy==2.4.6 \\\n    --hash=sha256:{'0' * 64}\n    # via shopwarden\n"


def checked(repository: Path, root: Path, lock: str, ci: str = "") -> tuple[int, str]:
    folder = root / "requirements"
    folder.mkdir()
    (folder / "dev.txt").write_text(lock, "utf-8")
    (folder / "run.txt").write_text(PIN if "numpy" in lock else "", "utf-8")
    # An index that does not exist; the suite lets nobody ask for it anyway.
    unanswered = {
        "CI": ci,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "https://index.invalid/simple",
        "PIP_FIND_LINKS": "",
        "PIP_EXTRA_INDEX_URL": "",
    }
    done = subprocess.run(
        [sys.executable, repository / "tools" / "check_lock.py", root],
        env={**os.environ, **unanswered},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://mirror.invalid/simple",
        "--find-links wheels",
        "--trusted-host mirror.invalid",
        "pyyaml @ https://mirror.invalid/pyyaml.whl",
    ],
)
def test_an_address_in_a_lock_is_refused(
    repository: Path, tmp_path: Path, line: str
) -> None:
    code, said = checked(repository, tmp_path, f"# made by make lock\n{line}\n")
    assert code == 1
    assert "dev.txt:2: names an address" in said


def test_without_an_index_it_says_loudly_that_it_did_not_check(
    repository: Path, tmp_path: Path
) -> None:
    code, said = checked(repository, tmp_path, PIN)
    assert code == 0
    assert "NOT CHECKED" in said


def test_without_an_index_it_fails_in_ci(repository: Path, tmp_path: Path) -> None:
    code, said = checked(repository, tmp_path, PIN, ci="1")
    assert code == 1
    assert "NOT CHECKED" in said
