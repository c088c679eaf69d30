from __future__ import annotations

from itertools import product

import pytest

from shopwarden.engine.clock import (
    caveats,
    clock_text,
    due,
    read_candidates,
    read_clock,
)
from shopwarden.records.moment import read_moment
from shopwarden.words import LANGUAGES, say

CLOCK = {"length": "7d", "starts": "next_day", "ends": "day_end", "rolls": True}


def test_a_clock_in_chinese_and_english() -> None:
    text = clock_text(read_clock({**CLOCK, "zone": "Asia/Tokyo"}))
    assert say(text, "zh") == (
        "7 天内，休息日也计，自次日 0 时起算，到最后一日 23:59:59 止，"
        "最后一日休息的顺延到下一个工作日（按 Asia/Tokyo 时间）"
    )
    assert say(text, "en").startswith("7 d, every day counts, from 00:00 of the next")


def test_every_clock_has_words_of_its_own() -> None:
    said = set()
    choices = (
        ("30min", "48h", "2d"),
        ("natural", "working"),
        ("moment", "next_day", "next_workday"),
        (("moment", False), ("day_end", False), ("day_end", True)),
    )
    for length, counts, starts, (ends, rolls) in product(*choices):
        clock = read_clock(
            {
                "length": length,
                "counts": counts,
                "starts": starts,
                "ends": ends,
                "rolls": rolls,
            }
        )
        said |= {say(clock_text(clock), language) for language in LANGUAGES}
    assert len(said) == 2 * 3 * 2 * 3 * 3


@pytest.mark.parametrize(
    ("start", "unsure", "counted", "told"),
    [
        ("2026-03-04 10:00:00", False, "natural", 0),
        ("2026-03-04 10:00:00", True, "natural", 1),
        ("2026-12-30 10:00:00", False, "working", 1),
        ("2026-12-30 10:00:00", True, "working", 2),
    ],
)
def test_what_is_not_sure_is_told(
    start: str, unsure: bool, counted: str, told: int
) -> None:
    clock = {"length": "2d", "counts": counted}
    read = read_candidates([clock, {**clock, "length": "3d"}])
    found = due(read_moment(start) or 0, read if unsure else read.clocks[0])
    texts = caveats(found)
    assert len(texts) == told
    for text, language in product(texts, LANGUAGES):
        assert say(text, language)
    if unsure:
        assert "未核实" in say(texts[0], "zh")
        assert "2 d" in say(texts[0], "en")
