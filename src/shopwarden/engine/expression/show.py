"""A tree as text again: one canonical spelling for one meaning.

Two rules that write the same predicate share one window because of it, and a
person is shown the part of a condition that did not hold.
"""

from __future__ import annotations

from shopwarden.engine.expression.tree import (
    Arithmetic,
    Between,
    Call,
    Compare,
    Listed,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Word,
)

_POWER = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6}
_NOT, _COMPARE, _MINUS, _LEAF = 3, 4, 7, 8


def show(node: Node) -> str:  # noqa: PLR0911 - one return a node
    """The tree as text that parses to the same tree."""
    match node:
        case Name(_, name):
            return name
        case Number(_, value, written):
            return written if written.strip("-") else repr(value)
        case Word(_, text):
            return f"'{text}'"
        case Not(_, operand):
            return f"not {_inside(operand, _NOT)}"
        case Negative(_, operand):
            return f"-{_inside(operand, _MINUS)}"
        case Logic(_, op, parts):
            return f" {op} ".join(_inside(part, _POWER[op] + 1) for part in parts)
        case Arithmetic(_, op, left, right):
            power = _POWER[op]
            return f"{_inside(left, power)} {op} {_inside(right, power + 1)}"
        case Call(_, function, arguments):
            return f"{function}({', '.join(map(show, arguments))})"
    return _show_comparison(node)


def _show_comparison(node: Compare | Between | Member | Listed) -> str:
    side = _COMPARE + 1
    match node:
        case Compare(_, op, left, right):
            return f"{_inside(left, side)} {op} {_inside(right, side)}"
        case Between(_, value, low, high):
            value_text, low_text, high_text = (
                _inside(n, side) for n in (value, low, high)
            )
            return f"{value_text} between {low_text} and {high_text}"
        case Member(_, value, choices):
            return f"{_inside(value, side)} in ({', '.join(map(show, choices))})"
        case Listed(_, value, name):
            return f"{_inside(value, side)} in {name}"


def _inside(node: Node, least: int) -> str:
    """The node in brackets if it binds less strongly than its place asks."""
    return show(node) if _power(node) >= least else f"({show(node)})"


def _power(node: Node) -> int:
    match node:
        case Logic(_, op, _) | Arithmetic(_, op, _, _):
            return _POWER[op]
        case Not():
            return _NOT
        case Compare() | Between() | Member() | Listed():
            return _COMPARE
        case Negative():
            return _MINUS
    return _LEAF
