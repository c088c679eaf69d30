"""Every basket of every choice of promotions, reckoned in fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shopwarden.practices.monitoring.prices.promotion import Promotion

STAGES = (
    ("direct", "flash", "member"),
    ("full_reduction", "full_discount", "pieces_discount"),
    ("coupon", "jd_coupon"),
)


def price_of(
    list_fen: int, used: Sequence[Promotion], pieces: int, limit: int | None
) -> Fraction | None:
    """What a piece costs in this basket; None where the basket is not allowed."""
    groups = [p.group for p in used if p.group]
    limits = [each for each in (limit, *(p.limit for p in used)) if each is not None]
    if len(groups) != len(set(groups)) or any(pieces > each for each in limits):
        return None
    total = Fraction(list_fen * pieces)
    for stage, forms in enumerate(STAGES):
        own = [p for p in used if p.form in forms]
        if any(total < p.threshold_fen for p in own):
            return None
        for effect in ("price", "share", "off"):
            for promotion in (p for p in own if p.effect == effect):
                value, each = promotion.value, pieces if stage == 0 else 1
                if effect == "price":
                    total = min(total, Fraction(value * pieces))
                elif effect == "share":
                    total = total * value / 1_000_000
                else:
                    total = max(Fraction(0), total - value * each)
    return total / pieces


def choices(promotions: Sequence[Promotion]) -> Iterator[tuple[Promotion, ...]]:
    for size in range(len(promotions) + 1):
        yield from combinations(promotions, size)


def lowest_of_all(
    list_fen: int, promotions: Sequence[Promotion], limit: int | None, most: int
) -> Fraction:
    """The lowest price of a piece over 1 to `most` pieces."""
    found = (
        price_of(list_fen, used, pieces, limit)
        for used in choices(promotions)
        for pieces in range(1, most + 1)
    )
    return min(price for price in found if price is not None)
