"""Archives: names, limits, lies, damage."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from shopwarden.records.problem import Extent, Problem
from shopwarden.sources.exports.raw import Limits, Sheet, open_sheets

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = frozenset({"订单编号", "应结金额"})
TABLE = "订单编号,应结金额\n316000000001,12.50\n".encode("gbk")


def found(path: Path, limits: Limits | None = None) -> list[Sheet | Problem]:
    return list(open_sheets([path], known_headings=KNOWN, limits=limits or Limits()))


def codes(path: Path, limits: Limits | None = None) -> list[str]:
    """What became of each file: `sheet`, or the refusal's code."""
    return [
        "sheet"
        if isinstance(item, Sheet)
        else str(item.reason.source).removeprefix("sources.file_")
        for item in found(path, limits)
    ]


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def written(folder: Path, data: bytes, name: str = "导出.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def ids(sheet: Sheet | Problem) -> list[str]:
    assert isinstance(sheet, Sheet)
    return [
        value for batch in sheet.batches([0]) for value in batch.columns[0].tolist()
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_in_sorted_order_with_their_path(tmp_path: Path, method: int) -> None:
    path = written(tmp_path, zipped({"b.csv": TABLE, "a/账.csv": TABLE}, method))
    sheets = found(path)
    assert [sheet.name for sheet in sheets if isinstance(sheet, Sheet)] == [
        "导出.zip › a/账.csv",
        "导出.zip › b.csv",
    ]
    assert isinstance(sheets[0], Sheet)
    assert sheets[0].file_name == "账.csv"
    assert ids(sheets[0]) == ["316000000001"]


def test_names_in_gbk_without_the_flag(tmp_path: Path) -> None:
    name = "结算单.csv"
    data = zipped({"xxxxxx.csv": TABLE}).replace(b"xxxxxx.csv", name.encode("gbk"))
    (sheet,) = found(written(tmp_path, data))
    assert isinstance(sheet, Sheet)
    assert sheet.file_name == name


def test_hidden_members_are_passed_over_and_others_noted(tmp_path: Path) -> None:
    members = {
        "__MACOSX/._a.csv": b"",
        "~$a.xlsx": b"",
        "logo.png": b"",
        "a.csv": TABLE,
    }
    items = found(written(tmp_path, zipped(members)))
    assert [getattr(item, "extent", "sheet") for item in items] == [
        "sheet",
        Extent.NOTE,
    ]


def test_gzip_and_gzip_in_several_parts(tmp_path: Path) -> None:
    parts = gzip.compress(TABLE) + gzip.compress(b"2,3\n")
    (sheet,) = found(written(tmp_path, parts, "账.csv.gz"))
    assert ids(sheet) == ["316000000001", "2"]
    assert isinstance(sheet, Sheet)
    assert sheet.file_name == "账.csv"


def test_archives_two_levels_deep_and_no_further(tmp_path: Path) -> None:
    inner = zipped({"a.csv": TABLE})
    middle = zipped({"inner.zip": inner})
    assert codes(written(tmp_path, middle)) == ["sheet"]
    assert codes(written(tmp_path, zipped({"middle.zip": middle}))) == ["nested"]


@pytest.mark.parametrize(
    "name", ["../a.csv", "/etc/a.csv", "C:\\a.csv", "x/../../a.csv"]
)
def test_names_that_point_outside(tmp_path: Path, name: str) -> None:
    assert codes(written(tmp_path, zipped({name: TABLE}))) == ["strange_names"]


def test_damage(tmp_path: Path) -> None:
    data = zipped({"a.csv": TABLE * 50})
    assert codes(written(tmp_path, data[:-30])) == ["damaged_archive"]
    assert codes(written(tmp_path, data[:80])) == ["damaged_archive"]
    assert codes(written(tmp_path, gzip.compress(TABLE * 50)[:-20], "a.csv.gz")) == [
        "damaged_archive"
    ]


def test_damage_far_into_a_member_keeps_the_rows_before_it(tmp_path: Path) -> None:
    text = "".join(f"{row},{row * 7919 % 1000003}\n" for row in range(400_000))
    packed = gzip.compress(TABLE + text.encode())
    (sheet,) = found(written(tmp_path, packed[:-1000], "a.csv.gz"))
    assert isinstance(sheet, Sheet)
    assert len(ids(sheet)) > 100_000
    assert [problem.extent for problem in sheet.problems] == [Extent.FILE]


def test_a_wrong_checksum_is_damage(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": TABLE}, zipfile.ZIP_STORED))
    at = data.index(b"12.50")
    data[at] = ord("9")
    assert codes(written(tmp_path, bytes(data))) == ["damaged_archive"]


def test_encrypted_archives(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": TABLE}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert codes(written(tmp_path, bytes(data))) == ["encrypted"]


def test_more_than_was_declared(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": TABLE * 50}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, len(TABLE))
    assert codes(written(tmp_path, bytes(data))) == ["lies"]


def test_bombs(tmp_path: Path) -> None:
    zeros = TABLE + b"0" * (4 << 20)
    assert codes(written(tmp_path, zipped({"a.csv": zeros}))) == ["swollen"]
    assert codes(written(tmp_path, gzip.compress(zeros), "a.gz"))[-1] != "sheet"


def test_limits_of_entries_methods_and_size(tmp_path: Path) -> None:
    many = written(tmp_path, zipped({f"{index}.csv": TABLE for index in range(5)}))
    assert codes(many, Limits(entries=4)) == ["many_entries"]
    exotic = written(tmp_path, zipped({"a.csv": TABLE}, zipfile.ZIP_BZIP2))
    assert codes(exotic) == ["archive_method"]
    big = written(tmp_path, zipped({"a.csv": TABLE * 100}))
    assert codes(big, Limits(file_bytes=2000)) == ["too_big"]
