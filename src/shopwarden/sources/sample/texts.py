"""Columns of texts: fen, moments, numbers and people as JD's exports show them.

Columns are numpy object arrays of str, so that a row is one `",".join`.
Names, accounts, addresses and phones are invented and masked as JD masks
them (`张**`, `北京市朝阳区***`, `1******0198`).

What it does not do: quote, encode or write (`files`).

>>> fen_texts(np.array([1205, -5])).tolist()
['12.05', '-0.05']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shopwarden.records.moment import DAY_MS, SHANGHAI_MS
from shopwarden.sources.sample.places import ADDRESSES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_CLOCK = np.array(
    [f" {s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(86_400)], object
)
_FIRST_DAY = 10_957  # 2000-01-01
_DAYS = np.array(
    [str(np.datetime64(_FIRST_DAY + d, "D")) for d in range(36_600)], object
)
_COMPACT_DAYS = np.array([day.replace("-", "") for day in _DAYS], object)

_FAMILIES = np.array(
    [f"{name}**" for name in "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"], object
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SCATTER = 2_654_435_761  # odd and prime to 26: buyers' letters do not count up
_ACCOUNT_SPACE = 26**7


def each(values: NDArray[np.int64], show: Callable[[int], str]) -> NDArray[np.object_]:
    """`show` of each value, computed once a distinct value."""
    distinct, inverse = np.unique(values, return_inverse=True)
    return np.array([*map(show, distinct.tolist())], object)[inverse]


def _fen(fen: int) -> str:
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def fen_texts(fen: NDArray[np.int64]) -> NDArray[np.object_]:
    """Yuan with two decimals."""
    return each(fen, _fen)


def rate_texts(ppm: NDArray[np.int64], empty: str) -> NDArray[np.object_]:
    """A rate as a decimal fraction: 50,000 ppm is `0.05`; 0 is `empty`."""
    return each(ppm, lambda p: f"{p / 1_000_000:.6f}".rstrip("0") if p else empty)


def moment_texts(
    moments: NDArray[np.int64], shown: NDArray[np.bool_], empty: str
) -> NDArray[np.object_]:
    """`2026-11-11 00:00:12` in Asia/Shanghai where `shown`, else `empty`."""
    local = np.where(shown, moments, 0) + SHANGHAI_MS
    days = np.clip(local // DAY_MS - _FIRST_DAY, 0, len(_DAYS) - 1)
    texts = _DAYS[days] + _CLOCK[local % DAY_MS // 1000]
    return np.where(shown, texts, empty)


def day_texts(
    moments: NDArray[np.int64], shown: NDArray[np.bool_], empty: str
) -> NDArray[np.object_]:
    """`20261111` where `shown`, else `empty`."""
    local = np.where(shown, moments, 0) + SHANGHAI_MS
    days = np.clip(local // DAY_MS - _FIRST_DAY, 0, len(_DAYS) - 1)
    return np.where(shown, _COMPACT_DAYS[days], empty)


def compact_day(ms: int) -> str:
    """The Shanghai day of `ms` as file names have it: `20261111`."""
    return str(_COMPACT_DAYS[(ms + SHANGHAI_MS) // DAY_MS - _FIRST_DAY])


def account_texts(buyers: NDArray[np.int64]) -> NDArray[np.object_]:
    """下单帐号: `jd_` and seven letters, one account a buyer."""
    return each(buyers, _account)


def _account(buyer: int) -> str:
    number = buyer * _SCATTER % _ACCOUNT_SPACE
    letters = []
    for _ in range(7):
        number, rest = divmod(number, 26)
        letters.append(_LETTERS[rest])
    return "jd_" + "".join(letters)


def name_texts(buyers: NDArray[np.int64]) -> NDArray[np.object_]:
    """客户姓名, masked."""
    return _FAMILIES[buyers * _SCATTER // 64 % len(_FAMILIES)]


def phone_texts(
    buyers: NDArray[np.int64], contacts: NDArray[np.int64]
) -> NDArray[np.object_]:
    """联系电话, masked: four last digits only, unless a contact is given."""
    masked = _PHONES[buyers * 7919 % len(_PHONES)]
    return np.where(contacts > 0, _CONTACTS[contacts], masked)


_CONTACTS = np.array([f"139000000{i:02d}" for i in range(100)], object)
_PHONES = np.array([f"1******{i:04d}" for i in range(10_000)], object)


def address_texts(places: NDArray[np.int64]) -> NDArray[np.object_]:
    """客户地址, masked but for those of `places` that are whole."""
    return ADDRESSES[places]


def number_texts(numbers: NDArray[np.int64], empty: str = "") -> NDArray[np.object_]:
    """Identifiers as digits; 0 is `empty`."""
    texts = np.array([*map(str, numbers.tolist())], object)
    return np.where(numbers != 0, texts, empty) if len(texts) else texts


def constant(text: str, rows: int) -> NDArray[np.object_]:
    """The same text in every row."""
    return np.full(rows, text, object)


def chosen(texts: Sequence[str], index: NDArray[np.int64]) -> NDArray[np.object_]:
    """`texts[i]` for each i."""
    return np.array(texts, object)[index]
