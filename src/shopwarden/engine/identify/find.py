"""All kinds of personal data in a text: gates, detectors, overlaps, places.

A detector runs only where one of its gates matches, so that a text without
personal data costs little more than the one pass of the matcher.

What it does not do: fold texts, or replace what it found (`identify.redact`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from shopwarden.engine.fold import fold
from shopwarden.engine.identify import contacts, handles, names
from shopwarden.engine.identify.addresses import addresses
from shopwarden.engine.identify.candidate import Candidate, settled
from shopwarden.engine.identify.english_addresses import english_addresses
from shopwarden.engine.identify.english_names import english_names
from shopwarden.engine.identify.gates import gates
from shopwarden.engine.identify.known import known_spans, needles
from shopwarden.engine.identify.numbers import credit_codes, numbers
from shopwarden.engine.identify.span import Span, SpanType
from shopwarden.engine.identify.spoken import spoken
from shopwarden.engine.patterns import Matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from shopwarden.engine.fold import Folded

PATTERNS = gates()
_GATES = {p.name: p.text for p in PATTERNS}
_DETECTORS: tuple[tuple[tuple[str, ...], Callable[[str], Iterable[Candidate]]], ...] = (
    (("pii:digits", "pii:apart", "pii:twice"), numbers),
    (("pii:spoken",), spoken),
    (("pii:uscc",), credit_codes),
    (("pii:email",), contacts.emails),
    (("pii:passport",), contacts.passports),
    (("pii:plate",), contacts.plates),
    (("pii:wechat",), handles.wechat_ids),
    (("pii:messenger",), handles.messenger_ids),
    (("pii:qq", "pii:qq_far", "pii:qq_coins"), handles.qq_ids),
    (("pii:name_field",), names.field_names),
    (("pii:name_hand", "pii:name_received", "pii:name_greeted"), names.hand_names),
    (("pii:name_title",), names.title_names),
)
_PLACES: tuple[tuple[tuple[str, ...], Callable[[str], Iterable[Candidate]]], ...] = (
    (("pii:door", "pii:settled"), addresses),
    (("pii:address_english",), english_addresses),
)
# Beside these a name alone is believed.
_ANCHORS = frozenset(
    {
        SpanType.MOBILE,
        SpanType.LANDLINE,
        SpanType.ADDRESS,
        SpanType.RESIDENT_ID,
        SpanType.BANK_CARD,
        SpanType.PASSPORT,
        SpanType.PLATE,
    }
)
# What JD's open platform gives instead of a value: nothing inside is read.
_CIPHERTEXT = re.compile(r"(?<![a-z0-9+/])[a-z0-9+/]{40,}={0,2}")


def spans_of(original: str, plain: Folded, candidates: Collection[str]) -> list[Span]:
    """Personal data of one text, by place; spans do not overlap.

    `plain` is the text's plain view; `candidates` names those of `PATTERNS`
    that may match it: one too many changes nothing.
    """
    here = {name for name in candidates if name in _GATES and _opens(name, plain.text)}
    if not here:
        return []
    found = settled(_found(original, plain, here))
    return [Span(*_original(original, plain, c), c.type, c.strength) for c in found]


def identify(
    texts: Sequence[str], known: Sequence[tuple[SpanType, str]] = ()
) -> list[tuple[Span, ...]]:
    """Personal data of many texts, each by place.

    `known` is what the order says of its recipient (name, phone, address): it
    is found verbatim, and wins over what was found without it.

    >>> identify(["李秀英 13900000001 收"])[0][1].type
    <SpanType.MOBILE: 'mobile'>
    """
    wanted = needles(known)
    batch = fold(texts)
    views = list(batch)
    may = _matcher().candidates([v.plain.text for v in views])
    names_of = [p.name for p in PATTERNS]
    return [
        _with_known(
            known_spans(view.tight, wanted) if wanted else [],
            spans_of(text, view.plain, [names_of[n] for n in numbers_]),
        )
        for text, view, numbers_ in zip(texts, views, may, strict=True)
    ]


def _original(original: str, plain: Folded, found: Candidate) -> tuple[int, int]:
    """The place in the original, with the marks that belong to its last character."""
    start, end = plain.original(found.start, found.end)
    while end < len(original) and unicodedata.category(original[end]) in ("Mn", "Me"):
        end += 1
    return start, end


@cache
def _matcher() -> Matcher:
    return Matcher(PATTERNS)


@cache
def _expression(name: str) -> re.Pattern[str]:
    return re.compile(_GATES[name])


def _opens(name: str, text: str) -> bool:
    return _expression(name).search(text) is not None


def _found(original: str, plain: Folded, here: set[str]) -> list[Candidate]:
    """Candidates of every detector whose gate is open, ciphertext left out."""
    text = plain.text
    found = [
        candidate
        for opened, detector in _DETECTORS
        if not here.isdisjoint(opened)
        for candidate in detector(text)
    ]
    places = [d for opened, d in _PLACES if not here.isdisjoint(opened)]
    if places:
        rest = _without(text, found)
        found += [candidate for detector in places for candidate in detector(rest)]
    if "pii:name_english" in here:
        aligned = "".join(original[p] for p in plain.places)
        found += english_names(text, aligned)
    found += names.beside(text, [c for c in found if c.type in _ANCHORS])
    hidden = [m.span() for m in _CIPHERTEXT.finditer(text) if not m[0].isdecimal()]
    if not hidden:
        return found
    return [c for c in found if not _within(c, hidden)]


def _without(text: str, found: list[Candidate]) -> str:
    """The text with numbers of other kinds cut out: 1802 何敏 139… is no address."""
    numbered = [one for one in found if one.type is not SpanType.NAME]
    if not numbered:
        return text
    kept = list(text)
    for one in numbered:
        kept[one.start : one.end] = "\n" * (one.end - one.start)
    return "".join(kept)


def _within(candidate: Candidate, zones: list[tuple[int, int]]) -> bool:
    return any(a <= candidate.start < b or a < candidate.end <= b for a, b in zones)


def _with_known(known: list[Span], found: list[Span]) -> tuple[Span, ...]:
    """Both, the known ones first where they overlap; sorted."""
    if not known:
        return tuple(found)
    kept: list[Span] = []
    for span in (*known, *found):
        if all(span.end <= k.start or k.end <= span.start for k in kept):
            kept.append(span)
    return tuple(sorted(kept))
