"""The tables a shop can give: what each is called, how it is got, what it opens.

Data in `data/tables.yaml`. Menu paths nobody has confirmed say so wherever
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

from shopwarden.words import Bilingual


@dataclass(frozen=True, slots=True)
class ShopTable:
    """One kind of export: its name, menu path and the facts it carries."""

    name: str
    title: Bilingual
    menu: Bilingual
    kinds: tuple[str, ...]
    columns: tuple[str, ...]
    verified: bool


@cache
def tables() -> dict[str, ShopTable]:
    """All tables by name."""
    place = resources.files("shopwarden.screening") / "data" / "tables.yaml"
    entries = yaml.safe_load(place.read_text("utf-8"))["tables"]
    return {
        name: ShopTable(
            name,
            Bilingual(entry["zh"], entry["en"]),
            Bilingual(entry["menu"]["zh"], entry["menu"]["en"]),
            tuple(entry["kinds"]),
            tuple(entry.get("columns", ())),
            entry["verified"],
        )
        for name, entry in entries.items()
    }


def table_for(cause: str, fact: str) -> ShopTable | None:
    """The table that would end a cause of "not evaluated" for a kind of fact.

    A cause is `coverage:<Kind>` or `missing:<column>`; None where no table
    would help (a value the export has masked, say).
    """
    what, _, name = cause.partition(":")
    for table in tables().values():
        if f"{fact}.{name}" in table.columns:
            return table
        if what == "coverage" and name in table.kinds:
            return table
    return None
