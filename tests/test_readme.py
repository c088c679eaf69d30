"""What the READMEs promise is there, in both languages alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shopwarden.cli import run

if TYPE_CHECKING:
    from pathlib import Path

NAMED = re.compile(
    r"^(?:shopwarden|\| `)\s*([a-z]+)\b|`shopwarden ([a-z]+)", re.MULTILINE
)
OPTION = re.compile(r"--[a-z][a-z-]+")
PAGES = ("README.md", "README.zh.md")


def commands(page: Path) -> set[str]:
    found = NAMED.findall(page.read_text("utf-8"))
    return {first or second for first, second in found}


@pytest.mark.parametrize("name", PAGES)
def test_every_command_named_exists(
    repository: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for command in sorted(commands(repository / name)):
        assert run([command, "--help", "--lang", "en"]) == 0, command
    assert "--report" in capsys.readouterr().out


@pytest.mark.parametrize("name", PAGES)
def test_every_option_named_exists(
    repository: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    page = repository / name
    for command in sorted(commands(page)):
        run([command, "--help"])
    known = set(OPTION.findall(capsys.readouterr().out))
    assert set(OPTION.findall(page.read_text("utf-8"))) <= known


def test_both_languages_name_the_same_commands_and_options(repository: Path) -> None:
    english, chinese = (repository / name for name in PAGES)
    assert commands(english) == commands(chinese) >= {"scan", "sample", "map"}
    options = [set(OPTION.findall(p.read_text("utf-8"))) for p in (english, chinese)]
    assert options[0] == options[1]
