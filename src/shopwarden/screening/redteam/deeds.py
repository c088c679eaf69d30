"""Levers of what is done and by whom: fewer, smaller, by others, said otherwise.

What it does not do: change when it is done (`redteam.spans`).

>>> Mask("phone", Price(), frozenset()).move(1).kind
'mask'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from shopwarden.records.schema import SCHEMAS, Form, Kind
from shopwarden.screening.redteam.costs import Price
from shopwarden.screening.redteam.move import Move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.screening.redteam.acts import Act, Scene

THOUSAND = 1000
_ONCE = (1,)
_SUFFIX = {Form.MONEY: "_fen", Form.MOMENT: "_span"}


@dataclass(frozen=True, slots=True)
class Fewer:
    """Leave out the last so many acts of a group, and what belongs to them."""

    members: tuple[int, ...]
    kind: str
    ladder: tuple[int, ...]
    steady: bool = True

    def apply(self, scene: Scene, value: int) -> Scene:
        """The scene without them."""
        gone = frozenset(self.members[-value:])
        kept = {a.case for a in scene if a.at in self.members and a.at not in gone}
        cases = {a.case for a in scene if a.at in gone} - kept
        return tuple(
            a for a in scene if a.slow or (a.at not in gone and a.case not in cases)
        )

    def price(self, value: int) -> Price:
        """The share of the attack that is forgone."""
        return Price(forgone=_share(value, len(self.members)))

    def move(self, value: int) -> Move:
        """So many instead of so many."""
        whole = len(self.members)
        kept = {"kept": whole - value, "all": whole}
        return Move("fewer", {**kept, "of_kind": self.kind})


def _share(part: int, whole: int) -> int:
    """A share in thousandths, rounded up.

    >>> _share(1, 3)
    334
    """
    return -(-part * THOUSAND // whole)


@dataclass(frozen=True, slots=True)
class Split:
    """Take turns among so many identities, case by case."""

    column: str
    each: Price
    ladder: tuple[int, ...]
    steady: bool = True

    def apply(self, scene: Scene, value: int) -> Scene:
        """Case n under identity n mod value; the roster knows all of them."""
        named = [a for a in scene if not a.slow and a.record.get(self.column)]
        cases = {c: n for n, c in enumerate(dict.fromkeys(a.case for a in named))}
        found: list[Act] = []
        for act in scene:
            if act.slow and SCHEMAS[act.kind].reference == self.column:
                found += (self._as(act, turn) for turn in range(value))
            elif act.slow or not act.record.get(self.column):
                found.append(act)
            else:
                found.append(self._as(act, cases[act.case] % value))
        return tuple(found)

    def _as(self, act: Act, turn: int) -> Act:
        own = str(act.record[self.column])
        return act.having(**{self.column: f"{own}~{turn}"}) if turn else act

    def price(self, value: int) -> Price:
        """One identity is there already."""
        return self.each.times(value - 1)

    def move(self, value: int) -> Move:
        """Spread over so many."""
        return Move("split", {"column": self.column, "number": value})


@dataclass(frozen=True, slots=True)
class Again:
    """Use the first identity in place of the last so many, where others count."""

    column: str
    values: tuple[str, ...]
    work: Price
    ladder: tuple[int, ...]
    free: bool = False
    steady: bool = True

    def apply(self, scene: Scene, value: int) -> Scene:
        """The scene with fewer different ones."""
        gone = frozenset(self.values[-value:])
        return tuple(
            act.having(**{self.column: self.values[0]})
            if not act.slow and str(act.record.get(self.column)) in gone
            else act
            for act in scene
        )

    def price(self, value: int) -> Price:
        """What is given once a person is had less often."""
        share = 0 if self.free else _share(value, len(self.values))
        return self.work + Price(forgone=share)

    def move(self, value: int) -> Move:
        """So many different ones instead of so many."""
        whole = len(self.values)
        kept = {"kept": whole - value, "all": whole}
        return Move("again", {**kept, "column": self.column})


@dataclass(frozen=True, slots=True)
class Change:
    """A number smaller or larger by so many thousandths, by one at least."""

    kind: Kind
    own: frozenset[int]  # the attacker's acts, by number
    column: str
    form: Form
    sign: int
    seen: tuple[int, ...]  # the numbers there are
    work: Price
    ladder: tuple[int, ...]
    steady: bool = True

    def apply(self, scene: Scene, value: int) -> Scene:
        """The acts with the other number."""
        return tuple(
            act.having(**{self.column: self._changed(act, value)})
            if act.at in self.own and act.record.get(self.column) is not None
            else act
            for act in scene
        )

    def _changed(self, act: Act, value: int) -> int:
        return self.changed(cast("int", act.record[self.column]), value)

    def changed(self, number: int, value: int) -> int:
        """One number changed; its sign stays, and nothing passes zero."""
        off = max(1, abs(number) * value // THOUSAND) if number else 0
        size = max(abs(number) + self.sign * off, 0)
        return size if number >= 0 else -size

    def price(self, value: int) -> Price:
        """The share by which the number differs is forgone."""
        off = max((self._off(number, value) for number in self.seen), default=0)
        return self.work + Price(forgone=off)

    def _off(self, number: int, value: int) -> int:
        return _share(abs(self.changed(number, value) - number), abs(number) or 1)

    def move(self, value: int) -> Move:
        """This instead of that, of the largest one."""
        was = max(self.seen, key=abs)
        suffix = _SUFFIX.get(self.form, "")
        told = {f"now{suffix}": self.changed(was, value), f"was{suffix}": was}
        return Move(
            f"change{suffix}",
            {**told, "column": self.column, "of_kind": self.kind.value},
        )


@dataclass(frozen=True, slots=True)
class Mask:
    """Leave a column empty."""

    column: str
    work: Price
    own: frozenset[int]  # the attacker's acts, by number
    ladder: tuple[int, ...] = _ONCE
    steady: bool = True

    def apply(self, scene: Scene, _value: int) -> Scene:
        """Nothing in the column."""
        return tuple(
            act.having(**{self.column: None}) if act.at in self.own else act
            for act in scene
        )

    def price(self, _value: int) -> Price:
        """The same for all facts."""
        return self.work

    def move(self, _value: int) -> Move:
        """The column is empty."""
        return Move("mask", {"column": self.column})


@dataclass(frozen=True, slots=True)
class Choose:
    """Pick another word of a closed list, or set a flag."""

    kind: Kind
    own: frozenset[int]  # the attacker's acts, by number
    column: str
    words: tuple[object, ...]
    work: Price
    name: str = "choose"
    steady: bool = False

    @property
    def ladder(self) -> tuple[int, ...]:
        """The words by number."""
        return tuple(range(1, len(self.words) + 1))

    def apply(self, scene: Scene, value: int) -> Scene:
        """The acts with the other word."""
        word = self.words[value - 1]
        return tuple(
            act.having(**{self.column: word})
            if act.at in self.own and act.record.get(self.column) != word
            else act
            for act in scene
        )

    def price(self, _value: int) -> Price:
        """The same for every word."""
        return self.work

    def move(self, value: int) -> Move:
        """Another word."""
        word = self.words[value - 1]
        told = {"column": self.column, "of_kind": self.kind.value}
        return Move(self.name, {**told, "word": word})


@dataclass(frozen=True, slots=True)
class Relabel:
    """Say it so that the labels are others: in other words, or with a warning."""

    name: str  # reword, warn, plain
    kind: Kind
    own: frozenset[int]  # the attacker's acts, by number
    column: str
    take: frozenset[str] | None  # labels that go; None: all
    give: tuple[str, ...]
    work: Price
    ladder: tuple[int, ...] = _ONCE
    steady: bool = True

    def apply(self, scene: Scene, _value: int) -> Scene:
        """The texts with other labels."""
        return tuple(
            self._said(act)
            if act.at in self.own and _labels(act.record.get(self.column))
            else act
            for act in scene
        )

    def _said(self, act: Act) -> Act:
        old = _labels(act.record[self.column])
        kept = [word for word in old if self.take is not None and word not in self.take]
        more = [word for word in self.give if word not in kept]
        return act.having(**{self.column: (*kept, *more) or "none"})

    def price(self, _value: int) -> Price:
        """The same for every text."""
        return self.work

    def move(self, _value: int) -> Move:
        """Said otherwise."""
        return Move(self.name, {"of_kind": self.kind.value})


def _labels(value: object) -> Sequence[str]:
    return [str(word) for word in value] if isinstance(value, (list, tuple)) else ()
