"""What was delivered, day by day."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.coverage import Coverage, merged

BOUNDS = st.integers(0, 60)
SPANS = st.lists(st.tuples(BOUNDS, BOUNDS).map(sorted).map(tuple), max_size=12)


def coverage(spans: list[tuple[int, int]], kind: str = "BillLine") -> list[Coverage]:
    return [Coverage(kind, start, end) for start, end in spans]


def milliseconds(spans: object) -> set[int]:
    assert isinstance(spans, list | tuple)
    return {ms for start, end in spans for ms in range(start, end + 1)}


def test_adjacent_deliveries_are_one() -> None:
    assert merged(coverage([(10, 19), (0, 9)]), "BillLine") == ((0, 19),)


def test_a_gap_of_one_millisecond_stays() -> None:
    assert merged(coverage([(0, 8), (10, 19)]), "BillLine") == ((0, 8), (10, 19))


def test_a_delivery_within_another_adds_nothing() -> None:
    assert merged(coverage([(0, 30), (5, 9)]), "BillLine") == ((0, 30),)


def test_another_kind_covers_nothing() -> None:
    assert merged(coverage([(0, 9)], kind="OrderPlaced"), "BillLine") == ()


@given(SPANS)
def test_exactly_what_was_delivered_is_covered(spans: list[tuple[int, int]]) -> None:
    assert milliseconds(merged(coverage(spans), "BillLine")) == milliseconds(spans)


@given(SPANS)
def test_the_intervals_are_ordered_and_apart(spans: list[tuple[int, int]]) -> None:
    found = merged(coverage(spans), "BillLine")
    pairs = itertools.pairwise(found)
    assert all(before[1] + 1 < after[0] for before, after in pairs)


@given(SPANS, st.randoms(use_true_random=False))
def test_the_order_of_deliveries_does_not_matter(
    spans: list[tuple[int, int]], random: object
) -> None:
    mixed = spans[::-1]
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis types it as Any
    expected = merged(coverage(spans), "BillLine")
    assert merged(coverage(mixed), "BillLine") == expected
