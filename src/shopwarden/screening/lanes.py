"""Lanes of labels: who is interrupted by what a sentence says, and when.

Text interrupts (ring) only where two signals meet and the shop's own staff
wrote it: two strong labels, a label that was disguised, or a label with the
account or contact itself. What a buyer writes waits for the working day at
most. Weak signals are a weekly sample. A warning against fraud is in no lane.

What it does not do: find labels (`engine.screen`), or fold by the noise
budget (`screening.budget`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.finding import Lane

if TYPE_CHECKING:
    from shopwarden.engine.screen import Mark, Screened

WARNING = "benign_warning"
# Money leaving, or a secret asked.
_RINGING = frozenset(
    {
        "solicitation",
        "payment_detail",
        "secret_request",
        "goodwill_outside",
        "diversion_contact",
        "lure",
        "qr_payee",
    }
)
# From a buyer these need a person in the working day; other labels can wait.
_TODAY_BY_BUYER = frozenset({"lure", "scam_report", "extortion", "threat"})
_WEEKLY = frozenset(
    {"payment_claim", "legal_claim", "other_platform", "shipping_promise"}
)
_CONTACTS = frozenset({"bank_card", "wechat_id", "qq_id", "mobile", "email"})


def lane(mark: Mark, found: Screened, direction: str) -> Lane | None:
    """The lane of one label of a text; None for a warning."""
    family = mark.label.partition(":")[0]
    if family == WARNING:
        return None
    if mark.strength in ("weak", "2") or family in _WEEKLY:
        return Lane.WEEKLY
    if direction == "buyer":
        return Lane.TODAY if family in _TODAY_BY_BUYER else Lane.WEEKLY
    if direction == "staff" and family in _RINGING and _two_signals(mark, found):
        return Lane.RING
    return Lane.TODAY


def _two_signals(mark: Mark, found: Screened) -> bool:
    """Whether something else in the text says the same."""
    strong = {m.label for m in found.marks if m.strength == "strong"} - {WARNING}
    if mark.hidden or len(strong) > 1:
        return True
    return any(span.type in _CONTACTS for span in found.spans)
