"""The book of incidents: what was done to the shop, written as it is done.

What it does not do: write truth.json (`truth`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.sources.sample.incidents.kinds import BENIGN, KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

# truth.json names at most so many orders and rows of one incident, and says
# how many there are.
LISTED = 1000
_LISTED_BENIGN = 200
_KIND_NAMES = tuple(KINDS)
KIND_NUMBER = {name: i + 1 for i, name in enumerate(_KIND_NAMES)}


@dataclass(slots=True)
class Sightings:
    """Values seen, the first few of them kept."""

    most: int
    kept: list[int] = field(default_factory=list)
    total: int = 0

    def add(self, values: NDArray[np.int64]) -> None:
        """Count all values; keep those that there is room for."""
        self.total += len(values)
        self.kept.extend(values[: self.most - len(self.kept)].tolist())


@dataclass(slots=True)
class Places:
    """Rows of files, the first few of them kept."""

    kept: list[tuple[str, int]] = field(default_factory=list)
    total: int = 0

    def add(self, file: str, rows: NDArray[np.int64], most: int) -> None:
        """Count all rows; keep those that there is room for."""
        self.total += len(rows)
        room = most - len(self.kept)
        self.kept.extend((file, row) for row in rows[:room].tolist())


@dataclass(slots=True)
class Incident:
    """One incident: its kind, order numbers, SKUs, amount and rows.

    `strength`: "edge" just above what the catalogue names, "clear" well above.
    """

    kind: str
    strength: str = "clear"
    amount_fen: int = 0
    gross_fen: int | None = None
    first_ms: int | None = None
    orders: Sightings = field(default_factory=lambda: Sightings(LISTED))
    skus: set[int] = field(default_factory=set)
    rows: list[tuple[str, int]] = field(default_factory=list)
    rows_total: int = 0
    # An order can come in several chunks of rows; it is named once.
    named: set[int] = field(default_factory=set)

    def happened(self, first_ms: int) -> None:
        """Remember the earliest moment."""
        if self.first_ms is None or first_ms < self.first_ms:
            self.first_ms = first_ms

    def name_orders(self, numbers: NDArray[np.int64]) -> None:
        """Add order numbers that are not yet named."""
        fresh = [n for n in np.unique(numbers).tolist() if n not in self.named]
        self.named.update(fresh)
        self.orders.add(np.array(fresh, np.int64))

    def see_rows(self, file: str, rows: NDArray[np.int64]) -> None:
        """Add rows of a file."""
        self.rows_total += len(rows)
        room = LISTED - len(self.rows)
        self.rows.extend((file, row) for row in rows[:room].tolist())


class Book:
    """All incidents and look-alikes of one shop; incident 0 is "none"."""

    def __init__(self) -> None:
        self.incidents: list[Incident] = []
        self.benign = {kind: Sightings(_LISTED_BENIGN) for kind in BENIGN}
        self.benign_rows = {kind: Places() for kind in BENIGN}

    def open(self, kind: str, strength: str = "clear") -> int:
        """A new incident of a kind; its number."""
        self.incidents.append(Incident(kind, strength))
        return len(self.incidents)

    def see_benign(
        self,
        kind: str,
        orders: NDArray[np.int64],
        file: str,
        rows: NDArray[np.int64],
    ) -> None:
        """Note rows, and the orders (rows of the table) they are about."""
        fresh = ~np.isin(orders, self.benign[kind].kept)
        self.benign[kind].add(orders[fresh])
        self.benign_rows[kind].add(file, rows, _LISTED_BENIGN)

    def __getitem__(self, number: int) -> Incident:
        """The incident of a number."""
        return self.incidents[number - 1]

    def kinds(self) -> NDArray[np.int64]:
        """The kind's number (`KIND_NUMBER`) of each incident, 0 for none."""
        numbers = [KIND_NUMBER[incident.kind] for incident in self.incidents]
        return np.array([0, *numbers], np.int64)

    def add_amounts(
        self, numbers: NDArray[np.int64], amounts: NDArray[np.int64]
    ) -> None:
        """Add to the incidents' amounts, value by value."""
        for number in np.unique(numbers).tolist():
            if number:
                self[number].amount_fen += int(amounts[numbers == number].sum())

    def see_rows(self, file: str, numbers: NDArray[np.int64], first_row: int) -> None:
        """Note in which rows of a file incidents show; `numbers` is one a row."""
        tagged = np.flatnonzero(numbers)
        for number in np.unique(numbers[tagged]).tolist():
            rows = tagged[numbers[tagged] == number] + first_row
            self[number].see_rows(file, rows)
