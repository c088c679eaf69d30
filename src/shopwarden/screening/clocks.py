"""The clocks of a shop: the rulebook's, as far as the shop confirmed them.

`data/clocks.yaml` names the clause behind each clock. What the shop confirmed,
or the law says in one reading, is sure; otherwise all readings are candidates.
A clause counts for what began while it was in force. The goals of the shop's
category (`practices.profiles`) move warnings forward and leave deadlines alone.

What it does not do: compute deadlines (`engine.clock`, `disputes.deadlines`).

>>> from shopwarden.records.reference import Reference
>>> sorted(shop_clocks(Reference(), 1_795_000_000_000))[:3]
['after_sale', 'appeal', 'dispatch']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

from shopwarden.engine.clock import Candidates, Clock, read_candidates
from shopwarden.practices.disputes.deadlines import ShopClock, Term
from shopwarden.practices.profiles import goals
from shopwarden.practices.rulebook import ShopType, clocks_at, load_rulebook
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.clock import Pause
    from shopwarden.practices.rulebook import Clause, Rulebook
    from shopwarden.records.reference import Reference


@dataclass(frozen=True, slots=True)
class ClockSource:
    """The clauses behind a clock, and our own readings where they state no time."""

    clauses: tuple[str, ...]
    readings: tuple[Clock, ...]


@cache
def clock_sources() -> Mapping[str, ClockSource]:
    """What is behind each clock, from the package's data."""
    file = resources.files("shopwarden.screening") / "data" / "clocks.yaml"
    entries = yaml.safe_load(file.read_text("utf-8"))["clocks"]
    return {name: _source(name, entry) for name, entry in entries.items()}


def _source(name: str, entry: Mapping[str, object]) -> ClockSource:
    clauses, readings = entry["clauses"], entry.get("readings")
    assert isinstance(clauses, list)
    own = read_candidates(readings, name).clocks if readings else ()
    return ClockSource(tuple(clauses), own)


def shop_clocks(
    reference: Reference,
    as_of: int,
    pauses: Iterable[Pause] = (),
    book: Rulebook | None = None,
) -> dict[str, ShopClock]:
    """Every clock of a shop by name, as confirmed at a moment (UTC ms).

    `pauses` stand for all clocks: the intervals JD announced.
    """
    book = load_rulebook() if book is None else book
    stops, own = tuple(pauses), goals(reference.category)
    return {
        name: ShopClock(
            _terms(source, book, reference, as_of),
            stops,
            own[name].clock if name in own else None,
        )
        for name, source in clock_sources().items()
    }


def _terms(
    source: ClockSource, book: Rulebook, reference: Reference, as_of: int
) -> tuple[Term, ...]:
    """A term from every moment on at which one of the clauses changes."""
    kind = ShopType(reference.shop_type)
    clauses = [c for c in map(book.clause, source.clauses) if c.concerns(kind)]
    turns = {turn for clause in clauses for turn in _turns(clause)}
    return tuple(
        _term(since, clauses, source.readings, reference, as_of)
        for since in (None, *sorted(turns))
    )


def _turns(clause: Clause) -> Iterable[int]:
    for version in clause.versions:
        yield from (m for m in (version.from_ms, version.until_ms) if m is not None)


def _term(
    since: int | None,
    clauses: Iterable[Clause],
    own: tuple[Clock, ...],
    reference: Reference,
    as_of: int,
) -> Term:
    """The first clause's clock if it is sure, else every reading there is."""
    at = int(MISSING) if since is None else since
    readings: dict[Clock, None] = {}
    for number, clause in enumerate(clauses):
        confirmation = reference.clauses.get(clause.id)
        clock, sure = clocks_at(clause, at, as_of, confirmation)
        if clock is None:
            continue
        if sure and number == 0:
            return Term(since, clock, confirmed=True)
        found = clock.clocks if isinstance(clock, Candidates) else (clock,)
        readings |= dict.fromkeys(found)
    readings |= dict.fromkeys(() if readings else own)
    candidates = Candidates(tuple(readings)) if readings else None
    return Term(since, candidates, confirmed=False)
