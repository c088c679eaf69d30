"""`shopwarden redact` from the command line: words, exit codes, files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from shopwarden.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = ("李示例", "13900000001", "a.b@example.com", "北京市朝阳区示例路1号")
TABLE = (
    "订单号,收货人,联系电话,客户地址,备注\n"
    f"316000000001,{VALUES[0]},{VALUES[1]},{VALUES[3]},发到 {VALUES[2]}\n"
    "316000000002,王*明,139****0002,北京市****,尽快发货\n"
)
LANGUAGES = ("zh", "en")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "订单.csv"
    path.write_bytes(TABLE.encode("gb18030"))
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_check_tells_places_and_what_to_do_but_no_value(
    language: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["redact", str(table), "--lang", language]) == 10
    shown = capsys.readouterr().out
    assert [value for value in VALUES if value in shown] == []
    words = {
        "zh": ("先别发", "第 2 行", "收货人", "手机"),
        "en": ("Do not send", "row 2", "收货人", "mobile"),
    }
    assert [word for word in words[language] if word not in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_copy_is_written_and_said_to_be_clean(
    language: str, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    assert run(["redact", str(table), "-o", str(out), "--lang", language]) == 0
    assert str(out) in capsys.readouterr().out
    after = out.read_bytes().decode("gb18030")
    assert [value for value in VALUES if value in after] == []
    assert "316000000001" in after
    assert run(["redact", str(out), "--lang", language]) == 0
    assert ("可以发" if language == "zh" else "may be sent") in capsys.readouterr().out


def test_the_outcome_as_json_follows_its_schema(
    table: Path, tmp_path: Path, repository: Path
) -> None:
    schema = json.loads(
        (repository / "docs/schemas/redact.schema.json").read_text("utf-8")
    )
    target = tmp_path / "o.json"
    for more in ([], ["-o", str(tmp_path / "out.csv")]):
        run(["redact", str(table), "--json", str(target), *more])
        text = target.read_text("utf-8")
        jsonschema.validate(json.loads(text), schema)
        assert [value for value in VALUES if value in text] == []


@pytest.mark.parametrize(
    ("records", "words"), [(249, ""), (250, "（八）"), (500, "（四）")]
)
def test_the_legal_lines(
    records: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{n},139000{n:05d}\n" for n in range(records))
    (tmp_path / "o.csv").write_text(f"订单号,联系电话\n{rows}", "utf-8")
    assert run(["redact", str(tmp_path / "o.csv"), "--lang", "zh"]) == 10
    shown = capsys.readouterr().out
    assert ("法律线" in shown) == bool(words)
    assert words in shown


WRONG: dict[str, tuple[Callable[[Path], list[str]], int]] = {
    "no file": (lambda p: [str(p / "no.csv")], 3),
    "a folder": (lambda p: [str(p)], 3),
    "same file": (lambda p: [str(p / "订单.csv"), "-o", str(p / "订单.csv")], 2),
    "json over the file": (
        lambda p: [str(p / "订单.csv"), "--json", str(p / "订单.csv")],
        2,
    ),
    "no folder for the copy": (
        lambda p: [str(p / "订单.csv"), "-o", str(p / "no" / "o.csv")],
        5,
    ),
    "no argument": (lambda _: [], 2),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_said_and_the_file_stays(
    what: str,
    language: str,
    table: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments, code = WRONG[what]
    assert run(["redact", *arguments(tmp_path), "--lang", language]) == code
    assert capsys.readouterr().err.strip()
    assert table.read_bytes() == TABLE.encode("gb18030")
    assert [path.name for path in tmp_path.iterdir()] == [table.name]


def test_a_full_disk_leaves_nothing(
    table: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    out = tmp_path / "out.csv"
    assert run(["redact", str(table), "-o", str(out), "--lang", "zh"]) == 5
    assert "磁盘空间不足" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [table.name]
