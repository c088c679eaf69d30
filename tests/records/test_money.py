"""Money is read exactly, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.money import LIMIT_FEN, read_fen


def is_refused(text: str) -> bool:
    try:
        read_fen(text)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("12", 1200),
        ("12.3", 1230),
        ("12.34", 1234),
        (".5", 50),
        ("+12.34", 1234),
        ("-12.34", -1234),
        ("1,234.5", 123450),
        ("1，234.50", 123450),
        ("¥12.34", 1234),
        ("￥12.34", 1234),
        ("-¥12.34", -1234),
        ("12.34元", 1234),
        ("(12.34)", -1234),
        (" 12.34 ", 1234),
        ("12.3400", 1234),
        ("-0.00", 0),
        ("1000000000000", LIMIT_FEN),
    ],
)
def test_the_spellings_of_exports_are_read(text: str, fen: int) -> None:
    assert read_fen(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "-",
        "--",
        "¥",
        "12.345",
        "12.3401",
        "12,34",
        "1,2345",
        "1.2.3",
        "1e3",
        "1.06E+12",
        "nan",
        "inf",
        "十二",
        "1000000000000.01",
        "9" * 400,
        "12.34 13",
        "=1+1",
        "0x10",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert is_refused(text)


@given(st.integers(-LIMIT_FEN, LIMIT_FEN), st.sampled_from(["", ",", "¥", "0"]))
def test_every_amount_survives_the_way_through_a_file(fen: int, style: str) -> None:
    yuan, rest = divmod(abs(fen), 100)
    number = f"{yuan:,}" if style == "," else str(yuan)
    sign = "-" if fen < 0 else ""
    zeros = "000" if style == "0" else ""
    currency = "¥" if style == "¥" else ""
    assert read_fen(f"{sign}{currency}{number}.{rest:02d}{zeros}") == fen


@given(st.text(max_size=30))
def test_no_text_gives_anything_but_bounded_fen_or_a_refusal(text: str) -> None:
    assert is_refused(text) or abs(read_fen(text)) <= LIMIT_FEN


@given(st.integers(0, 10**9), st.integers(0, 99), st.integers(1, 10**9))
def test_fractions_of_a_fen_are_never_rounded(yuan: int, fen: int, rest: int) -> None:
    assert is_refused(f"{yuan}.{fen:02d}{rest}")
