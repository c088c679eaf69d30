"""What every kind of incident says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncidentKind:
    """One kind: its threat, how many at 20,000 orders, and its words."""

    threat: str
    count: int  # at 20,000 orders; it grows with the square root of the size
    amount: str
    zh: str
    en: str
    also: tuple[str, ...] = ()  # further threats it is an example of
