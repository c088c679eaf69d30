"""The nodes of an expression: frozen, typed, each with its place in the text.

What it does not do: know types (`check`), values (`engine.vector`), or SQL
(`engine.sql`).

>>> Compare(0, ">", Name(0, "lines"), Number(8, 3)).op
'>'
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Name:
    """A column, feature or parameter; `order.buyer` is a key path."""

    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number; a duration is its milliseconds and keeps how it was written."""

    at: int
    value: int | float
    written: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A text in single quotes."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """not operand."""

    at: int
    operand: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` over two or more parts."""

    at: int
    op: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """left op right, with op one of == != < <= > >=."""

    at: int
    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between:
    """low ≤ value ≤ high."""

    at: int
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Member:
    """value in (literal, literal …)."""

    at: int
    value: Node
    choices: tuple[Number | Word, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """value in the reference list of that name."""

    at: int
    value: Node
    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """left op right, with op one of + - *."""

    at: int
    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative:
    """−operand."""

    at: int
    operand: Node


@dataclass(frozen=True, slots=True)
class Call:
    """One of the language's functions."""

    at: int
    function: str
    arguments: tuple[Node, ...]


Node = (
    Name
    | Number
    | Word
    | Not
    | Logic
    | Compare
    | Between
    | Member
    | Listed
    | Arithmetic
    | Negative
    | Call
)


def children(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one return a node
    """The nodes directly below, from left to right."""
    match node:
        case Not(_, operand) | Negative(_, operand):
            return (operand,)
        case Logic(_, _, parts) | Call(_, _, parts):
            return parts
        case Compare(_, _, left, right) | Arithmetic(_, _, left, right):
            return (left, right)
        case Between(_, value, low, high):
            return (value, low, high)
        case Member(_, value, choices):
            return (value, *choices)
        case Listed(_, value, _):
            return (value,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, parents first; needs no recursion."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def names(node: Node) -> tuple[str, ...]:
    """The names used, each once, in order of first use."""
    found = (n.name for n in walk(node) if isinstance(n, Name))
    return tuple(dict.fromkeys(found))


def depth(node: Node) -> int:
    """The length of the longest path down; a leaf has depth 1."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        current, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in children(current))
    return deepest


def replaced(node: Node, numbers: Mapping[str, int | float]) -> Node:
    """The tree with some names replaced by the numbers they stand for."""
    if isinstance(node, Name):
        return Number(node.at, numbers[node.name]) if node.name in numbers else node
    if isinstance(node, Number):
        return node
    changes = {
        field.name: _replaced(getattr(node, field.name), numbers)
        for field in fields(node)
        if field.name in _BELOW
    }
    return replace(node, **changes)


# The fields of nodes that hold nodes.
_BELOW = frozenset(
    ("operand", "parts", "left", "right", "value", "low", "high", "arguments")
)


def _replaced(below: Any, numbers: Mapping[str, int | float]) -> Any:
    if isinstance(below, tuple):
        return tuple(replaced(node, numbers) for node in below)
    return replaced(below, numbers)
