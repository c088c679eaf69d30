"""Templates: tables of our own headings, each a file of data, read by one reader.

`data/templates/<name>.yaml` says which fields recognise the table, which are
read, and which facts a row holds: the field of each fact's moment and the
field behind each column. A row that carries several moments becomes several
facts; a moment that is empty yields none. `known` stands for the time the
table was made.

What it does not do: know JD's own exports (`recognise`), whose layouts need
more than a list of columns.

>>> template("sign_ins").kinds
(<Kind.SIGN_IN: 'SignIn'>,)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from shopwarden.records.facts import columns_of
from shopwarden.records.schema import MISSING, Form, Kind
from shopwarden.sources.exports.coded import Coded
from shopwarden.sources.exports.draft import Draft, drafted, first_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from shopwarden.sources.exports.draft import Int64
    from shopwarden.sources.exports.reading import Rows

KNOWN = "known"  # the time the table was made


@dataclass(frozen=True, slots=True)
class RowFact:
    """A fact each row holds: its kind, its moment, and its columns' fields.

    Of `at` the first known moment counts. `once` names columns of which each
    combination is one fact, however many rows repeat it.
    """

    kind: Kind
    at: tuple[str, ...]
    columns: Mapping[str, str]
    once: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """One table of ours. Fields as in `recognise.Layout`, which it becomes.

    A table `aside` speaks of orders in passing or not at all, so its orders
    never decide which shop it belongs to. The moments of one `ahead` may lie in
    the future and say nothing of when it was made. `text` is judged as it is
    read; `copies` are fields that read the same column as another one.
    """

    name: str
    needs: frozenset[str]
    any_of: tuple[frozenset[str], ...]
    lacks: frozenset[str]
    reads: tuple[str, ...]
    required: frozenset[str]
    essential: frozenset[str]
    facts: tuple[RowFact, ...]
    aside: bool = False
    ahead: bool = False
    text: str = ""
    copies: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of facts its rows hold."""
        return tuple(fact.kind for fact in self.facts)

    @property
    def moments(self) -> tuple[str, ...]:
        """The fields that say when something happened."""
        return tuple(n for fact in self.facts for n in fact.at if n != KNOWN)

    def drafts(self, rows: Rows, known_at: int) -> list[Draft]:
        """The facts of some rows; `known_at` in UTC ms.

        A step whose column the table lacks is unknown, not undone: the table
        tells nothing of that kind.
        """
        told = [_moment(fact, rows, known_at) for fact in self.facts]
        span = _span(told[0], known_at)
        facts = zip(self.facts, told, strict=True)
        return [_draft(f, rows, ts, span) for f, ts in facts if _dated(f, rows)]


def _dated(fact: RowFact, rows: Rows) -> bool:
    """Whether the table has a column that says when such facts happened."""
    return any(name == KNOWN or name in rows.numbers for name in fact.at)


def _moment(fact: RowFact, rows: Rows, known_at: int) -> Int64:
    made = np.full(len(rows), known_at, np.int64)
    return first_known(*(made if n == KNOWN else rows.number(n) for n in fact.at))


def _span(moments: Int64, known_at: int) -> tuple[int, int] | None:
    """What a table tells of: from its first row till it was made.

    A log whose last days are empty says that nothing happened in them. Plans
    reach beyond the day they were made.
    """
    known = moments[moments != MISSING]
    if not len(known):
        return None
    return int(known.min()), max(known_at, int(known.max()))


def _draft(fact: RowFact, rows: Rows, ts: Int64, span: tuple[int, int] | None) -> Draft:
    described = columns_of(fact.kind)
    columns: dict[str, NDArray[Any] | Coded] = {}
    for name, source in fact.columns.items():
        coded_column = described[name].form is Form.CODE
        columns[name] = rows.code(source) if coded_column else rows.number(source)
    for name, column in columns.items():
        if described[name].form is Form.FLAG and not isinstance(column, Coded):
            columns[name] = np.where(column == MISSING, -1, column)
    whole = drafted(fact.kind, ts, rows.row, columns)
    return Draft(fact.kind, *_distinct(whole, fact.once), span)


def _distinct(
    draft: Draft, once: tuple[str, ...]
) -> tuple[Int64, Int64, Mapping[str, NDArray[Any] | Coded]]:
    """The draft's parts, of rows that repeat the columns `once` only the first."""
    if not once or not len(draft):
        return draft.ts, draft.row, draft.columns
    keys = [c.codes for n in once if isinstance(c := draft.columns[n], Coded)]
    _, first = np.unique(np.stack(keys), axis=1, return_index=True)
    index = np.sort(first)
    taken = {
        n: c.take(index).used() if isinstance(c, Coded) else c[index]
        for n, c in draft.columns.items()
    }
    return draft.ts[index], draft.row[index], taken


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its name, in the order of names."""
    folder = resources.files("shopwarden.sources.exports") / "data" / "templates"
    texts = {
        file.name.removesuffix(".yaml"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    }
    return {name: _read(name, yaml.safe_load(texts[name])) for name in sorted(texts)}


def template(name: str) -> Template:
    """One template; KeyError if there is none of that name."""
    return templates()[name]


def _read(name: str, entry: Mapping[str, Any]) -> Template:
    return Template(
        name=name,
        needs=frozenset(entry["needs"]),
        any_of=tuple(frozenset(group) for group in entry.get("any_of", ())),
        lacks=frozenset(entry["lacks"]),
        reads=tuple(entry["reads"]),
        required=frozenset(entry["required"]),
        essential=frozenset(entry["essential"]),
        facts=tuple(_row_fact(fact) for fact in entry["facts"]),
        aside=bool(entry.get("aside", False)),
        ahead=bool(entry.get("ahead", False)),
        text=entry.get("text", ""),
        copies=dict(entry.get("copies", {})),
    )


def _row_fact(entry: Mapping[str, Any]) -> RowFact:
    return RowFact(
        Kind(entry["kind"]),
        tuple(entry["at"]),
        dict(entry["columns"]),
        tuple(entry.get("once", ())),
    )
