"""The values of a clause: `fix: {value: 24, unit: h}`, or `candidates`.

A value takes the state of its text unless it says that it is less certain.

What it does not do: choose among candidates (`rulebook.judge`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.rule.document import scalar, section
from shopwarden.practices.rulebook.clause import State, Stated
from shopwarden.records.quantity import UNITS, quantity

if TYPE_CHECKING:
    from yaml.nodes import Node

    from shopwarden.engine.rule.document import Section
    from shopwarden.errors import RuleError
    from shopwarden.records.quantity import Quantity


def read_values(given: Section, state: State) -> dict[str, Stated]:
    """The values by name. Raises RuleError with line and hint."""
    if not given.has("values"):
        return {}
    return {
        name: _stated(name, section(given.rule, node), state)
        for name, node in given.section("values").entries().items()
    }


def _stated(name: str, given: Section, state: State) -> Stated:
    given.only(("unit",), ("value", "candidates", "state"))
    unit = given.text("unit")
    if unit not in UNITS:
        raise _wanted(given, "unit", " | ".join(UNITS))
    if given.has("value") == given.has("candidates"):
        raise _wanted(given, "unit", "value | candidates")
    several = given.has("candidates")
    nodes = given.items("candidates") if several else (given.entries()["value"],)
    own = given.choice("state", State) if given.has("state") else state
    if not nodes or (several and own is not State.UNVERIFIED):
        raise _wanted(given, "candidates", "state: unverified")
    return Stated(
        name,
        tuple(str(scalar(given.rule, node)) for node in nodes),
        unit,
        tuple(_quantity(given, node, unit) for node in nodes),
        own,
    )


def _quantity(given: Section, node: Node, unit: str) -> Quantity:
    value = scalar(given.rule, node)
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return quantity(str(value), unit)
        except ValueError:
            raise _wanted(given, "unit", f"24 {unit}") from None
    raise _wanted(given, "unit", f"24 {unit}")


def _wanted(given: Section, key: str, wanted: str) -> RuleError:
    return given.error(key, "choice_wanted", value=key, known=wanted)
