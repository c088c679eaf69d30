"""Sample shops written once for all tests, and readers of their own."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from shopwarden.sources.sample import SampleShop, Truth, write_sample

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class Written:
    """A sample shop's folder, read back without the code that wrote it."""

    folder: Path
    truth: Truth
    _read: dict[str, dict[int, Row]] = field(default_factory=dict)

    def csv_rows(self, name: str) -> list[list[str]]:
        with (self.folder / name).open(encoding="gb18030", newline="") as file:
            return list(csv.reader(file, strict=True))

    def sheet_rows(self, name: str, sheet: str) -> list[list[str]]:
        book = CalamineWorkbook.from_path(str(self.folder / name))
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return [[str(cell) for cell in row] for row in rows]

    def records(self, name: str) -> dict[int, Row]:
        """Each record of an export by its row number."""
        if name not in self._read:
            self._read[name] = self._records(name)
        return self._read[name]

    def _records(self, name: str) -> dict[int, Row]:
        if name.endswith(".csv"):
            rows, headers = self.csv_rows(name), 1
        else:
            sheet = "对账表" if name.startswith("对账表") else "费用明细"
            rows, headers = self.sheet_rows(name, sheet), 2
        names = rows[headers - 1]
        return {
            number: dict(zip(names, row, strict=False))
            for number, row in enumerate(rows[headers:], headers + 1)
        }

    def names(self, beginning: str) -> list[str]:
        return [name for name in self.truth.files if name.startswith(beginning)]

    def bill(self) -> dict[str, list[Row]]:
        """All bill lines by 订单编号; the amount as fen text under 金额."""
        lines: dict[str, list[Row]] = defaultdict(list)
        for name in self.names("对账表") + self.names("订单结算"):
            for row in self.records(name).values():
                row["金额"] = row.get("应结金额") or f"{float(row['金额']):.2f}"
                row["rate"] = row.get("佣金比例") or row.get("费率") or ""
                lines[row["订单编号"]].append(row)
        return lines

    def orders(self) -> dict[str, list[Row]]:
        """The rows of each order in the latest export that has it."""
        orders: dict[str, list[Row]] = {}
        for name in ("19453840.csv", "19461207.csv"):
            fresh: dict[str, list[Row]] = defaultdict(list)
            for row in self.records(name).values():
                fresh[row["订单号"]].append(row)
            orders |= fresh
        return orders


def _written(folder: Path, sample: SampleShop) -> Written:
    return Written(folder, write_sample(folder, sample))


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Written:
    sample = SampleShop(orders=1500, seed=7, clean=True, layout="old", workbook=False)
    return _written(tmp_path_factory.mktemp("clean"), sample)


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Written:
    sample = SampleShop(orders=1500, seed=3)
    return _written(tmp_path_factory.mktemp("faulty"), sample)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The same shop as `faulty`, before anything went wrong."""
    sample = SampleShop(orders=1500, seed=3, clean=True, layout="old", workbook=False)
    return _written(tmp_path_factory.mktemp("plain"), sample)


@pytest.fixture(scope="session")
def old_workbook(tmp_path_factory: pytest.TempPathFactory) -> Written:
    sample = SampleShop(orders=300, layout="old")
    return _written(tmp_path_factory.mktemp("old"), sample)
