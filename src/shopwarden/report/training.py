"""A training table: one row for each quiz taken, appended whole or not at all.

The headings are ours (docs/templates/training.csv). Rows that are there stay
byte for byte, in their encoding and column order.

What it does not do: ask questions, know what is due, or read a clock.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.errors import InputError
from shopwarden.report.output import written
from shopwarden.report.sheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

HEADINGS = ("完成时间", "员工账号", "课程", "是否通过", "有效期至")
# Spreadsheet programs need the mark to see UTF-8 in a CSV file; they save GBK.
_NEW = "utf-8-sig"
_ENCODINGS = ("utf-8", "gb18030")
_MOMENT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Completion:
    """A quiz taken; `until` is empty where it was not passed."""

    done: datetime
    account: str
    lesson: str
    passed: bool
    until: datetime | None


def append_completion(path: Path, row: Completion) -> None:
    """Add a row to the table, or begin one.

    Raises InputError where `path` is another kind of table, and OutputError
    where it cannot be written.
    """
    before = path.read_bytes() if path.is_file() else b""
    if not before.strip():
        text = _line(HEADINGS) + _line(_cells(row)[name] for name in HEADINGS)
        added = text.encode(_NEW)
    else:
        headings, encoding = _headings(path, before)
        cells = _cells(row)
        added = _line(cells.get(name, "") for name in headings).encode(encoding)
        added = added if before.endswith(b"\n") else b"\r\n" + added
    with written(path) as temporary:
        temporary.write_bytes(before + added)


def _cells(row: Completion) -> dict[str, str]:
    done = f"{row.done:{_MOMENT}}"
    until = f"{row.until:{_MOMENT}}" if row.until else ""
    passed = "是" if row.passed else "否"
    values = (done, harmless(row.account), row.lesson, passed, until)
    return dict(zip(HEADINGS, values, strict=True))


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _headings(path: Path, data: bytes) -> tuple[list[str], str]:
    """The first row of the table and its encoding."""
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))), [])
        headings = [cell.strip() for cell in first]
        if set(HEADINGS) <= set(headings):
            return headings, encoding
    wanted = ",".join(HEADINGS)
    raise InputError("lessons.no_training_table", path=str(path), headings=wanted)
