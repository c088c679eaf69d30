"""scan from files to outputs: what it finds, writes and returns."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.cli import run

if TYPE_CHECKING:
    from pathlib import Path


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_outputs_are_written(scanned: dict[str, Path]) -> None:
    for name in ("report", "xlsx", "json"):
        assert scanned[name].stat().st_size > 1000
    *findings, summary = _lines(scanned["json"])
    assert summary["type"] == "summary"
    assert summary["findings"] == len(findings) > 0


def test_the_summary_puts_money_first(
    scanned: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for language, word in (("zh", "京东"), ("en", "JD")):
        assert run(["scan", str(scanned["sample"]), "--quiet", "--lang", language]) == 0
        first = "\n".join(capsys.readouterr().out.splitlines()[:6])
        assert "¥" in first
        assert word in first


def test_fail_on_returns_ten(scanned: dict[str, Path]) -> None:
    assert run(["scan", str(scanned["sample"]), "--quiet", "--fail-on", "high"]) == 10


def test_a_clean_shop_does_not_fail(tmp_path: Path) -> None:
    made = ["sample", str(tmp_path / "s"), "--orders", "400", "--clean"]
    assert run([*made, "--layout", "old"]) == 0
    out = tmp_path / "f.jsonl"
    scan = ["scan", str(tmp_path / "s"), "--quiet", "--json", str(out)]
    assert run([*scan, "--fail-on", "low"]) in (0, 10)
    # A new phone bound as planned looks like any other from outside.
    found = {line["rule"] for line in _lines(out)[:-1]}
    assert found <= {"authentication/binding_changed"}


def test_any_order_of_files_gives_the_same_findings(
    scanned: dict[str, Path], tmp_path: Path
) -> None:
    files = sorted(str(path) for path in scanned["sample"].iterdir())
    written = []
    for number, order in enumerate((files, files[::-1], files[3:] + files[:3])):
        out = tmp_path / f"{number}.jsonl"
        assert run(["scan", *order, "--quiet", "--json", str(out)]) == 0
        written.append(out.read_bytes())
    assert written[0] == written[1] == written[2]


def test_as_of_hides_what_came_later(scanned: dict[str, Path], tmp_path: Path) -> None:
    """Files known after the moment change nothing that was judged before it."""
    *findings, summary = _lines(scanned["json"])
    assert all(f["ts"] <= summary["shops"][0]["as_of"] for f in findings)
    out = tmp_path / "f.jsonl"
    early = ["--as-of", "2026-10-01", "--json", str(out), "--quiet"]
    assert run(["scan", str(scanned["sample"]), *early]) == 0
    assert _lines(out)[-1]["findings"] == 0


def test_nothing_is_written_into_a_missing_folder(
    scanned: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "none" / "r.html"
    arguments = ["scan", str(scanned["sample"]), "--quiet", "--report", str(target)]
    assert run(arguments) == 5
    assert str(target.parent) in capsys.readouterr().err
    assert not target.parent.exists()


def test_an_interrupt_leaves_nothing_half_written(
    scanned: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    arguments = ["scan", str(scanned["sample"]), "--quiet", "--lang", "zh"]
    assert run([*arguments, "--report", str(tmp_path / "r.html")]) == 130
    assert "已中断" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_broken_files_are_named_and_the_rest_is_read(
    scanned: dict[str, Path],
    tmp_path: Path,
    language: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(scanned["sample"], folder)
    (folder / "truncated.zip").write_bytes(b"PK\x03\x04 and then nothing")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "noise.csv").write_bytes(bytes(range(256)) * 40)
    out = tmp_path / "f.jsonl"
    arguments = ["scan", str(folder), "--quiet", "--json", str(out)]
    assert run([*arguments, "--lang", language]) == 0
    shown = capsys.readouterr().out
    for name in ("truncated.zip", "empty.csv", "noise.csv"):
        assert name in shown
    assert _lines(out)[:-1] == _lines(scanned["json"])[:-1]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nothing.csv", b""),
        ("broken.zip", b"PK\x03\x04"),
        ("broken.xlsx", b"PK\x05\x06" + bytes(18)),
        ("letters.csv", "甲,乙\n丙,丁\n".encode("gb18030")),
    ],
)
def test_only_unreadable_files_is_an_input_error(
    name: str, data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for language in ("zh", "en"):
        assert run(["scan", str(path), "--quiet", "--lang", language]) == 3
        assert name in capsys.readouterr().err


def test_missing_paths_and_empty_folders_are_input_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scan", str(tmp_path / "none.csv"), "--lang", "zh"]) == 3
    assert "none.csv" in capsys.readouterr().err
    assert run(["scan", str(tmp_path), "--lang", "zh"]) == 3
    assert run(["scan", str(tmp_path), "--as-of", "yesterday"]) == 2


@pytest.mark.parametrize("wanted", ["对账", "订单结算", "1946", "营销对账"])
def test_one_kind_of_file_alone_is_scanned(
    scanned: dict[str, Path], tmp_path: Path, wanted: str
) -> None:
    """Only bills, only orders, only promotions: no crash, and no false claim."""
    files = [str(p) for p in scanned["sample"].iterdir() if wanted in p.name]
    assert files
    out = tmp_path / "f.jsonl"
    assert run(["scan", *files, "--quiet", "--json", str(out)]) == 0
    claims = {"payments/settlement_missing", "payments/settlement_short"}
    assert not claims.intersection(f["rule"] for f in _lines(out)[:-1])
