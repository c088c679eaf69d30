"""An expression as DuckDB SQL that means the same, NULL being unknown.

The oracle: a property test draws random expressions and random rows with
NULLs, and asks DuckDB and `engine.vector` for the same answer. Integer
literals are BIGINT and fractions DOUBLE, because DuckDB reads bare literals
as INTEGER and DECIMAL; LEAST and GREATEST skip NULL there, so they are
guarded.

What it does not do: know intervals. SQL has no "at least 3"; columns known
from one side only are NULL here.

>>> from shopwarden.engine.expression import parse
>>> sql(parse("not a >= 2").root)
'(NOT ("a" >= 2::BIGINT))'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from shopwarden.records.judge import bits
from shopwarden.records.moment import DAY_MS, HOUR_MS, SHANGHAI_MS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_COMPARISON = {"==": "=", "!=": "<>"}
_DAY = f"{DAY_MS}::BIGINT"


def sql(
    node: Node,
    lists: Mapping[str, frozenset[str]] | None = None,
    flags: Collection[str] = (),
    labels: Mapping[str, str] | None = None,
) -> str:
    """The SQL of a tree; `flags` are the names that hold 1, 0 or NULL.

    `labels` gives the names that hold bit masks their domains.
    """
    return _Printer(lists or {}, frozenset(flags), labels or {}).print(node)


def _name(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _word(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


class _Printer:
    """The lists, flags and labels an expression refers to."""

    def __init__(
        self,
        lists: Mapping[str, frozenset[str]],
        flags: frozenset[str],
        labels: Mapping[str, str],
    ) -> None:
        self.lists = lists
        self.flags = flags
        self.labels = labels

    def print(self, node: Node) -> str:  # noqa: PLR0911 - one return a node
        match node:
            case Name(_, name):
                return _name(name)
            case Number(_, value, _):
                return f"{value}::{'BIGINT' if isinstance(value, int) else 'DOUBLE'}"
            case Word(_, text):
                return _word(text)
            case Not(_, operand):
                return f"(NOT {self.condition(operand)})"
            case Negative(_, operand):
                return f"(-{self.print(operand)})"
            case Logic(_, op, parts):
                joined = f" {op.upper()} ".join(map(self.condition, parts))
                return f"({joined})"
            case Arithmetic(_, op, left, right):
                return f"({self.print(left)} {op} {self.print(right)})"
            case Call(_, function, arguments):
                return self.call(function, arguments)
        return self.comparison(node)

    def condition(self, node: Node) -> str:
        text = self.print(node)
        flag = isinstance(node, Name) and node.name in self.flags
        return f"({text} <> 0)" if flag else text

    def comparison(self, node: Compare | Between | Member | Listed) -> str:
        match node:
            case Compare(_, op, left, right):
                operator = _COMPARISON.get(op, op)
                return f"({self.print(left)} {operator} {self.print(right)})"
            case Between(_, value, low, high):
                value_text, low_text, high_text = map(self.print, (value, low, high))
                return f"({value_text} BETWEEN {low_text} AND {high_text})"
            case Member(_, value, choices):
                listed = ", ".join(map(self.print, choices))
                return f"({self.print(value)} IN ({listed}))"
            case Listed(_, value, name):
                return self.listed(self.print(value), name)

    def listed(self, value: str, name: str) -> str:
        choices = self.lists.get(name)
        if choices is None:
            return "NULL::BOOLEAN"
        if not choices:
            return f"(CASE WHEN {value} IS NULL THEN NULL ELSE FALSE END)"
        return f"({value} IN ({', '.join(map(_word, sorted(choices)))}))"

    def has(self, arguments: tuple[Node, ...]) -> str:
        labels, word = arguments
        assert isinstance(labels, Name)
        assert isinstance(word, Word)
        bit = bits(self.labels[labels.name], (word.text,))
        return f"(({_name(labels.name)} & {bit}::BIGINT) <> 0)"

    def call(self, function: str, arguments: tuple[Node, ...]) -> str:
        if function == "has":
            return self.has(arguments)
        parts = [self.print(argument) for argument in arguments]
        match function:
            case "ratio":
                top, bottom = parts
                quotient = f"{top}::DOUBLE / {bottom}::DOUBLE"
                return f"(CASE WHEN {bottom} = 0 THEN NULL ELSE {quotient} END)"
            case "min" | "max":
                chosen = "LEAST" if function == "min" else "GREATEST"
                null = " OR ".join(f"{part} IS NULL" for part in parts)
                listed = ", ".join(parts)
                return f"(CASE WHEN {null} THEN NULL ELSE {chosen}({listed}) END)"
            case "missing":
                return f"({parts[0]} IS NULL)"
            case "hour":
                # DuckDB's remainder keeps the sign of the dividend.
                day = f"((({parts[0]}) % {_DAY} + {_DAY} + {SHANGHAI_MS}) % {_DAY})"
                return f"({day} // {HOUR_MS})"
        return f"{function}({', '.join(parts)})"
