"""The fee kinds of JD's bills (`fees.yaml`), ready for whole columns.

What it does not do: check a fee (`rates`), or know a shop.

>>> load_fees()["佣金"].role is Role.RATE
True
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shopwarden.records.facts import Array, Facts


class Role(IntEnum):
    """What a fee kind is to the shop; the first four make up what is due."""

    GOODS = 0
    SHARE = 1
    FREIGHT = 2
    SERVICE = 3
    RATE = 4
    FLAT = 5
    STATED = 6
    PASS_THROUGH = 7
    UNKNOWN = 8


@dataclass(frozen=True, slots=True)
class Fee:
    """One documented fee kind."""

    name: str
    role: Role
    reason: str
    returned: str
    bases: tuple[str, ...]
    returned_on_refund: bool


def package_data(name: str) -> Any:
    """A YAML file of this practice."""
    text = resources.files("shopwarden.practices.payments").joinpath(name)
    return yaml.safe_load(text.read_text("utf-8"))


@cache
def load_fees() -> Mapping[str, Fee]:
    """The documented fee kinds by name."""
    return {
        name: Fee(
            name=name,
            role=Role[entry["role"].upper()],
            reason=entry["reason"],
            returned=entry.get("returned", entry["reason"]),
            bases=tuple(entry.get("bases", ())),
            returned_on_refund=entry.get("returned_on_refund", False),
        )
        for name, entry in package_data("fees.yaml")["fees"].items()
    }


def fee_names(facts: Facts) -> list[str]:
    """The names behind the fee codes of these facts."""
    return [str(name) for name in facts.names.get("fee", np.empty(0, "U1"))]


def roles(facts: Facts) -> Array:
    """Role by fee code; the last slot, where NO_CODE points, is UNKNOWN."""
    known = load_fees()
    found = [known[n].role if n in known else Role.UNKNOWN for n in fee_names(facts)]
    return np.array([*found, Role.UNKNOWN], np.int8)
