"""Encodings: which one a text table is in, and its bytes as text.

JD's back office writes GB18030; people save UTF-8 and UTF-16 over it. Only
the first bytes are looked at. All of UTF-8 and GB18030 keep commas, quotes
and line ends as single bytes below 0x40 that occur nowhere else, so rows are
found in the raw bytes and only the cells somebody asked for are decoded.

What it does not do: guess a language, or mend a broken character. A cell
with bytes that are no text in the file's encoding is reported as broken.

>>> sniff_encoding("订单编号".encode("gbk")), sniff_encoding(b"order,total")
('gb18030', 'ascii')
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from shopwarden.sources.exports.cells import clean_cell, clean_strings, text_buffers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

_BROKEN_CHARACTER = "\ufffd".encode()
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def marked_encoding(head: bytes) -> tuple[str, int] | None:
    """The encoding a byte order mark states, and the mark's length."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None


def sniff_encoding(head: bytes) -> str:
    """`utf-8`, `gb18030`, or `ascii` where these bytes do not tell."""
    if head.isascii():
        return "ascii"
    return (
        "utf-8"
        if _undecodable(head, "utf-8") <= _undecodable(head, "gb18030")
        else "gb18030"
    )


def _undecodable(head: bytes, encoding: str) -> int:
    """How many lines of `head` are no text in `encoding`; the cut end is not judged."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        lines = head.split(b"\n")
        return sum(not _decodes(line, encoding) for line in lines[:-1] or lines)
    return 0


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def as_utf8(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """UTF-16 chunks as UTF-8; what is broken stays broken (a lone 0xFF)."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode().replace(_BROKEN_CHARACTER, b"\xff")
    rest = decoder.decode(b"", final=True)
    yield rest.encode().replace(_BROKEN_CHARACTER, b"\xff")


def decode_column(
    raw: pa.Array, encoding: str
) -> tuple[pa.Array, NDArray[np.bool_] | None]:
    """A `pa.binary()` array as cleaned `pa.string()`, and which cells are broken.

    Broken cells come out null. The mask is None where none is broken.
    """
    if not len(raw):
        return pa.array([], pa.string()), None
    raw = raw.fill_null(b"") if raw.null_count else raw
    plain = _as_strings(raw, encoding)
    if plain is not None:
        return clean_strings(plain), None
    return _by_distinct_value(raw, encoding)


def _as_strings(raw: pa.Array, encoding: str) -> pa.Array | None:
    """`raw` as strings without touching a byte, if its bytes are UTF-8."""
    offsets, data = text_buffers(raw)
    used = data[offsets[0] : offsets[-1]]
    if not len(used) or used.max() < 0x80 or encoding == "utf-8":
        try:
            return raw.cast(pa.string())
        except pa.ArrowInvalid:
            return None
    return None


def _by_distinct_value(
    raw: pa.Array, encoding: str
) -> tuple[pa.Array, NDArray[np.bool_] | None]:
    """Each distinct value decoded once: most columns repeat theirs."""
    coded = raw.dictionary_encode()
    texts = [_decoded(value, encoding) for value in coded.dictionary.to_pylist()]
    cleaned = [None if text is None else clean_cell(text) for text in texts]
    strings = pa.array(cleaned, pa.string()).take(coded.indices)
    if None not in texts:
        return strings, None
    broken = np.array([text is None for text in texts])
    return strings, broken[coded.indices.to_numpy()]


def _decoded(value: bytes, encoding: str) -> str | None:
    try:
        return value.decode(encoding)
    except UnicodeDecodeError:
        return None
