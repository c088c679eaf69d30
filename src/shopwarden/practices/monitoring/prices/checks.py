"""What can be wrong with a price: too low, a digit off, dishonestly compared.

Each finding has a word (`prices.wrong_<what>` in the catalogue), its numbers,
and the gap of one piece: how much less the shop gets than it ought to.

What it does not do: tell a price per 500 g from one per piece. A price at
half of the usual is as often a campaign as a slip of the unit, and no table
says in which unit a price was meant; so nothing is said of it.

>>> digit_shift(1290, 11900), digit_shift(119000, 11900), digit_shift(9900, 11900)
(-1, 1, 0)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from shopwarden.practices.monitoring.prices.promotion import WHOLE_PPM, limit_of
from shopwarden.records.moment import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.practices.monitoring.prices.deals import Deal
    from shopwarden.practices.monitoring.prices.plans import Goods, Price
    from shopwarden.practices.monitoring.prices.reach import Reach

USUAL, FORMER = "usual", "former"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a price."""

    what: str
    gap_fen: int = 0
    params: Mapping[str, object] = field(
        default_factory=lambda: cast("Mapping[str, object]", {})
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """A price as somebody typed it, and what it was before."""

    price_fen: int
    former_fen: int | None = None


def digit_shift(price_fen: int, against_fen: int) -> int:
    """-1 if a digit too few was typed, 1 if one too many, 0 if neither.

    The price is a tenth, or ten times, of what it is held against, within
    the tolerance of `limits.yaml`.
    """
    if price_fen <= 0 or against_fen <= 0:
        return 0
    if _near(10 * price_fen, against_fen):
        return -1
    return 1 if _near(price_fen, 10 * against_fen) else 0


def _near(value: int, against: int) -> bool:
    tolerance = limit_of("digit_tolerance")
    return abs(value - against) * WHOLE_PPM <= tolerance * against


def too_low(lowest_fen: int, goods: Goods, usual_fen: int | None) -> list[Wrong]:
    """Below the floor, below cost, below a share of the recent deals' median."""
    found = []
    for what, bound in (("floor", goods.floor_fen), ("cost", goods.cost_fen)):
        if bound is not None and lowest_fen < bound:
            told = {"lowest_fen": lowest_fen, f"{what}_fen": bound}
            found.append(Wrong(f"below_{what}", bound - lowest_fen, told))
    share = limit_of("share")
    if usual_fen is not None and lowest_fen * WHOLE_PPM < usual_fen * share:
        told = {"lowest_fen": lowest_fen, "usual_fen": usual_fen}
        shown = {**told, "share_share": share / WHOLE_PPM}
        found.append(Wrong("below_usual", usual_fen - lowest_fen, shown))
    return found


def slips(typed: Iterable[Typed], usual_fen: int | None) -> list[Wrong]:
    """Prices that were typed with a digit too few or too many."""
    found: dict[tuple[str, int], Wrong] = {}
    for each in typed:
        for whose, against in ((USUAL, usual_fen), (FORMER, each.former_fen)):
            shift = 0 if against is None else digit_shift(each.price_fen, against)
            if shift and against is not None:
                what = "digit_low" if shift < 0 else "digit_high"
                told = {"price_fen": each.price_fen, "against_fen": against}
                gap = max(0, against - each.price_fen)
                wrong = Wrong(what, gap, {**told, "whose": whose})
                found.setdefault((what, each.price_fen), wrong)
    return list(found.values())


def compared(price: Price, deal: Deal | None) -> list[Wrong]:
    """Against 明码标价规定 16 (struck price) and 20 (front price).

    `deal` is what 16 holds an unnamed struck price against.
    """
    found = []
    strike, front = price.strike_fen, price.front_fen
    if strike is not None and not price.named and deal and strike > deal.fen:
        told = {"strike_fen": strike, "deal_fen": deal.fen}
        found.append(Wrong("strike" if deal.recent else "strike_last", 0, told))
    if front is not None and front < price.price_fen:
        told = {"front_fen": front, "price_fen": price.price_fen}
        found.append(Wrong("front", 0, told))
    return found


def raised_first(before: Sequence[Price], lowest_fen: int) -> list[Wrong]:
    """Against 明码标价规定 17: raised, then cut from the raised price.

    `before` are the list prices set in the 7 days before the discount. The law
    asks for a marked rise without a good reason, which a person has to judge.
    """
    rises = [p for p in before if p.before_fen and p.price_fen > p.before_fen]
    if not rises or lowest_fen >= rises[-1].price_fen:
        return []
    last = rises[-1]
    told = {"raised_ms": last.ts, "price_fen": last.price_fen}
    return [Wrong("raised", 0, {**told, "before_fen": last.before_fen})]


def law_start_ms(moment_ms: int) -> int:
    """Since when a price must not have been raised before a discount."""
    return moment_ms - limit_of("law_days") * DAY_MS


def unlimited(reach: Reach, goods: Goods, low: Sequence[Wrong]) -> list[Wrong]:
    """That no limit is given for a low price, and what that may cost."""
    gap = max((wrong.gap_fen for wrong in low), default=0)
    limits = [goods.limit, *(step.promotion.limit for step in reach.steps)]
    if gap <= 0 or any(limit is not None for limit in limits):
        return []
    if goods.stock is None:
        return [Wrong("unlimited_unknown", gap)]
    told = {"gap_fen": gap, "stock": goods.stock, "exposed_fen": gap * goods.stock}
    return [Wrong("unlimited", gap, told)]
