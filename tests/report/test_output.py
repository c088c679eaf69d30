"""Files are written whole or not at all."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from shopwarden.errors import OutputError
from shopwarden.report.output import write_text, written
from shopwarden.words import LANGUAGES, Text, say

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", "utf-8")
    write_text(path, "新")
    assert path.read_text("utf-8") == "新"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError, OSError])
def test_an_interruption_leaves_the_old_file(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", "utf-8")

    def write() -> None:
        with written(path) as temporary:
            temporary.write_text("half", "utf-8")
            raise stop

    with pytest.raises(OutputError if stop is OSError else stop):
        write()
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as missing:
        write_text(tmp_path / "no" / "page.html", "")
    assert missing.value.code == "report.folder_missing"
    with pytest.raises(OutputError) as folder:
        write_text(tmp_path, "")
    assert folder.value.code == "report.is_folder"


def test_the_cause_is_named_in_the_language_of_the_reader(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as refused, written(tmp_path / "page.html"):
        raise OSError(errno.ENOSPC, "No space left on device")
    shown = {
        language: say(Text(refused.value.code, refused.value.params), language)
        for language in LANGUAGES
    }
    assert "磁盘空间不足" in shown["zh"]
    assert "the disk is full" in shown["en"]
