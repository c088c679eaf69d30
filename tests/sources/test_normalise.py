"""Vector readers agree with the scalar ones, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.moment import read_moment
from shopwarden.records.money import read_fen
from shopwarden.records.schema import MISSING
from shopwarden.sources.exports.normalise import (
    Numbers,
    read_count,
    read_counts,
    read_moments,
    read_moments_as,
    read_money,
    read_ppm,
    read_rates,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_money = st.one_of(
    st.from_regex(r"\A[+-]?[¥￥]?\d{1,16}(\.\d{0,4})?元?\Z"),
    st.from_regex(r"\A\(?\d{1,3}(,\d{3}){0,4}(\.\d\d)?\)?\Z"),
    st.decimals(allow_nan=False, places=2).map(str),
    st.sampled_from(["", "abc", "1e5", "NaN", "--1", "1.2.3", "０.５", "."]),
)
_moments = st.one_of(
    st.datetimes().map(lambda d: d.strftime("%Y-%m-%d %H:%M:%S")),
    st.from_regex(r"\A20\d\d-[01]\d-[0-3]\d [0-2]\d:[0-6]\d:[0-6]\d\Z"),
    st.from_regex(r"\A20\d\d[01]\d[0-3]\d\Z"),
    st.sampled_from(
        ["0001-01-01 00:00:00", "1970-01-01 00:00:00", "2026/11/11 0:00", "昨天"]
    ),
)


def _agrees(
    vector: Callable[[pa.Array], Numbers],
    scalar: Callable[[str], int | None],
    texts: list[str | None],
) -> None:
    read = vector(pa.array(texts, pa.string()))
    for text, value, bad in zip(texts, read.values, read.bad, strict=True):
        if text is None:
            assert (value, bad) == (MISSING, False)
            continue
        try:
            expected = scalar(text)
        except ValueError:
            assert (value, bad) == (MISSING, True), text
        else:
            assert not bad, text
            assert value == (MISSING if expected is None else expected), text


@given(st.lists(st.none() | _money, max_size=8))
def test_money_is_read_as_the_scalar_reader_does(texts: list[str | None]) -> None:
    _agrees(read_money, read_fen, texts)


@given(st.lists(st.none() | _moments, max_size=8))
def test_moments_are_read_as_the_scalar_reader_does(texts: list[str | None]) -> None:
    _agrees(read_moments, read_moment, texts)


@given(st.lists(st.none() | st.from_regex(r"\A-?\d{1,11}(\.\d{0,2})?\Z"), max_size=8))
def test_counts_are_read_as_the_scalar_reader_does(texts: list[str | None]) -> None:
    _agrees(read_counts, read_count, texts)


def test_a_slice_of_a_column_is_read_from_its_own_start() -> None:
    column = pa.array(["1.00", "2.00", None, "3.5"]).slice(1)
    assert read_money(column).values.tolist() == [200, MISSING, 350]


def test_no_such_day_is_bad_and_its_neighbours_are_read() -> None:
    read = read_moments(pa.array(["2026-02-30 00:00:00", "2026-02-28 00:00:00"]))
    assert read.bad.tolist() == [True, False]
    assert read.values[1] == read_moment("2026-02-28 00:00:00")


@pytest.mark.parametrize(
    ("text", "ppm"),
    [("0.05", 50_000), ("5%", 50_000), ("0.6 %", 6_000), ("1", 1_000_000), ("0", 0)],
)
def test_rates_may_be_ratios_or_percents(text: str, ppm: int) -> None:
    assert read_rates(pa.array([text])).values.tolist() == [ppm]


@pytest.mark.parametrize("text", ["5", "-0.1", "101%", "NaN", "0.0000001", "五", ""])
def test_a_rate_that_is_none_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_ppm(text)


def test_a_stated_date_format_is_used() -> None:
    read = read_moments_as(pa.array(["11/10/2026", "2026-11-10"]), "%d/%m/%Y")
    assert read.values[0] == read_moment("2026-10-11")
    assert read.bad.tolist() == [False, True]
