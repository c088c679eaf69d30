"""The clauses a notice may be about, as they stand for the shop, with their clocks.

A clause's clock runs from the notice's time only where the table of
`sources.notices.related` says so; until somebody confirmed it, it is a
candidate beside the notice's own deadline, never in its place.

What it does not do: show them (`cli.notice_words`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.engine.clock import due
from shopwarden.practices.rulebook import clocks_at, load_rulebook, standing
from shopwarden.sources.notices import related

if TYPE_CHECKING:
    from shopwarden.engine.clock import Due
    from shopwarden.practices.rulebook import Clause, Standing
    from shopwarden.records.reference import Reference
    from shopwarden.sources.notices import Notice, Related


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A clause, what its clock says, and what the notice itself says of that."""

    related: Related
    clause: Clause
    standing: Standing
    due: Due | None
    own_ms: int | None

    @property
    def differs(self) -> bool:
        """Whether both name a deadline, and not the same one."""
        known = self.due is not None and self.own_ms is not None
        return known and self.due is not None and self.due.due_ms != self.own_ms


def clauses_of(
    notice: Notice, reference: Reference, as_of_ms: int
) -> list[NamedClause]:
    """The clauses by the rules a notice names, the closest first."""
    rules = [found.value for found in (notice.clause, *notice.others) if found]
    book = load_rulebook()
    found = []
    for one in related(rules):
        clause = book.clause(one.clause)
        own = reference.clauses.get(clause.id)
        now = standing(clause, as_of_ms, own)
        clock = _due(notice, one, clause, reference, as_of_ms)
        found.append(NamedClause(one, clause, now, clock, _own(notice, one.runs)))
    return found


def _due(
    notice: Notice, one: Related, clause: Clause, reference: Reference, as_of_ms: int
) -> Due | None:
    if not one.runs or notice.noticed is None:
        return None
    at_ms = notice.noticed.value
    own = reference.clauses.get(clause.id)
    clock, _ = clocks_at(clause, at_ms, as_of_ms, own)
    return None if clock is None else due(at_ms, clock)


def _own(notice: Notice, ask: str) -> int | None:
    """The earliest deadline of the notice for what a clause's clock counts."""
    dues = [
        min(deadline.dues)
        for deadline in notice.deadlines
        if deadline.dues and (not deadline.asks or ask in deadline.asks)
    ]
    return min(dues, default=None) if ask else None
