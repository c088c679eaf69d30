"""People become tokens: equal for one person, none for a masked value."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records.tokens import (
    TOKEN_BYTES,
    KeyedTokeniser,
    is_weak,
)

KEY = b"a key of this test, long enough."
OTHER_KEY = b"the key of another shop's tokens"
DOMAINS = st.sampled_from(["buyer", "phone", "address", "wallet"])
KEY_IDS = st.binary(min_size=16, max_size=16)

tokeniser = KeyedTokeniser(KEY)


@pytest.mark.parametrize(
    "spelling",
    ["139 0000 0001", "139-0000-0001", "１３９００００００01", " 13900000001 "],
)
def test_spellings_of_one_number_are_one_person(spelling: str) -> None:
    assert tokeniser.token("phone", spelling) == tokeniser.token("phone", "13900000001")


@pytest.mark.parametrize("value", ["", "  ", "--", "1******6198", "张＊", "张**"])
def test_empty_and_masked_values_are_nobody(value: str) -> None:
    assert tokeniser.token("phone", value) is None


@given(KEY_IDS)
def test_a_value_encrypted_by_jd_is_nobody(key_id: bytes) -> None:
    # JD's form: 00 04, the key's id, the IV, one block of AES-CBC.
    ciphertext = b64encode(b"\x00\x04" + key_id + bytes(range(32))).decode()
    assert is_weak(ciphertext)
    assert tokeniser.token("phone", ciphertext) is None


def test_tokens_of_two_shops_never_match() -> None:
    other = KeyedTokeniser(OTHER_KEY)
    assert tokeniser.token("buyer", "jd_a") != other.token("buyer", "jd_a")


def test_a_buyer_and_a_phone_of_the_same_text_are_two_tokens() -> None:
    assert tokeniser.token("buyer", "139") != tokeniser.token("phone", "139")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="15"):
        KeyedTokeniser(b"k" * 15)


@given(DOMAINS, st.text(max_size=60))
def test_a_token_is_16_bytes_without_the_value(domain: str, value: str) -> None:
    token = tokeniser.token(domain, value)
    assert token is None or len(token) == TOKEN_BYTES
    assert token == KeyedTokeniser(KEY).token(domain, value)


@given(st.text(max_size=60), st.integers(0, 60))
def test_a_star_anywhere_makes_a_value_weak(value: str, at: int) -> None:
    assert tokeniser.token("address", value[:at] + "*" + value[at:]) is None
