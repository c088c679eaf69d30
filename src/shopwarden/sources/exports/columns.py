"""Columns: which field a heading means, in JD's exports and in other tables.

The synonyms are data (`data/headings.yaml`, `data/template_headings.yaml`).
Headings JD writes, and those of our own templates, recognise a layout; the
others only help to guess a mapping, so that a stranger's table is never taken
for an export of JD.

What it does not do: read cells (`normalise`), or decide on a layout
(`recognise`).

>>> located(("订单编号", "应结金额（元）"))
{'order': 0, 'amount': 1}
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Shape(StrEnum):
    """How the cells of a column are read."""

    ID = "id"
    WORD = "word"
    STATUS = "status"
    MONEY = "money"
    SIGNED = "signed"
    MOMENT = "moment"
    COUNT = "count"
    RATE = "rate"
    PERSON = "person"
    TEXT = "text"  # judged as it is read, then gone
    FLAG = "flag"
    HOURS = "hours"
    CHOICE = "choice"  # a word of a closed list (records.choice)
    EXTENSION = "extension"  # the type of a file, by its name


CODED = frozenset(
    {
        *(Shape.ID, Shape.WORD, Shape.STATUS, Shape.PERSON, Shape.TEXT),
        *(Shape.CHOICE, Shape.EXTENSION),
    }
)
_FILES = ("headings.yaml", "template_headings.yaml")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an export: how it is read and what headings it has.

    `jd` are JD's own headings, `ours` those of docs/templates, `also` others.
    """

    name: str
    shape: Shape
    domain: str
    jd: tuple[str, ...]
    ours: tuple[str, ...]
    also: tuple[str, ...]


_UNIT = re.compile(r"\([^()]*元\)$")
_GAPS = re.compile(r"[\s_]+")


def folded_heading(heading: str) -> str:
    """A heading without width, case, gaps and unit, so that spellings agree."""
    text = unicodedata.normalize("NFKC", heading).replace("帐", "账").casefold()
    return _UNIT.sub("", _GAPS.sub("", text))


@cache
def fields() -> Mapping[str, Field]:
    """Every field by its name."""
    data = resources.files("shopwarden.sources.exports") / "data"
    entries = {
        name: entry
        for file in _FILES
        for name, entry in yaml.safe_load((data / file).read_text("utf-8")).items()
    }
    return {
        name: Field(
            name,
            Shape(entry["form"]),
            entry.get("domain", ""),
            tuple(entry.get("jd", ())),
            tuple(entry.get("ours", ())),
            tuple(entry.get("also", ())),
        )
        for name, entry in entries.items()
    }


@cache
def recognising_headings() -> Mapping[str, str]:
    """Folded headings of JD's exports and of our templates → field."""
    return {
        folded_heading(h): f.name for f in fields().values() for h in (*f.jd, *f.ours)
    }


@cache
def all_headings(among: frozenset[str] = frozenset()) -> Mapping[str, str]:
    """Folded headings of any table → field; JD's meaning and ours win.

    With `among` only those fields count: 时间 is one thing in a table of chats,
    another in a log.
    """
    some = [f for f in fields().values() if not among or f.name in among]
    others = {folded_heading(h): f.name for f in some for h in f.also}
    named = {folded_heading(f.name): f.name for f in some}
    known = {f.name for f in some}
    recognising = {h: n for h, n in recognising_headings().items() if n in known}
    return {**named, **others, **recognising}


@cache
def known_headings() -> frozenset[str]:
    """All headings as written, for the search of the header row."""
    every = ((*f.jd, *f.ours, *f.also) for f in fields().values())
    return frozenset(heading for headings in every for heading in headings)


def located(
    headings: Sequence[str], meanings: Mapping[str, str] | None = None
) -> dict[str, int]:
    """The column of each field found, in the order of the columns.

    `meanings` maps folded headings to fields, by default those that recognise a
    layout. Where two
    columns mean one field, the heading listed first in the data wins
    (商家应收 before 结算金额), then the first column.
    """
    known = recognising_headings() if meanings is None else meanings
    best: dict[str, tuple[int, int]] = {}
    rank = {heading: at for at, heading in enumerate(known)}
    for at, heading in enumerate(map(folded_heading, headings)):
        name = known.get(heading)
        if name is not None:
            place = rank[heading], at
            best[name] = min(best.get(name, place), place)
    return {name: at for name, (_, at) in sorted(best.items(), key=lambda b: b[1][1])}
