"""Any clock, any moment of two years, any pauses: the engine and the reference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.clock.reference import UNITS, walk

from shopwarden.engine.clock import (
    PERCENTS,
    Candidates,
    Pause,
    deadlines,
    due,
    due_ms,
    read_clock,
    write_clock,
)
from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS, read_moment
from shopwarden.records.schema import MISSING

BEGIN = read_moment("2025-01-01 00:00:00") or 0
END = read_moment("2026-12-20 00:00:00") or 0
PAUSED = read_moment("2026-09-19 12:00:00") or 0  # over worked Sunday the 20th
# By the wall of one, summer time begins and ends; the other has none.
ZONES = ("Asia/Shanghai", "America/Los_Angeles")
# Put back at midnight, by half an hour, and for a month of the year.
ODD_ZONES = ("America/Havana", "Australia/Lord_Howe", "Africa/Casablanca")

lengths = st.one_of(
    st.integers(1, 20).map("{}d".format),
    st.integers(1, 400).map("{}h".format),
    st.integers(1, 5000).map("{}min".format),
)
# Whole hours hit the edges of days and pauses, which any moment seldom does.
moments = st.one_of(
    st.integers(BEGIN, END),
    st.integers(0, (END - BEGIN) // HOUR_MS).map(lambda n: BEGIN + n * HOUR_MS),
)
# Nights in which one of the zones changes, and the two days before.
CHANGES = ("2025-11-02", "2026-02-15", "2026-03-08", "2026-04-05", "2026-10-04")
MIDNIGHTS = [read_moment(f"{day} 00:00:00") or 0 for day in CHANGES]
changing = st.builds(
    lambda midnight, quarters: midnight + quarters * 15 * MINUTE_MS,
    st.sampled_from(MIDNIGHTS),
    st.integers(-192, 144),
)


@st.composite
def clocks(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> dict[str, Any]:
    clock: dict[str, Any] = {
        "length": draw(lengths),
        "counts": draw(st.sampled_from(("natural", "working"))),
        "starts": draw(st.sampled_from(("moment", "next_day", "next_workday"))),
        "ends": draw(st.sampled_from(("moment", "day_end"))),
        "zone": draw(st.sampled_from(zones)),
    }
    clock["rolls"] = clock["ends"] == "day_end" and draw(st.booleans())
    return clock


@st.composite
def pauses_near(draw: st.DrawFn, start: int) -> list[tuple[int, int]]:
    """Before, over and after a start, apart and overlapping."""
    hours = st.integers(-120, 400)
    pairs = draw(st.lists(st.tuples(hours, st.integers(1, 200)), max_size=4))
    return [(start + h * HOUR_MS, start + (h + size) * HOUR_MS) for h, size in pairs]


def of(pairs: list[tuple[int, int]]) -> list[Pause]:
    return [Pause(*pair) for pair in pairs]


def one(start: int, clock: dict[str, Any], pairs: list[tuple[int, int]]) -> int:
    return int(due_ms(np.array([start]), read_clock(clock), of(pairs))[0])


@settings(max_examples=400)
@given(st.data(), clocks(), moments)
def test_the_walk_from_day_to_day_finds_the_same(
    data: st.DataObject, clock: dict[str, Any], start: int
) -> None:
    pairs = data.draw(pauses_near(start))
    found = due(start, read_clock(clock), of(pairs)).readings[0]
    walked = walk(start, clock, pairs)
    assert (found.begin_ms, found.due_ms) == (walked.begin, walked.due)


@pytest.mark.parametrize("counts", ["natural", "working"])
@pytest.mark.parametrize("starts", ["moment", "next_day", "next_workday"])
@pytest.mark.parametrize("ends", ["moment", "day_end", "rolls"])
def test_on_every_day_of_two_years(counts: str, starts: str, ends: str) -> None:
    clock: dict[str, Any] = {"length": "3d", "counts": counts, "starts": starts}
    clock |= {"ends": ends if ends == "moment" else "day_end", "rolls": ends == "rolls"}
    pairs = [(PAUSED, PAUSED + 36 * HOUR_MS)]
    # Midnight, the afternoon, and the last millisecond, by turns.
    column = np.arange(BEGIN, END, DAY_MS)
    column += np.resize([0, 15 * HOUR_MS, DAY_MS - 1], len(column))
    dues = due_ms(column, read_clock(clock), of(pairs))
    assert dues.tolist() == [walk(t, clock, pairs).due for t in column.tolist()]


@settings(max_examples=300)
@given(st.data(), clocks((ZONES[1], *ODD_ZONES)), changing)
def test_so_it_does_where_the_wall_clock_is_changed(
    data: st.DataObject, clock: dict[str, Any], start: int
) -> None:
    length = data.draw(st.sampled_from(("15min", "3h", "1d", "2d", clock["length"])))
    clock = {**clock, "length": length}
    pairs = data.draw(pauses_near(start))
    found = due(start, read_clock(clock), of(pairs)).readings[0]
    walked = walk(start, clock, pairs)
    assert (found.begin_ms, found.due_ms) == (walked.begin, walked.due)
    assert found.due_ms > start


@given(st.data(), clocks(), moments)
def test_warnings_part_the_running_time(
    data: st.DataObject, clock: dict[str, Any], start: int
) -> None:
    pairs = data.draw(pauses_near(start))
    found = due(start, read_clock(clock), of(pairs)).readings[0]
    walked = walk(start, clock, pairs, beyond=20)
    whole = walked.ran(found.due_ms)
    assert found.begin_ms <= found.warn_ms[0]
    assert list(found.warn_ms) == sorted(found.warn_ms)
    assert found.warn_ms[-1] <= found.due_ms
    for percent, warn in zip(PERCENTS, found.warn_ms, strict=True):
        # The first moment by which so much has run: a wall clock put forward
        # passes over the exact one.
        part = whole * percent // 100
        assert walked.ran(warn - 1) < part <= walked.ran(warn)


@given(st.data(), clocks((*ZONES, *ODD_ZONES)), st.one_of(moments, changing))
def test_what_begins_later_is_never_due_earlier(
    data: st.DataObject, clock: dict[str, Any], start: int
) -> None:
    pairs = data.draw(pauses_near(start))
    steps = data.draw(st.lists(st.integers(0, 3 * DAY_MS), min_size=1, max_size=30))
    starts = start + np.cumsum(np.array(steps, np.int64))
    dues = due_ms(starts, read_clock(clock), of(pairs))
    assert (np.diff(dues) >= 0).all()
    assert (dues > starts).all()


@given(st.data(), clocks((*ZONES, *ODD_ZONES)), moments)
def test_a_longer_clock_is_never_due_earlier(
    data: st.DataObject, clock: dict[str, Any], start: int
) -> None:
    pairs = data.draw(pauses_near(start))
    unit = clock["length"].lstrip("0123456789")
    amount = int(clock["length"].removesuffix(unit))
    more = {**clock, "length": f"{amount + data.draw(st.integers(0, 30))}{unit}"}
    assert one(start, clock, pairs) <= one(start, more, pairs)


@given(st.data(), clocks((*ZONES, *ODD_ZONES)), moments)
def test_a_pause_never_makes_it_due_earlier(
    data: st.DataObject, clock: dict[str, Any], start: int
) -> None:
    pairs = data.draw(pauses_near(start))
    more = data.draw(pauses_near(start))
    assert one(start, clock, pairs) <= one(start, clock, [*pairs, *more])
    assert one(start, clock, pairs) == one(start, clock, pairs[::-1] + pairs)


@given(clocks(), moments)
def test_the_strictest_reading_is_the_one_with_nothing_said(
    clock: dict[str, Any], start: int
) -> None:
    strict = {"length": clock["length"], "zone": clock["zone"]}
    least, found = one(start, strict, []), one(start, clock, [])
    # 23:59:59 is a second before the 24:00 at which a length may run out.
    assert least <= found + 1_000


@given(st.lists(clocks(), min_size=1, max_size=4), st.lists(moments, max_size=20))
def test_of_candidates_each_row_has_its_earliest(
    given_clocks: list[dict[str, Any]], rows: list[int]
) -> None:
    read = tuple(read_clock(clock) for clock in given_clocks)
    starts = np.array(rows, np.int64)
    each = np.array([due_ms(starts, clock) for clock in read])
    found = deadlines(starts, Candidates(read))
    assert not found.confirmed
    assert (found.due_ms == each.min(axis=0)).all()
    assert (found.due_ms == each[found.reading, np.arange(len(rows))]).all()
    assert (due_ms(starts, Candidates(read)) == found.due_ms).all()


@given(clocks(), st.lists(st.one_of(moments, st.just(MISSING)), max_size=20))
def test_a_column_is_its_rows_and_a_missing_moment_stays_missing(
    clock: dict[str, Any], rows: list[int]
) -> None:
    read = read_clock(clock)
    found = deadlines(np.array(rows, np.int64), read)
    assert found.warn_ms.shape == (len(rows), len(PERCENTS))
    for at, start in enumerate(rows):
        if start == MISSING:
            columns = (found.begin_ms, found.due_ms, found.warn_ms[:, 0])
            assert {int(column[at]) for column in columns} == {MISSING}
            assert not found.calendar_known[at]
            continue
        single = due(start, read)
        assert single.due_ms == found.due_ms[at]
        assert single.warn_ms == tuple(found.warn_ms[at].tolist())
        assert single.calendar_known == bool(found.calendar_known[at])


@given(clocks((*ZONES, *ODD_ZONES)))
def test_a_clock_is_written_as_it_is_read(clock: dict[str, Any]) -> None:
    assert write_clock(read_clock(clock)) == clock
    texts = {name: str(value) for name, value in clock.items()}
    assert read_clock(texts) == read_clock(clock)


@given(moments, st.integers(1, 5000))
def test_minutes_hours_and_days_of_working_time_agree(start: int, days: int) -> None:
    amount = days % 20 + 1
    same = {f"{amount * UNITS['d'] // UNITS[unit]}{unit}" for unit in UNITS}
    found = {one(start, {"length": x, "counts": "working"}, []) for x in same}
    assert len(found) == 1
    assert UNITS["min"] == MINUTE_MS
