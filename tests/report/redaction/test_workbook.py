"""Workbooks: whole columns, references between parts, what cannot be looked into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from tests.report.redaction.invented_book import (
    HEAD,
    MAIN,
    SHEET,
    STRINGS,
    members,
    relations,
    strings,
    workbook,
    worksheet,
    write_book,
)

from shopwarden.errors import InputError
from shopwarden.report.redaction import check, redact

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ["订单号", "收货人", "联系电话", "客户地址", "备注"]
ORDERS: list[list[Any]] = [
    ["316000000001", "李示例", 13900000001, "北京市朝阳区示例路1号", "李示例本人收"],
    ["316000000002", "王*明", "139****0002", "无", "尽快发货"],
    ["13900000003", "张虚构", "13900000003", "示例路2号", "找张虚构或李示例"],
]


def written(path: Path) -> Path:
    """A workbook of two sheets; the second repeats a name, as a pivot table would."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("订单")
    sheet.write_row(0, 0, HEADINGS)
    for at, row in enumerate(ORDERS, 1):
        sheet.write_row(at, 0, row)
    other = book.add_worksheet("汇总")
    other.write_row(0, 0, ["行标签", "单数"])
    other.write_row(1, 0, ["李示例", 1])
    other.write_formula(2, 0, '=COUNTIF(订单!B:B,"张虚构")', value=1)
    book.close()
    return path


def read(path: Path, sheet: str) -> list[list[Any]]:
    return [*CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()]


def test_persons_columns_are_replaced_whole_and_the_shops_own_stay(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "in.xlsx")
    redact(path, tmp_path / "out.xlsx", "zh")
    rows = read(tmp_path / "out.xlsx", "订单")
    assert rows[0] == HEADINGS
    assert [row[0] for row in rows[1:]] == [row[0] for row in ORDERS]
    assert [row[1] for row in rows[1:]] == ["[姓名1]", "王*明", "[姓名2]"]
    assert [row[2] for row in rows[1:]] == ["[手机1]", "139****0002", "[手机2]"]
    assert [row[3] for row in rows[1:]] == ["[地址1]", "无", "[地址2]"]
    assert rows[1][4] == "[姓名1]本人收"
    assert str(rows[3][4]).startswith("找[姓名2]")


def test_placeholders_are_the_same_in_every_sheet(tmp_path: Path) -> None:
    path = written(tmp_path / "in.xlsx")
    redact(path, tmp_path / "out.xlsx", "en")
    assert read(tmp_path / "out.xlsx", "汇总")[1][0] == "[NAME_1]"
    after = "".join(members(tmp_path / "out.xlsx").values())
    assert 'COUNTIF(订单!B:B,"[NAME_2]")' in after
    assert "张虚构" not in after


def test_a_value_known_only_from_a_later_sheet_is_replaced_in_an_earlier(
    tmp_path: Path,
) -> None:
    book = xlsxwriter.Workbook(tmp_path / "in.xlsx")
    first = book.add_worksheet("名单")
    first.write_row(0, 0, ["标签", "数"])
    first.write_string(1, 0, "赵虚拟")
    second = book.add_worksheet("订单")
    second.write_row(0, 0, HEADINGS)
    second.write_row(1, 0, ["316000000001", "赵虚拟"])
    book.close()
    redact(tmp_path / "in.xlsx", tmp_path / "out.xlsx", "zh")
    assert read(tmp_path / "out.xlsx", "名单")[1][0] == "[姓名1]"


def test_a_renamed_sheet_is_renamed_in_formulas_and_links(tmp_path: Path) -> None:
    parts = {
        "xl/workbook.xml": workbook(
            "13900000001",
            "<definedNames><definedName name='区'>'13900000001'!$A$1</definedName>"
            "</definedNames>",
        ),
        SHEET: worksheet(
            '<row r="1"><c r="A1"><f>SUM(\'13900000001\'!B1:B9)</f><v>1</v></c></row>',
            "<hyperlinks><hyperlink location=\"'13900000001'!A1\"/></hyperlinks>",
        ),
    }
    path = write_book(tmp_path / "in.xlsx", parts)
    redact(path, tmp_path / "out.xlsx", "zh")
    after = members(tmp_path / "out.xlsx")
    assert 'name="手机1"' in after["xl/workbook.xml"]
    assert "'手机1'!$A$1" in after["xl/workbook.xml"]
    assert "SUM('手机1'!B1:B9)" in after[SHEET]
    assert "'手机1'!A1" in after[SHEET]
    assert "13900000001" not in "".join(after.values())


def test_a_pivot_cache_follows_the_headings(tmp_path: Path) -> None:
    definition = "xl/pivotCache/pivotCacheDefinition1.xml"
    parts = {
        definition: f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}"><cacheFields>'
        '<cacheField name="收货人"><sharedItems count="1"><s v="李示例"/></sharedItems>'
        '</cacheField><cacheField name="联系电话"><sharedItems/></cacheField>'
        '<cacheField name="订单号"><sharedItems/></cacheField></cacheFields>'
        "</pivotCacheDefinition>",
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(
            ("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        "xl/pivotCache/pivotCacheRecords1.xml": f"{HEAD}<pivotCacheRecords>"
        '<r><x v="0"/><n v="13900000001"/><n v="13900000009"/></r></pivotCacheRecords>',
    }
    path = write_book(tmp_path / "in.xlsx", parts)
    redact(path, tmp_path / "out.xlsx", "zh")
    after = members(tmp_path / "out.xlsx")
    assert '<s v="[姓名1]"/>' in after[definition]
    records = after["xl/pivotCache/pivotCacheRecords1.xml"]
    assert '<r><x v="0"/><s v="[手机1]"/><n v="13900000009"/></r>' in records


def test_prefixes_single_quotes_and_missing_references_are_read(tmp_path: Path) -> None:
    sheet = (
        f"{HEAD}<x:worksheet xmlns:x='{MAIN}'><x:sheetData>"
        "<x:row><x:c t='s'><x:v>0</x:v></x:c><x:c t='s'><x:v>1</x:v></x:c></x:row>"
        "<x:row><x:c><x:v>316000000001</x:v></x:c>"
        "<x:c t='inlineStr'><x:is><x:t>李示例</x:t></x:is></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    parts = {SHEET: sheet, STRINGS: strings("订单号", "收货人")}
    path = write_book(tmp_path / "in.xlsx", parts)
    redact(path, tmp_path / "out.xlsx", "zh")
    after = members(tmp_path / "out.xlsx")[SHEET]
    assert '<x:c t="inlineStr"><x:is><x:t>[姓名1]</x:t></x:is></x:c>' in after


def test_pictures_and_objects_are_counted_and_not_clean(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "xl/media/image1.png": b"\x89PNG",
        "xl/embeddings/oleObject1.bin": b"\xd0\xcf",
        "xl/printerSettings/printerSettings1.bin": b"\0",
    }
    path = write_book(tmp_path / "in.xlsx", parts)
    outcome = redact(path, tmp_path / "out.xlsx", "zh")
    assert dict(outcome.tally.opaque) == {"picture": 1, "object": 1}
    assert not outcome.is_clean
    assert members(tmp_path / "out.xlsx")["xl/media/image1.png"]


REFUSED: dict[str, tuple[dict[str, str | bytes], str]] = {
    "macros": ({"xl/vbaProject.bin": "x"}, "redact.macros"),
    "binary": ({"xl/workbook.bin": "x"}, "redact.refused"),
    "broken": ({SHEET: "<worksheet><sheetData>"}, "redact.refused"),
    "document type": (
        {SHEET: "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>"},
        "redact.refused",
    ),
    "not UTF-8": (
        {STRINGS: b"<sst><si><t>\xff\xfe\xfd</t></si></sst>"},
        "redact.refused",
    ),
    "a sheet that is not where it should be": (
        {
            "xl/_rels/workbook.xml.rels": relations(
                ("rId1", "worksheet", "worksheets\\sheet1.xml")
            )
        },
        "redact.refused",
    ),
    "no sheets": ({"xl/workbook.xml": "<workbook/>"}, "redact.refused"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    what: str, tmp_path: Path
) -> None:
    parts, code = REFUSED[what]
    path = write_book(tmp_path / "in.xlsx", parts)
    with pytest.raises(InputError) as refused:
        redact(path, tmp_path / "out.xlsx", "zh")
    assert refused.value.code == code
    assert [p.name for p in tmp_path.iterdir()] == ["in.xlsx"]


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "in.xlsx")
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(InputError):
        check(path, "zh")


def test_a_string_that_one_column_keeps_and_another_must_not(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" t="s"><v>2</v></c></row>'
    )
    shared = strings("订单号", "备注", "13900000001", "13900000002")
    path = write_book(tmp_path / "in.xlsx", {SHEET: worksheet(rows), STRINGS: shared})
    redact(path, tmp_path / "out.xlsx", "zh")
    assert read(tmp_path / "out.xlsx", "订单")[1:] == [
        ["13900000001", "[手机2]"],
        ["13900000002", "[手机1]"],
    ]


def test_the_reading_of_a_name_goes_with_it(tmp_path: Path) -> None:
    item = '<t>联系人：李小明</t><rPh sb="0" eb="3"><t>lixiaoming</t></rPh>'
    shared = strings("订单号", "备注", f"{item}<phoneticPr fontId='1'/>")
    path = write_book(tmp_path / "in.xlsx", {STRINGS: shared})
    redact(path, tmp_path / "out.xlsx", "zh")
    assert "lixiaoming" not in members(tmp_path / "out.xlsx")[STRINGS]


def test_places_beyond_any_sheet_cost_no_memory(tmp_path: Path) -> None:
    cells = f'<c r="ZZZZZZZZ1" t="s"><v>{"9" * 5000}</v></c><c r="ZZZ1"><v>1</v></c>'
    rows = f'<row r="{"9" * 5000}">{cells}</row>'
    path = write_book(tmp_path / "in.xlsx", {SHEET: worksheet(rows)})
    assert check(path, "zh").is_clean
