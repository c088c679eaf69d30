"""The rulebook: every clause of every practice, by id, by day, by practice.

    load_rulebook().at(moment)           the version of each clause in force
    load_rulebook().clause("JD-PRICE-1") one clause
    load_rulebook().changed_between(a, b)

The law stands before JD's rules. It computes nothing about a shop.

What it does not do: say which checks a change reaches (`rulebook.reach`), or
what a shop confirmed (`rulebook.confirmed`).

>>> load_rulebook().clause("LAW-PIPL-19").practice
'privacy'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING

from shopwarden.errors import RuleError
from shopwarden.practices.guide import load_guide
from shopwarden.practices.rulebook.clause import Authority
from shopwarden.practices.rulebook.read import read_clauses, read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shopwarden.practices.rulebook.clause import Clause, Source, Version

_ORDER = tuple(Authority)


@dataclass(frozen=True, slots=True)
class Change:
    """A clause that a new version replaced, or that lapsed, at a moment."""

    clause: Clause
    at_ms: int
    before: Version | None
    after: Version | None

    @property
    def values(self) -> tuple[str, ...]:
        """The names of the values that are not what they were."""
        old = {} if self.before is None else self.before.values
        new = {} if self.after is None else self.after.values
        return tuple(n for n in sorted({*old, *new}) if old.get(n) != new.get(n))


@dataclass(frozen=True)
class Rulebook:
    """All clauses, the law first, and the sources they were seen in."""

    clauses: tuple[Clause, ...]
    sources: Mapping[str, Source]

    @cached_property
    def _by_id(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def __contains__(self, name: object) -> bool:
        return name in self._by_id

    def clause(self, name: str) -> Clause:
        """The clause of an id; KeyError if there is none."""
        return self._by_id[name]

    def of(self, practice: str) -> tuple[Clause, ...]:
        """The clauses of one practice."""
        return tuple(c for c in self.clauses if c.practice == practice)

    def at(self, at_ms: int) -> dict[str, Version]:
        """The version of every clause that was in force at a moment."""
        found = ((clause.id, clause.at(at_ms)) for clause in self.clauses)
        return {name: version for name, version in found if version is not None}

    def changed_between(self, after_ms: int, until_ms: int) -> tuple[Change, ...]:
        """What changed after one moment and until another, the earliest first."""
        found = (
            change
            for clause in self.clauses
            for change in _changes(clause)
            if after_ms < change.at_ms <= until_ms
        )
        return tuple(sorted(found, key=lambda change: (change.at_ms, change.clause.id)))


def _changes(clause: Clause) -> Iterator[Change]:
    """Every moment at which another version of a clause, or none, is in force."""
    turns = {v.from_ms for v in clause.versions} | {v.until_ms for v in clause.versions}
    for at_ms in sorted(turn for turn in turns if turn is not None):
        before, after = clause.at(at_ms - 1), clause.at(at_ms)
        if before is not after:
            yield Change(clause, at_ms, before, after)


@cache
def load_rulebook() -> Rulebook:
    """The rulebook from the package's data. Raises RuleError if a file is wrong."""
    root = resources.files("shopwarden.practices")
    text = (root / "rulebook" / "sources.yaml").read_text("utf-8")
    sources = read_sources("rulebook/sources.yaml", text)
    clauses: list[Clause] = []
    for practice in load_guide().practices:
        file = root / practice.name / "clauses.yaml"
        if file.is_file():
            name = f"{practice.name}/clauses.yaml"
            clauses += read_clauses(name, file.read_text("utf-8"), sources)
    return Rulebook(_ordered(clauses), sources)


def _ordered(clauses: list[Clause]) -> tuple[Clause, ...]:
    """The law first, else as written; an id that is there twice is an error."""
    seen: set[str] = set()
    for clause in clauses:
        if clause.id in seen:
            raise RuleError(
                "rulebook.twice",
                clause=clause.id,
                file=f"{clause.practice}/clauses.yaml",
            )
        seen.add(clause.id)
    return tuple(sorted(clauses, key=lambda clause: _ORDER.index(clause.authority)))
