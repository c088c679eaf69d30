"""Text tables: encodings, delimiters, quirks, row numbers, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shopwarden.records.problem import Extent, Problem
from shopwarden.sources.exports.raw import Limits, Sheet, open_sheets

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = frozenset({"订单编号", "商品名称", "应结金额", "商家备注"})
HEADINGS = "订单编号,商品名称,应结金额,商家备注"
ROW = "316000000001,保温杯,12.50,加急"

Cells = list[list[str | None]]


def one_sheet(path: Path, limits: Limits | None = None) -> Sheet:
    (found,) = open_sheets([path], known_headings=KNOWN, limits=limits or Limits())
    assert isinstance(found, Sheet), found
    return found


def refused(path: Path, limits: Limits | None = None) -> str:
    (found,) = open_sheets([path], known_headings=KNOWN, limits=limits or Limits())
    assert isinstance(found, Problem)
    assert found.extent is Extent.FILE
    return code_of(found)


def code_of(problem: Problem) -> str:
    source = problem.reason.source
    assert isinstance(source, str)
    return source.removeprefix("sources.file_")


def table(sheet: Sheet) -> dict[int, tuple[str | None, ...]]:
    """Row number → cells, over all columns."""
    rows: dict[int, tuple[str | None, ...]] = {}
    for batch in sheet.batches(range(len(sheet.headings))):
        columns = [column.to_pylist() for column in batch.columns]
        cells = zip(*columns, strict=True)
        rows |= dict(zip(batch.rows.tolist(), cells, strict=True))
    return rows


def faults(sheet: Sheet) -> list[tuple[str, int]]:
    return [(code_of(problem), problem.row) for problem in sheet.problems]


def written(folder: Path, text: str | bytes, encoding: str = "gb18030") -> Path:
    path = folder / "19453840.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(
    tmp_path: Path, encoding: str, delimiter: str, line_end: str
) -> None:
    text = line_end.join([HEADINGS, ROW, ROW]).replace(",", delimiter)
    sheet = one_sheet(written(tmp_path, text, encoding))
    assert sheet.headings == tuple(HEADINGS.split(","))
    assert sheet.sample == (tuple(ROW.split(",")),) * 2
    assert table(sheet) == {2: tuple(ROW.split(",")), 3: tuple(ROW.split(","))}
    assert not sheet.problems


def test_ascii_headings_over_chinese_rows_far_below(tmp_path: Path) -> None:
    ascii_rows = "1,cup,5\n" * 900_000
    text = "order,name,amount\n" + ascii_rows + "2,保温杯,6\n"
    rows = table(one_sheet(written(tmp_path, text)))
    assert rows[900_002] == ("2", "保温杯", "6")


def test_dressings_come_off_and_nothing_is_null(tmp_path: Path) -> None:
    text = (
        f"{HEADINGS}\n"
        '="316000000001",\t保温杯　,--,\n'
        '\'316000000002,\ufeff"""杯""",=12.5,\u00a0--\n'
        '"=""316000000003""",=SUM(A1),-5,- -\n'
    )
    assert table(one_sheet(written(tmp_path, text, "utf-8"))) == {
        2: ("316000000001", "保温杯", None, None),
        3: ("316000000002", "杯", "12.5", None),
        4: ("316000000003", "=SUM(A1)", "-5", "- -"),
    }


def test_row_numbers_count_records_and_empty_lines(tmp_path: Path) -> None:
    text = (
        f'对账说明\n{HEADINGS}\n1,a,1,"两\n行, 备注"\n\n2,b,2,x\n'
        '3,c\n4,d,4,"又\r\n一"\n'
    )
    sheet = one_sheet(written(tmp_path, text))
    assert sheet.preamble == ("对账说明",)
    assert table(sheet) == {
        3: ("1", "a", "1", "两\n行, 备注"),
        5: ("2", "b", "2", "x"),
        6: ("3", "c", None, None),
        7: ("4", "d", "4", "又\r\n一"),
    }
    assert not sheet.problems


def test_only_the_asked_columns_in_the_asked_order(tmp_path: Path) -> None:
    sheet = one_sheet(written(tmp_path, f"{HEADINGS}\n{ROW}\n"))
    (batch,) = sheet.batches([3, 0])
    assert [column.to_pylist() for column in batch.columns] == [
        ["加急"],
        ["316000000001"],
    ]
    (counted,) = sheet.batches([])
    assert (counted.rows.tolist(), counted.columns) == ([2], ())


def test_a_sheet_can_be_read_twice(tmp_path: Path) -> None:
    sheet = one_sheet(written(tmp_path, f"{HEADINGS}\n{ROW}\n"))
    assert table(sheet) == table(sheet)


def test_two_heading_rows_give_groups(tmp_path: Path) -> None:
    text = f"单据基础信息,,结算信息,\n{HEADINGS}\n{ROW}\n"
    sheet = one_sheet(written(tmp_path, text))
    assert sheet.groups == ("单据基础信息", "", "结算信息", "")
    assert sheet.preamble == ()
    assert list(table(sheet)) == [3]


def test_unknown_headings_are_the_first_row_of_words(tmp_path: Path) -> None:
    text = "2026-11-01\n单号,金额,备注\n1,2.50,x\n"
    sheet = one_sheet(written(tmp_path, text))
    assert sheet.headings == ("单号", "金额", "备注")
    assert sheet.preamble == ("2026-11-01",)


def test_long_rows_are_set_aside_unless_their_surplus_is_empty(tmp_path: Path) -> None:
    text = f"{HEADINGS}\n{ROW},,\n{ROW},多\n{ROW}\n"
    sheet = one_sheet(written(tmp_path, text))
    assert list(table(sheet)) == [2, 4]
    assert faults(sheet) == [("row_long", 3)]


def test_broken_characters_cost_their_row_only(tmp_path: Path) -> None:
    sound = f"{ROW}\n".encode()
    data = f"{HEADINGS}\n".encode() + sound + f"{ROW}\n".encode("gbk") + sound
    sheet = one_sheet(written(tmp_path, data))
    assert list(table(sheet)) == [2, 4]
    assert faults(sheet) == [("cell_broken", 3)]
    assert sheet.problems[0].column == "商品名称"


def test_broken_characters_in_columns_nobody_asked_for_cost_nothing(
    tmp_path: Path,
) -> None:
    data = f"{HEADINGS}\n".encode("gbk") + b"1,x,2,\xff\xff\n"
    sheet = one_sheet(written(tmp_path, data))
    (batch,) = sheet.batches([0, 2])
    assert batch.rows.tolist() == [2]
    assert not sheet.problems


def test_nuls_are_removed_with_a_note(tmp_path: Path) -> None:
    sheet = one_sheet(written(tmp_path, f"{HEADINGS}\n3160\0000,a\0,1,\n"))
    assert table(sheet) == {2: ("31600", "a", "1", None)}
    assert [problem.extent for problem in sheet.problems] == [Extent.NOTE]


def test_a_quote_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    text = f'{HEADINGS}\n1,"a,1,x\n2,b,2,y\n3,c,3,z\n'
    sheet = one_sheet(written(tmp_path, text))
    assert list(table(sheet)) == [3, 4]
    assert faults(sheet) == [("open_quote", 2)]


def test_a_stray_quote_does_not_swallow_the_rows_behind_it(tmp_path: Path) -> None:
    text = f'{HEADINGS}\n1,"a,1,x\n2,b,2,y\n3,c,"3",z\n4,d,4,w\n'
    sheet = one_sheet(written(tmp_path, text))
    assert table(sheet)[4] == ("3", "c", "3", "z")
    assert list(table(sheet)) == [3, 4, 5]


def test_inches_are_no_quotes(tmp_path: Path) -> None:
    text = f'{HEADINGS}\n1,27" 显示器,1,"好"\n2,b,2,\n'
    assert table(one_sheet(written(tmp_path, text))) == {
        2: ("1", '27" 显示器', "1", "好"),
        3: ("2", "b", "2", None),
    }


def test_lone_returns_stay_in_their_cell(tmp_path: Path) -> None:
    text = f"{HEADINGS}\n1,a\rb,1,\n2,c,2,\n"
    assert table(one_sheet(written(tmp_path, text)))[2] == ("1", "a\rb", "1", None)


def test_a_line_over_the_limit_is_set_aside(tmp_path: Path) -> None:
    limits = Limits(line_bytes=2048)
    text = f"{HEADINGS}\n{ROW}\n1,{'长' * 3000},1,\n{ROW}\n"
    sheet = one_sheet(written(tmp_path, text), limits)
    assert list(table(sheet)) == [2, 4]
    assert faults(sheet) == [("long_line", 3)]


def test_a_cell_over_the_limit_is_set_aside(tmp_path: Path) -> None:
    text = f"{HEADINGS}\n1,{'长' * 40_000},1,\n2,b,2,\n"
    sheet = one_sheet(written(tmp_path, text))
    assert list(table(sheet)) == [3]
    assert faults(sheet) == [("cell_long", 2)]


def test_rows_over_the_limit_end_the_table(tmp_path: Path) -> None:
    text = f"{HEADINGS}\n" + f"{ROW}\n" * 5
    sheet = one_sheet(written(tmp_path, text), Limits(rows=3))
    assert list(table(sheet)) == [2, 3, 4]
    assert faults(sheet) == [("many_rows", 0)]
    assert sheet.problems[0].extent is Extent.FILE


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "no_heading"),
        (b"1,2,3\n4,5,6\n", "no_heading"),
        (b"\n\n\n", "no_heading"),
        (b"%PDF-1.7\n", "no_table"),
        (b"\x89PNG\r\n\x1a\n", "no_table"),
        (bytes(range(1, 9)) * 100, "no_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, data: bytes, code: str) -> None:
    assert refused(written(tmp_path, data)) == code


def test_limits_of_size_and_columns(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADINGS}\n{ROW}\n")
    assert refused(path, Limits(file_bytes=10)) == "too_big"
    assert refused(path, Limits(columns=3)) == "many_columns"


def test_guarded_numbers_may_stand_beside_quotes_and_line_breaks(
    tmp_path: Path,
) -> None:
    text = f'{HEADINGS}\n="31","杯, 大",="1","两\n行"\n2,"说,=""x""",2,\n'
    assert table(one_sheet(written(tmp_path, text))) == {
        2: ("31", "杯, 大", "1", "两\n行"),
        3: ("2", '说,="x"', "2", None),
    }
