"""A workbook written by hand, member by member, so that each can be planted in."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def relations(*targets: tuple[str, str, str]) -> str:
    """A part of relationships: (id, type, target) each."""
    each = "".join(
        f'<Relationship Id="{id_}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for id_, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


def worksheet(rows: str, tail: str = "") -> str:
    """A worksheet with these rows, and what stands behind them."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f'<cols><col min="1" max="1" width="20"/></cols>'
        f"<sheetData>{rows}</sheetData>{tail}</worksheet>"
    )


def strings(*items: str) -> str:
    """Shared strings: plain texts, or markup that begins with `<`."""
    each = (i if i.startswith("<") else f"<t>{i}</t>" for i in items)
    inner = "".join(f"<si>{item}</si>" for item in each)
    return f'{HEAD}<sst xmlns="{MAIN}">{inner}</sst>'


def workbook(name: str = "订单", tail: str = "", caches: str = "") -> str:
    """The workbook part with one sheet."""
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>{tail}{caches}'
        "</workbook>"
    )


PLAIN_ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>316000000001</v></c><c r="B2" t="s"><v>2</v></c></row>'
)
PLAIN: Mapping[str, str] = {
    "[Content_Types].xml": f"{HEAD}<Types/>",
    "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": workbook(),
    "xl/_rels/workbook.xml.rels": relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "sharedStrings", "sharedStrings.xml"),
        ("rId3", "styles", "styles.xml"),
        ("rId4", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
    ),
    "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"/>',
    SHEET: worksheet(PLAIN_ROWS),
    STRINGS: strings("订单号", "备注", "尽快发货"),
}


def write_book(path: Path, parts: Mapping[str, Any]) -> Path:
    """Write the plain workbook with some parts (str or bytes) changed or added."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**PLAIN, **parts}.items():
            archive.writestr(name, part)
    return path


def members(path: Path) -> dict[str, str]:
    """All members of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {
            n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist()
        }
