"""Baselines against their definition, sample by sample."""

from __future__ import annotations

import statistics
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.engine.baseline import (
    DAILY,
    WEEKDAY,
    Baseline,
    Cells,
    Hours,
    Rhythm,
    as_deviation,
    baseline,
    counted_hours,
    day_of_hour,
    hour_of,
    median_across,
    median_within,
)
from shopwarden.records.moment import DAY_MS, HOUR_MS, SHANGHAI_MS
from shopwarden.records.schema import MISSING


def by_hand(cells: Cells, row: int, hours: Hours, rhythm: Rhythm) -> tuple[int, ...]:
    """Usual, spread and days of one cell, in exact fractions."""
    triples = zip(cells.entity, cells.hour, cells.count, strict=True)
    counts = {(int(e), int(h)): int(c) for e, h, c in triples}
    entity, hour = int(cells.entity[row]), int(cells.hour[row])
    begun = min(h for e, h in counts if e == entity)
    samples = []
    for back in range(rhythm.every_days, rhythm.back_days + 1, rhythm.every_days):
        then = hour - 24 * back
        place = then - hours.first
        if 0 <= place < len(hours.counted) and hours.counted[place] and then >= begun:
            samples.append(Fraction(counts.get((entity, then), 0)))
    if len(samples) < rhythm.least:
        return int(MISSING), int(MISSING), len(samples)
    usual = statistics.median(samples)
    mad = statistics.median(abs(s - usual) for s in samples)
    spread = mad * 1000 * Fraction(14_826, 10_000) + Fraction(1, 2)
    return int(usual * 1000), max(int(spread // 1), 1000), len(samples)


def random_cells(seed: int, cells: int) -> tuple[Cells, Hours]:
    draw = np.random.default_rng(seed)
    days = int(draw.integers(1, 70))
    first = 400_000 + int(draw.integers(0, 24))
    # Few hours of the day, so that samples are there.
    hour = first + draw.integers(0, days, cells) * 24 + draw.integers(0, 2, cells)
    pairs = np.unique(np.stack((draw.integers(0, 3, cells), hour), axis=1), axis=0)
    pairs = pairs[draw.permutation(len(pairs))]
    counts = draw.integers(1, int(draw.choice([3, 50, 10**6])), len(pairs))
    counted = draw.random(days * 24 + 2) < draw.choice([0.3, 0.9, 1.0])
    start = first + int(draw.integers(-30, 30))
    return Cells(pairs[:, 0], pairs[:, 1], counts), Hours(start, counted)


@settings(max_examples=80)
@given(
    st.integers(0, 10**6),
    st.integers(0, 150),
    st.sampled_from([DAILY, WEEKDAY, Rhythm(1, 3, 2)]),
)
def test_baselines_are_as_defined(seed: int, size: int, rhythm: Rhythm) -> None:
    cells, hours = random_cells(seed, size)
    at = np.arange(len(cells.hour))[::2]
    found = baseline(cells, at, hours, rhythm)
    columns = (found.usual_milli, found.spread_milli, found.days)
    got = list(zip(*(c.tolist() for c in columns), strict=True))
    assert got == [by_hand(cells, int(row), hours, rhythm) for row in at]


def of_counts(counts: list[int], **more: Any) -> Baseline:
    """The baseline of the last of some counts, a day apart; 0 is no cell."""
    hour = np.arange(len(counts)) * 24
    some = np.array(counts) > 0
    cells = Cells(np.zeros(some.sum(), int), hour[some], np.array(counts)[some])
    hours = more.pop("hours", Hours(0, np.ones(len(counts) * 24, np.bool_)))
    return baseline(cells, np.array([some.sum() - 1]), hours, **more)


def test_an_outlier_moves_neither_usual_nor_spread() -> None:
    calm, wild = of_counts([5, 4, 6, 5, 5, 90]), of_counts([5, 4, 600, 5, 5, 90])
    assert calm.usual_milli.tolist() == wild.usual_milli.tolist() == [5000]
    assert calm.spread_milli.tolist() == wild.spread_milli.tolist() == [1000]


def test_hours_without_facts_are_zeros() -> None:
    found = of_counts([8, 0, 0, 0, 40])
    assert (found.usual_milli[0], found.days[0]) == (0, 4)


def test_the_time_before_the_first_sale_is_no_zero() -> None:
    found = of_counts([0, 0, 0, 8, 8, 40])
    assert (found.usual_milli[0], found.days[0]) == (8000, 2)


def test_a_first_hour_has_no_baseline() -> None:
    found = of_counts([40])
    assert found.usual_milli.tolist() == [MISSING]
    assert found.spread_milli.tolist() == [MISSING]
    assert found.days.tolist() == [0]


def test_28_days_are_remembered() -> None:
    found = of_counts([9, *[2] * 28, 40])
    assert (found.usual_milli[0], found.days[0]) == (2000, 28)


def test_weekdays_are_compared_where_there_are_four() -> None:
    week = [1, 1, 1, 1, 1, 7, 9]
    assert of_counts([*week * 4, 50], rhythm=WEEKDAY).usual_milli.tolist() == [1000]
    assert of_counts([*week * 4, *week], rhythm=WEEKDAY).usual_milli[0] == 9000
    few = of_counts([*week * 3, 50], rhythm=WEEKDAY)
    assert (few.usual_milli[0], few.days[0]) == (MISSING, 3)


def test_hours_outside_deliveries_and_in_excluded_days_do_not_count() -> None:
    day = 20_000
    midnight = day * DAY_MS - SHANGHAI_MS
    first = midnight // HOUR_MS
    spans = [(midnight + 1, midnight + 3 * HOUR_MS - 1), (midnight + DAY_MS, 2**60)]
    hours = counted_hours(spans, first, first + 71, np.array([day + 1]))
    assert np.flatnonzero(hours.counted).tolist() == [1, 2, *range(48, 72)]
    assert day_of_hour(
        np.array([first - 1, first, first + 23, first + 24])
    ).tolist() == [*(day - 1, day, day, day + 1)]
    assert hour_of(np.array([midnight - 1, midnight])).tolist() == [first - 1, first]


@given(st.lists(st.integers(-(10**12), 10**12), max_size=20), st.integers(0, 5))
def test_medians_are_those_of_the_standard_library(
    values: list[int], unknown: int
) -> None:
    sample = np.array([values + [-7] * (unknown + 1)], np.int64)
    known = np.array([[True] * len(values) + [False] * (unknown + 1)])
    wanted = int(statistics.median(map(Fraction, values)) // 1) if values else 0
    for median, size in (
        median_across(sample, known),
        median_within(np.zeros(len(values), int), np.array(values, np.int64), 1),
    ):
        assert (median.tolist(), size.tolist()) == ([wanted], [len(values)])


@pytest.mark.parametrize(("mad", "wanted"), [(0, 0), (500, 741), (1000, 1483)])
def test_deviations_are_rounded_half_up(mad: int, wanted: int) -> None:
    assert as_deviation(np.array([mad])).tolist() == [wanted]
