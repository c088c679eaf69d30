"""The command line starts at once: what is heavy is loaded when it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = (
    "numba",
    "llvmlite",
    "pyarrow",
    "numpy",
    "yaml",
    "xlsxwriter",
    "python_calamine",
)
NETWORK = ("ssl", "http.client", "urllib.request", "asyncio")


def loaded_by(statement: str) -> set[str]:
    program = f"import json, sys; {statement}; print(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    assert loaded_by("import shopwarden.cli").isdisjoint(HEAVY)


def test_importing_the_command_line_loads_no_network() -> None:
    assert loaded_by("import shopwarden.cli").isdisjoint(NETWORK)


def test_the_command_is_where_the_package_says() -> None:
    assert "shopwarden.cli" in loaded_by("from shopwarden.cli import run; run.__call__")


def test_help_loads_nothing_heavy() -> None:
    statement = (
        "from shopwarden.cli import run\n"
        "sys.argv = ['shopwarden', '--help']\n"
        "try: run()\n"
        "except SystemExit: pass\n"
    )
    program = f"import json, sys\n{statement}print(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "scan" in done.stdout
    assert set(json.loads(done.stdout.splitlines()[-1])).isdisjoint(HEAVY)
