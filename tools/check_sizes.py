"""Check that files and functions stay small and are named for what they do.

A file has fewer than 400 lines, a function at most 70, and no module is a
grab-bag (utils, helpers, …). A limit is raised only by a decision record.

usage: python tools/check_sizes.py [ROOT]
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_LINES = 399
FUNCTION_LINES = 70
ROOMS = ("src", "tests", "tools", "benchmarks")
GRAB_BAGS = frozenset({"common", "helper", "manager", "misc", "util"})


def main() -> int:
    """Print what is too large or badly named; 1 if there is anything."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    complaints = [line for path in sources(root) for line in judge(path)]
    print("\n".join(complaints) or "sizes: every file and function is small enough")
    return 1 if complaints else 0


def sources(root: Path) -> list[Path]:
    """The Python files of the rooms, in a stable order."""
    return sorted(path for room in ROOMS for path in (root / room).rglob("*.py"))


def judge(path: Path) -> Iterator[str]:
    """What is wrong with one file."""
    text = path.read_text("utf-8")
    length = len(text.splitlines())
    if length > FILE_LINES:
        yield f"{path}: {length} lines; split it (limit {FILE_LINES})"
    if path.stem.removesuffix("s") in GRAB_BAGS:
        yield f"{path}: name the module for the one thing it does"
    for node in ast.walk(ast.parse(text, str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                place = f"{path}:{node.lineno}: {node.name}"
                yield f"{place} has {lines} lines (limit {FUNCTION_LINES})"


if __name__ == "__main__":
    raise SystemExit(main())
