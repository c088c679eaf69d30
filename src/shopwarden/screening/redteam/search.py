"""The search: the cheapest moves by which a rule misses a scene it fires on.

First each lever alone, by halving; that gives a cost to beat. Then sets of up
to three levers, the cheapest first, until nothing cheaper is left (`proven`:
no cheaper set of moves among the values tried evades the rule) or a number of
trials is spent. What is found is tightened value by value, and judged once
more before it is told: an evasion that still fires is never reported.

What it does not do: word anything, or ask other rules (`redteam.depth`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import combinations
from typing import TYPE_CHECKING

from shopwarden.screening.redteam.costs import Price

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shopwarden.screening.redteam.acts import Scene
    from shopwarden.screening.redteam.bench import Bench
    from shopwarden.screening.redteam.costs import Costs
    from shopwarden.screening.redteam.move import Lever, Move

MOST_MOVES = 3
TRIALS = 500

# Which lever, and how far; in the order of the levers.
State = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The cheapest evasion of a scene; `open`: the rule says that it cannot tell."""

    moves: tuple[Move, ...]
    price: Price
    cost_fen: int
    scene: Scene
    open: bool


@dataclass(slots=True)
class Search:
    """One scene, its levers, and the best that was found."""

    bench: Bench
    scene: Scene
    levers: Sequence[Lever]
    costs: Costs
    bound_fen: int
    trials: int = TRIALS
    best: State | None = None
    best_fen: int = 0
    unknown: int = 0
    proven: bool = False
    known: dict[State, bool] = field(default_factory=dict)

    def run(self) -> Found | None:
        """The cheapest evasion up to the bound, None if there is none."""
        self.unknown = self.bench.judge(self.scene).unknown
        self.best_fen = self.bound_fen + 1
        self._alone()
        if self.best is None:
            self._pairs()
        self.proven = self._together()
        return self._found()

    def fen(self, state: State) -> int:
        """What a set of moves costs; beyond every bound if it forgoes too much."""
        price = self.price(state)
        if price.forgone > self.costs.most_forgone:
            return self.bound_fen + 1
        return self.costs.fen(price)

    def price(self, state: State) -> Price:
        """All of a set of moves."""
        total = Price()
        for lever, value in state:
            total += self.levers[lever].price(value)
        return total

    def applied(self, state: State) -> Scene:
        """The scene done that way."""
        scene = self.scene
        for lever, value in state:
            scene = self.levers[lever].apply(scene, value)
        return scene

    def evades(self, state: State) -> bool:
        """Whether the rule then fires at nothing; False once trials are spent."""
        if state not in self.known:
            if self.spent:
                return False
            fired = self.bench.judge(self.applied(state)).fired
            self.known[state] = not fired
        return self.known[state]

    @property
    def spent(self) -> bool:
        """Whether no trial is left."""
        return len(self.known) >= self.trials

    def _take(self, state: State) -> None:
        cost = self.fen(state)
        if cost < self.best_fen:
            self.best, self.best_fen = state, cost

    def _alone(self) -> None:
        """Each lever alone, those that begin cheapest first."""
        numbered = range(len(self.levers))
        first = {n: self.fen(((n, self.levers[n].ladder[0]),)) for n in numbered}
        for number in sorted(numbered, key=lambda n: (first[n], n)):
            state = self._least((), number, ())
            if state is not None:
                self._take(state)

    def _least(self, before: State, number: int, after: State) -> State | None:
        """The least value of one lever that evades, the others as they are."""

        def with_value(value: int) -> State:
            return (*before, (number, value), *after)

        lever = self.levers[number]
        fits = [v for v in lever.ladder if self.fen(with_value(v)) < self.best_fen]
        if lever.steady:
            if not fits or not self.evades(with_value(fits[-1])):
                return None
            low, high = 0, len(fits) - 1
            while low < high:
                middle = (low + high) // 2
                if self.evades(with_value(fits[middle])):
                    high = middle
                else:
                    low = middle + 1
            rung = fits[low]
        else:
            found = (value for value in fits if self.evades(with_value(value)))
            rung = next(found, 0)
            if not rung:
                return None
        return with_value(self._tightened(with_value, lever, rung))

    def _tightened(self, with_value: _WithValue, lever: Lever, rung: int) -> int:
        """The least value between two rungs that still evades."""
        at = lever.ladder.index(rung)
        if lever.price(rung) == lever.price(lever.ladder[0]):
            return rung
        low = (lever.ladder[at - 1] if at else 0) + 1
        high = rung
        while low < high:
            middle = (low + high) // 2
            if self.evades(with_value(middle)):
                high = middle
            else:
                low = middle + 1
        return high

    def _pairs(self) -> None:
        """Two levers pulled as far as they go, then each as little as is enough."""
        for one, other in combinations(range(len(self.levers)), 2):
            for state in self._ends(one, other):
                if self.fen(state) < self.best_fen and self.evades(state):
                    for each in (self._relaxed(state, 0), self._relaxed(state, 1)):
                        self._take(each)

    def _ends(self, one: int, other: int) -> Iterable[State]:
        tops = self.levers[one].ladder[-1], self.levers[other].ladder[-1]
        yield ((one, tops[0]), (other, tops[1]))

    def _relaxed(self, state: State, first: int) -> State:
        """Both moves lessened, the one at `first` before the other."""
        for at in (first, 1 - first):
            number = state[at][0]
            least = self._least(state[:at], number, state[at + 1 :])
            state = least or state
        return state

    def _together(self) -> bool:
        """Sets of moves by cost; True if nothing cheaper is left untried."""
        heap: list[tuple[int, State]] = []
        for number in range(len(self.levers)):
            self._push(heap, ((number, self.levers[number].ladder[0]),))
        while heap:
            cost, state = heappop(heap)
            if cost >= self.best_fen:
                return True
            if self.spent and state not in self.known:
                return False
            if self.evades(state):
                self._take(state)
                self._tighten_best()
                return True
            self._grow(heap, state)
        return True

    def _push(self, heap: list[tuple[int, State]], state: State) -> None:
        cost = self.fen(state)
        if cost < self.best_fen:
            heappush(heap, (cost, state))

    def _grow(self, heap: list[tuple[int, State]], state: State) -> None:
        """The last move one rung further, or one lever more; each set once."""
        number, value = state[-1]
        ladder = self.levers[number].ladder
        after = [rung for rung in ladder if rung > value]
        if after:
            self._push(heap, (*state[:-1], (number, after[0])))
        if len(state) < MOST_MOVES:
            for more in range(number + 1, len(self.levers)):
                self._push(heap, (*state, (more, self.levers[more].ladder[0])))

    def _tighten_best(self) -> None:
        """Each move of the best set lessened between its rungs."""
        assert self.best is not None
        for at in range(len(self.best)):
            before, (number, value), after = _around(self.best, at)

            def with_value(
                v: int, b: State = before, n: int = number, a: State = after
            ) -> State:
                return (*b, (n, v), *a)

            least = self._tightened(with_value, self.levers[number], value)
            self._take(with_value(least))

    def _found(self) -> Found | None:
        if self.best is None:
            return None
        scene = self.applied(self.best)
        # Judged once more: nothing that still fires is ever told.
        verdict = self.bench.judge(scene)
        assert not verdict.fired
        return Found(
            moves=tuple(self.levers[n].move(value) for n, value in self.best),
            price=self.price(self.best),
            cost_fen=self.best_fen,
            scene=scene,
            open=verdict.unknown > self.unknown,
        )


def _around(state: State, at: int) -> tuple[State, tuple[int, int], State]:
    return state[:at], state[at], state[at + 1 :]


if TYPE_CHECKING:
    from collections.abc import Callable

    _WithValue = Callable[[int], State]
