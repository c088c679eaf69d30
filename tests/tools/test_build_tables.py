"""The tables of characters and sounds are what their sources give.

The Unicode database of another Python may know newer characters; then only
those are compared that were assigned in the oldest one Python still carries
(Unicode 3.2), whose readings do not change.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Of the Python that the tables were built with.
BUILT_WITH = "14.0.0"
OLD = unicodedata.ucd_3_2_0


@pytest.fixture(scope="module")
def tool(repository: Path) -> Any:
    path = repository / "tools" / "build_tables.py"
    spec = importlib.util.spec_from_file_location("build_tables", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def readings(table: str) -> dict[str, str]:
    """The lines of a table of characters by character."""
    lines = (line.split("\t") for line in table.splitlines()[1:])
    return {chr(int(code, 16)): f"{kind} {read}" for kind, code, read in lines}


def settled(found: dict[str, str]) -> dict[str, str]:
    """Those every Unicode database knows alike."""
    same = unicodedata.unidata_version == BUILT_WITH
    return {c: r for c, r in found.items() if same or OLD.category(c) != "Cn"}


def test_the_characters_are_those_of_the_sources(tool: Any) -> None:
    shipped = settled(readings(tool.CHARACTERS.read_text("utf-8")))
    built = settled(readings(tool.characters()))
    assert {c: r for c, r in built.items() if shipped.get(c) != r} == {}
    assert set(shipped) == set(built)


def test_the_sounds_are_those_of_the_sources(tool: Any) -> None:
    assert tool.SOUNDS.read_text("utf-8") == tool.sounds()


def test_check_says_nothing_where_all_is_well(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, repository / "tools" / "build_tables.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    if unicodedata.unidata_version == BUILT_WITH:
        assert (done.returncode, done.stdout) == (0, "")
    else:
        assert "sounds.tsv" not in done.stdout


def test_check_names_the_table_that_differs(
    tool: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("CHARACTERS", "SOUNDS"):
        path = tmp_path / getattr(tool, name).name
        path.write_text("another\n", "utf-8")
        monkeypatch.setattr(tool, name, path)
    assert tool.main(["--check"]) == 1
    assert capsys.readouterr().out.count("differs") == 2
    assert tool.main([]) == 0
    assert tool.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("character", "kind", "read"),
    [
        ("Ａ", "width", "a"),
        ("A", "case", "a"),
        ("𝐚", "style", "a"),
        ("ⓐ", "style", "a"),
        ("①", "digit", "1"),
        ("а", "lookalike", "a"),
        ("Ԝ", "lookalike", "w"),
        ("é", "lookalike", "e"),
        ("轉", "traditional", "转"),
        ("\u3000", "width", " "),
        ("\u200b", "invisible", ""),
        ("\u3164", "invisible", ""),
        ("\U000e0101", "invisible", ""),
        ("➕", "symbol", "+"),
    ],
)
def test_classes_of_folding(tool: Any, character: str, kind: str, read: str) -> None:
    shipped = readings(tool.CHARACTERS.read_text("utf-8"))
    assert shipped[character] == f"{kind} {read}"


@pytest.mark.parametrize("character", "a1微 \t\n。½❤😀")
def test_what_is_read_as_itself(tool: Any, character: str) -> None:
    assert character not in readings(tool.CHARACTERS.read_text("utf-8"))
