"""truth.json: what was done to the sample shop, for those who check the checks.

Its JSON schema is docs/schemas/truth.schema.json.

What it does not do: enter the exports. Nothing of it shows in them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from shopwarden.sources.sample.catalogue import SKUS
from shopwarden.sources.sample.incidents.kinds import BENIGN, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.sources.sample.incidents.book import Incident, Places


@dataclass(frozen=True, slots=True)
class Labelled:
    """One incident as truth.json has it."""

    id: str
    kind: str
    threat: str
    threats: tuple[str, ...]
    strength: str
    orders: tuple[str, ...]
    orders_total: int
    skus: tuple[str, ...]
    amount_fen: int
    amount_is: str
    gross_fen: int | None
    rows: tuple[tuple[str, int], ...]
    rows_total: int
    first_ms: int
    note_zh: str
    note_en: str

    def as_json(self) -> dict[str, object]:
        """The incident as JSON values."""
        rows = [{"file": file, "row": row} for file, row in self.rows]
        note = {"zh": self.note_zh, "en": self.note_en}
        kept = asdict(self) | {"rows": rows, "note": note}
        return {k: v for k, v in kept.items() if k not in ("note_zh", "note_en")}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """What looks wrong and is not: a kind, its first orders and rows, and why."""

    kind: str
    orders: tuple[str, ...]
    orders_total: int
    rows: tuple[tuple[str, int], ...]
    rows_total: int
    why_zh: str
    why_en: str

    def as_json(self) -> dict[str, object]:
        """The look-alike as JSON values."""
        return {
            "kind": self.kind,
            "orders": list(self.orders),
            "orders_total": self.orders_total,
            "rows": [{"file": file, "row": row} for file, row in self.rows],
            "rows_total": self.rows_total,
            "why": {"zh": self.why_zh, "en": self.why_en},
        }


@dataclass(frozen=True, slots=True)
class Truth:
    """All labels of one sample shop, and the rows of each of its files."""

    settings: Mapping[str, object]
    files: Mapping[str, int]
    incidents: tuple[Labelled, ...]
    benign: tuple[LookAlike, ...]

    def as_json(self) -> bytes:
        """The bytes of truth.json."""
        content = {
            "sample": dict(self.settings),
            "verified": False,
            "files": dict(self.files),
            "incidents": [incident.as_json() for incident in self.incidents],
            "benign": [benign.as_json() for benign in self.benign],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        return (text + "\n").encode()


def labelled(number: int, incident: Incident) -> Labelled:
    """An entry of the book as truth.json has it."""
    kind = KINDS[incident.kind]
    return Labelled(
        id=f"I{number:04d}",
        kind=incident.kind,
        threat=kind.threat,
        threats=tuple(t for t in (kind.threat, *kind.also) if t),
        strength=incident.strength,
        orders=tuple(map(str, incident.orders.kept)),
        orders_total=incident.orders.total,
        skus=tuple(SKUS[sku].number for sku in sorted(incident.skus)),
        amount_fen=incident.amount_fen,
        amount_is=kind.amount,
        gross_fen=incident.gross_fen,
        rows=tuple(sorted(incident.rows)),
        rows_total=incident.rows_total,
        first_ms=incident.first_ms or 0,
        note_zh=kind.zh,
        note_en=kind.en,
    )


def look_alike(
    kind: str, orders: tuple[str, ...], total: int, places: Places
) -> LookAlike:
    """A benign kind with its words."""
    zh, en = BENIGN[kind]
    rows = tuple(places.kept)
    return LookAlike(kind, orders, total, rows, places.total, zh, en)
