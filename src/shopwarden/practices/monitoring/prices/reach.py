"""The lowest price of one piece that promotions can lead to, with its basket.

The buyer chooses how many pieces of the SKU go into the basket and which of
the running promotions to use (one of a group). Promotions apply by stages
(`promotion.assumed_order`, not verified). Within a stage the reading that
gives the lowest price holds: thresholds look at the total as the stage
begins; a set price comes before shares, shares before amounts. An amount is
taken off once, however often its threshold fits in. A promotion with a limit
is used for baskets of up to that many pieces only.

Rounding: nothing is rounded between the steps. At the end the price of one
piece is rounded down to the fen, so that it is below a whole number of fen
exactly if the true price is. Where JD rounds each step, a basket differs by
less than one fen for each share in it.

Which quantity can be the best (the proof of the bound): take one choice of
promotions. Each step turns a total T into max(0, c·T − d) with c, d ≥ 0; so
f(0) = 0, f rises, and f(T) / T never falls as T grows. That holds for steps
one after another too, so the price of a piece never falls as pieces are
added, and each threshold, once reached, stays reached. The least quantity
that reaches all thresholds is therefore the best for this choice, and
limits can only forbid it. One quantity for each choice is all there is to try.
Using more promotions at the same quantity never costs more, which bounds what
a half-made choice can lead to; choices that cannot win are not finished.

What it does not do: put other SKUs, or more pieces than a limit, into the
basket to reach a threshold; count freight, gifts, bundles or beans (京豆).

>>> from shopwarden.practices.monitoring.prices.promotion import Effect
>>> flash = Promotion("双11", "flash", Effect.PRICE, 9900)
>>> coupon = Promotion("满200减50", "coupon", Effect.OFF, 5000, 20000)
>>> found = lowest(12900, (flash, coupon))
>>> found.lowest_fen, found.pieces, [step.total_fen for step in found.steps]
(8233, 3, [29700, 24700])
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

from shopwarden.practices.monitoring.prices.promotion import (
    WHOLE_PPM,
    Effect,
    Promotion,
    assumed_order,
    stage_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# Choices grow with every promotion that runs at once. A campaign has a dozen; a
# plan whose column of SKUs is empty has hundreds, and nobody could wait for it.
MOST_VISITS = 2_000
MOST_PROMOTIONS = 200


class _TooManyError(Exception):
    """There are more choices than can be tried."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is left to pay once a promotion is off; both rounded down to the fen."""

    promotion: Promotion
    total_fen: int
    piece_fen: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The lowest price of one piece, and the basket that reaches it."""

    lowest_fen: int
    pieces: int
    total_fen: int  # of the basket, rounded down to the fen
    base_fen: int  # price of a piece before any promotion
    steps: tuple[Step, ...] = ()

    @property
    def end_ms(self) -> int | None:
        """Until when the basket can be had; None where nothing ends it."""
        ends = (step.promotion.end_ms for step in self.steps)
        return min((end for end in ends if end is not None), default=None)


@dataclass(frozen=True, slots=True)
class Line:
    """The total of `n` pieces as max(0, each·n − off) / parts, exactly."""

    each: int
    off: int = 0
    parts: int = 1

    def total(self, pieces: int) -> int:
        """Parts of a fen that a basket costs."""
        return max(0, self.each * pieces - self.off)

    def reaching(self, threshold_fen: int) -> int | None:
        """The least number of pieces that cost so much; None if none do."""
        if threshold_fen <= 0:
            return 1
        if self.each <= 0:
            return None
        return -(-(threshold_fen * self.parts + self.off) // self.each)

    def after(self, promotion: Promotion) -> Line:
        """The line once a promotion is taken off; never a dearer one."""
        value = promotion.value
        if promotion.effect is Effect.PRICE:
            return Line(min(self.each, value * self.parts), self.off, self.parts)
        if promotion.effect is Effect.SHARE:
            common = gcd(value, WHOLE_PPM)
            pay, whole = value // common, WHOLE_PPM // common
            return Line(self.each * pay, self.off * pay, self.parts * whole)
        if stage_of(promotion.form) in assumed_order().of_piece:
            each = max(0, self.each - value * self.parts)
            return Line(each, self.off, self.parts)
        return Line(self.each, self.off + value * self.parts, self.parts)


def lowest(
    list_fen: int | None,
    promotions: Sequence[Promotion],
    limit: int | None = None,
) -> Reach | None:
    """The lowest price of one piece, of baskets of 1 to `limit` pieces.

    `promotions` run at the same moment. Without a list price only a basket
    that starts from a set price is known. None where nothing can be bought,
    no price is known, or there are too many choices to try them all. The order
    of `promotions` does not matter.
    """
    if limit is not None and limit < 1:
        return None
    usable = sorted((p for p in promotions if p.limit is None or p.limit > 0), key=_key)
    if len(usable) > MOST_PROMOTIONS:
        return None
    try:
        return _lowest(list_fen, usable, limit)
    except _TooManyError:
        return None


def _lowest(
    list_fen: int | None, usable: Sequence[Promotion], limit: int | None
) -> Reach | None:
    if list_fen is not None:
        return _Search(list_fen, usable, limit).run()
    found = [_from_set_price(p, usable, limit) for p in usable]
    known = [reach for reach in found if reach is not None]
    return min(known, key=lambda r: (r.lowest_fen, r.pieces), default=None)


def _key(promotion: Promotion) -> tuple[object, ...]:
    """The order promotions apply in; of equal rank the stronger first."""
    strength = promotion.value
    if promotion.effect is Effect.OFF:
        strength = -strength
    limit = -1 if promotion.limit is None else promotion.limit
    end = -1 if promotion.end_ms is None else promotion.end_ms
    told = (promotion.threshold_fen, promotion.group, limit, promotion.form)
    rest = (promotion.name, promotion.start_ms, end, promotion.row)
    return (promotion.rank, strength, *told, *rest)


def _from_set_price(
    first: Promotion, promotions: Sequence[Promotion], limit: int | None
) -> Reach | None:
    """The lowest price from one set price on, its own threshold unknowable."""
    if first.effect is not Effect.PRICE or first.threshold_fen > 0:
        return None
    others = [
        p
        for p in promotions
        if p is not first and not (p.group and p.group == first.group)
    ]
    limits = [each for each in (limit, first.limit) if each is not None]
    found = _Search(first.value, others, min(limits, default=None)).run()
    step = Step(first, first.value * found.pieces, first.value)
    return Reach(
        found.lowest_fen,
        found.pieces,
        found.total_fen,
        found.base_fen,
        (step, *found.steps),
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    """A basket: how many pieces, and the promotions used in their order."""

    pieces: int
    used: tuple[Promotion, ...]
    line: Line

    def dearer(self, line: Line, pieces: int) -> bool:
        """Whether `pieces` on another line cost less apiece."""
        mine = self.line.total(self.pieces) * line.parts * pieces
        return line.total(pieces) * self.line.parts * self.pieces < mine


class _Search:
    """Walks the choices of promotions, leaving out those that cannot win."""

    def __init__(
        self, list_fen: int, promotions: Sequence[Promotion], limit: int | None
    ) -> None:
        self.start = Line(list_fen)
        self.promotions = promotions
        self.stages = [stage_of(p.form) for p in promotions]
        # Places of amounts that are off the basket, not off each piece.
        self.late = {
            at
            for at, p in enumerate(promotions)
            if p.effect is Effect.OFF
            and self.stages[at] not in assumed_order().of_piece
        }
        self.limit = limit
        self.best = _Choice(1, (), self.start)
        self.visits = 0

    def run(self) -> Reach:
        self._visit(0, self.start, self.start, 1, self.limit, ())
        return self._shown(self._without_idle(self.best))

    def _visit(
        self,
        at: int,
        line: Line,
        begun: Line,
        pieces: int,
        limit: int | None,
        used: tuple[Promotion, ...],
    ) -> None:
        """Finish the choice `used`; `begun` is the line as this stage began."""
        self.visits += 1
        if self.visits > MOST_VISITS:
            raise _TooManyError
        if at == len(self.promotions):
            if self.best.dearer(line, pieces):
                self.best = _Choice(pieces, used, line)
            return
        promotion = self.promotions[at]
        if at and self.stages[at - 1] != self.stages[at]:
            begun = line
        hoped = self._hoped(at, line, begun, pieces, limit, used)
        if not self.best.dearer(hoped, pieces):
            return
        needed = self._needed(promotion, begun, pieces, used)
        capped = _least(limit, promotion.limit)
        if needed is not None and (capped is None or needed <= capped):
            after = line.after(promotion)
            self._visit(at + 1, after, begun, needed, capped, (*used, promotion))
        self._visit(at + 1, line, begun, pieces, limit, used)

    def _needed(
        self,
        promotion: Promotion,
        begun: Line,
        pieces: int,
        used: tuple[Promotion, ...],
    ) -> int | None:
        """How many pieces it takes to use a promotion; None if it cannot be."""
        if _excluded(promotion, used):
            return None
        needed = begun.reaching(promotion.threshold_fen)
        return None if needed is None else max(needed, pieces)

    def _hoped(
        self,
        at: int,
        line: Line,
        begun: Line,
        pieces: int,
        limit: int | None,
        used: tuple[Promotion, ...],
    ) -> Line:
        """A line no completion of the choice gets below, with all that is left.

        Of one group and rank only the strongest counts, which comes first. What
        takes `needed` pieces now takes no fewer later, so an amount of a basket
        is worth no more than its part of so many pieces.
        """
        seen: set[tuple[str, int, Effect]] = set()
        groups = {p.group for p in used}
        now, hoped = self.stages[at], line
        for place in range(at, len(self.promotions)):
            promotion, stage = self.promotions[place], self.stages[place]
            group = promotion.group
            if group and (group in groups or (group, stage, promotion.effect) in seen):
                continue
            reached = begun if stage == now else line
            needed = reached.reaching(promotion.threshold_fen)
            capped = _least(limit, promotion.limit)
            if needed is None or (capped is not None and max(needed, pieces) > capped):
                continue
            if place in self.late and needed > pieces:
                worth = -(-promotion.value * hoped.parts * pieces // needed)
                hoped = Line(hoped.each, hoped.off + worth, hoped.parts)
                continue  # a weaker one of its group may be worth more
            if group:
                seen.add((group, stage, promotion.effect))
            hoped = hoped.after(promotion)
        return hoped

    def _without_idle(self, choice: _Choice) -> _Choice:
        """The choice without promotions that lower nothing."""
        for promotion in choice.used:
            used = tuple(p for p in choice.used if p is not promotion)
            fewer = self._chosen(used)
            if fewer is not None and not fewer.dearer(choice.line, choice.pieces):
                choice = fewer
        return choice

    def _chosen(self, used: tuple[Promotion, ...]) -> _Choice | None:
        """The best basket of exactly these promotions; None if none is allowed."""
        line = begun = self.start
        pieces, limit, stage = 1, self.limit, -1
        for promotion in used:
            if stage_of(promotion.form) != stage:
                stage, begun = stage_of(promotion.form), line
            needed = self._needed(promotion, begun, pieces, ())
            if needed is None:
                return None
            pieces, limit = needed, _least(limit, promotion.limit)
            line = line.after(promotion)
        allowed = limit is None or pieces <= limit
        return _Choice(pieces, used, line) if allowed else None

    def _shown(self, choice: _Choice) -> Reach:
        steps, line, pieces = [], self.start, choice.pieces
        for promotion in choice.used:
            line = line.after(promotion)
            total = line.total(pieces)
            piece = total // (line.parts * pieces)
            steps.append(Step(promotion, total // line.parts, piece))
        total = line.total(pieces)
        return Reach(
            total // (line.parts * pieces),
            pieces,
            total // line.parts,
            self.start.each,
            tuple(steps),
        )


def _excluded(promotion: Promotion, used: tuple[Promotion, ...]) -> bool:
    """Whether a promotion of its group is in use already."""
    return bool(promotion.group) and any(p.group == promotion.group for p in used)


def _least(first: int | None, second: int | None) -> int | None:
    if first is None or second is None:
        return second if first is None else first
    return min(first, second)
