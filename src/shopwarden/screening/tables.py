"""The tables a shop can give: what each is called, how it is got, what it opens.

Data in `data/rhythm.yaml`. Menu paths nobody has confirmed say so wherever
they are shown.

>>> tables()["orders"].verified
False
>>> table_for("coverage:BillLine", "SettlementDue").name
'settlement'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from shopwarden.engine.expression import span_ms
from shopwarden.engine.rule import reached_kind
from shopwarden.records.schema import Kind
from shopwarden.words import Bilingual


@dataclass(frozen=True, slots=True)
class ShopTable:
    """One kind of export: its name, menu path and the facts it carries.

    `every_ms` is how often to fetch it, `minutes` how long that takes a person,
    `verified_on` the day somebody confirmed the menu path, empty if nobody did.
    """

    name: str
    title: Bilingual
    menu: Bilingual
    kinds: tuple[str, ...]
    columns: tuple[str, ...]
    verified_on: str
    every_ms: int
    minutes: int
    limits: Bilingual | None

    @property
    def verified(self) -> bool:
        """Whether somebody confirmed the menu path."""
        return bool(self.verified_on)


@cache
def tables() -> dict[str, ShopTable]:
    """All tables by name."""
    place = resources.files("shopwarden.screening") / "data" / "rhythm.yaml"
    entries = yaml.safe_load(place.read_text("utf-8"))["tables"]
    return {
        name: ShopTable(
            name,
            Bilingual(entry["zh"], entry["en"]),
            Bilingual(entry["menu"]["zh"], entry["menu"]["en"]),
            tuple(entry["kinds"]),
            tuple(entry.get("columns", ())),
            str(entry["verified_on"] or ""),
            span_ms(entry["every"]),
            entry["minutes"],
            Bilingual(**entry["limits"]) if "limits" in entry else None,
        )
        for name, entry in entries.items()
    }


def table_for(cause: str, fact: str) -> ShopTable | None:
    """The table that would end a cause of "not evaluated" for a kind of fact.

    A cause is `coverage:<Kind>` or `missing:<column>`; None where no table
    would help (a value the export has masked, say). What a key path leads to
    stands in the table of its own kind.
    """
    what, _, name = cause.partition(":")
    root, dot, _ = name.partition(".")
    if what == "missing" and dot:
        reached = reached_kind(Kind(fact), root)
        what, name = "coverage", str(reached or name)
    for table in tables().values():
        if f"{fact}.{name}" in table.columns:
            return table
        if what == "coverage" and name in table.kinds:
            return table
    return None
