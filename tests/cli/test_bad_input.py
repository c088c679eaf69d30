"""Bad input through the command line: a clear message, a documented exit code.

Whatever a person drops in, the command says in their language what happened,
where, and what to do; it returns a code of docs/exit-codes.md and leaves no
half-written file.
"""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from shopwarden.cli import run

LANGUAGES = ("zh", "en")
ORDER = {
    "订单号": "316000000000",
    "商品ID": "100000000001",
    "商品名称": "保温杯",
    "订购数量": "1",
    "支付方式": "在线支付",
    "下单时间": "2026-11-01 10:00:00",
    "京东价": "100.00",
    "订单金额": "100.00",
    "结算金额": "100.00",
    "应付金额": "100.00",
    "订单状态": "完成",
    "订单类型": "SOP",
    "运费金额": "0.00",
    "付款确认时间": "2026-11-01 10:01:00",
    "订单完成时间": "2026-11-05 10:00:00",
}
TIMES = ("下单时间", "付款确认时间", "订单完成时间")
HEADING = ",".join(ORDER)


def _table(*changes: dict[str, str], rows: int = 6) -> str:
    """An order export; `changes` replace cells of its first rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*ORDER])
    writer.writeheader()
    for number in range(max(rows, len(changes))):
        numbered = {**ORDER, "订单号": str(316000000000 + number)}
        writer.writerow(numbered | (changes[number] if number < len(changes) else {}))
    return text.getvalue()


def _bills(*orders: str) -> str:
    """A settlement export in the old layout: goods settled for these orders."""
    heading = "订单编号,父单号,订单状态,订单下单时间,订单完成时间,售后服务单号,"
    heading += "售后退款时间,商品编号,商品名称,商品数量,扣点类型,佣金比例,费用名称,"
    heading += "应结金额,币种,收支方向,结算状态,预计结算时间,账单生成时间,到账时间,"
    heading += "商户订单号,资金动账备注"
    lines = [
        f"{order},--,完成,2026-11-01 10:00:00,2026-11-05 10:00:00,--,--,100000000001,"
        "保温杯,1,--,--,货款,100.00,CNY,收入,已结算,2026-11-12 10:00:00,20261112,"
        f"2026-11-13 05:00:00,20261112{order},--"
        for order in orders
    ]
    return "\n".join([heading, *lines, ""])


def _zip(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("订单.csv", data)
    return packed.getvalue()


def _workbook(megabytes: int) -> bytes:
    """A workbook whose one sheet declares so many megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(bytes(1 << 20))
    return packed.getvalue()


def _scan(path: Path, language: str = "zh", *more: str) -> int:
    return run(["scan", str(path), "--quiet", "--lang", language, *more])


USELESS = {
    "truncated.zip": (
        _zip(os.urandom(4000))[:-900],
        ("重新下载", "again"),
    ),
    "large.xlsx": (_workbook(300), ("解压", "unpack")),
    "headless.csv": (
        _table().partition("\n")[2].encode("gb18030"),
        ("表头", "head"),
    ),
    "shifted.csv": (
        _table(*[{"下单时间": "100.00", "订单金额": "2026-11-01 10:00:00"}] * 6).encode(
            "gb18030"
        ),
        ("「下单时间」", "“下单时间”"),
    ),
    "ancient.csv": (
        _table(*[dict.fromkeys(TIMES, "0001-01-01 00:00:00")] * 6).encode("gb18030"),
        ("没有下单、付款或完成时间", "no time of placing"),
    ),
    "one-line.csv": (
        f"{HEADING}\n".encode("gb18030") + b"3" * (3 << 20),
        ("缺少换行", "line break"),
    ),
    "zeros.csv": (bytes(5000), ("zeros.csv", "zeros.csv")),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + os.urandom(3000), ("picture.csv",) * 2),
}


@pytest.mark.parametrize("name", USELESS)
def test_a_useless_file_is_explained_and_nothing_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, words = USELESS[name]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    (tmp_path / "out").mkdir()
    for language, word in zip(LANGUAGES, words, strict=True):
        code = _scan(
            tmp_path / "in", language, "--report", str(tmp_path / "out" / "r.html")
        )
        shown = capsys.readouterr()
        assert code == 3, shown
        assert name in shown.err
        assert word in shown.err, shown.err
        assert shown.out == ""
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("command", ["scan", "reconcile", "propose"])
def test_every_reading_command_explains_alike(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04")
    for language, word in zip(LANGUAGES, ("重新下载", "again"), strict=True):
        assert run([command, str(tmp_path), "--quiet", "--lang", language]) == 3
        shown = capsys.readouterr().err
        assert "broken.zip" in shown
        assert word in shown


def test_an_empty_folder_and_an_unreadable_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _scan(tmp_path) == 3
    assert "没有可以读取的表格" in capsys.readouterr().err
    path = tmp_path / "locked.csv"
    path.write_text(_table(), "utf-8")
    opened: Any = Path.open

    def refused(self: Path, *given: str) -> object:
        if self.name == path.name:
            raise PermissionError(13, "Permission denied")
        return opened(self, *given)

    monkeypatch.setattr(Path, "open", refused)
    for language in LANGUAGES:
        assert _scan(tmp_path, language) == 3
        assert "locked.csv" in capsys.readouterr().err


BAD_ROWS = {
    "nul": {"订单号": "\0"},
    "formula": {"订单金额": "=1+1"},
    "negative": {"订单金额": "-5.00"},
    "absurd": {"订单金额": "9" * 24},
    "no-date": {"下单时间": "2026-13-45 99:00:00"},
}


def test_a_bad_row_is_set_aside_and_the_rest_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, change in BAD_ROWS.items():
        text = _table({}, change, {"下单时间": "2026-11-01 11:00:00"})
        (tmp_path / f"{name}.csv").write_bytes(text.encode("gb18030"))
    problems = tmp_path / "out.csv"
    for language in LANGUAGES:
        assert _scan(tmp_path, language, "--problems", str(problems)) == 0
        told = list(csv.reader(io.StringIO(problems.read_text("utf-8-sig"))))[1:]
        capsys.readouterr()
        assert {(row[1].removesuffix(".csv"), row[2]) for row in told} >= {
            (name, "3") for name in BAD_ROWS
        }
        assert not any(cell.startswith(("=", "-", "+")) for row in told for cell in row)
        problems.unlink()


def test_the_null_of_jd_is_no_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    never = {
        "付款确认时间": "1970-01-01 08:00:00",
        "订单完成时间": "1970-01-01 08:00:00",
    }
    (tmp_path / "o.csv").write_bytes(_table(never).encode("gb18030"))
    assert _scan(tmp_path) == 0
    assert "1970" not in capsys.readouterr().out


def test_two_totals_of_one_order_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = {"订单号": ORDER["订单号"], "商品ID": "100000000002", "订单金额": "7.00"}
    (tmp_path / "o.csv").write_bytes(_table({}, again).encode("gb18030"))
    out = tmp_path / "p.csv"
    for language, hint in zip(LANGUAGES, ("提示", "Notes"), strict=True):
        assert _scan(tmp_path / "o.csv", language, "--problems", str(out)) == 0
        assert hint in capsys.readouterr().out
        assert len(out.read_text("utf-8").splitlines()) == 2


def test_rows_in_another_encoding_are_told_as_one_kind_of_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *rest = _table(rows=40).splitlines(keepends=True)
    mixed = "".join([first, *rest[:20]]).encode("gb18030")
    mixed += "".join(rest[20:]).encode("utf-8")
    (tmp_path / "mixed.csv").write_bytes(mixed)
    assert _scan(tmp_path, "zh") == 0
    shown = capsys.readouterr().out
    assert "编码" in shown
    assert "重新导出" in shown
    assert shown.count("mixed.csv ·") <= 3  # alike ones stand together


def test_bills_of_another_shop_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "o.csv").write_bytes(_table(rows=30).encode("gb18030"))
    own = [str(316000000000 + n) for n in range(30)]
    bills = _bills(*own, "999000000001")
    (tmp_path / "对账表_20261115.csv").write_bytes(bills.encode("gb18030"))
    assert _scan(tmp_path) == 0
    assert "串店" in capsys.readouterr().out


@pytest.mark.parametrize("only", ["orders", "bills"])
def test_one_kind_of_file_alone_gives_no_verdict(
    only: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = _table() if only == "orders" else _bills("316000000000", "316000000001")
    (tmp_path / "a.csv").write_bytes(text.encode("gb18030"))
    assert _scan(tmp_path, "en") == 0
    shown = capsys.readouterr().out
    assert "no orders and bills to compare" in shown
    assert "not an all-clear" in shown
    assert "Nothing needs you today" not in shown


def test_a_full_disk_is_named_and_the_old_file_stays(
    scanned: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    for flag, name in (("--report", "r.html"), ("--xlsx", "c.xlsx")):
        target = tmp_path / name
        target.touch()
        assert _scan(scanned["sample"], "zh", flag, str(target)) == 5
        assert "磁盘空间不足" in capsys.readouterr().err
        assert target.read_bytes() == b""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["c.xlsx", "r.html"]


def test_ctrl_c_while_reading_leaves_nothing(
    scanned: dict[str, Path], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "shopwarden", "scan", str(scanned["sample"])]
    command += ["--lang", "zh", "--report", str(tmp_path / "r.html")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("读取")
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        assert process.wait(timeout=60) == 130
    assert "已中断" in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_defect_of_ours_shows_no_traceback_and_no_value(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("13900000042")

    monkeypatch.setattr("shopwarden.cli.loading.read_exports", broken)
    (tmp_path / "o.csv").write_text(_table(), "utf-8")
    for language, word in zip(LANGUAGES, ("店卫自己", "itself failed"), strict=True):
        assert _scan(tmp_path, language) == 1
        shown = capsys.readouterr().err
        assert word in shown
        assert "ValueError" in shown
        assert "13900000042" not in shown
        assert "Traceback" not in shown


def test_a_guess_that_lacks_a_column_is_not_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("登录时间,登录结果,登录IP\n2026-11-03 10:00:00,成功,x\n", "utf-8")
    saved = tmp_path / "columns.yaml"
    assert run(["map", str(table), "--save", str(saved), "--lang", "en"]) == 0
    assert not saved.exists()
    assert "员工账号" in capsys.readouterr().out
