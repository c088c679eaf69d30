"""Tokens: people become 128-bit keyed hashes as they are read.

Rules need to know that two orders share a buyer, never who it is. A token is
a keyed BLAKE2b (RFC 7693) of the domain and the folded value; the key is the
shop's, so tokens of two shops never match. In `scan` the key is random and
lives in memory only. Order and ids of every output derive from business
keys, never from tokens.

A masked or encrypted value (`1******6198`) is weak: many people share it, so
it gets no token and links nobody.

>>> tokeniser = KeyedTokeniser(b"k" * 32)
>>> tokeniser.token("phone", "13900000001") == tokeniser.token("phone", "139 0000 0001")
True
>>> tokeniser.token("phone", "1******6198") is None
True
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from typing import Protocol

from shopwarden.records.address import door

TOKEN_BYTES = 16
ADDRESS = "address"

_SPACE = re.compile(r"[\s\-]+")
# JD's TDE ciphertext: base64 of 00 04 keyId(16) IV(16) …; the first two bytes
# fix three characters, the third within Q–T (reference: JOS "sensitive data
# encryption").
_CIPHERTEXT = re.compile(r"AA[Q-T][A-Za-z0-9+/]{40,}={0,2}")


def is_weak(value: str) -> bool:
    """Whether a value is masked, encrypted or too short to tell people apart."""
    return "*" in value or "＊" in value or bool(_CIPHERTEXT.fullmatch(value))


def folded(value: str) -> str:
    """The value without width, case and spacing, so that spellings agree."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", value)).casefold()


class Tokeniser(Protocol):
    """Turns a personal value into a token, or None if it is empty or weak."""

    def token(self, domain: str, value: str) -> bytes | None:
        """The 16-byte token of `value` in `domain` (buyer, phone, address …)."""


class KeyedTokeniser:
    """The tokeniser: BLAKE2b-128 with a key of at least 16 bytes."""

    def __init__(self, key: bytes) -> None:
        if len(key) < TOKEN_BYTES:
            raise ValueError(len(key))
        self._key = key

    def token(self, domain: str, value: str) -> bytes | None:
        """The 16-byte token of `value` in `domain`, None if empty or weak."""
        # One door has many spellings; a gang counts on that.
        text = door(value) if domain == ADDRESS else folded(value)
        # Folding lowers the case, which would hide a ciphertext, and a door may
        # lose the marks that tell of a mask.
        if not text or is_weak(folded(value)) or is_weak(value.strip()):
            return None
        person = domain.encode()[:16]
        return blake2b(
            text.encode(), key=self._key[:64], person=person, digest_size=TOKEN_BYTES
        ).digest()
