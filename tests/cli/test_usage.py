"""The command line speaks both languages and says by exit code how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden import __version__
from shopwarden.cli import run
from shopwarden.cli.language import chosen_language

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    *("scan", "reconcile", "map", "propose", "rules", "guide", "sample"),
    *("redact", "screen", "rhythm", "rulebook", "lesson", "price", "notice"),
    "redteam",
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(
    command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "--help", "--lang", language]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：" if language == "zh" else "Usage: ")
    assert f"shopwarden {command}" in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"shopwarden {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        ([], "还缺", "lacks"),
        (["scan"], "还缺：PATH", "lacks: PATH"),
        (["scan", "x", "--nonsense"], "不认识：--nonsense", "understood: --nonsense"),
        (["scan", "x", "--fail-on", "no"], "没有这个选择", "No such choice"),
        (["scan", "x", "--json"], "--json 后面要有一个值", "--json needs a value"),
        (["sample", "d", "--orders", "many"], "整数", "whole number"),
        (["sample", "d", "--orders", "0"], "5,000,000", "5,000,000"),
        (["rules", "show", "payments/none"], "payments/none", "payments/none"),
    ],
)
def test_wrong_arguments_are_explained(
    arguments: list[str], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, expected in (("zh", zh), ("en", en)):
        assert run([*arguments, f"--lang={language}"]) == 2
        assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "C"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "SHOPWARDEN_LANG": "en"}, "en"),
        (["--lang", "zh"], {"LANG": "en_GB"}, "zh"),
        (["--lang=en"], {"LANG": "zh_CN"}, "en"),
    ],
)
def test_the_language_is_chosen_before_parsing(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    assert chosen_language(arguments, environment) == expected


def test_map_saves_only_what_it_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table of strange words must not spoil the columns.yaml of the others."""
    saved = tmp_path / "columns.yaml"
    strange, known = tmp_path / "strange.tsv", tmp_path / "page.html"
    strange.write_text("甲项\t乙项\n1001\t3\n1002\t4\n", "utf-8")
    known.write_text(
        "<table><tr><th>订单号</th><th>结算金额</th></tr>"
        "<tr><td>316000000001</td><td>99.00</td></tr></table>",
        "utf-8",
    )
    assert run(["map", str(strange), "--save", str(saved), "--lang", "zh"]) == 0
    assert "没有可存" in (told := capsys.readouterr()).out + told.err
    assert not saved.exists()
    assert run(["map", str(known), "--save", str(saved), "--lang", "zh"]) == 0
    assert "订单号" in saved.read_text("utf-8")


def test_map_of_a_broken_file_is_an_input_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04")
    assert run(["map", str(tmp_path / "a.zip"), "--lang", "zh"]) == 3
    assert "重新下载" in capsys.readouterr().out
