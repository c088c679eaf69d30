"""Plain text and JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from shopwarden.errors import InputError, UsageError
from shopwarden.report.redaction import Outcome, check, redact
from shopwarden.report.redaction.outcome import Format

if TYPE_CHECKING:
    from pathlib import Path


def redacted(tmp_path: Path, text: str, name: str = "in.txt") -> tuple[Outcome, str]:
    (tmp_path / name).write_bytes(text.encode())
    outcome = redact(tmp_path / name, tmp_path / "out", "zh")
    return outcome, (tmp_path / "out").read_bytes().decode()


def test_plain_text_keeps_all_else(tmp_path: Path) -> None:
    text = "客服您好\r\n我的电话是13900000001，再打 139 0000 0001\n\n最后一行"
    outcome, after = redacted(tmp_path, text)
    assert outcome.format is Format.TEXT
    assert after == "客服您好\r\n我的电话是[手机1]，再打 [手机1]\n\n最后一行"


def test_json_lines_read_keys_as_headings(tmp_path: Path) -> None:
    lines = [
        {"order_id": "13900000009", "receiver": "李示例", "phone": 13900000001},
        {"order_id": "2", "receiver": "王*明", "remark": '打 "13900000001"'},
    ]
    text = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines)
    outcome, after = redacted(tmp_path, text)
    assert outcome.format is Format.JSON
    first, second = map(json.loads, after.splitlines())
    assert first == {
        "order_id": "13900000009",
        "receiver": "[姓名1]",
        "phone": "[手机1]",
    }
    assert second == {"order_id": "2", "receiver": "王*明", "remark": '打 "[手机1]"'}


def test_a_json_line_names_its_person_again(tmp_path: Path) -> None:
    line = json.dumps({"receiver": "李示例", "remark": "李示例收"}, ensure_ascii=False)
    assert json.loads(redacted(tmp_path, line)[1])["remark"] == "[姓名1]收"


@pytest.mark.parametrize("text", ['[{"a": "13900000001\n', '{"a": 1, "b": "\\u00'])
def test_broken_json_is_still_looked_at(text: str, tmp_path: Path) -> None:
    assert "13900000001" not in redacted(tmp_path, text)[1]


def test_redacting_again_changes_nothing(tmp_path: Path) -> None:
    text = '{"receiver": "李示例", "phones": ["13900000001", "13900000002"]}\n'
    once = redacted(tmp_path, text)[1]
    assert redacted(tmp_path, once, "again.txt")[1] == once


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(b"a" * (9 << 20))
    with pytest.raises(InputError) as refused:
        check(tmp_path / "in.txt", "zh")
    assert refused.value.code == "redact.line_long"


REFUSED = {
    "page.xls": (b"<html><table></table></html>", "redact.page"),
    "a.gz": (b"\x1f\x8b\x08", "redact.archive"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "redact.refused"),
    "empty.csv": (b"", "redact.refused"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n", "redact.refused"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused(name: str, tmp_path: Path) -> None:
    data, code = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as refused:
        redact(tmp_path / name, tmp_path / "out", "zh")
    assert refused.value.code == code
    assert not (tmp_path / "out").exists()


def test_the_file_itself_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_text("13900000001", "utf-8")
    (tmp_path / "link.txt").hardlink_to(path)
    for out in (path, tmp_path / "." / "in.txt", tmp_path / "link.txt"):
        with pytest.raises(UsageError):
            redact(path, out, "zh")
    assert path.read_text("utf-8") == "13900000001"
