"""The fast way and the forgiving way give the same rows; memory stays bounded."""

from __future__ import annotations

import io
import tracemalloc
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from shopwarden.sources.exports.blocks import Block, record_blocks
from shopwarden.sources.exports.delimited import delimited_sheet
from shopwarden.sources.exports.limits import Limits
from shopwarden.sources.exports.origin import Origin
from shopwarden.sources.exports.parsing import Shape, parse_block, parse_records
from shopwarden.sources.exports.records import Record, Scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.sources.exports.parsing import Parsed

WIDTH = 3
SHAPE = Shape("t.csv", ("a", "b", "c"), b",", "gb18030", Limits(line_bytes=400))

cells = st.one_of(
    st.sampled_from(["", "--", '="31"', "\t5 ", "'7", "杯", '5" 屏', "x y", "　"]),
    st.text(st.sampled_from('ab杯 ,"\n\r='), max_size=8),
)


def quoted(cell: str) -> str:
    needs = any(mark in cell for mark in ',"\n\r')
    return '"' + cell.replace('"', '""') + '"' if needs else cell


well_formed = st.lists(st.lists(cells, min_size=1, max_size=5), max_size=30).map(
    lambda rows: "".join(",".join(map(quoted, row)) + "\r\n" for row in rows)
)
anything = st.text(st.sampled_from('a杯,"\n\r ='), max_size=120)


def scanned(data: bytes) -> list[Record]:
    scanner = Scanner(b",", line_bytes=400, width=WIDTH)
    ended = data if data.endswith(b"\n") else data + b"\n"
    return list(scanner.scan(ended, final=True))


def rows_of(parsed: Parsed) -> list[tuple[int, tuple[str | None, ...]]]:
    columns = [column.to_pylist() for column in parsed.columns]
    return list(zip(parsed.rows.tolist(), zip(*columns, strict=True), strict=True))


def read_by_blocks(data: bytes, size: int) -> tuple[list[object], list[int]]:
    chunks = (data[at : at + size] for at in range(0, len(data), size))
    scanner = Scanner(b",", line_bytes=400, width=WIDTH)
    rows: list[object] = []
    problems: list[int] = []
    for piece in record_blocks(chunks, scanner):
        parse = parse_block if isinstance(piece, Block) else parse_records
        parsed = parse(piece, SHAPE, (0, 1, 2))  # type: ignore[arg-type]  # by its type
        rows += rows_of(parsed)
        problems += [problem.row for problem in parsed.problems]
    return rows, problems


@given(st.one_of(well_formed, anything), st.integers(1, 300))
def test_blocks_of_any_size_equal_one_scan(text: str, size: int) -> None:
    data = text.encode("gb18030")
    whole = parse_records(scanned(data) if data else [], SHAPE, (0, 1, 2))
    rows, problems = read_by_blocks(data, size)
    assert rows == rows_of(whole)
    assert problems == [problem.row for problem in whole.problems]


@given(st.lists(st.lists(cells, min_size=WIDTH, max_size=WIDTH), min_size=1))
def test_what_was_quoted_comes_back(rows: list[list[str]]) -> None:
    data = "".join(",".join(map(quoted, row)) + "\n" for row in rows).encode()
    if any('"' in cell and quoted(cell) == cell for row in rows for cell in row):
        return
    records = Scanner(b",", line_bytes=10_000, width=WIDTH).scan(data, final=True)
    assert [[cell.decode() for cell in record.cells] for record in records] == rows


class EndlessLine(io.RawIOBase):
    """A heading, one line of `size` bytes made as it is read, and a last row."""

    def __init__(self, size: int) -> None:
        self._parts = self._made(size)
        self._left = b""

    @staticmethod
    def _made(size: int) -> Iterator[bytes]:
        yield b"order,name,amount\n1,a,2\n"
        block = b"x" * (1 << 16)
        for _ in range(size >> 16):
            yield block
        yield b"\n3,c,4\n"

    def read(self, size: int = -1, /) -> bytes:
        data = self._left or next(self._parts, b"")
        self._left = data[size:]
        return data[:size]


def test_a_huge_line_is_refused_in_bounded_memory() -> None:
    size = 256 << 20
    origin = Origin("t.csv", "t.csv", size, lambda: EndlessLine(size))
    limits = Limits(line_bytes=1 << 16)
    tracemalloc.start()
    sheet = delimited_sheet(origin, frozenset(), limits)
    rows = [row for batch in sheet.batches([0]) for row in batch.rows.tolist()]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == [2, 4]
    assert [problem.row for problem in sheet.problems] == [3]
    assert peak < 64 << 20
