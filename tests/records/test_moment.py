"""Moments are read as China time, or refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.moment import (
    DAY_MS,
    EARLIEST_MS,
    LATEST_MS,
    NULL_TEXTS,
    SHANGHAI,
    day_of,
    read_moment,
)


def is_refused(text: str) -> bool:
    try:
        read_moment(text)
    except ValueError:
        return True
    return False


ELEVEN_ELEVEN = 1_794_326_400_000  # 2026-11-11 00:00:00 in Asia/Shanghai


@pytest.mark.parametrize(
    ("text", "after_ms"),
    [
        ("2026-11-11 00:00:12", 12_000),
        ("2026-11-11T00:00:12", 12_000),
        ("2026/11/11 0:00", 0),
        ("2026.11.11", 0),
        ("20261111", 0),
        ("2026年11月11日", 0),
        ("2026年11月11日 8:05", 8 * 3_600_000 + 300_000),
        ("2026-11-11 00:00:00.250", 250),
        (" 2026-11-11 ", 0),
    ],
)
def test_the_spellings_of_exports_are_read(text: str, after_ms: int) -> None:
    assert read_moment(text) == ELEVEN_ELEVEN + after_ms


@pytest.mark.parametrize("text", sorted(NULL_TEXTS))
def test_the_nulls_of_jd_are_no_moment(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "2026-11-11 24:00:00",
        "2026-11-11 12:60",
        "1999-12-31 23:59:59",
        "2100-01-01",
        "0001-01-02",
        "9999-12-31",
        "46337",
        "昨天",
        "2026-11-11 00:00:12 +0900",
        "11/11/2026",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert is_refused(text)


@given(st.integers(EARLIEST_MS // 1000, LATEST_MS // 1000 - 1))
def test_every_second_survives_the_way_through_a_file(second: int) -> None:
    text = f"{datetime.fromtimestamp(second, SHANGHAI):%Y-%m-%d %H:%M:%S}"
    assert read_moment(text) == second * 1000


@given(st.text(max_size=30))
def test_no_text_gives_anything_but_a_moment_nothing_or_a_refusal(text: str) -> None:
    moment = None if is_refused(text) else read_moment(text)
    assert moment is None or EARLIEST_MS <= moment < LATEST_MS


@given(st.integers(EARLIEST_MS, LATEST_MS - 1))
def test_a_day_begins_at_midnight_in_china(ms: int) -> None:
    since_epoch = datetime.fromtimestamp(ms / 1000, SHANGHAI).date()
    epoch = datetime(1970, 1, 1, tzinfo=UTC).date()
    assert day_of(ms) == (since_epoch - epoch).days
    assert day_of(ms + DAY_MS) == day_of(ms) + 1
