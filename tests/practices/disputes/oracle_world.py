"""The records of a small shop, for the oracle of deadlines, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shopwarden.records.moment import HOUR_MS
from shopwarden.records.schema import SCHEMAS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Record = dict[str, Any]


@dataclass
class One:
    """One clock that runs."""

    clock: str
    ids: Record
    started: int
    due: int
    confirmed: int
    shown_by: str | None
    done: int | None
    dropped: int | None = None
    unknown: tuple[int | None, int | None] | None = None  # from, until
    amount: int | None = None
    lacking: int | None = None
    nth: int = 0
    warn: dict[str, int] = field(default_factory=dict)


class World:
    """The records known at a moment, with the shop's clocks in hours."""

    def __init__(
        self,
        records: Sequence[Record],
        spans: Mapping[str, list[tuple[int, int]]],
        hours: Mapping[str, int],
        as_of: int,
    ) -> None:
        self.all = sorted((r for r in records if r["ts"] <= as_of), key=_place)
        self.spans, self.hours, self.as_of = spans, hours, as_of

    def of(self, kind: str, **wanted: Any) -> list[Record]:
        return [
            r
            for r in self.all
            if r["kind"] == kind and all(r.get(n) == v for n, v in wanted.items())
        ]

    def first(self, kind: str, **wanted: Any) -> int | None:
        found = self.of(kind, **wanted)
        return found[0]["ts"] if found else None

    def covers(self, kind: str | None, start: int, end: int) -> bool:
        if kind is None:
            return True
        return any(a <= start and end <= b for a, b in self.spans.get(kind, []))

    def when(
        self, clock: str, start: int, stated: int | None
    ) -> tuple[int, int] | None:
        if stated is not None and stated > start:
            return stated, 1
        if clock not in self.hours:
            return None
        return start + self.hours[clock] * HOUR_MS, 0


def _place(record: Record) -> tuple[Any, ...]:
    kind = Kind(record["kind"])
    keys = (record.get(n) for n in SCHEMAS[kind].key if n != "ts")
    return (record["ts"], kind, *("" if k is None else k for k in keys))


def earliest(*moments: int | None) -> int | None:
    return min((m for m in moments if m is not None), default=None)


def known(ids: Record) -> Record:
    return {n: v for n, v in ids.items() if v is not None}


def only(records: Iterable[Record], name: str) -> Any:
    values = {r[name] for r in records if r.get(name) is not None}
    return values.pop() if len(values) == 1 else None


def total(records: Iterable[Record]) -> int | None:
    amounts = [r["amount_fen"] for r in records if r.get("amount_fen") is not None]
    return sum(amounts) if amounts else None
