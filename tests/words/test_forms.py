"""Numbers as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.moment import EARLIEST_MS, LATEST_MS, MINUTE_MS, read_moment
from shopwarden.records.money import LIMIT_FEN, read_fen
from shopwarden.words import form, show_day, show_fen, show_moment, show_span


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "¥0.00"),
        (5, "¥0.05"),
        (-5, "-¥0.05"),
        (123456, "¥1,234.56"),
        (-(10**14), "-¥1,000,000,000,000.00"),
    ],
)
def test_money_is_shown_to_the_fen(fen: int, shown: str) -> None:
    assert show_fen(fen) == shown


@given(st.integers(-LIMIT_FEN, LIMIT_FEN))
def test_money_shown_reads_back_as_itself(fen: int) -> None:
    assert read_fen(show_fen(fen)) == fen


@given(st.integers(EARLIEST_MS // MINUTE_MS, LATEST_MS // MINUTE_MS - 1))
def test_a_moment_shown_reads_back_as_itself(minute: int) -> None:
    assert read_moment(show_moment(minute * MINUTE_MS)) == minute * MINUTE_MS


def test_the_day_is_the_one_in_china() -> None:
    last_second_of_11_november = 1_794_412_799_000
    assert show_day(last_second_of_11_november) == "2026-11-11"
    assert show_day(last_second_of_11_november + 1_000) == "2026-11-12"


@pytest.mark.parametrize(
    ("ms", "zh", "en"),
    [
        (86_400_000, "1 天", "1 day"),
        (172_800_000, "2 天", "2 days"),
        (90_000_000, "25 小时", "25 hours"),
        (600_000, "10 分钟", "10 minutes"),
        (30_000, "30 秒", "30 seconds"),
        (1_500, "1500 毫秒", "1500 ms"),
        (0, "0 毫秒", "0 ms"),
    ],
)
def test_a_length_of_time_takes_its_largest_exact_unit(
    ms: int, zh: str, en: str
) -> None:
    assert (show_span(ms, "zh"), show_span(ms, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("total_fen", 123456, "¥1,234.56"),
        ("due_day", 1_794_326_400_000, "2026-11-11"),
        ("due_ms", 1_794_326_400_000, "2026-11-11 00:00"),
        ("window_span", 86_400_000, "1 day"),
        ("rate_share", 0.0512, "5.12 %"),
        ("rows", 1204, "1,204"),
        ("score", 1234.5, "1,234.50"),
        ("order", "316000000001", "316000000001"),
        ("due_ms", None, "unknown"),
    ],
)
def test_the_name_of_a_parameter_decides_its_form(
    name: str, value: object, shown: str
) -> None:
    assert form(name, value, "en") == shown


def test_what_is_unknown_is_said_in_the_language_asked_for() -> None:
    assert form("due_ms", None, "zh") == "未知"


def test_an_identifier_is_never_cut_into_thousands() -> None:
    assert form("order", "1234567", "en") == "1234567"
