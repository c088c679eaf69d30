"""Workbooks: values as text, every sheet, and what is refused before parsing."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.problem import Problem
from shopwarden.sources.exports.raw import Limits, Sheet, open_sheets
from shopwarden.sources.exports.workbook import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KNOWN = frozenset({"订单编号", "商品名称", "金额"})
HEADINGS = ["订单编号", "商品名称", "金额"]


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    style = moment if isinstance(cell, dt.datetime) else None
                    sheet.write(row, column, cell, style)
    return path


def found(path: Path, limits: Limits | None = None) -> list[Sheet | Problem]:
    return list(open_sheets([path], known_headings=KNOWN, limits=limits or Limits()))


def refused(path: Path, limits: Limits | None = None) -> str:
    (problem,) = found(path, limits)
    assert isinstance(problem, Problem)
    return str(problem.reason.source).removeprefix("sources.file_")


def table(sheet: Sheet | Problem) -> dict[int, tuple[str | None, ...]]:
    assert isinstance(sheet, Sheet)
    rows: dict[int, tuple[str | None, ...]] = {}
    for batch in sheet.batches(range(len(sheet.headings))):
        columns = [column.to_pylist() for column in batch.columns]
        cells = zip(*columns, strict=True)
        rows |= dict(zip(batch.rows.tolist(), cells, strict=True))
    return rows


def rewritten(path: Path, part: str, change: bytes) -> Path:
    """The workbook with one part's bytes replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_every_sheet_with_groups_and_row_numbers(tmp_path: Path) -> None:
    groups = ["商家信息", "", "结算信息"]
    path = workbook(
        tmp_path / "对账.xlsx",
        {
            "交易汇总": [groups, HEADINGS, [316000000001, "保温杯", 12.5]],
            "空": [],
            "费用明细": [["说明"], HEADINGS, [], ["--", "杯\n子", -0.1]],
        },
    )
    summary, details = found(path)
    assert isinstance(summary, Sheet)
    assert isinstance(details, Sheet)
    assert (summary.name, summary.groups) == ("对账.xlsx › 交易汇总", tuple(groups))
    assert table(summary) == {3: ("316000000001", "保温杯", "12.5")}
    assert details.preamble == ("说明",)
    assert table(details) == {4: (None, "杯\n子", "-0.1")}


def test_dates_formulas_and_truth(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 11, 12, 9, 29, 59, 999_900)  # noqa: DTZ001 - as stored
    path = workbook(tmp_path / "a.xlsx", {"一": [HEADINGS, [moment, True, '=T("x")']]})
    assert table(found(path)[0])[2][:2] == ("2026-11-12 09:30:00", "TRUE")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (316000000001.0, "316000000001"),
        (-5.0, "-5"),
        (0.0, "0"),
        (12.34, "12.34"),
        (12.340000000000002, "12.34"),
        (float(2**53 - 1), "9007199254740991"),
        (float(2**53), "9.007199254740992E+15"),
        (1.2345e16, "1.2345E+16"),
        (1e300, "1E+300"),
        (dt.date(2026, 11, 1), "2026-11-01 00:00:00"),
        (dt.time(9, 30), "09:30:00"),
    ],
)
def test_stored_values_as_text(value: object, text: str) -> None:
    assert cell_text(value) == text


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_ids_come_out_as_stored(value: int) -> None:
    assert cell_text(float(value)) == str(value)


@given(st.integers(-(10**13), 10**13))
def test_amounts_of_whole_fen_come_out_as_stored(fen: int) -> None:
    yuan = cell_text(fen / 100)
    whole, _, rest = yuan.lstrip("-").partition(".")
    assert int(whole + rest.ljust(2, "0")) == abs(fen)


def test_a_declaration_of_300_mib_is_refused_unparsed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"一": [HEADINGS, [1, "a", 2]]})
    data = bytearray(path.read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", data, at + 24, 300 << 20)
    path.write_bytes(bytes(data))
    assert path.stat().st_size < 20_000
    assert refused(path, Limits(ratio=1 << 20)) == "declares_much"
    assert refused(path) == "swollen"


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        (b'r="XFD2"', "many_columns"),
        (b"r='XFD2'", "many_columns"),
        (b'r="A1048576"', "many_cells"),
        (b'r="A99999999999999"', "many_cells"),
        (b'r = "XFD2"', "damaged_workbook"),
    ],
)
def test_cells_far_out_are_refused_unparsed(
    tmp_path: Path, reference: bytes, code: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", {"一": [HEADINGS, [1, "a", 2]]})
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(part).replace(b'r="A2"', reference)
    assert refused(rewritten(path, part, sheet), Limits(cells=100_000)) == code


def test_damaged_parts_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"一": [HEADINGS, [1, "a", 2]]})
    assert refused(rewritten(path, "xl/workbook.xml", b"<workbook")) in {
        "damaged_workbook",
        "no_heading",
    }


def test_limits_of_sheets_rows_and_cells(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEADINGS, *([[1, "a", 2]] * 4)]  # type: ignore[list-item]  # mixed cells
    path = workbook(tmp_path / "a.xlsx", {"一": rows, "二": rows})
    assert refused(path, Limits(sheets=1)) == "many_sheets"
    sheet = found(path, Limits(rows=2))[0]
    assert list(table(sheet)) == [2, 3]
    assert isinstance(sheet, Sheet)
    assert len(sheet.problems) == 1
    sheet = found(path, Limits(cell_chars=3))[0]
    assert list(table(sheet)) == [2, 3, 4, 5]


def test_a_workbook_inside_an_archive(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"一": [HEADINGS, [1, "a", 2]]})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.write(path, "月/对账.xlsx")
    outer = tmp_path / "outer.zip"
    outer.write_bytes(buffer.getvalue())
    (sheet,) = found(outer)
    assert isinstance(sheet, Sheet)
    assert sheet.name == "outer.zip › 月/对账.xlsx › 一"
    assert table(sheet) == {2: ("1", "a", "2")}
