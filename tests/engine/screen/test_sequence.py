"""Sequences: order, gaps, alternatives, and a bound on the tries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.screen.sequence import MOST, Place, Step, atoms_of, match, parse


def place(start: int, end: int, hidden: int = 0) -> Place:
    return Place(start, end, start, end, hidden)


def found(text: str, **words: list[Place]) -> list[list[tuple[int, int]]]:
    ways = match(parse(text), lambda name: words.get(name, []))
    return [[(p.start, p.end) for p in way] for way in ways]


def test_a_sequence_is_read() -> None:
    assert parse("add >3 v|w <>8 pay") == (
        Step(("add",), ordered=True, gap=0),
        Step(("v", "w"), ordered=True, gap=3),
        Step(("pay",), ordered=False, gap=8),
    )
    assert atoms_of(parse("add >3 v|w <>8 pay")) == {"add", "v", "w", "pay"}


@pytest.mark.parametrize("text", ["a b", "a > b", "a >3", "a >x b", "a <3 b", "a =3 b"])
def test_what_is_no_sequence_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"zip|^a"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "first", "second", "matches"),
    [
        ("a >3 b", (0, 1), (1, 2), True),
        ("a >3 b", (0, 1), (4, 5), True),
        ("a >3 b", (0, 1), (5, 6), False),
        ("a >3 b", (4, 5), (0, 1), False),
        ("a >3 b", (0, 2), (1, 3), False),
        ("a >0 b", (0, 1), (1, 2), True),
        ("a >0 b", (0, 1), (2, 3), False),
        ("a <>3 b", (4, 5), (0, 1), True),
        ("a <>3 b", (5, 6), (0, 1), False),
        ("a <>3 b", (0, 2), (1, 3), False),
    ],
)
def test_order_and_gap(
    text: str, first: tuple[int, int], second: tuple[int, int], *, matches: bool
) -> None:
    ways = found(text, a=[place(*first)], b=[place(*second)])
    assert ways == ([[first, second]] if matches else [])


def test_a_link_counts_from_the_step_before_it() -> None:
    words = {"a": [place(0, 1)], "b": [place(4, 5)], "c": [place(8, 9)]}
    assert found("a >3 b >3 c", **words) == [[(0, 1), (4, 5), (8, 9)]]
    assert found("a >3 c", **words) == []


def test_any_of_several_words() -> None:
    words = {"v": [place(1, 2)], "w": [place(3, 4)]}
    assert found("a >5 v|w", a=[place(0, 1)], **words) == [
        [(0, 1), (1, 2)],
        [(0, 1), (3, 4)],
    ]


def test_what_is_written_openly_comes_first() -> None:
    words = [place(0, 1, hidden=1), place(5, 6)]
    assert found("a", a=words) == [[(5, 6)], [(0, 1)]]


def test_the_tries_are_bounded() -> None:
    asked: list[str] = []
    many = [place(at, at + 1) for at in range(10_000)]

    def lookup(name: str) -> list[Place]:
        asked.append(name)
        return many

    ways = list(match(parse("a <>99999 b <>99999 c <>99999 d"), lookup))
    assert len(ways) == MOST
    assert len(asked) <= MOST * MOST


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4)), max_size=30))
def test_every_way_keeps_the_gaps(words: list[tuple[int, int]]) -> None:
    places = [place(start, start + size) for start, size in words]
    for one, two, three in found("a >4 b <>2 c", a=places, b=places, c=places):
        assert 0 <= two[0] - one[1] <= 4
        assert 0 <= three[0] - two[1] <= 2 or 0 <= two[0] - three[1] <= 2
