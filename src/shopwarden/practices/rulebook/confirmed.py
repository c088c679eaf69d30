"""What a shop confirmed of the rulebook, and how sure a clause is for it.

A confirmation belongs to the version in force on the day it was made, and
counts until its `until`: then the clause is unconfirmed again.

What it does not do: read shop.yaml (`sources.confirmations`).

>>> standing(load_rulebook().clause("JD-PRICE-1"), 1_795_000_000_000, None).sure
False
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from shopwarden.engine.clock import Candidates, read_clock
from shopwarden.errors import SettingsError
from shopwarden.practices.rulebook.book import load_rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.clock import Clock
    from shopwarden.practices.rulebook.book import Rulebook
    from shopwarden.practices.rulebook.clause import Clause, Version
    from shopwarden.records.reference import Confirmation


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a clause is known for a shop as of a moment."""

    version: Version | None  # None: none in force
    confirmed: Confirmation | None  # by the shop, and not passed
    lapsed: bool  # the shop's confirmation has passed, or another text came
    stale: bool  # the day to look again has passed
    sure: bool  # it may be called the rule: read as law, verified, or confirmed


def check_confirmations(
    confirmations: Mapping[str, Confirmation], book: Rulebook | None = None
) -> None:
    """Raise SettingsError, with the line, for a clause or value there is not."""
    book = load_rulebook() if book is None else book
    for name, own in confirmations.items():
        if name not in book:
            near = get_close_matches(name, [c.id for c in book.clauses], n=1, cutoff=0)
            raise SettingsError(
                "rulebook.no_clause", line=own.line, clause=name, near=near[0]
            )
        _check_values(book.clause(name), own)


def _check_values(clause: Clause, own: Confirmation) -> None:
    """Each value confirmed must be one of the clause, in a unit of its kind."""
    version = clause.at(own.on_ms)
    known = {} if version is None else version.values
    for name, quantity in own.values.items():
        if name not in known:
            raise SettingsError(
                "rulebook.no_value",
                line=own.line,
                clause=clause.id,
                name=name,
                known=", ".join(sorted(known)) or "-",
            )
        if known[name].base is not quantity.base:
            raise SettingsError(
                "rulebook.unit",
                line=own.line,
                clause=clause.id,
                name=name,
                unit=known[name].unit,
            )


def confirms(
    clause: Clause, version: Version, as_of_ms: int, own: Confirmation | None
) -> bool:
    """Whether a confirmation counts as of a moment, for facts of a version."""
    if own is None or not own.holds(as_of_ms):
        return False
    return clause.at(own.on_ms) is version


def standing(clause: Clause, as_of_ms: int, own: Confirmation | None) -> Standing:
    """How far a clause is known as of a moment, with the shop's confirmation."""
    version = clause.at(as_of_ms)
    holds = version is not None and confirms(clause, version, as_of_ms, own)
    made = own is not None and own.on_ms <= as_of_ms
    stale = version is not None and as_of_ms >= version.expires_ms
    firm = version is not None and version.firm(version.state, as_of_ms)
    return Standing(
        version, own if holds else None, made and not holds, stale, holds or firm
    )


def clocks_at(
    clause: Clause, at_ms: int, as_of_ms: int, own: Confirmation | None = None
) -> tuple[Clock | Candidates | None, bool]:
    """The clock for a fact of a moment, and whether it is sure.

    Several candidates are for `engine.clock.due`, which takes the earliest. A
    single clock that nobody confirmed is one candidate. None: no deadline.
    """
    version = clause.at(at_ms)
    if version is None:
        return None, False
    if own is not None and own.clock and confirms(clause, version, as_of_ms, own):
        return read_clock(own.clock, clause.id), True
    if not version.clocks:
        return None, False
    firm = version.firm(version.clock_state, as_of_ms)
    if firm and len(version.clocks) == 1:
        return version.clocks[0], True
    return Candidates(version.clocks), False
