"""The table of characters, as arrays to look whole texts up in.

Data: `data/characters.tsv`, built by tools/build_tables.py.

What it does not do: fold texts (`fold.batch`).

>>> sorted(folded_kinds("Ｖ①"))
['digit', 'width']
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOP = 0x110000
GAP, WORD, LATIN, BREAK = 0, 1, 2, 3
# Symbols that stand for a word stay in the tight view: +V is 加V, V❤ is V信.
KEPT = "+❤♥"


@dataclass(frozen=True, slots=True)
class Table:
    """What each code point is read as, and what kind of character that is.

    Code point c becomes `pool[start[c] : start[c] + length[c]]`; `sort` says
    of each code point whether it is a gap, a word character or Latin.
    """

    start: NDArray[np.int32]
    length: NDArray[np.uint8]
    pool: NDArray[np.uint32]
    sort: NDArray[np.uint8]
    kinds: dict[str, str]  # character → class of folding


@cache
def table() -> Table:
    """The table, read once."""
    place = resources.files("shopwarden.engine.fold") / "data" / "characters.tsv"
    start = np.arange(TOP, dtype=np.int32)
    length = np.ones(TOP, np.uint8)
    pool: list[int] = []
    kinds: dict[str, str] = {}
    for line in place.read_text("utf-8").splitlines()[1:]:
        kind, number, read = line.split("\t")
        code = int(number, 16)
        start[code] = TOP + len(pool)
        length[code] = len(read)
        pool.extend(map(ord, read))
        kinds[chr(code)] = kind
    whole = np.concatenate([np.arange(TOP), np.array(pool)]).astype(np.uint32)
    return Table(start, length, whole, _sorts(), kinds)


def _sorts() -> NDArray[np.uint8]:
    """Letters and digits are words; ASCII ones Latin; the rest is a gap."""
    sorts = np.zeros(TOP, np.uint8)
    for low, high in _LETTERS:
        sorts[low:high] = WORD
    for code in range(128):
        if chr(code).isalnum():
            sorts[code] = LATIN
    for character in KEPT:
        sorts[ord(character)] = WORD
    sorts[0x1E] = BREAK
    return sorts


# Blocks of letters; asking Python for each of 1.1 million code points is slow.
_LETTERS = (
    (0xC0, 0x2000), (0x2C00, 0x2E00), (0x3005, 0x3008), (0x3041, 0x3100),
    (0x3105, 0x3130), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xA000, 0xD800),
    (0xF900, 0xFB00), (0x20000, 0x33480),
)  # fmt: skip


def folded_kinds(text: str) -> set[str]:
    """The classes of folding a text needs: width, case, traditional, digit, others.

    `case` and composed forms of one text are told as Unicode composes them.
    """
    kinds = table().kinds
    return {kinds[c] for c in unicodedata.normalize("NFC", text) if c in kinds}
