from __future__ import annotations

import pytest

from shopwarden.engine.clock import (
    Clock,
    Counts,
    Ends,
    Starts,
    Unit,
    read_candidates,
    read_clock,
    wall_text,
)
from shopwarden.errors import RuleError, ShopwardenError
from shopwarden.words import LANGUAGES, Text, say


def test_a_clock_of_a_clause() -> None:
    clause = {
        "length": "7d",
        "counts": "working",
        "starts": "next_workday",
        "ends": "day_end",
        "rolls": True,
        "zone": "Asia/Tokyo",
    }
    assert read_clock(clause) == Clock(
        7,
        Unit.DAY,
        Counts.WORKING,
        Starts.NEXT_WORKDAY,
        Ends.DAY_END,
        rolls=True,
        zone="Asia/Tokyo",
    )


def test_what_is_left_out_is_the_strictest() -> None:
    clock = read_clock({"length": "48h"})
    assert clock == Clock(
        48, Unit.HOUR, Counts.NATURAL, Starts.MOMENT, Ends.MOMENT, rolls=False
    )
    assert clock.zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("clause", "hint"),
    [
        ({}, "48h"),
        ({"length": "0h"}, "3660d"),
        ({"length": "3661d"}, "3660d"),
        ({"length": "48"}, "48h"),
        ({"length": 48}, "48h"),
        ({"length": "4８h"}, "48h"),
        ({"length": "-1d"}, "48h"),
        ({"length": "1.5h"}, "48h"),
        ({"length": "48h", "count": "working"}, "counts"),
        ({"length": "48h", "counts": "workdays"}, "natural | working"),
        ({"length": "48h", "counts": None}, "natural | working"),
        ({"length": "48h", "starts": "tomorrow"}, "next_workday"),
        ({"length": "48h", "ends": ["day_end"]}, "day_end"),
        ({"length": "48h", "rolls": "yes"}, "true | false"),
        ({"length": "48h", "rolls": 1}, "true | false"),
        ({"length": "7d", "rolls": True}, "ends: day_end"),
        ({"length": "7d", "zone": "Asia/Nowhere"}, "America/Los_Angeles"),
        ({"length": "7d", "zone": "Asia"}, "America/Los_Angeles"),
        ({"length": "7d", "zone": "../etc/passwd"}, "America/Los_Angeles"),
        ({"length": "7d", "zone": ""}, "America/Los_Angeles"),
        ("48h", "length: 48h"),
        (None, "length: 48h"),
        ([], "length: 48h"),
    ],
)
def test_a_wrong_clock_says_where_and_what_belongs_there(
    clause: object, hint: str
) -> None:
    with pytest.raises(RuleError) as caught:
        read_clock(clause, "JD-DISPATCH-1")
    for language in LANGUAGES:
        message = say(Text(caught.value.code, caught.value.params), language)
        assert message.startswith("JD-DISPATCH-1")
        assert hint in message


def test_candidates_name_the_one_that_is_wrong() -> None:
    with pytest.raises(ShopwardenError) as caught:
        read_candidates([{"length": "24h"}, {"length": "x"}], "JD-DISPATCH-1")
    assert caught.value.params["place"] == "JD-DISPATCH-1 2"


@pytest.mark.parametrize("given", [[], None, "24h", {"length": "24h"}])
def test_candidates_are_a_list(given: object) -> None:
    with pytest.raises(RuleError):
        read_candidates(given)


def test_an_unknown_zone_has_no_wall() -> None:
    with pytest.raises(RuleError):
        wall_text(0, "Mars/Olympus")
