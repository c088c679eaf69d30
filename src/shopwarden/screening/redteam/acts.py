"""An attack as single acts: the records of an example, one for each fact.

An example may say `repeat: 10`; an attacker drops one of ten, or waits before
the last. So the records are spread first, as `engine.examples` spreads them.

What it does not do: change an act (`redteam.levers`), or judge it (`redteam.bench`).

>>> twice = {"kind": "OrderPaid", "repeat": 2, "every": "1s", "ts": 5}
>>> [act.ts for act in acts([twice])]
[5, 1005]
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from shopwarden.engine.examples import repeated
from shopwarden.records.choice import CHOICES
from shopwarden.records.facts import columns_of
from shopwarden.records.schema import SCHEMAS, Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# What makes acts belong to one case, the strongest first.
_CASE = ("order", "after_sale", "session", "entry")


@dataclass(frozen=True, slots=True)
class Act:
    """One record, its number in the example and the group of its like."""

    at: int
    group: int
    kind: Kind
    record: Mapping[str, object]

    @property
    def ts(self) -> int:
        """When it happened, UTC ms."""
        return cast("int", self.record["ts"])

    @property
    def slow(self) -> bool:
        """Whether it is slow data (a roster, a SKU's cost), which nobody does."""
        return bool(SCHEMAS[self.kind].reference)

    @property
    def case(self) -> str:
        """What it is about; acts of one case go together."""
        for name in _CASE:
            if self.record.get(name):
                return f"{name}:{self.record[name]}"
        return f"at:{self.at}"

    def having(self, **columns: object) -> Act:
        """The act with other values; None takes a value away."""
        merged = {**self.record, **columns}
        kept = {name: v for name, v in merged.items() if v is not None}
        return replace(self, record=kept)

    def moved(self, ms: int) -> Act:
        """The act so much later."""
        if not ms:
            return self
        told = {"ts": self.ts + ms}
        if isinstance(self.record.get("known_at"), int):
            told["known_at"] = cast("int", self.record["known_at"]) + ms
        return self.having(**told)


Scene = tuple[Act, ...]


def acts(records: Sequence[Mapping[str, object]]) -> Scene:
    """The acts of some records, in order of time. Raises as `facts_of` does."""
    spread = [one for record in records for one in repeated(record)]
    spread.sort(key=lambda record: cast("int", record["ts"]))
    groups: dict[object, int] = {}
    return tuple(
        Act(at, groups.setdefault(_likeness(one), len(groups)), _kind(one), one)
        for at, one in enumerate(spread)
    )


def in_order(scene: Iterable[Act]) -> Scene:
    """The acts in order of time, those of one moment as they were."""
    return tuple(sorted(scene, key=lambda act: (act.ts, act.at)))


def _kind(record: Mapping[str, object]) -> Kind:
    return Kind(str(record["kind"]))


def _likeness(record: Mapping[str, object]) -> tuple[object, ...]:
    """Kind, choices, flags and labels: what acts of one sort have in common."""
    columns = columns_of(_kind(record))
    alike = [
        (name, record[name])
        for name, column in columns.items()
        if name in record
        and (column.form in (Form.FLAG, Form.LABELS) or column.domain in CHOICES)
    ]
    return (record["kind"], *alike)
