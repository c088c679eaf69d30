"""Pictures judged: what their codes lead to, and what their text says.

A code that pays somebody, or leads to a contact outside JD, is a label of its
own; a code of JD's is none. Text that was recognised is screened like any
other.

What it does not do: read pictures (`sources.pictures`), or keep a code's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.screen import Mark, Screened
from shopwarden.practices.payments.payloads import Payload, classify
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from shopwarden.sources.pictures import PictureRead

PAYEE, CONTACT, LINK = "qr_payee", "qr_contact", "outside_link"
_LABELS = {
    "payee": PAYEE,
    "red_packet": PAYEE,
    "contact": CONTACT,
    "app_link": LINK,
    "link": LINK,
}
_RULE = "payments/payloads"


class PictureScreened(NamedTuple):
    """What a picture's codes lead to, and what was found in it."""

    codes: tuple[Payload, ...]
    found: Screened


def screen_picture(read: PictureRead, *, kind: str, direction: str) -> PictureScreened:
    """Judge one picture that was read; places of labels are in its own text."""
    codes = tuple(classify(code.text) for code in read.codes)
    text = text_screener().screen([read.text], kind=kind, directions=direction)[0]
    named = {_LABELS[code.kind] for code in codes if code.kind in _LABELS}
    marks = [Mark(label, "strong", _RULE, (), hidden=False) for label in sorted(named)]
    return PictureScreened(codes, Screened((*marks, *text.marks), text.spans))
