"""Every kind of member that can hold text gives up what is planted in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

import pytest
from tests.report.redaction.invented_book import (
    HEAD,
    MAIN,
    PLAIN_ROWS,
    SHEET,
    STRINGS,
    members,
    relations,
    strings,
    workbook,
    worksheet,
    write_book,
)

from shopwarden.report.redaction import check, redact

if TYPE_CHECKING:
    from pathlib import Path

MOBILE = "13900000001"
EMAIL = "li.example@example.com"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def row(cells: str) -> str:
    return f"{PLAIN_ROWS}<row r='3'>{cells}</row>"


def sheet(cells: str = "", tail: str = "") -> dict[str, str]:
    return {SHEET: worksheet(row(cells), tail)}


COMMENTS = f'{HEAD}<comments xmlns="{MAIN}"><authors><author>李示例</author></authors>'
CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"
LINKED = "xl/externalLinks/externalLink1.xml"


def part(inner: str, prefixes: str = "") -> str:
    return f"{HEAD}<root {prefixes}>{inner}</root>"


# What is planted → the parts that hold it.
PLANTED: dict[str, tuple[str, dict[str, str]]] = {
    "shared string": (MOBILE, {STRINGS: strings("订单号", "备注", f"打{MOBILE}")}),
    "unused shared string": (
        MOBILE,
        {STRINGS: strings("订单号", "备注", "x", f"旧{MOBILE}")},
    ),
    "rich text in two runs": (
        ">00000001<",
        {
            STRINGS: strings(
                "订单号",
                "备注",
                "<r><t>请打139</t></r><r><rPr><b/></rPr><t>00000001</t></r>",
            )
        },
    ),
    "inline string": (
        MOBILE,
        sheet(f'<c r="B3" t="inlineStr"><is><t>打{MOBILE}</t></is></c>'),
    ),
    "number": (MOBILE, sheet(f'<c r="B3"><v>{MOBILE}</v></c>')),
    "number with exponent": (
        "1.3900000001E10",
        sheet('<c r="B3"><v>1.3900000001E10</v></c>'),
    ),
    "rounded id": (
        "110101189001010000",
        sheet('<c r="B3"><v>110101189001010000</v></c>'),
    ),
    "rounded card": (
        "6222020000000000000",
        sheet(
            '<c r="B3"><v>6.22202E18</v></c><c r="C3"><v>6222020000000000000</v></c>'
        ),
    ),
    "formula's saved text": (
        MOBILE,
        sheet(f'<c r="B3" t="str"><f>A1&amp;"x"</f><v>{MOBILE}</v></c>'),
    ),
    "formula's literal": (
        MOBILE,
        sheet(f'<c r="B3" t="str"><f>IF(A2=1,"打{MOBILE}","")</f><v>x</v></c>'),
    ),
    "formula's number": (MOBILE, sheet(f'<c r="B3"><f>{MOBILE}+0</f><v>1</v></c>')),
    "cell in CDATA": (
        MOBILE,
        sheet(f'<c r="B3" t="str"><v><![CDATA[{MOBILE}]]></v></c>'),
    ),
    "cell in references": (
        MOBILE,
        sheet('<c r="B3" t="str"><v>139&#48;&#x30;000001</v></c>'),
    ),
    "comment of XML": (MOBILE, sheet(f"<!-- {MOBILE} -->")),
    "header and footer": (
        MOBILE,
        sheet(
            tail='<headerFooter><oddHeader>&amp;C&amp;"宋体,常规"&amp;12 '
            f"{MOBILE}</oddHeader></headerFooter>"
        ),
    ),
    "filter": (
        MOBILE,
        sheet(
            tail='<autoFilter ref="A1:B2"><filterColumn colId="1"><filters>'
            f'<filter val="{MOBILE}"/></filters></filterColumn></autoFilter>'
        ),
    ),
    "list of a validation": (
        MOBILE,
        sheet(
            tail='<dataValidations><dataValidation type="list" sqref="A1" '
            f'prompt="问{EMAIL}"><formula1>"{MOBILE},其他"</formula1></dataValidation>'
            "</dataValidations>"
        ),
    ),
    "link's words": (
        MOBILE,
        sheet(
            tail=f'<hyperlinks><hyperlink ref="A1" r:id="rId1" tooltip="{MOBILE}" '
            f'display="{EMAIL}"/></hyperlinks>'
        ),
    ),
    "link's target": (
        EMAIL,
        {
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                ("rId1", "hyperlink", f"mailto:{EMAIL}"),
                ("rId2", "hyperlink", "tel:13900000001"),
            )
        },
    ),
    "comment": (
        MOBILE,
        {
            "xl/comments1.xml": f'{COMMENTS}<commentList><comment ref="B2">'
            f"<text><r><t>{MOBILE}</t></r></text></comment></commentList></comments>"
        },
    ),
    "threaded comment": (
        MOBILE,
        {
            "xl/threadedComments/threadedComment1.xml": f"{HEAD}<ThreadedComments>"
            f'<threadedComment ref="B2"><text>打{MOBILE}</text></threadedComment>'
            "</ThreadedComments>"
        },
    ),
    "text box in two runs": (
        ">00000001<",
        {
            "xl/drawings/drawing1.xml": part(
                "<a:p><a:r><a:t>139</a:t></a:r><a:r><a:t>00000001</a:t></a:r></a:p>",
                f'xmlns:a="{DRAWING}"',
            )
        },
    ),
    "picture's description": (
        MOBILE,
        {"xl/drawings/drawing1.xml": part(f'<cNvPr id="2" descr="{MOBILE}"/>')},
    ),
    "VML that is not well formed": (
        MOBILE,
        {"xl/drawings/vmlDrawing1.vml": f"<xml><div>电话<br>{MOBILE}</div></xml>"},
    ),
    "chart's cache": (
        MOBILE,
        {
            "xl/charts/chart1.xml": part(
                f"<c:pt><c:v>{MOBILE}</c:v></c:pt>", 'xmlns:c="c"'
            )
        },
    ),
    "pivot cache's items": (
        MOBILE,
        {
            CACHE: f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}"><cacheFields>'
            '<cacheField name="备注"><sharedItems containsNumber="1" '
            f'minValue="{MOBILE}" maxValue="{MOBILE}"><n v="{MOBILE}"/></sharedItems>'
            "</cacheField></cacheFields></pivotCacheDefinition>"
        },
    ),
    "name of a sheet": (MOBILE, {"xl/workbook.xml": workbook(f"客户{MOBILE}")}),
    "defined name": (
        MOBILE,
        {
            "xl/workbook.xml": workbook(
                tail=f'<definedNames><definedName name="电话">"{MOBILE}"</definedName>'
                "</definedNames>"
            )
        },
    ),
    "table's column": (
        MOBILE,
        {
            "xl/tables/table1.xml": f'{HEAD}<table xmlns="{MAIN}"><tableColumns>'
            f'<tableColumn id="1" name="{MOBILE}"/></tableColumns></table>'
        },
    ),
    "document's title": (
        MOBILE,
        {"docProps/core.xml": part(f"<dc:title>{MOBILE}</dc:title>", 'xmlns:dc="d"')},
    ),
    "document's author": (
        "李示例",
        {"docProps/core.xml": part("<dc:creator>李示例</dc:creator>", 'xmlns:dc="d"')},
    ),
    "external values": (
        MOBILE,
        {LINKED: part(f'<cell r="A1" t="str"><v>{MOBILE}</v></cell>')},
    ),
    "custom XML": (MOBILE, {"customXml/item1.xml": f"{HEAD}<x>{MOBILE}</x>"}),
    "format of a number": (
        MOBILE,
        {"xl/styles.xml": f'{HEAD}<s><numFmt formatCode="&quot;{MOBILE}&quot;"/></s>'},
    ),
    "saved folder": (
        "lishili",
        {
            "xl/workbook.xml": workbook(
                tail='<x15ac:absPath xmlns:x15ac="x" url="C:\\Users\\lishili\\"/>'
            )
        },
    ),
    "thumbnail": ("planted", {"docProps/thumbnail.jpeg": "planted"}),
}


@pytest.mark.parametrize("what", PLANTED)
def test_nothing_planted_remains(what: str, tmp_path: Path) -> None:
    value, parts = PLANTED[what]
    path = write_book(tmp_path / "in.xlsx", parts)
    outcome = redact(path, tmp_path / "out.xlsx", "zh")
    after = members(tmp_path / "out.xlsx")
    assert [name for name, text in after.items() if value in text] == []
    assert outcome.left is not None
    assert outcome.left.found == 0
    for name, text in after.items():
        if name.endswith((".xml", ".rels")):
            expat.ParserCreate().Parse(text, True)


@pytest.mark.parametrize("what", PLANTED)
def test_a_redacted_workbook_is_not_changed_again(what: str, tmp_path: Path) -> None:
    path = write_book(tmp_path / "in.xlsx", PLANTED[what][1])
    redact(path, tmp_path / "once.xlsx", "zh")
    redact(tmp_path / "once.xlsx", tmp_path / "twice.xlsx", "zh")
    assert (tmp_path / "once.xlsx").read_bytes() == (
        tmp_path / "twice.xlsx"
    ).read_bytes()


def test_a_workbook_without_personal_data_keeps_every_member(tmp_path: Path) -> None:
    path = write_book(tmp_path / "in.xlsx", {})
    assert check(path, "zh").is_clean
    redact(path, tmp_path / "out.xlsx", "zh")
    assert members(tmp_path / "out.xlsx") == members(path)


@pytest.mark.parametrize("what", PLANTED)
def test_the_check_alone_sees_what_the_copy_replaces(what: str, tmp_path: Path) -> None:
    if what in {"saved folder", "thumbnail", "unused shared string", "comment of XML"}:
        return  # removed without being read
    path = write_book(tmp_path / "in.xlsx", PLANTED[what][1])
    assert check(path, "zh").tally.found
