"""Which alerts belong together: by shared orders, by one entity at one time.

Pairs come from an index of orders, never from all against all.

What it does not do: know what an alert is; it sees order lists and spans.

>>> list(sharing([("A", "B"), ("B",), ("C",)], [False, False, False]))
[(0, 1)]
>>> list(overlapping([("x", 0, 5), ("x", 4, 9), ("x", 10, 12), (None, 0, 9)]))
[(0, 1)]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

# An order that more alerts than this name links each of them to the next one
# only: all pairs would take quadratic time, and one cause is plain by then.
CROWD = 32


class Union:
    """Disjoint sets over 0 … count − 1."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, at: int) -> int:
        """The smallest member's stand-in of the set that holds `at`."""
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def join(self, left: int, right: int) -> None:
        """Make one set of two; the smaller root stays, so runs are equal."""
        low, high = sorted((self.root(left), self.root(right)))
        self._parent[high] = low

    def groups(self) -> list[list[int]]:
        """The sets, by their smallest member."""
        members: dict[int, list[int]] = defaultdict(list)
        for at in range(len(self._parent)):
            members[self.root(at)].append(at)
        return list(members.values())


def sharing(
    lists: Sequence[Sequence[str]], whole: Sequence[bool]
) -> Iterator[tuple[int, int]]:
    """Pairs that share at least half their orders (distinct within each list).

    Half of the shorter list is enough, unless one of the two is `whole`: then
    half of the longer one is asked for.
    """
    shared: Counter[tuple[int, int]] = Counter()
    for members in _by_order(lists).values():
        crowded = len(members) > CROWD
        shared.update(pairwise(members) if crowded else combinations(members, 2))
    for (left, right), count in shared.items():
        sizes = sorted((len(lists[left]), len(lists[right])))
        if 2 * count >= sizes[whole[left] or whole[right]]:
            yield left, right


def _by_order(lists: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Order → the positions of the lists that name it, ascending."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, orders in enumerate(lists):
        for order in orders:
            places[order].append(at)
    return places


def overlapping(
    spans: Sequence[tuple[Hashable | None, int, int]],
) -> Iterator[tuple[int, int]]:
    """Neighbouring pairs with the same key and overlapping times; None never pairs."""
    by_key: dict[Hashable, list[tuple[int, int, int]]] = defaultdict(list)
    for at, (key, start, end) in enumerate(spans):
        if key is not None:
            by_key[key].append((start, end, at))
    for members in by_key.values():
        members.sort()
        reach, holder = members[0][1], members[0][2]
        for start, end, at in members[1:]:
            if start <= reach:
                yield holder, at
            if end >= reach:
                reach, holder = end, at
