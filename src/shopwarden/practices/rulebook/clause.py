"""What a clause is: dated text of the law or of JD, and how far it is known.

A clause has one or more versions, the later replacing the earlier at its
`from_ms`. What nobody verified stays marked: the state belongs to a version,
and each of its values may be less certain than its text.

What it does not do: read files (`rulebook.read`), or say which version a
moment has (`rulebook.book`).

>>> State("repost") is State.REPOST
True
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.clock import Clock
    from shopwarden.records.quantity import Base, Quantity
    from shopwarden.words import Bilingual


class State(StrEnum):
    """How far a text or a value is known, the firmest first."""

    READ = "read"  # the text was read, in a public repository of laws
    SECOND_HAND = "second_hand"  # a public page tells of it
    REPOST = "repost"  # somebody else's copy of a rule of JD
    UNVERIFIED = "unverified"  # from memory, from a title, or own judgement


class Authority(StrEnum):
    """Whose words they are; the law comes first."""

    LAW = "LAW"
    STANDARD = "GBT"
    JD = "JD"


class ShopType(StrEnum):
    """Which shops a clause concerns."""

    ALL = "all"
    POP = "pop"
    WORLDWIDE = "worldwide"


class SourceKind(StrEnum):
    """How far a source carries."""

    REPOSITORY = "repository"
    OWN_PAGE = "own_page"
    PAGE = "page"
    REPOST = "repost"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Source:
    """Where texts were seen; the days hold for clauses that give none."""

    key: str
    title: Bilingual
    kind: SourceKind
    where: str
    dated: str | None  # the day it bears itself, or its year
    seen_ms: int
    from_ms: int | None
    from_state: State
    expires_ms: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of a clause: one quantity, or several where nobody confirmed one."""

    name: str
    written: tuple[str, ...]
    unit: str
    quantities: tuple[Quantity, ...]
    state: State

    @property
    def base(self) -> Base:
        """What its integers count."""
        return self.quantities[0].base

    @property
    def earliest(self) -> int:
        """The smallest candidate: the one to be ready for."""
        return min(quantity.amount for quantity in self.quantities)


@dataclass(frozen=True, slots=True)
class Version:
    """One dated text of a clause. `from_ms` None: since when is not known."""

    from_ms: int | None
    until_ms: int | None
    from_state: State
    state: State
    says: Bilingual
    quoted: bool  # the law's own words; otherwise a paraphrase
    sources: tuple[str, ...]
    seen_ms: int | None
    verified_by: str | None
    verified_ms: int | None
    expires_ms: int  # from then on somebody has to look again
    values: Mapping[str, Stated]
    clocks: tuple[Clock, ...]  # several: candidates; none: it sets no deadline
    clock_state: State
    note: Bilingual | None

    @property
    def verified(self) -> bool:
        """Whether somebody compared it with the issuer's own text."""
        return self.verified_ms is not None

    def firm(self, state: State, as_of_ms: int) -> bool:
        """Whether a part of it in `state` may be called the rule as of a moment.

        A part that is less certain than the text stays so when somebody
        verified the text; and nothing is firm once it has to be looked at again.
        """
        checked = self.verified and state is self.state
        return (state is State.READ or checked) and as_of_ms < self.expires_ms

    def holds(self, at_ms: int) -> bool:
        """Whether it was in force, as far as its own days say."""
        begun = self.from_ms is None or self.from_ms <= at_ms
        return begun and (self.until_ms is None or at_ms < self.until_ms)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its versions, the oldest first."""

    id: str
    practice: str
    title: Bilingual
    shop_type: ShopType
    threats: tuple[str, ...]
    checks: tuple[str, ...]  # ids of rules and controls
    versions: tuple[Version, ...]

    @property
    def authority(self) -> Authority:
        """Whose words they are, by the id's first part."""
        return Authority(self.id.partition("-")[0])

    def at(self, at_ms: int) -> Version | None:
        """The version in force at a moment, None if there was none."""
        begun = [v for v in self.versions if v.from_ms is None or v.from_ms <= at_ms]
        return begun[-1] if begun and begun[-1].holds(at_ms) else None

    def concerns(self, shop_type: ShopType) -> bool:
        """Whether a shop of this type is bound; ALL asks for every clause."""
        return ShopType.ALL in (self.shop_type, shop_type) or (
            self.shop_type is shop_type
        )
