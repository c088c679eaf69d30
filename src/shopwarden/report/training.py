"""A training table: one row for each quiz taken, appended whole or not at all.

The headings are ours (docs/templates/training.csv). Rows that are there stay
byte for byte, in their encoding and column order.

What it does not do: ask questions, know what is due, or read a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.errors import InputError
from shopwarden.report.appending import append, open_table
from shopwarden.report.sheet import harmless

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

HEADINGS = ("完成时间", "员工账号", "课程", "是否通过", "有效期至")
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
    table = open_table(path, HEADINGS)
    if table is None:
        wanted = ",".join(HEADINGS)
        raise InputError("lessons.no_training_table", path=str(path), headings=wanted)
    append(path, table, [_cells(row)])


def _cells(row: Completion) -> dict[str, str]:
    done = f"{row.done:{_MOMENT}}"
    until = f"{row.until:{_MOMENT}}" if row.until else ""
    passed = "是" if row.passed else "否"
    values = (done, harmless(row.account), row.lesson, passed, until)
    return dict(zip(HEADINGS, values, strict=True))
