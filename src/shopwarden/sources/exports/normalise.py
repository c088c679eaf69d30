"""Normalise: columns of texts become integers, at once, with no rounding.

The common spelling of a column is read by Arrow; only cells it does not fit
go through the scalar readers of `records`, once per distinct text. What
neither can read is marked bad, never guessed.

What it does not do: decide what a bad cell costs its row (`reading`).

>>> import pyarrow as pa
>>> read_money(pa.array(["58.9", "¥1,200", "oops", None])).values.tolist()[:2]
[5890, 120000]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from shopwarden.records.moment import (
    HOUR_MS,
    NULL_TEXTS,
    SHANGHAI,
    SHANGHAI_MS,
    read_moment,
)
from shopwarden.records.money import read_fen
from shopwarden.records.schema import MISSING
from shopwarden.sources.exports.choices import flag

if TYPE_CHECKING:
    from collections.abc import Callable

Int64 = NDArray[np.int64]
Mask = NDArray[np.bool_]

COUNT_LIMIT = 10**9
_MOST_HOURS = 10 * 366 * 24
PPM = 1_000_000

# 12 digits of yuan stay below records.money.LIMIT_FEN.
_PLAIN_MONEY = r"^[+-]?[0-9]{1,12}(\.[0-9]{1,2})?$"
_PLAIN_MOMENT = (
    r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r" ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
)
_PLAIN_COUNT = r"^[0-9]{1,9}$"
_COUNT = re.compile(r"(\d{1,10})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column as int64, MISSING where empty or bad, and where it was bad."""

    values: Int64
    bad: Mask


def read_money(column: Any) -> Numbers:
    """Fen of a column of yuan texts, as `records.money.read_fen` reads them."""
    return _read(column, _PLAIN_MONEY, _plain_fen, read_fen)


def read_moments(column: Any) -> Numbers:
    """UTC ms of a column of China-time texts, as `records.moment.read_moment`."""
    return _read(column, _PLAIN_MOMENT, _plain_ms, read_moment)


def read_moments_as(column: Any, style: str) -> Numbers:
    """UTC ms of texts in a stated format (`strptime`), China time."""

    def slow(text: str) -> int | None:
        if text in NULL_TEXTS:
            return None
        moment = datetime.strptime(text, style).replace(tzinfo=SHANGHAI)
        return read_moment(moment.strftime("%Y-%m-%d %H:%M:%S"))

    return _read(column, None, _plain_ms, slow)


def read_counts(column: Any) -> Numbers:
    """Whole numbers ≥ 0 of a column; `2.0` (Excel) is 2."""
    return _read(column, _PLAIN_COUNT, _plain_count, read_count)


def read_rates(column: Any) -> Numbers:
    """Parts per million of a column of ratios (`0.05`) or percents (`5%`)."""
    return _read(column, None, _plain_count, read_ppm)


def read_flags(column: Any) -> Numbers:
    """1 and 0 of a column of words that say yes or no (`choices.flag`)."""
    return _read(column, None, _plain_count, flag)


def read_hours(column: Any) -> Numbers:
    """Milliseconds of a column of hours: `48`, `1.5`."""
    return _read(column, None, _plain_count, read_hour)


def read_hour(text: str) -> int:
    """Milliseconds of a number of hours; ValueError below 0 or above ten years."""
    try:
        hours = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not hours.is_finite() or not 0 <= hours <= _MOST_HOURS:
        raise ValueError(text)
    return int(hours * HOUR_MS)


def read_count(text: str) -> int:
    """A whole number from 0 to 10⁹; ValueError for anything else."""
    match = _COUNT.fullmatch(text.strip())
    if match is None or int(match[1]) > COUNT_LIMIT:
        raise ValueError(text)
    return int(match[1])


def read_ppm(text: str) -> int:
    """Parts per million of `0.05` or `5%`; ValueError outside 0 … 100 %."""
    text = text.strip().replace("％", "%")
    number = text.removesuffix("%")
    try:
        ratio = Decimal(number.strip())
    except InvalidOperation as error:
        raise ValueError(text) from error
    # Comparing first keeps NaN and infinity from the arithmetic.
    if not ratio.is_finite() or not 0 <= ratio <= 100:
        raise ValueError(text)
    ppm = ratio * (PPM // 100 if number != text else PPM)
    if ppm != int(ppm) or ppm > PPM:
        raise ValueError(text)
    return int(ppm)


def _plain_fen(column: Any) -> Int64:
    decimals = pc.cast(column, pa.decimal128(18, 2))
    # A decimal128 is 16 little-endian bytes; these values fit the lower 8.
    halves = np.frombuffer(decimals.buffers()[1], np.int64)[::2]
    fen = halves[decimals.offset : decimals.offset + len(decimals)]
    return np.where(_known(column), fen, MISSING)


def _plain_ms(column: Any) -> Int64:
    moments = pc.cast(pc.cast(column, pa.timestamp("ms")), pa.int64())
    return np.where(_known(column), _filled(moments) - SHANGHAI_MS, MISSING)


def _plain_count(column: Any) -> Int64:
    return _filled(pc.cast(column, pa.int64()))


def _filled(column: Any) -> Int64:
    values: Int64 = pc.fill_null(column, int(MISSING)).to_numpy(zero_copy_only=False)
    return values


def _known(column: Any) -> Mask:
    mask: Mask = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return mask


def _read(
    column: Any,
    plain: str | None,
    fast: Callable[[Any], Int64],
    slow: Callable[[str], int | None],
) -> Numbers:
    """Read the cells that match `plain` at once, the others text by text."""
    bad = np.zeros(len(column), np.bool_)
    if column.null_count == len(column):
        return Numbers(np.full(len(column), MISSING, np.int64), bad)
    fits = _fits(column, plain)
    try:
        values = fast(pc.if_else(fits, column, None))
    except pa.ArrowInvalid:  # well formed, but no such day: 2026-02-30
        fits = pa.repeat(pa.scalar(value=False), len(column))
        values = np.full(len(column), MISSING, np.int64)
    rest = _known(column) & ~fits.to_numpy(zero_copy_only=False)
    if rest.any():
        values = values.copy()
        values[rest], bad[rest] = _by_text(column.filter(pa.array(rest)), slow)
    return Numbers(values, bad)


def _fits(column: Any, plain: str | None) -> Any:
    if plain is None:
        return pa.repeat(pa.scalar(value=False), len(column))
    return pc.fill_null(pc.match_substring_regex(column, plain), fill_value=False)


def _by_text(column: Any, slow: Callable[[str], int | None]) -> tuple[Int64, Mask]:
    encoded = pc.dictionary_encode(column)
    values = np.full(len(encoded.dictionary), MISSING, np.int64)
    bad = np.zeros(len(encoded.dictionary), np.bool_)
    for at, text in enumerate(encoded.dictionary.to_pylist()):
        try:
            number = slow(text)
        except ValueError:
            bad[at] = True
        else:
            values[at] = MISSING if number is None else number
    index = encoded.indices.to_numpy()
    return values[index], bad[index]
