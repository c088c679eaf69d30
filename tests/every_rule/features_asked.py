"""What the rules that judge one kind ask of the window kernel, over some facts.

`asked` gathers windows, masks and key-path columns as `engine.featured` does
for `evaluate`: each window once, and beside each predicate the count of facts
for which it is undecided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.engine.asof import as_known
from shopwarden.engine.featured import _doubt, _extra, _undecided, feeds
from shopwarden.engine.keypath import View
from shopwarden.engine.plan import distinct_windows, planned
from shopwarden.records.facts import Facts
from shopwarden.records.reference import Reference
from shopwarden.records.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shopwarden.engine.rule import Rule
    from shopwarden.engine.windows import Window
    from shopwarden.records.schema import Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """The windows read at one kind, and the columns that feed them."""

    kind: Kind
    facts: Facts
    windows: tuple[Window, ...]
    masks: Mapping[str, Any]
    extra: Mapping[tuple[Kind, str], Any]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that are read or feed, in the order of their ranks."""
        every = {self.kind, *(window.of for window in self.windows)}
        return tuple(sorted(every, key=lambda kind: SCHEMAS[kind].rank))

    def places(self) -> list[tuple[Kind, int]]:
        """Every fact of those kinds in the total order: its kind and its row."""
        every = [
            (int(ts), SCHEMAS[kind].rank, row, kind)
            for kind in self.kinds
            for row, ts in enumerate(self.facts.table(kind)["ts"])
        ]
        return [(kind, row) for _, _, row, kind in sorted(every)]

    def part(self, places: Sequence[tuple[Kind, int]]) -> Asked:
        """The same windows over some of the facts."""
        rows = {
            kind: np.array([row for of, row in places if of is kind], np.int64)
            for kind in self.kinds
        }
        tables = {kind: self.facts.table(kind).take(at) for kind, at in rows.items()}
        fed_by = {window.feed: window.of for window in self.windows if window.feed}
        return Asked(
            self.kind,
            Facts(tables, self.facts.names),
            self.windows,
            {feed: self.masks[feed][rows[of]] for feed, of in fed_by.items()},
            {(of, name): c[rows[of]] for (of, name), c in self.extra.items()},
        )

    def batches(self, size: int) -> Iterator[Asked]:
        """The facts in the total order, `size` at a time."""
        places = self.places()
        for start in range(0, len(places), size):
            yield self.part(places[start : start + size])


def asked(kind: Kind, rules: Sequence[Rule], facts: Facts, as_of: int) -> Asked:
    """What rules that judge facts of `kind` ask, as known at a moment.

    A seventh of the facts is added to each predicate's, chosen by `row` alone,
    so that no window stays empty because its predicate is rare.
    """
    view = View(as_known(facts, as_of).facts, Reference())
    plans = [planned(rule, Reference()) for rule in rules]
    own = list(distinct_windows(plans).values())
    windows = (*own, *(_doubt(window) for window in own if window.feed))
    decided = feeds(view, plans)
    masks = {feed: holds for feed, (holds, _) in decided.items()}
    masks |= {_undecided(feed): unsure for feed, (_, unsure) in decided.items()}
    fed_by = {window.feed: window.of for window in windows if window.feed}
    masks = {
        feed: masks[feed] | (view.facts.table(of)["row"] % 7 == at % 7)
        for at, (feed, of) in enumerate(fed_by.items())
    }
    return Asked(kind, view.facts, windows, masks, _extra(view, kind, windows))
