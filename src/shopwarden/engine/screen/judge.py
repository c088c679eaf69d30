"""Judging: which rules are worth trying on a text, and what they say of it.

A rule is tried only where all its words may be there; which words those are
is a set of bits, so most rules are dismissed by one comparison. What a rule
finds behind a negation is a warning (请勿加微信), unless the rule says that
negations belong to it (不走京东).

What it does not do: find words (`screen.places`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from shopwarden.engine.screen.rules import SPAN_WORD
from shopwarden.engine.screen.sequence import atoms_of, match
from shopwarden.engine.screen.words import vocabulary
from shopwarden.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.engine.screen.places import Places
    from shopwarden.engine.screen.rules import TextRule
    from shopwarden.engine.screen.sequence import Place, Sequence_, Step

# How far before a word a negation still reaches, in characters.
REACH = 16
WARNING = "benign_warning"
DENIAL, DENIED_AFTER = "denial", "denied_after"
# Saying no to these is no warning to anybody.
_NO_WARNING = frozenset({WARNING, "abuse", "legal_claim", "other_platform"})
_STOPS = re.compile(r"[。！？!?;；\n]")


class Mark(NamedTuple):
    """A label found: how strong, by which rule, where in the original."""

    label: str
    strength: str
    rule: str
    places: tuple[tuple[int, int], ...]  # spans of its words, code points
    hidden: bool  # it was found only because the text was folded or written out


class Ready(NamedTuple):
    """A rule and one of its sequences, ready to be tried."""

    number: int
    rule: TextRule
    sequence: Sequence_
    needs: tuple[int, ...]  # for each step the bits of its words


class ReadyRules(NamedTuple):
    """All rules by the words that make them worth trying."""

    triggers: int  # bits of all words that trigger a rule
    by_trigger: Mapping[int, tuple[Ready, ...]]  # bit → rules

    def among(self, present: int) -> list[Ready]:
        """The rules all of whose words may be present, in their order."""
        left = present & self.triggers
        found: dict[int, Ready] = {}
        while left:
            bit = left & -left
            left ^= bit
            for ready in self.by_trigger[bit]:
                if all(present & step for step in ready.needs):
                    found[ready.number] = ready
        return [found[number] for number in sorted(found)]


def ready_rules(
    rules: Sequence[TextRule], bits: Mapping[str, int], personal: int
) -> ReadyRules:
    """The rules by trigger; RuleError where a sequence has no rare word."""
    known = vocabulary()
    common = frozenset(name for name, atom in known.items() if atom.context)
    found: dict[int, list[Ready]] = {}
    number = 0
    for rule in rules:
        for sequence in rule.find:
            needs = tuple(_bits(step, bits, personal) for step in sequence)
            ready = Ready(number, rule, sequence, needs)
            number += 1
            for bit in _single(_trigger(rule, sequence, needs, common)):
                found.setdefault(bit, []).append(ready)
    by_trigger = {bit: tuple(ready) for bit, ready in found.items()}
    return ReadyRules(sum(by_trigger), by_trigger)


def words_of(rules: Iterable[TextRule]) -> frozenset[str]:
    """The atoms that some rules, their excuses and negations speak of."""
    sequences = (s for rule in rules for s in (*rule.find, *rule.unless))
    named = frozenset(atom for sequence in sequences for atom in atoms_of(sequence))
    return named | {DENIAL, DENIED_AFTER}


def _bits(step: Step, bits: Mapping[str, int], personal: int) -> int:
    found = 0
    for atom in step.atoms:
        found |= personal if atom.startswith(SPAN_WORD) else bits.get(atom, 0)
    return found


def _trigger(
    rule: TextRule,
    sequence: Sequence_,
    needs: Sequence[int],
    common: frozenset[str],
) -> int:
    """The bits of the step with the fewest words, none of them a common one."""
    rare = [
        (len(step.atoms), need)
        for step, need in zip(sequence, needs, strict=True)
        if common.isdisjoint(step.atoms)
    ]
    if not rare:
        shown = " > ".join("|".join(step.atoms) for step in sequence)
        raise RuleError("engine.text_no_trigger", rule=rule.id, text=shown)
    return min(rare)[1]


def _single(bits: int) -> list[int]:
    """The single bits of a set of bits."""
    return [1 << at for at in range(bits.bit_length()) if bits >> at & 1]


def try_rules(
    ready: Sequence[Ready], places: Places, kind: str, by: str
) -> tuple[Mark, ...]:
    """What the rules say of a text, each label and strength once."""
    marks: dict[tuple[str, str], Mark] = {}
    absorbed: set[str] = set()
    for each in ready:
        rule = each.rule
        if kind not in rule.kinds or rule.by not in ("any", by or rule.by):
            continue
        if (rule.label, rule.strength) in marks:
            continue
        mark = _judged(each, places, by)
        if mark is not None:
            marks.setdefault((mark.label, mark.strength), mark)
            if mark.label == rule.label:
                absorbed.update(rule.absorbs)
    if not marks:
        return ()
    kept = (mark for mark in marks.values() if mark.label not in absorbed)
    return tuple(sorted(kept, key=lambda mark: mark[:3]))


def _judged(ready: Ready, places: Places, by: str) -> Mark | None:
    """What one rule says of one text: its label, a warning, or nothing.

    A text by a buyer that says no is neither: buyers decline.
    """
    rule = ready.rule
    warned: tuple[Place, ...] | None = None
    for found in match(ready.sequence, places.of):
        if rule.warned and is_denied(places, found):
            warned = warned or found
        elif any(True for s in rule.unless for _ in match(s, places.of)):
            return None
        else:
            return _mark(rule.label, rule.strength, rule, found)
    if warned is None or by == "buyer" or rule.label in _NO_WARNING:
        return None
    return _mark(WARNING, "strong", rule, warned)


def _mark(label: str, strength: str, rule: TextRule, found: Sequence[Place]) -> Mark:
    spans = tuple(sorted({(place.first, place.last) for place in found}))
    hidden = any(place.hidden for place in found)
    return Mark(label, strength, rule.id, spans, hidden)


def is_denied(places: Places, found: Sequence[Place]) -> bool:
    """Whether a negation governs these words: before, between or just after."""
    start, end = min(p.start for p in found), max(p.end for p in found)
    first, last = min(p.first for p in found), max(p.last for p in found)
    for no in places.of(DENIAL):
        if not start - REACH <= no.end <= end:
            continue
        inside = any(p.first < no.last and no.first < p.last for p in found)
        if not inside and not _stops(places.original, no.last, first):
            return True
    return any(
        0 <= no.start - end <= REACH and not _stops(places.original, last, no.first)
        for no in places.of(DENIED_AFTER)
    )


def _stops(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places."""
    return start < end and _STOPS.search(text, start, end) is not None
