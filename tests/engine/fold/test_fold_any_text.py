"""Folding of any text at all: places point home, a batch changes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shopwarden.engine.fold import SEPARATOR, Folded, fold
from shopwarden.engine.fold.table import table

# Every code point, lone surrogates, private use and unassigned ones too; and
# the characters that take part in something, so that they meet.
ANY = st.characters(codec=None) | st.characters(categories=["Cs", "Co", "Cn", "Cc"])
TELLING = st.sampled_from(
    (
        *"微信加vVx139０１②➕❤ \t\n\r-。，.🧧㍿⑫é匯",
        *(SEPARATOR, "\u200b", "\u0301", "\ud800", "\udc00", "\U000e0101", "\u3164"),
        *("1️⃣", "add", "me"),
    )
)
TEXTS = st.lists(ANY | TELLING, max_size=40).map("".join)


def told(view: Folded) -> tuple[str, list[int]]:
    return view.text, view.places.tolist()


@given(TEXTS)
def test_places_point_into_the_text_and_never_back(text: str) -> None:
    plain, tight = fold([text])[0]
    for view in (plain, tight):
        places = view.places.tolist()
        assert len(places) == len(view.text)
        assert places == sorted(places)
        assert all(0 <= place < len(text) for place in places)
        for at, place in enumerate(places):
            assert view.original(at, at + 1) == (place, place + 1)


@given(TEXTS)
def test_each_character_is_what_its_original_is_read_as(text: str) -> None:
    plain = fold([text])[0].plain
    alone = [fold([character])[0].plain.text for character in text]
    assert plain.text == "".join(alone)
    read = [place for place, part in enumerate(alone) for _ in part]
    assert plain.places.tolist() == read


@given(TEXTS)
def test_the_tight_view_is_the_plain_one_without_gaps(text: str) -> None:
    plain, tight = fold([text])[0]
    characters = [c for c in tight.text if c != " "]
    rest = iter(plain.text)
    assert all(c in rest for c in characters)
    assert "  " not in tight.text
    assert tight.text == tight.text.strip(" ")


@given(TEXTS)
def test_the_plain_view_of_a_plain_view_is_itself(text: str) -> None:
    plain, tight = fold([text])[0]
    again = fold([plain.text])[0]
    assert again.plain.text == plain.text
    assert again.tight.text == tight.text


@given(TEXTS)
def test_the_tight_view_is_lower_case_and_tight(text: str) -> None:
    tight = fold([text])[0].tight.text
    again = fold([tight])[0]
    assert again.plain.text == tight
    assert again.tight.text.replace(" ", "") == tight.replace(" ", "")


@given(st.lists(TEXTS, max_size=8))
def test_a_batch_is_its_texts_one_by_one(texts: list[str]) -> None:
    batch = fold(texts)
    assert len(batch) == len(texts)
    for views, text in zip(batch, texts, strict=True):
        alone = fold([text])[0]
        assert told(views.plain) == told(alone.plain)
        assert told(views.tight) == told(alone.tight)
        assert views.plain.size == len(text)


@given(st.lists(TEXTS, max_size=8))
def test_the_joined_views_hold_one_separator_between_texts(texts: list[str]) -> None:
    batch = fold(texts)
    for view in (batch.plain, batch.tight):
        parts = view.text.split(SEPARATOR)
        assert len(parts) == max(len(texts), 1)


def test_every_reading_of_the_table_is_read_as_itself() -> None:
    characters = list(table().kinds)
    first = [views.plain.text for views in fold(characters)]
    again = [views.plain.text for views in fold(first)]
    assert [c for c, a, b in zip(characters, first, again, strict=True) if a != b] == []
