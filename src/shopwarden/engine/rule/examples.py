"""The `examples` of a rule file: facts as plain values, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaml.nodes import SequenceNode

from shopwarden.engine.rule.document import Section, failure, scalar, section
from shopwarden.engine.rule.model import Example
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from yaml.nodes import Node

_SIDES = {"match": True, "no_match": False}


def read_examples(top: Section, lists: Collection[str]) -> tuple[Example, ...]:
    """The examples, at least one that fires and one that does not."""
    entry = top.section("examples")
    entry.only(_SIDES)
    found: list[Example] = []
    for side, fires in _SIDES.items():
        items = entry.items(side)
        if not items:
            raise entry.error(side, "example_missing", key=side)
        found.extend(_example(top.rule, item, lists, fires=fires) for item in items)
    return tuple(found)


def _example(rule: str, node: Node, lists: Collection[str], *, fires: bool) -> Example:
    entry = section(rule, node)
    entry.only(("facts",), ("lists",))
    facts = tuple(_fact(rule, item) for item in entry.items("facts"))
    given = _lists(entry, lists)
    return Example(fires, facts, given, node.start_mark.line + 1)


def _fact(rule: str, node: Node) -> Mapping[str, object]:
    entry = section(rule, node)
    values = {key: _value(rule, value) for key, value in entry.entries().items()}
    known = [kind.value for kind in Kind]
    if values.get("kind") not in known:
        listed = ", ".join(known)
        raise failure(
            rule, node, "choice_wanted", value=values.get("kind"), known=listed
        )
    if "ts" not in values:
        raise failure(rule, node, "key_missing", key="ts")
    return values


def _value(rule: str, node: Node) -> object:
    """A scalar, or the words of a list of labels."""
    if isinstance(node, SequenceNode):
        return tuple(str(scalar(rule, item)) for item in node.value)
    return scalar(rule, node)


def _lists(entry: Section, known: Collection[str]) -> dict[str, frozenset[str]]:
    if not entry.has("lists"):
        return {}
    given = entry.section("lists")
    given.only((), known)
    return {name: frozenset(given.texts(name)) for name in given.entries()}
