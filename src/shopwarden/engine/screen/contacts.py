"""Accounts that are one only because of what is said: "加我，jd_test_88".

A handle such as jd_test_88 looks like a product code. Where the text moves
the talk to a private contact, however disguised, the handle in it is that
contact's account.

What it does not do: find accounts with a plain cue (`engine.identify`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shopwarden.engine.identify import Span, SpanType
from shopwarden.engine.screen.uncover import lettered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shopwarden.engine.fold import Folded
    from shopwarden.engine.screen.judge import Mark

MOVING = frozenset({"diversion_contact", "third_party_contact"})
# Names of channels, which are no accounts however they are spelled (W3Chat).
_CHANNELS = frozenset({"wechat", "weechat", "weixin", "whatsapp", "telegram"})
# WeChat's own form: a letter, then 5 to 19 letters, digits, _ or -; one of them
# no letter, or every English word would be an account.
_HANDLE = re.compile(
    r"(?<![a-z0-9_.@/-])@?((?=[a-z_-]*[0-9_])[a-z][a-z0-9_-]{5,19})(?![a-z0-9_@-]|\.[a-z])"
)


def handles(
    plain: Folded, marks: Iterable[Mark], known: Sequence[Span]
) -> tuple[Span, ...]:
    """The spans known and, in a text that moves a talk, the handles in it."""
    if not any(mark.label in MOVING for mark in marks):
        return tuple(known)
    found = [*known]
    for match in _HANDLE.finditer(plain.text):
        if lettered(match[1]) in _CHANNELS:
            continue
        start, end = plain.original(*match.span(1))
        if all(end <= span.start or span.end <= start for span in known):
            found.append(Span(start, end, SpanType.WECHAT_ID, "weak"))
    return tuple(sorted(found))
