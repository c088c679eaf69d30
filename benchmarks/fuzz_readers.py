"""Fuzz the readers: N damaged files, seeded, none may raise or hang.

    python benchmarks/fuzz_readers.py 100000 [--seed 1]

Starts from small sound files of every format, damages each by a few seeded
mutations, reads every table and every column of what is left, and counts.
Anything raised is printed with its seed, and the exit code is 1. A file may
come out as tables, as problems, or as both: never as an exception.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import time
import traceback
import zipfile
from typing import TYPE_CHECKING

import xlsxwriter

from shopwarden.records.problem import Problem
from shopwarden.sources.exports.origin import Origin
from shopwarden.sources.exports.raw import Limits, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = frozenset({"订单编号", "商品名称", "应结金额", "商家备注"})
LIMITS = Limits(file_bytes=1 << 20, declared_bytes=1 << 20, cells=1 << 20)
_HEADINGS = "订单编号,商品名称,应结金额,商家备注\r\n"
_ROW = '="31600000000{0}",保温杯{0},-1{0}.50,"加急,\r\n请{0}"\r\n'
_TOKENS = (b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"=", b"'", b"<td colspan=9>")


def sound_files() -> dict[str, bytes]:
    """One small sound file of each format, by its name."""
    text = _HEADINGS + "".join(_ROW.format(row) for row in range(8))
    page = "<tr><th>订单编号<th>商品名称<th>应结金额</tr>"
    page += "".join(f"<tr><td>{row}<td>保温杯<td>1.50</tr>" for row in range(5))
    files = {
        "gbk.csv": text.encode("gb18030"),
        "utf8.csv": text.encode("utf-8-sig"),
        "utf16.txt": text.replace(",", "\t").encode("utf-16"),
        "page.html": f"<table>{page}</table>".encode(),
        "book.xlsx": _workbook(),
    }
    files["packed.csv.gz"] = gzip.compress(files["gbk.csv"], mtime=0)
    files["packed.zip"] = _archive(files)
    return files


def _workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("费用明细")
        sheet.write_row(0, 0, ["商家信息", "", "结算信息"])
        sheet.write_row(1, 0, ["订单编号", "商品名称", "应结金额"])
        for row in range(2, 6):
            sheet.write_row(row, 0, [316000000000 + row, "保温杯", row / 8])
    return buffer.getvalue()


def _archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("gbk.csv", "book.xlsx"):
            archive.writestr(f"导出/{name}", files[name])
    return buffer.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` after one to four mutations: flips, cuts, copies, insertions."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 8, 64))
        change = chance.randrange(5)
        if change == 0:
            data = data[:at] + chance.randbytes(length) + data[at + length :]
        elif change == 1:
            data = data[:at] + data[at + length :]
        elif change == 2:
            data = data[:at] + chance.choice(_TOKENS) + data[at:]
        elif change == 3:
            data = data[:at] + data[at : at + length] * 3 + data[at + length :]
        else:
            data = data[:at] if chance.random() < 0.2 else data[at:] + data[:at]
    return data


def damaged_files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` damaged files, the same for the same seed."""
    sound = list(sound_files().items())
    for index in range(count):
        name, data = sound[index % len(sound)]
        yield name, damaged(data, random.Random(seed * 1_000_003 + index))


def read_all(name: str, data: bytes) -> tuple[int, int]:
    """Rows and problems of one file, every column of every table read."""
    rows = problems = 0
    for sheet in opened(Origin.of_bytes(name, data), KNOWN, LIMITS):
        if isinstance(sheet, Problem):
            problems += 1
            continue
        for batch in sheet.batches(range(len(sheet.headings))):
            rows += len(batch.rows)
        problems += len(sheet.problems)
    return rows, problems


def main() -> int:
    """Read the damaged files, print the count and every crash."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rows = problems = crashes = 0
    start = time.perf_counter()
    for index, (name, data) in enumerate(damaged_files(chosen.count, chosen.seed)):
        try:
            found = read_all(name, data)
        except Exception:  # noqa: BLE001 - whatever escapes is what we look for
            crashes += 1
            print(f"input {index} ({name}) of seed {chosen.seed}:")
            traceback.print_exc()
            continue
        rows, problems = rows + found[0], problems + found[1]
    seconds = time.perf_counter() - start
    print(
        f"{chosen.count} inputs, {rows} rows, {problems} problems, "
        f"{crashes} crashes, {seconds:.1f} s"
    )
    return 1 if crashes else 0


if __name__ == "__main__":
    raise SystemExit(main())
