"""The product's own patterns: hyperscan names every pair that `re` matches."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.patterns.pieces import pieces

from shopwarden.engine.fold import fold
from shopwarden.engine.identify import PATTERNS
from shopwarden.engine.patterns import Matcher, Pattern
from shopwarden.engine.screen.uncover import signs
from shopwarden.engine.screen.words import patterns

TEXTS = st.lists(
    st.lists(st.sampled_from(pieces()) | st.characters(), max_size=12).map("".join),
    min_size=1,
    max_size=40,
)
SETS = {
    "tight": patterns(tight=True),
    "plain": (*patterns(tight=False), *PATTERNS, Pattern("signs", signs())),
}
AGREEING = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def engines() -> dict[str, tuple[Matcher, Matcher]]:
    """For each view a matcher with hyperscan, and one without."""
    return {
        view: (Matcher(found, hyperscan=True), Matcher(found, hyperscan=False))
        for view, found in SETS.items()
    }


@AGREEING
@given(texts=TEXTS)
def test_random_texts_of_the_vocabulary(
    engines: dict[str, tuple[Matcher, Matcher]], texts: list[str]
) -> None:
    batch = fold(texts)
    for name, view in (("plain", batch.plain), ("tight", batch.tight)):
        fast, slow = engines[name]
        pairs = zip(fast.candidates_in(view), slow.candidates_in(view), strict=True)
        for at, (named, matched) in enumerate(pairs):
            assert set(matched) <= set(named)
            text = getattr(batch[at], name).text
            more = [number for number in named if fast.spans(number, text)]
            assert more == matched


def test_every_word_by_itself(engines: dict[str, tuple[Matcher, Matcher]]) -> None:
    batch = fold(list(pieces()))
    for name, view in (("plain", batch.plain), ("tight", batch.tight)):
        fast, slow = engines[name]
        named, matched = fast.candidates_in(view), slow.candidates_in(view)
        assert all(set(m) <= set(n) for n, m in zip(named, matched, strict=True))
        assert any(matched)


def test_passing_by_first_characters_loses_nothing(
    engines: dict[str, tuple[Matcher, Matcher]],
) -> None:
    batch = fold(list(pieces()))
    for name, view in (("plain", batch.plain), ("tight", batch.tight)):
        slow = engines[name][1]
        numbers = range(len(slow.patterns))
        for matched, views in zip(slow.candidates_in(view), batch, strict=True):
            text = getattr(views, name).text
            assert matched == [n for n in numbers if slow.expression(n).search(text)]
