"""CSV: dialects, headings, every byte outside a replaced cell kept."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.report.redaction import check, redact
from shopwarden.report.redaction.records import blocks, sniffed_rows

if TYPE_CHECKING:
    from pathlib import Path

TABLE = (
    "订单号,收货人,联系电话,备注,金额\r\n"
    '316000000001,李示例,13900000001,"请打""139-0000-0002"",谢谢",12.50\r\n'
    "13900000009,王*明,139****0003,多行不多,13.00\r\n"
    '="316000000003",张虚构,\t13900000004,"两\n行 a.b@example.com",1.00'
)
DONE = (
    "订单号,收货人,联系电话,备注,金额\r\n"
    '316000000001,[姓名1],[手机1],"请打""[手机2]"",谢谢",12.50\r\n'
    "13900000009,王*明,139****0003,多行不多,13.00\r\n"
    '="316000000003",[姓名2],\t[手机3],"两\n行 [邮箱1]",1.00'
)
ENCODINGS = {
    "utf-8": ("", "utf-8"),
    "utf-8 with a mark": ("\ufeff", "utf-8"),
    "gb18030": ("", "gb18030"),
    "utf-16-le": ("\ufeff", "utf-16-le"),
    "utf-16-be": ("\ufeff", "utf-16-be"),
}


def redacted(tmp_path: Path, data: bytes, name: str = "in.csv") -> bytes:
    (tmp_path / name).write_bytes(data)
    redact(tmp_path / name, tmp_path / f"out-{name}", "zh")
    return (tmp_path / f"out-{name}").read_bytes()


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_dialects(name: str, mark: str, tmp_path: Path) -> None:
    begin, encoding = ENCODINGS[name]
    data, done = (
        (begin + text.replace(",", mark)).encode(encoding) for text in (TABLE, DONE)
    )
    if mark == "\t":  # the tab in front of a number would be a cell of its own
        data = data.replace("\t\t1".encode(encoding), "\t1".encode(encoding))
        done = done.replace("\t\t[".encode(encoding), "\t[".encode(encoding))
    assert redacted(tmp_path, data) == done


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_line_ends(end: str, tmp_path: Path) -> None:
    text = TABLE.replace("两\n行", "两行").replace("\r\n", end)
    done = DONE.replace("两\n行", "两行").replace("\r\n", end)
    assert redacted(tmp_path, text.encode()) == done.encode()


def test_redacting_again_changes_nothing(tmp_path: Path) -> None:
    once = redacted(tmp_path, TABLE.encode())
    assert redacted(tmp_path, once, "again.csv") == once
    assert check(tmp_path / "again.csv", "zh").is_clean


def test_the_rows_own_person_is_found_again_only_in_that_row(tmp_path: Path) -> None:
    text = "订单号,姓名,备注\n1,高兴,高兴收\n2,李示例,我很高兴\n"
    done = "订单号,姓名,备注\n1,[姓名1],[姓名1]收\n2,[姓名2],我很高兴\n"
    assert redacted(tmp_path, text.encode()) == done.encode()


def test_counts_are_by_kind_and_column_and_places_have_no_values(
    tmp_path: Path,
) -> None:
    (tmp_path / "in.csv").write_bytes(TABLE.encode())
    outcome = check(tmp_path / "in.csv", "zh")
    assert outcome.tally.kinds == {"name": 2, "mobile": 3, "email": 1}
    assert (outcome.tally.rows, outcome.tally.records) == (4, 2)
    assert [(p.row, p.column.letter) for p in outcome.tally.places] == [
        (2, "B"),
        (2, "C"),
        (2, "D"),
        (4, "B"),
        (4, "C"),
        (4, "D"),
    ]
    assert not outcome.is_clean


def test_a_first_row_of_data_is_never_shown_as_a_heading(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "李示例,13900000001\n张虚构,13900000002\n", "utf-8"
    )
    outcome = check(tmp_path / "in.csv", "zh")
    assert {c.heading for c in outcome.tally.columns} == {""}
    assert outcome.tally.kinds["mobile"] == 2


@pytest.mark.parametrize("heading", ["姓名", "\ufeff收货人", "receiver name"])
def test_a_list_under_one_heading_is_a_table(heading: str, tmp_path: Path) -> None:
    after = redacted(tmp_path, f"{heading}\n李示例\n张虚构\n".encode())
    assert after.decode() == f"{heading}\n[姓名1]\n[姓名2]\n"


def test_a_stray_quote_swallows_no_rows(tmp_path: Path) -> None:
    text = '订单号,收货人,备注\n1,李示例,"没有关上\n2,张虚构,好\n3,赵虚拟,"好"\n'
    after = redacted(tmp_path, text.encode()).decode()
    assert "张虚构" not in after
    assert "赵虚拟" not in after
    assert after.count("\n") == text.count("\n")


def test_broken_bytes_and_mixed_encodings_come_back(tmp_path: Path) -> None:
    first = "订单号,收货人,备注\n1,李示例,好\n".encode("gb18030")
    rest = b"2,\xff\x80,13900000001\xfe\n" + "3,张虚构,中文备注\n".encode()
    after = redacted(tmp_path, first + rest)
    assert b"13900000001" not in after
    assert after.startswith("订单号,收货人,备注\n1,[姓名1],好\n".encode("gb18030"))
    assert "张虚构".encode() not in after
    assert b"\xfe\n" in after


def test_long_rows_and_short_rows_keep_their_cells(tmp_path: Path) -> None:
    text = "订单号,收货人,备注\n1\n2,李示例,好,多出,13900000001\n\n3,张虚构\n"
    done = "订单号,收货人,备注\n1\n2,[姓名1],好,多出,[手机1]\n\n3,[姓名2]\n"
    assert redacted(tmp_path, text.encode()) == done.encode()


def test_a_column_of_people_far_below_the_first_bytes_is_decoded(
    tmp_path: Path,
) -> None:
    rows = "".join(f"{n},x{n},ok\n" for n in range(20_000))
    text = f"order_id,receiver name,remark\n{rows}1,李示例,好\n"
    after = redacted(tmp_path, text.encode("gb18030")).decode("gb18030")
    assert "李示例" not in after
    assert after.endswith(",好\n")


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\x1e"),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(["\r\n", "\n"]),
    st.booleans(),
)
def test_rows_of_any_text_join_to_the_same_bytes(
    rows: list[list[str]], end: str, quote_all: bool
) -> None:
    text = io.StringIO()
    if quote_all:
        writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(text, lineterminator=end)
    writer.writerow(["订单号", "收货人", "备注"])
    writer.writerows(rows)
    data = text.getvalue().encode()
    for size in (1, 7, len(data)):
        split = sniffed_rows(data, "utf-8")
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        found = [row for block in blocks(pieces, split) for row in block]
        joined = b"".join(split.delimiter.join(cells) + end for cells, end in found)
        assert joined == data


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_taken_apart_and_put_together(data: bytes) -> None:
    split = sniffed_rows(data, "utf-8")
    found = [row for block in blocks([data], split) for row in block]
    assert b"".join(split.delimiter.join(c) + end for c, end in found) == data


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6))
def test_only_persons_cells_change(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["订单号", "金额", "收货人"])
    for number, row in enumerate(rows):
        writer.writerow([316000000000 + number, f"{number}.50", row[0]])
    after = redacted(folder, text.getvalue().encode())
    before = list(csv.reader(io.StringIO(text.getvalue(), newline="")))
    new = list(csv.reader(io.StringIO(after.decode(), newline="")))
    assert [row[:2] for row in new] == [row[:2] for row in before]
