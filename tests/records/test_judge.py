"""Labels as bit masks: a closed vocabulary, read and written alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.judge import VOCABULARY, bits, words
from shopwarden.records.schema import MISSING

DOMAINS = sorted(VOCABULARY)
MOST_LABELS = 63  # bits of an int64 that is never negative


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_vocabulary_fits_a_mask_and_names_each_word_once(domain: str) -> None:
    vocabulary = VOCABULARY[domain]

    assert len(vocabulary) == len(set(vocabulary)) <= MOST_LABELS


def test_a_finer_label_stands_beside_its_coarser_one() -> None:
    labels = VOCABULARY["label"]

    coarse = {word.partition(":")[0] for word in labels if ":" in word}
    assert coarse - {"missing"} <= set(labels)


@given(st.sampled_from(DOMAINS), st.data())
def test_words_survive_as_a_mask(domain: str, data: st.DataObject) -> None:
    some = data.draw(st.sets(st.sampled_from(VOCABULARY[domain])))

    mask = bits(domain, some)

    assert 0 <= mask < 1 << MOST_LABELS
    assert set(words(domain, mask)) == some


def test_a_missing_mask_holds_no_word() -> None:
    assert words("label", MISSING) == ()


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(KeyError):
        bits("label", ["solicitatoin"])
