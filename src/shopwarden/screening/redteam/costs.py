"""What evasions cost: the figures of `data/costs.yaml`, read once.

What it does not do: decide what an attacker can do (`redteam.levers`).

>>> costs().hand(Kind.BILL_LINE)
'nobody'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.screening.redteam.acts import Act

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Price:
    """What one way around costs: money, work, waiting, and what is forgone."""

    money_fen: int = 0
    minutes: int = 0
    waited_min: int = 0
    forgone: int = 0  # thousandths of the attack's gain

    def __add__(self, other: Price) -> Price:
        return Price(
            self.money_fen + other.money_fen,
            self.minutes + other.minutes,
            self.waited_min + other.waited_min,
            self.forgone + other.forgone,
        )

    def times(self, number: int) -> Price:
        """So many of it."""
        return Price(
            self.money_fen * number,
            self.minutes * number,
            self.waited_min * number,
            self.forgone * number,
        )


@dataclass(frozen=True, slots=True)
class Costs:
    """The cost model: who can do what, and for how much."""

    minute_fen: int
    waiting_fen: int
    forgone_fen: int
    most_forgone: int
    hands: Mapping[Kind, str]
    fixed: frozenset[str]
    fixed_in: Mapping[Kind, frozenset[str]]
    identities: Mapping[str, Price]
    masks: Mapping[str, tuple[frozenset[Kind], Price]]
    choices: Mapping[str, tuple[tuple[str, ...], Price]]
    flags: Mapping[str, tuple[int, Price]]
    words: Mapping[str, Price]
    again: Price
    again_free: frozenset[str]
    witnesses: frozenset[str]
    amount: Price
    jitter: Price

    def hand(self, kind: Kind) -> str:
        """Who brings facts of a kind about: buyer, staff, either, or nobody."""
        return self.hands[kind]

    def in_hand(self, act: Act) -> bool:
        """Whether an attacker can choose it: not what a witness writes."""
        labels = act.record.get("labels")
        said = labels if isinstance(labels, tuple) else ()
        return self.hands[act.kind] != NOBODY and self.witnesses.isdisjoint(said)

    def chosen(self, kind: Kind, column: str) -> bool:
        """Whether an attacker can choose a number of a kind."""
        fixed = column in self.fixed or column in self.fixed_in.get(kind, ())
        return self.hands[kind] != NOBODY and not fixed

    def fen(self, price: Price) -> int:
        """All of a price in one number, by which evasions are ranked."""
        return (
            price.money_fen
            + price.minutes * self.minute_fen
            + price.waited_min * self.waiting_fen
            + price.forgone * self.forgone_fen
        )


@cache
def costs() -> Costs:
    """The cost model from the package's data."""
    place = resources.files(__package__) / "data" / "costs.yaml"
    data: dict[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return Costs(
        minute_fen=data["minute_fen"]["fen"],
        waiting_fen=data["waiting_fen"]["fen"],
        forgone_fen=data["forgone_fen"]["fen"],
        most_forgone=data["most_forgone"],
        hands={Kind(k): hand for hand, kinds in data["hands"].items() for k in kinds},
        fixed=frozenset(data["fixed"]),
        fixed_in={Kind(k): frozenset(v) for k, v in data["fixed_in"].items()},
        identities=_prices(data["identities"]),
        masks={
            n: (frozenset(map(Kind, e["in"])), _price(e))
            for n, e in data["masks"].items()
        },
        choices={n: (tuple(e["among"]), _price(e)) for n, e in data["choices"].items()},
        flags={n: (e["to"], _price(e)) for n, e in data["flags"].items()},
        words=_prices(data["words"]),
        again=_price(data["again"]),
        again_free=frozenset(data["again_free"]),
        witnesses=frozenset(data["witnesses"]),
        amount=_price(data["amount"]),
        jitter=_price(data["jitter"]),
    )


def _price(entry: Mapping[str, Any]) -> Price:
    return Price(entry["fen"], entry["minutes"])


def _prices(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Price]:
    return {name: _price(entry) for name, entry in entries.items()}
