"""Paths, folders, pages, progress, words, and damaged files by the thousand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from shopwarden.records.problem import Extent, Problem
from shopwarden.sources.exports.raw import Sheet, open_sheets
from shopwarden.words import LANGUAGES, catalogue, say

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = frozenset({"订单编号", "应结金额"})
TABLE = "订单编号,应结金额\n316000000001,12.50\n"
ROOT = Path(__file__).parents[2]


def found(*paths: Path) -> list[Sheet | Problem]:
    return list(open_sheets(paths, known_headings=KNOWN))


def names(items: list[Sheet | Problem]) -> list[str]:
    return [
        item.name if isinstance(item, Sheet) else f"{item.extent} {item.file}"
        for item in items
    ]


def test_folders_are_walked_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.csv", "a.CSV", "下/c.csv", ".hidden.csv", "~$a.xlsx", "r.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TABLE, "utf-8")
    assert names(found(tmp_path)) == ["a.CSV", "b.csv", "note r.docx", "下/c.csv"]


def test_an_empty_folder_and_a_missing_file_are_said(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    items = found(tmp_path / "空", tmp_path / "没有.csv")
    assert names(items) == ["file 没有.csv", "file 空"]


def test_a_file_that_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, good = tmp_path / "a.csv", tmp_path / "b.csv"
    for path in (locked, good):
        path.write_text(TABLE, "utf-8")
    ordinary = Path.open

    def opened(path: Path, *mode: Any) -> Any:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return ordinary(path, *mode)

    monkeypatch.setattr(Path, "open", opened)
    assert names(found(tmp_path)) == ["file a.csv", "b.csv"]


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, "utf-8")
    told: list[tuple[str, int, int]] = []
    for sheet in open_sheets(
        [path], known_headings=KNOWN, progress=lambda *step: told.append(step)
    ):
        assert isinstance(sheet, Sheet)
        list(sheet.batches([0]))
    size = path.stat().st_size
    assert told[-1] == ("a.csv", size, size)


def test_an_interrupt_is_not_caught(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(open_sheets([tmp_path], known_headings=KNOWN, progress=interrupted))


def test_every_table_of_a_page_with_spans(tmp_path: Path) -> None:
    path = tmp_path / "账单.xls"
    path.write_text(
        "<html><style>td{}</style><table><tr><td colspan=2>单据<td>结算</tr>"
        "<tr><th>订单编号</th><th>行</th><th>应结金额</th></tr>"
        "<tr><td rowspan=2>31<td>1<td>5.00</tr><tr><td>2<td>6&nbsp;</tr></table>"
        "<table><tr><th>订单编号<th>应结金额</tr><tr><td>32<td>7<br>8</tr></table>",
        "gb18030",
    )
    first, second = found(path)
    assert isinstance(first, Sheet)
    assert isinstance(second, Sheet)
    assert first.groups == ("单据", "单据", "结算")
    assert first.sample == (("31", "1", "5.00"), ("31", "2", "6"))
    assert second.name == "账单.xls › 2"
    (batch,) = second.batches([1])
    assert (batch.rows.tolist(), batch.columns[0].to_pylist()) == ([2], ["7\n8"])


def test_a_page_without_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><p>请先登录", "utf-8")
    assert names(found(path)) == ["file a.html"]


def test_every_code_has_its_words_and_its_hint() -> None:
    entries = catalogue("sources")
    reasons = [name for name in entries if not name.endswith("_hint")]
    folder = ROOT / "src/shopwarden/sources/exports"
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    for name in filter(lambda name: name.startswith("file_"), reasons):
        assert f"{name}_hint" in entries
        assert name in source or name.removeprefix("file_") in source
        assert fields(entries[name].zh) == fields(entries[name].en)


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def fuzzer() -> Any:
    path = ROOT / "benchmarks" / "fuzz_readers.py"
    spec = importlib.util.spec_from_file_location("fuzz_readers", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(problems: Iterator[Problem]) -> Iterator[str]:
    for problem in problems:
        for language in LANGUAGES:
            yield say(problem.reason, language)
            yield say(problem.hint, language)


def test_damaged_files_are_problems_never_exceptions(tmp_path: Path) -> None:
    fuzz = fuzzer()
    rows = problems = 0
    for name, data in fuzz.damaged_files(2000, seed=20):
        counted = fuzz.read_all(name, data)
        rows, problems = rows + counted[0], problems + counted[1]
    assert rows > 1000
    assert problems > 1000
    for index, (name, data) in enumerate(fuzz.damaged_files(60, seed=21)):
        (tmp_path / f"{index}-{name}").write_bytes(data)
    items = found(tmp_path)
    assert all(said(item for item in items if isinstance(item, Problem)))
    assert {item.extent for item in items if isinstance(item, Problem)} == {Extent.FILE}


def test_sound_files_of_every_format_are_read_whole() -> None:
    fuzz = fuzzer()
    for name, data in fuzz.sound_files().items():
        rows, problems = fuzz.read_all(name, data)
        assert (rows > 3, problems) == (True, 0), name
