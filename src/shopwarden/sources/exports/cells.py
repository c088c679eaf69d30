r"""Cells: what was typed around a value is taken off, the value is kept.

Exports protect long numbers from spreadsheets with a leading tab, an
apostrophe or a formula (`="316000000001"`), and write `--` for nothing. A
column is cleaned as a whole: only cells whose first or last byte looks like
such a dressing are touched one by one.

What it does not do: read numbers, dates or money; `1.2E+16` stays as it is.

>>> clean_cell('="316000000001"'), clean_cell("　完成\t"), clean_cell("--")
('316000000001', '完成', None)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLANKS = " \t\r\n\v\f\x00\u00a0\u200b\u3000\ufeff"
_NOTHING = frozenset({"", "--"})
_FORMULA = re.compile(r'=\s*(?:"((?:[^"]|"")*)"|([^"=()]*))\Z')

_FIRST = np.zeros(256, np.bool_)
_FIRST[list(b" \t\r\n\v\f\x00='\"-\xc2\xe2\xe3\xef")] = True
_LAST = np.zeros(256, np.bool_)
_LAST[list(b' \t\r\n\v\f\x00"\xa0\x8b\x80\xbf')] = True


def clean_cell(text: str) -> str | None:
    """The value without its dressing; None where there is none."""
    while True:
        bare = _undress(text.strip(BLANKS))
        if bare == text:
            return None if bare in _NOTHING else bare
        text = bare


def _undress(text: str) -> str:
    formula = _FORMULA.match(text)
    if formula:
        quoted, plain = formula.groups()
        return plain if quoted is None else quoted.replace('""', '"')
    if text.startswith("'"):
        return text[1:]
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text


def clean_strings(texts: pa.Array) -> pa.Array:
    """A whole `pa.string()` array cleaned, null where a cell holds nothing."""
    dressed = _dressed(texts)
    if not dressed.any():
        return texts
    coded = texts.filter(pa.array(dressed)).dictionary_encode()
    cleaned = [
        None if text is None else clean_cell(text)
        for text in coded.dictionary.to_pylist()
    ]
    replaced = pa.array(cleaned, pa.string()).take(coded.indices)
    return pa.compute.replace_with_mask(texts, pa.array(dressed), replaced)


def _dressed(texts: pa.Array) -> NDArray[np.bool_]:
    """Which cells may have a dressing: all others are clean as they are."""
    offsets, data = text_buffers(texts)
    if not len(data):
        return np.ones(len(texts), np.bool_)
    starts, ends = offsets[:-1], offsets[1:]
    last_byte = len(data) - 1
    first = data[np.minimum(starts, last_byte)]
    last = data[np.maximum(ends - 1, 0)]
    empty = starts == ends
    dressed: NDArray[np.bool_] = empty | _FIRST[first] | _LAST[last]
    return dressed


def text_buffers(texts: pa.Array) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """The offsets (n + 1) of a string or binary array, and its bytes."""
    _, offset_buffer, data_buffer = texts.buffers()
    offsets = np.frombuffer(offset_buffer, np.int32, len(texts) + 1, texts.offset * 4)
    if data_buffer is None:
        return offsets, np.zeros(0, np.uint8)
    return offsets, np.frombuffer(data_buffer, np.uint8)
