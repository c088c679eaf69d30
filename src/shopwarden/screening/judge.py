"""The judge of texts: the whole guide's text rules, as labels and nothing else.

`sources` hands over what people wrote and gets words of a closed vocabulary
back: each label alone ("lure") and in full ("lure:deposit"), how strong where
that matters ("solicitation:strong"), "evasion" where a label was disguised, and
the types of personal data. A page is also told what it lacks
("missing:returns").

What it does not do: keep a text, or say where in it something stands: `screen`
does, for one text at a time.

>>> ScreenJudge()(["我们不会索要验证码"], kind="chat", directions=["staff"])[0].labels
('benign_warning',)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.practices.transparency.completeness import missing
from shopwarden.records.judge import LABELS, PERSONAL, Judged
from shopwarden.screening.lanes import WARNING
from shopwarden.screening.texts import text_screener

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.engine.screen import Mark, Screened, Screener

_WORDS, _TYPES = frozenset(LABELS), frozenset(PERSONAL)
_LISTING, _EVASION = "listing", "evasion"
# The price of a page is a column of its table; its text need not repeat it.
_IN_A_COLUMN = frozenset({"missing:price"})
_NOTHING = Judged()


class ScreenJudge:
    """A `records.judge.TextJudge` by the text rules of all practices.

    The same text in the same role always gets the same answer. `screener` is the
    guide's own unless another is given; it is made when the first text comes.
    """

    def __init__(self, screener: Screener | None = None) -> None:
        self._screener = screener

    def __call__(
        self, texts: Sequence[str], *, kind: str, directions: Sequence[str]
    ) -> list[Judged]:
        """One `Judged` a text, in order; a pair that repeats is judged once."""
        roles = list(zip(texts, directions, strict=True))
        distinct = list(dict.fromkeys(roles))
        if self._screener is None:
            self._screener = text_screener()
        screened = self._screener.screen(
            [text for text, _ in distinct],
            kind=kind,
            directions=[w for _, w in distinct],
        )
        pairs = zip(distinct, screened, strict=True)
        found = {role: _judged(role[0], one, kind) for role, one in pairs}
        return [found[role] for role in roles]


def _judged(text: str, found: Screened, kind: str) -> Judged:
    labels = {word for mark in found.marks for word in _words(mark)}
    if kind == _LISTING:
        labels |= {*missing(text, None)} - _IN_A_COLUMN
    personal = {str(span.type) for span in found.spans}
    if not labels and not personal:
        return _NOTHING
    return Judged(tuple(sorted(labels & _WORDS)), tuple(sorted(personal & _TYPES)))


def _words(mark: Mark) -> Iterator[str]:
    """A label's family, itself, and itself with its strength.

    A warning that somebody disguised is still a warning: it evades nothing.
    """
    yield mark.label.partition(":")[0]
    yield mark.label
    yield f"{mark.label}:{mark.strength}"
    if mark.hidden and mark.label != WARNING:
        yield _EVASION
