from __future__ import annotations

from datetime import date, timedelta
from importlib import resources

import numpy as np
import pytest
from tests.engine.clock.reference import DAYS_OFF, DAYS_WORKED, works

from shopwarden.engine.clock import china_calendar, day_number, read_calendar
from shopwarden.errors import RuleError
from shopwarden.words import LANGUAGES, Text, say

FILE = resources.files("shopwarden.engine.clock") / "data" / "holidays.yaml"
TEXT = FILE.read_text("utf-8")


def known(text: str) -> bool:
    day = np.array([day_number(text)])
    return bool(china_calendar().all_known(day, day)[0])


def test_the_data_is_the_copy_of_the_notices() -> None:
    for year in (2025, 2026):
        day = date(year, 1, 1)
        while day.year == year:
            number = day_number(day.isoformat())
            assert china_calendar().works(number) == works(number), day
            day += timedelta(days=1)


def test_a_year_has_the_days_off_and_on_that_the_notice_counts() -> None:
    """2025: 1 + 8 + 3 + 5 + 3 + 8 days; 2026: 3 + 9 + 3 + 5 + 3 + 3 + 7."""
    years = china_calendar().years
    assert {n: len(year.off) for n, year in years.items()} == {2025: 28, 2026: 33}
    assert {n: len(year.work) for n, year in years.items()} == {2025: 5, 2026: 6}
    assert len(DAYS_OFF) == 28 + 33
    assert len(DAYS_WORKED) == 5 + 6


@pytest.mark.parametrize("year", [2025, 2026])
def test_weekdays_off_are_the_days_of_the_law_and_those_made_up_for(year: int) -> None:
    """Since 2025 the law gives 13 days (1 + 4 + 1 + 2 + 1 + 1 + 3).

    One that falls on a weekend is given on a weekday; every other weekday off
    is worked on a weekend.
    """
    off = [d for d in DAYS_OFF if d.year == year and d.weekday() < 5]
    worked = [d for d in DAYS_WORKED if d.year == year]
    assert len(off) - len(worked) == 13


def test_every_year_names_its_notice_and_whether_it_was_read() -> None:
    for number, year in china_calendar().years.items():
        assert f"{number}年部分节假日安排" in year.notice
        assert year.source
        assert year.state == "read"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2024-12-31", False),
        ("2025-01-01", True),
        ("2025-12-31", True),
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2027-01-01", False),
        ("2119-12-31", False),
    ],
)
def test_a_day_is_known_as_far_as_notices_reach(day: str, state: bool) -> None:
    assert known(day) is state


def test_weekends_count_in_a_year_without_a_notice() -> None:
    china = china_calendar()
    assert not china.works(day_number("2027-03-06"))
    assert china.works(day_number("2027-03-08"))


def test_the_next_working_day_is_today_or_later() -> None:
    days = np.array([day_number(d) for d in ("2026-02-13", "2026-02-15")])
    expected = [day_number("2026-02-13"), day_number("2026-02-24")]
    assert china_calendar().next_working(days).tolist() == expected


def test_an_unverified_year_counts_but_is_not_known() -> None:
    text = TEXT.replace("state: read\n    seen", "state: unverified\n    seen")
    calendar = read_calendar(text, "test")
    day = np.array([day_number("2026-01-04")])
    assert calendar.works(int(day[0]))
    assert not calendar.all_known(day, day)[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("makeup: [2026-01-04]", "makeup: [2026-01-05]"),  # a Monday
        ("makeup: [2026-01-04]", "makeup: [2026-01-03]"),  # a day off
        ("makeup: [2026-01-04]", "makeup: [Sunday]"),
        ("makeup: [2026-01-04]", "makeup:"),
        ("[2026-01-01, 2026-01-03]", "[2026-01-03, 2026-01-01]"),
        ("[2026-01-01, 2026-01-03]", "[2026-01-01]"),
        ("[2026-01-01, 2026-01-03]", "2026-01-01"),
        ("zh: 元旦", "name: 元旦"),
        ("state: read\n", "state: sure\n"),
        ("    issued: 2025-11-04\n", ""),
        ('new_year_from: "12-25"', "new_year_from: 25"),
        ("years:", "years: ["),
        ("years:", "year:"),
    ],
)
def test_data_that_contradicts_itself_is_an_error(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(RuleError) as caught:
        read_calendar(TEXT.replace(old, new), "holidays.yaml")
    for language in LANGUAGES:
        message = say(Text(caught.value.code, caught.value.params), language)
        assert message.startswith("holidays.yaml")


@pytest.mark.parametrize("text", ["", "[]", "new_year_from: '12-25'\nyears: {2027: }"])
def test_a_text_that_is_no_calendar_is_an_error(text: str) -> None:
    with pytest.raises(RuleError):
        read_calendar(text, "holidays.yaml")
