"""A rule: what it judges, when it fires, and what a person then reads.

What it does not do: read YAML (`rule.load`) or judge (`engine.evaluate`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shopwarden.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.engine.expression import Expression
    from shopwarden.engine.finding import Lane, Severity, StakeKind
    from shopwarden.engine.windows import Aggregate
    from shopwarden.records.reference import Reference
    from shopwarden.records.schema import Kind
    from shopwarden.words import Bilingual

_SHORTEST_MS = 1_000


class Status(StrEnum):
    """Where a rule stands in its life."""

    DRAFT = "draft"
    SHADOW = "shadow"
    STABLE = "stable"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Param:
    """A number a shop may set, within bounds; durations are milliseconds."""

    name: str
    default: int | float
    low: int | float
    high: int | float
    unit: str
    source: str
    verified: bool

    @property
    def whole(self) -> bool:
        """Whether its values are integers."""
        return all(isinstance(v, int) for v in (self.default, self.low, self.high))


@dataclass(frozen=True, slots=True)
class Feature:
    """A number about an entity over a window.

    `by` are the columns (or key paths) of the feeding kind, `read_by` those
    of the judged kind, one for one. `window` is ms, the name of a parameter,
    or None for "since the beginning". A `baseline` says what is usual: the
    facts behind it are no evidence against anybody. `title` is what people
    call it, with parameters of the rule in braces; None: `engine.phrase`
    makes one from the definition.
    """

    name: str
    aggregate: Aggregate
    of: Kind
    by: tuple[str, ...]
    read_by: tuple[str, ...]
    value: str | None
    window: int | str | None
    where: Expression | None
    include_self: bool
    baseline: bool = False
    title: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class StakeOf:
    """What kind of money it is, and how much: an expression in fen."""

    kind: StakeKind
    amount: Expression


@dataclass(frozen=True, slots=True)
class Example:
    """Facts as plain values, and whether the rule fires on any of them."""

    fires: bool
    facts: tuple[Mapping[str, object], ...]
    lists: Mapping[str, frozenset[str]]
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file, read and checked. `id` is `<practice>/<file name>`.

    `ends` says what would end a finding, where no number near a threshold
    does; it then stands in place of the nearest miss.
    """

    id: str
    title: Bilingual
    status: Status
    version: int
    severity: Severity
    controls: tuple[str, ...]
    threats: tuple[str, ...]
    references: tuple[str, ...]
    fact: Kind
    params: Mapping[str, Param]
    lists: tuple[str, ...]
    features: Mapping[str, Feature]
    when: Expression
    per: str
    within_ms: int
    stake: StakeOf | None
    deadline: Expression | None
    lane: Lane
    reason: Bilingual
    runbook: Mapping[str, tuple[str, ...]]
    falsepositives: Mapping[str, tuple[str, ...]]
    examples: tuple[Example, ...]
    ends: Bilingual | None = None

    @property
    def templates(self) -> tuple[Bilingual, ...]:
        """The texts that show values of a finding."""
        return (self.reason,) if self.ends is None else (self.reason, self.ends)

    @property
    def practice(self) -> str:
        """The practice the rule belongs to."""
        return self.id.partition("/")[0]

    def settings(self, reference: Reference) -> dict[str, int | float]:
        """The value of every parameter, the shop's own where it set one.

        Raises SettingsError for a parameter the rule does not have, or a
        value outside its bounds.
        """
        own = reference.params.get(self.id, {})
        for name, value in own.items():
            self._check_setting(name, value)
        return {name: own.get(name, p.default) for name, p in self.params.items()}

    def _check_setting(self, name: str, value: float) -> None:
        param = self.params.get(name)
        if param is None:
            known = ", ".join(sorted(self.params))
            raise SettingsError(
                "rules.setting_unknown", rule=self.id, name=name, known=known
            )
        if param.unit == "duration" and 0 < value < _SHORTEST_MS:
            # A bare 3 would be three milliseconds; surely days were meant.
            raise SettingsError("rules.setting_length", rule=self.id, name=name)
        fits = param.low <= value <= param.high
        if not fits or (param.whole and not isinstance(value, int)):
            raise SettingsError(
                "rules.setting_bounds",
                rule=self.id,
                name=name,
                value=value,
                low=param.low,
                high=param.high,
            )
