"""One small sample shop, scanned once, for the tests of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden.cli import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample folder and the outputs of one scan of it, by name."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "out").mkdir()
    found = {
        "sample": folder / "sample",
        "report": folder / "out" / "r.html",
        "xlsx": folder / "out" / "c.xlsx",
        "json": folder / "out" / "f.jsonl",
    }
    made = ["sample", str(found["sample"]), "--orders", "1500", "--seed", "7"]
    assert run(made) == 0
    arguments = ["scan", str(found["sample"]), "--quiet"]
    for name in ("report", "xlsx", "json"):
        arguments += [f"--{name}", str(found[name])]
    assert run(arguments) == 0
    return found
