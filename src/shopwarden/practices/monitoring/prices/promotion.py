"""A promotion as the guard reckons with it, and the order promotions apply in.

The order is an assumption held as data (`order.yaml`, not verified): prices
of pieces first, then reductions of the basket, then coupons.

What it does not do: read facts (`plans`), or say what a price comes to (`reach`).

>>> stage_of("coupon") > stage_of("full_reduction") > stage_of("flash")
True
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

WHOLE_PPM = 1_000_000


class Effect(StrEnum):
    """What a promotion does; within a stage in this order."""

    PRICE = "price"  # the piece costs this
    SHARE = "share"  # this share is left to pay, in ppm
    OFF = "off"  # this much less, once


EFFECTS = tuple(Effect)


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promotion of one SKU (or of all): what it does, and when it may.

    `value` is fen, or ppm for a share. Promotions of one `group` exclude each
    other; an empty group stacks with everything. From a `threshold_fen` of the
    basket on it applies, up to `limit` pieces, from `start_ms` to `end_ms`,
    both included (None: no end).
    """

    name: str
    form: str
    effect: Effect
    value: int
    threshold_fen: int = 0
    group: str = ""
    limit: int | None = None
    start_ms: int = 0
    end_ms: int | None = None
    row: int = -1  # of the plan table

    def active(self, moment_ms: int) -> bool:
        """Whether it runs at a moment."""
        ended = self.end_ms is not None and moment_ms > self.end_ms
        return self.start_ms <= moment_ms and not ended

    @property
    def rank(self) -> tuple[int, int]:
        """Its place in the order promotions apply in."""
        return stage_of(self.form), EFFECTS.index(self.effect)


@dataclass(frozen=True, slots=True)
class Order:
    """The assumed order: the stage of each form, and which stages price a piece."""

    stages: dict[str, int]
    of_piece: frozenset[int]
    without_price: frozenset[str]
    verified: bool
    source: str


def package_data(name: str) -> Any:
    """A YAML file of the guard."""
    text = resources.files("shopwarden.practices.monitoring.prices").joinpath(name)
    return yaml.safe_load(text.read_text("utf-8"))


@cache
def assumed_order() -> Order:
    """The order of `order.yaml`. Stages of a piece come before the basket's.

    The proof of the bound (`reach`) needs that, so anything else is refused.
    """
    told = package_data("order.yaml")
    kinds = [stage["of"] for stage in told["stages"]]
    if kinds != sorted(kinds, reverse=True):  # piece … basket …
        raise ValueError(kinds)
    return Order(
        {form: at for at, s in enumerate(told["stages"]) for form in s["forms"]},
        frozenset(at for at, kind in enumerate(kinds) if kind == "piece"),
        frozenset(told["without_price"]),
        told["verified"],
        told["source"],
    )


def stage_of(form: str) -> int:
    """The stage a form belongs to; KeyError for one that sets no price."""
    return assumed_order().stages[form]


@cache
def limit_of(name: str) -> int:
    """A number of `limits.yaml`."""
    return int(package_data("limits.yaml")[name]["value"])


def effect_of(
    form: str, price_fen: int | None, off_fen: int | None, pay_ppm: int | None
) -> tuple[Effect, int] | None:
    """What a row of a plan does; None where it says nothing, or two things.

    A price counts where the form prices a piece: a coupon's price is a remark
    about where it leads. A share above 1 or money below 0 is no promotion.

    >>> effect_of("direct", 9900, None, None)
    (<Effect.PRICE: 'price'>, 9900)
    >>> effect_of("coupon", 9900, None, None) is None
    True
    """
    order = assumed_order()
    if form not in order.stages:
        return None
    if order.stages[form] in order.of_piece and price_fen is not None:
        return (Effect.PRICE, price_fen) if price_fen >= 0 else None
    if (off_fen is None) == (pay_ppm is None):
        return None
    if off_fen is not None:
        return (Effect.OFF, off_fen) if off_fen >= 0 else None
    assert pay_ppm is not None
    return (Effect.SHARE, pay_ppm) if 0 <= pay_ppm <= WHOLE_PPM else None
