from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import yaml
from tests.engine.clock.reference import walk

from shopwarden.engine.clock import Pause, due, due_ms, read_clock, wall_text

TABLE = yaml.load(
    Path(__file__).with_name("table.yaml").read_text("utf-8"), yaml.BaseLoader
)
ROWS = TABLE["rows"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(text: str, zone: str) -> int:
    wall = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return (wall - EPOCH) // timedelta(milliseconds=1)


def parts(row: dict[str, Any]) -> tuple[int, dict[str, Any], list[Pause], str]:
    zone = row.get("shown", "Asia/Shanghai")
    clock = row["clock"]
    named = clock if isinstance(clock, dict) else TABLE["clocks"][clock]
    pauses = [
        Pause(moment(begin, zone), moment(end, zone))
        for begin, end in row.get("pauses", [])
    ]
    return moment(row["start"], zone), named, pauses, zone


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_a_deadline_is_what_the_calendar_says(row: dict[str, Any]) -> None:
    start, clock, pauses, zone = parts(row)
    found = due(start, read_clock(clock), pauses)
    assert wall_text(found.due_ms, zone) == row["due"]
    assert found.calendar_known == (row.get("known") != "false")
    assert found.confirmed


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_the_reference_agrees_with_the_table(row: dict[str, Any]) -> None:
    start, clock, pauses, zone = parts(row)
    pairs = [(p.start_ms, p.end_ms) for p in pauses]
    assert wall_text(walk(start, clock, pairs).due, zone) == row["due"]


def test_the_table_is_long_enough_and_no_row_is_twice_in_it() -> None:
    assert len(ROWS) >= 40
    assert len({row["why"] for row in ROWS}) == len(ROWS)


def test_six_days_and_then_three_working_days() -> None:
    """One clock after the other: JD's logistics appeal as the reposts have it."""
    start = np.array([moment("2026-02-05 10:00:00", "Asia/Shanghai")])
    days = read_clock({"length": "6d", "ends": "day_end"})
    appeal = due_ms(start, days)
    assert wall_text(int(appeal[0])) == "2026-02-11 23:59:59"
    review = read_clock(
        {"length": "3d", "counts": "working", "starts": "next_day", "ends": "day_end"}
    )
    assert wall_text(int(due_ms(appeal, review)[0])) == "2026-02-14 23:59:59"
