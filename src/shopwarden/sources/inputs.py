r"""Inputs: texts to be screened, from CSV, JSON lines, plain text or standard input.

    CSV, TSV    a column named text (文本, 内容, 消息); id, direction, kind if there
    JSON lines  {"id": …, "text": …, "direction": …, "kind": …}
    plain text  every line is one text; its id is the line's number

Texts come out in their order and as they are: offsets found in them are
offsets in what the file holds. A line that is no text is a Problem in its
place, so there is one answer to every input.

What it does not do: screen (`engine.screen`), or keep a text.

>>> from io import BytesIO
>>> [each.text for each in read_inputs(BytesIO("在吗\n加微信".encode()), "-")]
['在吗', '加微信']
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from shopwarden.errors import InputError
from shopwarden.sources.exports.encoding import marked_encoding, sniff_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HEAD = 1 << 16
_MOST_CHARACTERS = 1 << 20
_NAMES = {
    "text": (
        "text",
        "文本",
        "内容",
        "消息",
        "消息内容",
        "聊天内容",
        "content",
        "message",
    ),
    "id": ("id", "编号", "序号"),
    "direction": ("direction", "方向", "发送方", "sender"),
    "kind": ("kind", "类型"),
}
_DIRECTIONS = {
    "staff": ("staff", "seller", "agent", "service", "客服", "商家", "卖家", "店铺"),
    "buyer": ("buyer", "customer", "user", "买家", "顾客", "用户", "客户"),
}
_KINDS = {
    "chat": ("chat", "聊天", "消息"),
    "remark": ("remark", "备注"),
    "listing": ("listing", "商品", "商品页"),
}


class TextInput(NamedTuple):
    """One text; `fault` says why there is none (a code of the catalogue)."""

    id: str
    text: str
    direction: str = ""
    kind: str = ""
    fault: str = ""


def read_inputs(stream: BinaryIO, name: str) -> Iterator[TextInput]:
    """The texts of an open file, by its name and its first bytes.

    Raises InputError for a table without a column of texts, and for what is
    no text at all.
    """
    head = stream.read(_HEAD)
    lines = _lines(head, stream, name)
    ending = name.rpartition(".")[2].lower()
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if ending in ("jsonl", "ndjson", "json") or (first == b"{" and ending != "txt"):
        return _json_lines(lines)
    if ending in ("csv", "tsv"):
        return _table(lines, name)
    return (TextInput(str(at), line) for at, line in enumerate(_bare(lines), 1))


def _lines(head: bytes, stream: BinaryIO, name: str) -> Iterable[str]:
    """The decoded lines with their ends, as the csv module wants them."""
    marked = marked_encoding(head)
    encoding, skip = marked or (sniff_encoding(head), 0)
    if not marked and b"\0" in head:
        raise InputError("sources.inputs_no_text", file=name)
    encoding = "utf-8" if encoding == "ascii" else encoding
    whole = io.BufferedReader(_Chained(head[skip:], stream))
    return io.TextIOWrapper(whole, encoding, errors="replace", newline="")


class _Chained(io.RawIOBase):
    """The bytes already read, then the rest of a stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            size = min(len(buffer), len(self._head))
            buffer[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        data = self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _bare(lines: Iterable[str]) -> Iterator[str]:
    """The lines without their ends."""
    return (line.rstrip("\r\n") for line in lines)


def _json_lines(lines: Iterable[str]) -> Iterator[TextInput]:
    for at, line in enumerate(_bare(lines), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        # Brackets within brackets, thousands deep, are no mistake of ours.
        except (ValueError, RecursionError):
            yield TextInput(str(at), "", fault="sources.inputs_bad_json")
            continue
        yield _input(entry if isinstance(entry, dict) else {}, at)


def _table(lines: Iterable[str], name: str) -> Iterator[TextInput]:
    csv.field_size_limit(_MOST_CHARACTERS)
    rows = csv.reader(lines, delimiter="\t" if name.lower().endswith("tsv") else ",")
    try:
        headings = [heading.strip().casefold() for heading in next(rows, [])]
    except csv.Error:
        headings = []
    columns = {
        field: headings.index(found)
        for field, names in _NAMES.items()
        for found in [next((n for n in names if n in headings), "")]
        if found
    }
    if "text" not in columns:
        raise InputError("sources.inputs_no_column", file=name)
    return _rows(rows, columns)


def _rows(rows: Iterator[list[str]], columns: Mapping[str, int]) -> Iterator[TextInput]:
    at = 1
    while True:
        at += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield TextInput(str(at), "", fault="sources.inputs_bad_row")
            continue
        if row:
            yield _input({f: row[c] for f, c in columns.items() if c < len(row)}, at)


def _input(entry: Mapping[str, object], at: int) -> TextInput:
    identifier, text = entry.get("id"), entry.get("text")
    name = str(at) if identifier in (None, "") else str(identifier)
    if not isinstance(text, str):
        return TextInput(name, "", fault="sources.inputs_no_text_field")
    direction = _meant(entry.get("direction"), _DIRECTIONS)
    return TextInput(name, text, direction, _meant(entry.get("kind"), _KINDS))


def _meant(word: object, choices: Mapping[str, tuple[str, ...]]) -> str:
    """The choice a word stands for; empty where it stands for none."""
    told = str(word or "").strip().casefold()
    return next((name for name, words in choices.items() if told in words), "")
