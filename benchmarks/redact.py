"""Redact an invented export with planted personal data; none of it may remain.

    python benchmarks/redact.py --rows 100000 --folder var/bench/redact

Writes, from a seed, an export of that many orders as CSV (GB18030), as a workbook
with shared strings, and as one with inline strings: receiver, phone, address, and
remarks with phones, cards, resident IDs, e-mails, WeChat ids and the order's own
person; phones also as numbers, formulas with saved values, comments, a filter, a
list, links, a text box, header and footer, names of sheets and of people. Runs
`shopwarden redact` on each, then looks for every planted value in the copies (the
workbook unzipped, every member, numbers in every notation), compares the cells and
bytes that must not change, and prints rows a second and peak memory.

Every person is invented: phones are 139000…, birth years 18xx.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

HEAD = (
    "订单号",
    "收货人",
    "联系电话",
    "客户地址",
    "商品名称",
    "订购数量",
    "订单金额",
    "买家备注",
)
KEPT = (0, 4, 5, 6)  # columns that must come out as they went in
SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "澜霁昀珩玥晗琛翊煜菡芮璟钰妤弈铄楠汐宸沁岚涵逸烁皓瑾筠彦熙诺"
GOODS = ("保温杯", "台灯", "收纳箱", "毛巾", "雨伞", "书包")
PLAIN = ("请尽快发货", "", "不要放快递柜", "送货前请先联系", "开电子发票", "要红色的")
NAME = re.compile(rf"[{SURNAMES}][{GIVEN}]{{2}}")
DIGITS = re.compile(r"[0-9]{11,19}[Xx]?")
PHONE = re.compile("139000[0-9]{5}")  # also within a longer run
SCIENTIFIC = re.compile(r"[0-9]\.[0-9]+[eE]\+?1[0-8]")
EMAIL = re.compile(r"[a-z]{3}[0-9]+@example\.(?:com|cn)")
ROAD = re.compile(r"星槎路[0-9]+号")
WECHAT = re.compile(r"wxid_[0-9a-z]+")
# Another spelling of the same digits.
GAPS = re.compile(r"(?<=[0-9])[ -](?=[0-9]{4})")


@dataclass
class Planted:
    """Every value that must be gone."""

    values: set[str] = field(default_factory=set)

    def add(self, value: str) -> str:
        """Note a value (numbers without gaps) and give it back."""
        self.values.add(GAPS.sub("", value))
        return value


def luhn(body: str) -> str:
    """A card number with its check digit."""
    digits = [int(d) for d in body][::-1]
    total = sum(
        sum(divmod(d * 2, 10)) if n % 2 == 0 else d for n, d in enumerate(digits)
    )
    return f"{body}{-total % 10}"


def card(draw: random.Random) -> str:
    """An invented bank card."""
    return luhn(f"622202{draw.randrange(10**9):09d}")


def resident_id(draw: random.Random) -> str:
    """An ID of somebody born in 18xx, with its check digit."""
    body = f"11010118{draw.randrange(100):02d}{draw.randrange(1, 13):02d}"
    body += f"{draw.randrange(1, 29):02d}{draw.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


def remark(draw: random.Random, planted: Planted, person: tuple[str, str, str]) -> str:
    """A remark; every fifth one names somebody or something."""
    number = draw.randrange(1000)
    phone = f"139000{draw.randrange(10**5):05d}"
    spaced = draw.choice(" -").join((phone[:3], phone[3:7], phone[7:]))
    told = {
        0: lambda: f"电话打不通请打{planted.add(phone)}",
        1: lambda: f"换个号码 {planted.add(spaced)} 谢谢",
        2: lambda: (
            f"退款到银行卡{planted.add(luhn(f'622202{draw.randrange(10**9):09d}'))}"
        ),
        3: lambda: f"清关身份证{planted.add(resident_id(draw))}",
        4: lambda: f"发票发到{planted.add(f'abc{number}@example.com')}",
        5: lambda: f"加我微信wxid_{number}a",
        6: lambda: f"{person[0]}本人签收，别人不要给",
        7: lambda: f"地址没错就是{person[2]}",
        8: lambda: f"收件人改成：{planted.add(name(draw))}",
    }.get(draw.randrange(45))
    text = told() if told else draw.choice(PLAIN)
    planted.values.update(WECHAT.findall(text))
    return text


def name(draw: random.Random) -> str:
    """An invented name, of characters that none of the other texts has."""
    return draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, 2))


def orders(rows: int, seed: int, planted: Planted) -> list[list[str]]:
    """The rows of the export."""
    draw = random.Random(seed)
    found = []
    for number in range(rows):
        person = name(draw), f"139000{number % 10**5:05d}", f"星槎路{number}号"
        address = f"北京市朝阳区{person[2]}{draw.randrange(1, 30)}号楼{number % 900}室"
        for value in person:
            planted.add(value)
        found.append(
            [
                str(316000000000 + number),
                person[0],
                person[1],
                address,
                draw.choice(GOODS),
                str(draw.randrange(1, 4)),
                f"{draw.randrange(1000, 99999) / 100:.2f}",
                remark(draw, planted, (person[0], person[1], address)),
            ]
        )
    return found


def write_csv(path: Path, table: list[list[str]]) -> None:
    """The export as JD writes it: GB18030, comma, CRLF."""
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows(table)


def write_book(path: Path, table: list[list[str]], *, inline: bool) -> None:
    """The export as a workbook with one of everything that can hold text."""
    book = xlsxwriter.Workbook(path, {"constant_memory": inline})
    first = table[0]
    book.set_properties({"author": first[1], "title": f"导出 {first[2]}"})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("订单")
    sheet.set_column(3, 3, 40)
    sheet.freeze_panes(1, 0)
    sheet.set_header(f"&C导出人 {first[2]}")
    sheet.write_row(0, 0, [*HEAD, "联系"])
    for at, row in enumerate(table, 1):
        write_row(sheet, at, row, money)
    if not inline:  # constant memory flushes rows, and comments with them
        for at, row in enumerate(table[:200], 1):
            sheet.write_comment(at, 7, f"{row[1]} {row[2]}", {"author": first[1]})
    sheet.autofilter(0, 0, len(table), 7)
    sheet.filter_column_list(1, [first[1], table[1][1]])
    other = book.add_worksheet(f"客户{first[2]}")
    other.data_validation("A1", {"validate": "list", "source": [first[1], "其他"]})
    other.write_url("A2", "mailto:abc1@example.com", string=table[1][2])
    other.insert_textbox("C3", f"联系人：{first[1]}，{first[2]}")
    other.write_formula("A3", f"='客户{first[2]}'!A2", value=table[1][2])
    other.merge_range("A5:C5", f"客服电话 {table[2][2]}")
    book.define_name("联系方式", f"='客户{first[2]}'!$A$2")
    book.close()


def write_row(sheet: Any, at: int, row: list[str], money: Any) -> None:
    """A row; every third phone is a number, every fifth name comes by a formula."""
    for column, cell in enumerate(row):
        if column == 6:
            sheet.write_number(at, column, float(cell), money)
        elif column == 5 or (column == 2 and at % 3 == 0):
            sheet.write_number(at, column, int(cell))
        elif cell:
            sheet.write_string(at, column, cell)
    if at % 5 == 0:
        sheet.write_formula(at, 8, f"=B{at + 1}", value=row[1])


def texts_of(path: Path) -> list[str]:
    """All text of a file: the file, or every member of a workbook."""
    if path.suffix == ".csv":
        return [path.read_bytes().decode("gb18030")]
    with zipfile.ZipFile(path) as archive:
        raw = [archive.read(name) for name in archive.namelist()]
    wide = [data.decode("utf-16-le", "ignore") for data in raw if b"\0" in data]
    return [*(data.decode("utf-8", "replace") for data in raw), *wide]


def remaining(path: Path, planted: Planted) -> set[str]:
    """The planted values that are still in a file, in whatever form."""
    seen: set[str] = set()
    for text in texts_of(path):
        for shape in (NAME, DIGITS, EMAIL, ROAD, WECHAT):
            seen.update(shape.findall(text))
        seen.update(DIGITS.findall(GAPS.sub("", text)))
        seen.update(str(int(float(n))) for n in SCIENTIFIC.findall(text))
        seen.update(PHONE.findall(text))
    return seen & planted.values


def differences(before: Path, after: Path) -> list[str]:
    """What changed that must not: rows, kept columns, styles, layout."""
    if before.suffix == ".csv":
        rows = [[*csv.reader(texts_of(p)[0].splitlines())] for p in (before, after)]
        return compared("CSV", *rows)
    books = [CalamineWorkbook.from_path(str(path)) for path in (before, after)]
    found = compared("订单", *(b.get_sheet_by_name("订单").to_python() for b in books))
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        if sorted(old.namelist()) != sorted(new.namelist()):
            return [*found, "members"]
        if old.read("xl/styles.xml") != new.read("xl/styles.xml"):
            found.append("styles.xml")
        sheets = [n for n in old.namelist() if n.startswith("xl/worksheets/sheet")]
        for name in sheets:
            found += layout_differences(name, old.read(name), new.read(name))
    return found


def layout_differences(name: str, old: bytes, new: bytes) -> list[str]:
    """Elements of layout whose bytes differ."""
    found = []
    for tag in ("cols", "sheetViews", "mergeCells", "sheetFormatPr"):
        part = re.compile(rf"<{tag}.*?(?:/>|</{tag}>)".encode(), re.DOTALL)
        if part.findall(old) != part.findall(new):
            found.append(f"{name}: {tag}")
    styles = re.compile(rb'<c r="([A-Z0-9]+)"(?: s="([0-9]+)")?')
    if styles.findall(old) != styles.findall(new):
        found.append(f"{name}: cells or their styles")
    return found


def compared(name: str, old: list[list[Any]], new: list[list[Any]]) -> list[str]:
    """Rows and kept columns that differ."""
    if [len(row) for row in old] != [len(row) for row in new]:
        return [f"{name}: rows or columns"]
    return [
        f"{name}: row {at}, column {column}"
        for at, (a, b) in enumerate(zip(old, new, strict=True))
        for column in KEPT
        if a[column] != b[column]
    ][:5]


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    code: int
    wall: float
    cpu: float
    peak: float  # MB

    def rate(self, rows: int) -> str:
        """Rows a second, by the clock and by the processor's time."""
        return f"{rows / self.wall:,.0f} rows/s ({rows / self.cpu:,.0f} of CPU)"


def redact(path: Path, *more: str) -> Run:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "shopwarden", "redact", str(path), *more]
    begin = time.perf_counter()
    process = subprocess.Popen([*command, "--lang", "en"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 10):
        raise SystemExit(f"failed with {process.returncode}: {command}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(process.returncode, wall, cpu, usage.ru_maxrss / 1024)


def judged(path: Path, rows: int, planted: Planted) -> bool:
    """Redact one file and print what is left and what changed; whether all is well."""
    copy = path.with_stem(f"{path.stem}-redacted")
    checked, done = redact(path), redact(path, "-o", str(copy))
    there, left = remaining(path, planted), remaining(copy, planted)
    changed = differences(path, copy)
    print(f"{path.name} ({path.stat().st_size / 1e6:.1f} MB)")
    print(f"  leak check alone   {checked.wall:6.2f} s  {checked.rate(rows)}")
    print(f"  copy and its check {done.wall:6.2f} s  {done.rate(rows)}")
    print(f"  peak memory {done.peak:.0f} MB, exit codes {checked.code}, {done.code}")
    print(f"  planted values found before {len(there):,}, after {len(left):,}")
    print(f"  changed that must not: {changed or 'nothing'}")
    for value in sorted(left)[:5]:
        print(f"  REMAINS {value}")
    return not left and not changed and (checked.code, done.code) == (10, 0)


def main() -> int:
    """Write, redact, look, compare; 1 if anything remains or changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("var/bench/redact"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    planted = Planted()
    table = orders(options.rows, options.seed, planted)
    planted.add("abc1@example.com")
    text, shared, inline = (
        options.folder / name for name in ("orders.csv", "shared.xlsx", "inline.xlsx")
    )
    write_csv(text, table)
    write_book(shared, table, inline=False)
    write_book(inline, table, inline=True)
    print(f"{options.rows:,} rows, {len(planted.values):,} distinct planted values")
    files = (text, shared, inline)
    done = [judged(path, options.rows, planted) for path in files]
    return int(not all(done))


if __name__ == "__main__":
    raise SystemExit(main())
