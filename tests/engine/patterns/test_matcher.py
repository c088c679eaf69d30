"""The matcher: hits by place, borders between texts, both engines alike."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.fold import SEPARATOR, fold
from shopwarden.engine.patterns import Hit, Matcher, Pattern
from shopwarden.engine.patterns.matcher import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

# Look-around in all directions, classes that would take a separator, repeats,
# alternatives, hanzi beside ASCII.
EXPRESSIONS = (
    "b(?!a)", "(?<!a)b", "(?<=a)b", "a(?=b)", "(?<![a-z])ab(?![a-z])", "[^a]b",
    "a[^b]", "b.a", "(?:ab|ba){2}", "a{2,3}b?", "信(?!号)", "(?<!微)信", "(?=.b)a",
    "(?:a|微)?信", "[一-龥]b", "a(?![^b])", "(?<![^a])b", "(?!ab)a.", "é|🙈",
)  # fmt: skip
PATTERNS = tuple(Pattern(f"p{at}", text) for at, text in enumerate(EXPRESSIONS))
FAST, SLOW = Matcher(PATTERNS, hyperscan=True), Matcher(PATTERNS, hyperscan=False)
TEXTS = st.lists(st.text("ab微信号é🙈 \n", max_size=8), max_size=8)


def spans(
    matcher: Matcher, texts: Sequence[str], candidates: Sequence[Sequence[int]]
) -> list[list[tuple[int, list[tuple[int, int]]]]]:
    """What is found of each text, pattern by pattern."""
    found = []
    for text, numbers in zip(texts, candidates, strict=True):
        hits = ((number, matcher.spans(number, text)) for number in numbers)
        found.append([(number, places) for number, places in hits if places])
    return found


def test_hits_are_leftmost_and_by_pattern() -> None:
    matcher = Matcher([Pattern("b", "信+"), Pattern("a", "微信|信息")])
    assert matcher.hits("微信信息") == [
        Hit("b", 1, 3),
        Hit("a", 0, 2),
        Hit("a", 2, 4),
    ]


def test_places_are_code_points() -> None:
    hits = Matcher([Pattern("x", "信")], hyperscan=True).hits("🙈é微信")
    assert hits == [Hit("x", 3, 4)]


def test_no_patterns_and_no_texts() -> None:
    for hyperscan in (True, False):
        nobody = Matcher([], hyperscan=hyperscan)
        assert nobody.candidates(["微信", ""]) == [[], []]
        matcher = Matcher(PATTERNS, hyperscan=hyperscan)
        assert matcher.candidates([]) == []
        assert matcher.candidates(["", ""]) == [[], []]


@given(TEXTS)
def test_both_engines_find_the_same(texts: list[str]) -> None:
    fast, slow = FAST.candidates(texts), SLOW.candidates(texts)
    assert all(set(s) <= set(f) for f, s in zip(fast, slow, strict=True))
    assert all(numbers == sorted(set(numbers)) for numbers in fast)
    assert spans(FAST, texts, fast) == spans(SLOW, texts, slow)


@given(TEXTS)
def test_neighbours_change_nothing(texts: list[str]) -> None:
    for matcher in (FAST, SLOW):
        together = spans(matcher, texts, matcher.candidates(texts))
        alone = [spans(matcher, [t], matcher.candidates([t]))[0] for t in texts]
        assert together == alone


@given(st.lists(st.text("ab微信Ａ\u200b" + SEPARATOR, max_size=8), max_size=8))
def test_a_folded_view_is_searched_text_by_text(texts: list[str]) -> None:
    batch = fold(texts)
    plain = [views.plain.text for views in batch]
    for matcher in (FAST, SLOW):
        given_view = spans(
            matcher, plain, matcher.candidates_in(batch.plain)[: len(plain)]
        )
        assert given_view == spans(matcher, plain, SLOW.candidates(plain))


@pytest.mark.parametrize(
    ("texts", "expression", "found"),
    [
        (["微", "信"], "微信", [[], []]),
        (["微", "信"], "微.信", [[], []]),
        (["a", "b"], "a[^c]b", [[], []]),
        (["a", "b"], "(?<=a)b", [[], []]),
        (["a", "b"], "(?<!a)b", [[], [(0, 1)]]),
        (["a", "b"], "a(?!b)", [[(0, 1)], []]),
        (["a", "b"], "a(?=.b)", [[], []]),
        (["a", "b"], "a(?![^c])", [[(0, 1)], []]),
        (["xa", "b"], "[a-z]b|a", [[(1, 2)], []]),
        (["", "b", ""], "(?<![^x])b", [[], [(0, 1)], []]),
    ],
)
def test_nothing_is_found_across_texts(
    texts: list[str], expression: str, found: list[list[tuple[int, int]]]
) -> None:
    for hyperscan in (True, False):
        matcher = Matcher([Pattern("x", expression)], hyperscan=hyperscan)
        numbers = matcher.candidates(texts)
        places = [
            [span for n in named for span in matcher.spans(n, text)]
            for named, text in zip(numbers, texts, strict=True)
        ]
        assert places == found


def test_a_separator_within_a_raw_text_shifts_no_text() -> None:
    texts = [f"a{SEPARATOR}b", "号", "信"]
    for matcher in (FAST, SLOW):
        alone = [matcher.candidates([text])[0] for text in texts]
        assert matcher.candidates(texts) == alone


def test_a_lone_surrogate_is_no_error() -> None:
    for matcher in (FAST, SLOW):
        assert matcher.candidates(["\ud800信"])[0]


def test_few_texts_are_read_without_hyperscan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def refusing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "hyperscan":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refusing)
    patient = Matcher(PATTERNS)
    assert patient.candidates(["信"]) == SLOW.candidates(["信"])
    assert "database" not in vars(patient)
    # Where it is not installed, `re` goes on however much there is.
    many = ["信", "。" * PATIENCE]
    assert patient.candidates(many)[0] == SLOW.candidates(["信"])[0]
    assert patient.database is None
