from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from shopwarden.engine.clock import (
    Calendar,
    Candidates,
    Clock,
    Ends,
    Pause,
    Unit,
    china_calendar,
    deadlines,
    due,
    due_ms,
    read_calendar,
    read_candidates,
    read_clock,
    wall_text,
)
from shopwarden.errors import RuleError
from shopwarden.records.moment import LATEST_MS, read_moment
from shopwarden.records.schema import MISSING
from shopwarden.words import LANGUAGES, Text, say

FILE = resources.files("shopwarden.engine.clock") / "data" / "holidays.yaml"


def at(text: str) -> int:
    moment = read_moment(text)
    assert moment is not None
    return moment


def shown(moments: tuple[int, ...]) -> list[str]:
    return [wall_text(moment) for moment in moments]


def test_warnings_come_after_half_three_quarters_and_nine_tenths() -> None:
    found = due(at("2026-03-04 10:00:00"), read_clock({"length": "48h"}))
    assert shown(found.warn_ms) == [
        "2026-03-05 10:00:00",
        "2026-03-05 22:00:00",
        "2026-03-06 05:12:00",
    ]


def test_warnings_leave_out_a_pause() -> None:
    pause = Pause(at("2026-03-05 00:00:00"), at("2026-03-06 00:00:00"), "报备")
    found = due(at("2026-03-04 10:00:00"), read_clock({"length": "48h"}), [pause])
    assert shown(found.warn_ms) == [
        "2026-03-06 10:00:00",
        "2026-03-06 22:00:00",
        "2026-03-07 05:12:00",
    ]


def test_warnings_leave_out_a_weekend() -> None:
    clock = read_clock({"length": "2d", "counts": "working"})
    found = due(at("2026-03-06 00:00:00"), clock)
    assert shown((*found.warn_ms, found.due_ms)) == [
        "2026-03-07 00:00:00",  # Friday's end
        "2026-03-09 12:00:00",
        "2026-03-09 19:12:00",
        "2026-03-10 00:00:00",
    ]


def test_warnings_part_the_time_to_the_end_of_the_day() -> None:
    clock = read_clock({"length": "1d", "starts": "next_day", "ends": "day_end"})
    found = due(at("2026-03-04 10:00:00"), clock)
    # Half of 86,399 seconds.
    assert wall_text(found.warn_ms[0]) == "2026-03-05 11:59:59"


def test_candidates_are_told_the_earliest_first_and_as_unconfirmed() -> None:
    unsure = read_candidates(
        [{"length": "48h"}, {"length": "1d", "counts": "working"}, {"length": "24h"}]
    )
    found = due(at("2026-03-06 18:00:00"), unsure)
    assert not found.confirmed
    assert shown(tuple(r.due_ms for r in found.readings)) == [
        "2026-03-07 18:00:00",
        "2026-03-08 18:00:00",
        "2026-03-09 18:00:00",
    ]
    assert found.readings[0].clock == Clock(24, Unit.HOUR)
    assert found.due_ms == found.readings[0].due_ms
    assert found.warn_ms == found.readings[0].warn_ms


def test_one_candidate_alone_is_still_unconfirmed() -> None:
    found = due(at("2026-03-06 18:00:00"), read_candidates([{"length": "48h"}]))
    assert not found.confirmed


def test_equal_candidates_name_the_first() -> None:
    same = Candidates((Clock(24, Unit.HOUR), Clock(1, Unit.DAY)))
    assert deadlines(np.array([at("2026-03-06 18:00:00")]), same).reading == [0]


def test_the_calendar_is_known_for_the_candidate_that_counts() -> None:
    unsure = read_candidates([{"length": "24h"}, {"length": "3d", "counts": "working"}])
    found = due(at("2026-12-30 10:00:00"), unsure)
    assert found.calendar_known
    assert [r.calendar_known for r in found.readings] == [True, False]


def test_another_calendar_can_be_given() -> None:
    china = china_calendar()
    always = Calendar(np.ones_like(china.working), china.known, china.years)
    clock = read_clock({"length": "1d", "counts": "working"})
    start = np.array([at("2026-02-14 10:00:00")])
    assert wall_text(int(due_ms(start, clock, (), always)[0])) == "2026-02-15 10:00:00"


def test_a_time_shown_twice_is_the_second() -> None:
    clock = read_clock({"length": "1d", "zone": "America/Los_Angeles"})
    start = at("2026-10-31 16:30:00")  # 01:30 there
    hours = (due(start, clock).due_ms - start) / 3_600_000
    assert hours == 25


def test_a_midnight_shown_twice_is_the_first_and_its_hour_the_second() -> None:
    """In Havana the clock goes from 1:00 back to 0:00 on 1 November 2026."""
    midnight = at("2026-11-01 12:00:00")  # the first one; the second an hour later
    clock = {"length": "1h", "starts": "next_day", "zone": "America/Havana"}
    found = due(midnight - 1, read_clock(clock)).readings[0]
    assert (found.begin_ms, found.due_ms) == (midnight, midnight + 3_600_000)
    days = read_clock({"length": "1d", "zone": "America/Havana"})
    quarter = 15 * 60_000
    day_before = due(midnight + quarter - 24 * 3_600_000, days)
    assert day_before.due_ms == midnight + 3_600_000 + quarter
    # The first hour stands at midnight, so that no later start is due earlier.
    day_after = midnight + 25 * 3_600_000
    twice = np.array([midnight + quarter, midnight + 3_600_000 + quarter])
    assert due_ms(twice, days).tolist() == [day_after, day_after + quarter]


def test_the_day_a_last_day_gives_way_to_has_to_be_known() -> None:
    text = FILE.read_text("utf-8").replace('from: "12-25"', 'from: "12-20"')
    clock = read_clock({"length": "1d", "ends": "day_end", "rolls": True})
    for start, known in (("2026-12-17", True), ("2026-12-18", False)):
        found = due(
            at(f"{start} 09:00:00"), clock, (), read_calendar(text, "holidays.yaml")
        )
        assert found.calendar_known is known


def test_the_longest_clock_at_the_last_moment_has_an_end() -> None:
    clock = read_clock(
        {"length": "3660d", "counts": "working", "ends": "day_end", "rolls": True}
    )
    last = np.array([LATEST_MS - 1])
    pause = Pause(at("2000-01-01 00:00:00"), LATEST_MS)
    found = deadlines(last, clock, [pause])
    assert wall_text(int(found.due_ms[0])).startswith("2114-")
    assert not found.calendar_known[0]


def test_nothing_in_nothing_out() -> None:
    for clock in (Clock(1, Unit.DAY), read_candidates([{"length": "1d"}])):
        found = deadlines(np.array([], np.int64), clock)
        assert found.due_ms.shape == (0,)
        assert found.warn_ms.shape == (0, 3)
        assert due_ms(np.array([MISSING]), clock) == [MISSING]


def test_pauses_may_come_from_a_generator() -> None:
    pauses = [(at("2026-03-05 00:00:00"), at("2026-03-06 00:00:00"))]
    unsure = read_candidates([{"length": "50h"}, {"length": "48h"}])
    start = at("2026-03-04 10:00:00")
    found = due(start, unsure, (Pause(*pair) for pair in pauses))
    assert shown(tuple(r.due_ms for r in found.readings)) == [
        "2026-03-07 10:00:00",
        "2026-03-07 12:00:00",
    ]
    column = due_ms(np.array([start]), unsure, (Pause(*pair) for pair in pauses))
    assert column == [found.due_ms]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-05 00:00:00", "2026-03-05 00:00:00"),
        ("2026-03-06 00:00:00", "2026-03-05 00:00:00"),
    ],
)
def test_a_pause_ends_after_it_begins(start: str, end: str) -> None:
    with pytest.raises(RuleError) as caught:
        due(at("2026-03-04 10:00:00"), Clock(1, Unit.DAY), [Pause(at(start), at(end))])
    assert caught.value.code == "engine.clock_pause"
    for language in LANGUAGES:
        assert start[:10] in say(Text(caught.value.code, caught.value.params), language)


@pytest.mark.parametrize("moment", [0, LATEST_MS, MISSING + 1])
def test_a_moment_no_fact_can_have_is_an_error(moment: int) -> None:
    with pytest.raises(RuleError) as caught:
        due_ms(np.array([moment]), Clock(1, Unit.DAY))
    assert caught.value.code == "engine.clock_moment"


def test_a_clock_that_cannot_be_is_no_clock() -> None:
    with pytest.raises(AssertionError):
        Clock(0, Unit.DAY)
    with pytest.raises(AssertionError):
        Clock(1, Unit.DAY, ends=Ends.MOMENT, rolls=True)
