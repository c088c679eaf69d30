"""Files and functions of this repository are small, and say what they are for."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_files_and_functions_are_small(repository: Path) -> None:
    program = [sys.executable, "tools/check_sizes.py"]
    done = subprocess.run(
        program, cwd=repository, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_module_says_what_it_is_for(repository: Path) -> None:
    silent = [
        str(path.relative_to(repository))
        for room in ("src", "tools", "benchmarks")
        for path in sorted((repository / room).rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []
