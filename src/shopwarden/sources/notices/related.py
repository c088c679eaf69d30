"""Which clauses of the rulebook a notice may be about, and what to do about it.

By the words of the rules it names; the table is ours (`data/clauses.yaml`) and
unverified. A clause is named, never applied.

What it does not do: know the clauses themselves (`practices.rulebook`).

>>> [one.clause for one in related(["商品价格违规"])]
['JD-PRICE-1', 'JD-POINTS-1']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.sources.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class Related:
    """A clause by its id, what its clock counts from a notice ("": nothing)."""

    clause: str
    words: tuple[str, ...]
    runs: str
    steps: tuple[str, ...]


@cache
def known() -> tuple[Related, ...]:
    """Every clause of the table, in its order."""
    return tuple(
        Related(
            name, tuple(entry["words"]), entry.get("runs", ""), tuple(entry["steps"])
        )
        for name, entry in _data()["clauses"].items()
    )


def related(rules: Iterable[str]) -> list[Related]:
    """The clauses whose words stand in one of the rules' names."""
    named = list(rules)
    return [
        one for one in known() if any(w in name for w in one.words for name in named)
    ]


def steps(notice: Notice, clauses: Iterable[Related]) -> list[str]:
    """What to do, by codes: first what the level asks, then each clause."""
    level = notice.level.value if notice.level else ""
    codes = [*_data()["levels"].get(level, ())]
    codes += [code for one in clauses for code in one.steps]
    return list(dict.fromkeys(codes))


@cache
def _data() -> dict[str, Any]:
    file = resources.files("shopwarden.sources.notices") / "data" / "clauses.yaml"
    data: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return data
