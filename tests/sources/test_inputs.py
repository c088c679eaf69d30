"""Inputs: texts in their order and as they are, and one answer to every line."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.errors import InputError
from shopwarden.sources.inputs import TextInput, read_inputs
from shopwarden.words import Text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


def read(data: bytes | str, name: str = "-") -> list[TextInput]:
    raw = data if isinstance(data, bytes) else data.encode()
    return list(read_inputs(io.BytesIO(raw), name))


def texts(found: Sequence[TextInput]) -> list[str]:
    return [each.text for each in found]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["chats.csv", "CHATS.CSV"])
def test_a_table_in_any_encoding(encoding: str, name: str) -> None:
    table = "编号,发送方,类型,内容\r\na1,客服,聊天,在吗\r\na2,买家,备注,“加微信”\r\n"
    assert read(table.encode(encoding), name) == [
        TextInput("a1", "在吗", "staff", "chat"),
        TextInput("a2", "“加微信”", "buyer", "remark"),
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_plain_text_in_any_encoding(encoding: str) -> None:
    assert read("在吗\n加微信\n".encode(encoding), "chats.txt") == [
        TextInput("1", "在吗"),
        TextInput("2", "加微信"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_a_character_is_not_cut_where_the_first_bytes_end(
    encoding: str, before: int
) -> None:
    lines = ["a" * before + "汉" * 40_000, "加微信"]
    assert texts(read("\n".join(lines).encode(encoding), "long.txt")) == lines


def test_a_late_chinese_character_in_an_english_file() -> None:
    lines = ["hello"] * 20_000 + ["加微信"]
    assert texts(read("\n".join(lines))) == lines


def test_quotes_hold_commas_quotes_and_line_ends_as_they_are() -> None:
    table = 'text,id\r\n"一,二\r\n三 ""四""\n",7\r\n  五  ,8\r\n'
    assert read(table, "t.csv") == [
        TextInput("7", '一,二\r\n三 "四"\n'),
        TextInput("8", "  五  "),
    ]


def test_tabs_part_a_tsv() -> None:
    assert read("id\ttext\n1\t一,二\n", "t.tsv") == [TextInput("1", "一,二")]


@pytest.mark.parametrize(
    "heading", ["text", "TEXT", " 文本 ", "消息内容", "聊天内容", "Message"]
)
def test_what_a_column_of_texts_may_be_called(heading: str) -> None:
    assert texts(read(f"x,{heading}\n1,在吗\n", "t.csv")) == ["在吗"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("staff", "staff"),
        ("Agent", "staff"),
        ("客服", "staff"),
        ("商家", "staff"),
        (" 卖家 ", "staff"),
        ("buyer", "buyer"),
        ("Customer", "buyer"),
        ("买家", "buyer"),
        ("顾客", "buyer"),
        ("机器人", ""),
        ("", ""),
    ],
)
def test_who_writes_in_both_languages(word: str, meant: str) -> None:
    (row,) = read(f"text,direction\n在吗,{word}\n", "t.csv")
    (line,) = read(json.dumps({"text": "在吗", "direction": word}))
    assert row.direction == line.direction == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("chat", "chat"),
        ("备注", "remark"),
        ("Listing", "listing"),
        ("商品页", "listing"),
        ("?", ""),
    ],
)
def test_kinds_in_both_languages(word: str, meant: str) -> None:
    (row,) = read(f"text,kind\n在吗,{word}\n", "t.csv")
    assert row.kind == meant


def test_json_lines_by_name_or_first_character() -> None:
    line = '{"id": 7, "text": "在吗\\n加微信", "direction": "客服", "kind": "remark"}\n'
    whole = [TextInput("7", "在吗\n加微信", "staff", "remark")]
    for name in ("t.jsonl", "t.ndjson", "t.json", "-", "chats.log"):
        assert read(line, name) == whole
    assert read("\ufeff" + line, "-") == whole
    assert texts(read(line, "t.txt")) == [line.rstrip("\n")]


def test_bad_lines_answer_in_their_place() -> None:
    lines = [
        '{"text": "一"}',
        "no json",
        '{"id": "x", "text": null}',
        '["text"]',
        '{"id": "x"}',
        "",
        "1" * 5000,
        "[" * 100_000,
        '{"id": "y", "text": "二"}',
    ]
    found = read("\n".join(lines), "t.jsonl")
    assert [each.id for each in found] == ["1", "2", "x", "4", "x", "7", "8", "y"]
    assert [each.fault.rpartition(".")[2] for each in found] == [
        "",
        "inputs_bad_json",
        "inputs_no_text_field",
        "inputs_no_text_field",
        "inputs_no_text_field",
        "inputs_bad_json",
        "inputs_bad_json",
        "",
    ]


def test_bad_rows_answer_in_their_place() -> None:
    large = "长" * ((1 << 20) + 1)
    table = (
        f"id,direction,text\na,staff,一\nb\nc,staff,{large}\n\nd,buyer,\ne,buyer,二\n"
    )
    found = read(table, "t.csv")
    assert [(e.id, e.text, e.fault.rpartition(".")[2]) for e in found] == [
        ("a", "一", ""),
        ("b", "", "inputs_no_text_field"),
        ("4", "", "inputs_bad_row"),
        ("d", "", ""),
        ("e", "二", ""),
    ]


def test_every_fault_is_told_in_both_languages() -> None:
    table = "id,text\nb\n"
    found = [*read("no json", "t.jsonl"), *read(table, "t.csv")]
    for each in found:
        told = [say(Text(each.fault), language) for language in ("zh", "en")]
        assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"id,words\n1,x\n", "t.csv", "sources.inputs_no_column"),
        (b"", "t.csv", "sources.inputs_no_column"),
        (b"\n", "t.tsv", "sources.inputs_no_column"),
        (b"a" * ((1 << 20) + 1), "t.csv", "sources.inputs_no_column"),
        (b"\x7fELF\x00\x01\x02", "-", "sources.inputs_no_text"),
        (b"PK\x03\x04\x00\x00", "t.csv", "sources.inputs_no_text"),
    ],
)
def test_what_is_no_input_is_said_with_its_name(
    data: bytes, name: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(data, name)
    assert caught.value.code == code
    assert caught.value.params["file"] == name
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["-", "t.txt", "t.jsonl"])
def test_nothing_is_no_input(name: str) -> None:
    assert read(b"", name) == []


def test_a_broken_byte_costs_one_character() -> None:
    (found,) = read("加微信".encode() + b"\xff\xfe\xfd" + "吧".encode(), "t.txt")
    assert found.text.startswith("加微信")
    assert found.text.endswith("吧")
    assert "\ufffd" in found.text


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=8))
def test_json_lines_give_back_what_was_written(written: list[str]) -> None:
    lines = "\n".join(json.dumps({"text": text}) for text in written)
    assert texts(read(lines, "t.jsonl")) == written


@given(st.binary(max_size=300), st.sampled_from(["-", "t.csv", "t.jsonl", "t.txt"]))
def test_any_bytes_are_inputs_faults_or_an_input_error(data: bytes, name: str) -> None:
    try:
        found = read(data, name)
    except InputError:
        return
    assert all(isinstance(each.text, str) for each in found)
