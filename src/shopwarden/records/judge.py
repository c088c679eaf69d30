"""Judging texts: what people wrote becomes labels as it is read.

A chat line, a remark or a listing text goes to a `TextJudge` once, as its
file is read. What remains is which labels it got and which types of personal
data it holds; the text itself goes no further, as a name goes no further than
the `Tokeniser`. Facts hold both as bit masks: bit i of `labels` stands for
`LABELS[i]`, bit i of `personal` for `PERSONAL[i]`.

What it does not do: judge. The judge is passed in, like the tokeniser.

>>> mask = bits("label", ("evasion", "solicitation"))
>>> words("label", mask)
('solicitation', 'evasion')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A closed vocabulary in a fixed order: the bits of facts hang on it. New
# labels go to the end; a mask has room for 63.
LABELS: tuple[str, ...] = (
    "solicitation",
    "solicitation:strong",
    "solicitation:weak",
    "diversion_contact",
    "payment_detail",
    "goodwill_outside",
    "secret_request",
    "paid_praise",
    "lure",
    "lure:fake_staff",
    "lure:deposit",
    "lure:qr_unlock",
    "lure:malware",
    "lure:screen_share",
    "lure:brush_job",
    "extortion",
    "threat",
    "legal_claim",
    "scam_report",
    "payment_claim",
    "other_platform",
    "abuse",
    "benign_warning",
    "evasion",
    "outside_link",
    "absolute_term",
    "absolute_term:1",
    "absolute_term:2",
    "void_clause",
    "return_denied",
    "third_party_contact",
    "gift_unspecified",
    "reference_price",
    "shipping_promise",
    "missing:product",
    "missing:price",
    "missing:shipping",
    "missing:returns",
    "qr_payee",
    "qr_contact",
)

# The types of personal data, as they are called where texts are searched.
PERSONAL: tuple[str, ...] = (
    "resident_id",
    "mobile",
    "landline",
    "bank_card",
    "email",
    "passport",
    "uscc",
    "plate",
    "wechat_id",
    "qq_id",
    "name",
    "address",
)

# The words of each domain of a label column, by bit.
VOCABULARY: Mapping[str, tuple[str, ...]] = {"label": LABELS, "personal": PERSONAL}

# What a text can be, and who can have written it.
KINDS = ("chat", "remark", "listing")
STAFF, BUYER, NOBODY = "staff", "buyer", ""

_BIT: Mapping[str, Mapping[str, int]] = {
    domain: {word: 1 << at for at, word in enumerate(vocabulary)}
    for domain, vocabulary in VOCABULARY.items()
}


class Judged(NamedTuple):
    """What became of one text.

    `labels` are words of `LABELS`, `personal` the types of personal data in
    it, words of `PERSONAL`; each word once, sorted.
    """

    labels: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()


class TextJudge(Protocol):
    """Judges texts; the same text in the same role always gets the same answer."""

    def __call__(
        self, texts: Sequence[str], *, kind: str, directions: Sequence[str]
    ) -> Sequence[Judged]:
        """One `Judged` a text, in order.

        `kind` is chat, remark or listing; `directions[i]` says who wrote
        `texts[i]`: staff, buyer, or "" where that is not known.
        """


def bits(domain: str, labels: Iterable[str]) -> int:
    """The mask of some words; KeyError for a word that is not in the vocabulary."""
    bit, mask = _BIT[domain], 0
    for word in labels:
        mask |= bit[word]
    return mask


def words(domain: str, mask: int) -> tuple[str, ...]:
    """The words of a mask, in the order of the vocabulary; none for a missing one."""
    if mask < 0:
        return ()
    return tuple(w for at, w in enumerate(VOCABULARY[domain]) if mask >> at & 1)
