"""Types: what every part of an expression is, and that the parts fit.

An environment gives each name its type. A flag is 1, 0 or unknown, and may
stand for a number or for a condition. A text belongs to a domain; texts of
different domains never compare, and the tokens of people compare with each
other only.

What it does not do: evaluate, or decide which names a rule may use (`rule`).

>>> from shopwarden.engine.expression.parse import parse
>>> check(parse("lines == 0"), {"lines": WHOLE}).sort.value
'condition'
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
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
from shopwarden.records.judge import VOCABULARY
from shopwarden.records.schema import TOKEN_DOMAINS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from shopwarden.engine.expression.parse import Expression
    from shopwarden.errors import RuleError


class Sort(StrEnum):
    """What kind of value it is."""

    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    LABELS = "labels"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Type:
    """A sort; texts and labels have a domain, numbers are whole or not."""

    sort: Sort
    domain: str = ""
    whole: bool = True


WHOLE = Type(Sort.NUMBER)
REAL = Type(Sort.NUMBER, whole=False)
FLAG = Type(Sort.FLAG)
LABELS = Type(Sort.LABELS, "label")
CONDITION = Type(Sort.CONDITION)
# A literal text takes the domain of what it is compared with.
_LITERAL = Type(Sort.TEXT, "'")


def check(
    expression: Expression,
    environment: Mapping[str, Type],
    lists: Collection[str] = (),
) -> Type:
    """The type of the whole. Raises RuleError where parts do not fit."""
    return _Checker(expression, environment, lists).type_of(expression.root)


def check_condition(
    expression: Expression,
    environment: Mapping[str, Type],
    lists: Collection[str] = (),
) -> None:
    """Check that the whole is a condition."""
    checker = _Checker(expression, environment, lists)
    checker.condition(expression.root)


def check_number(
    expression: Expression,
    environment: Mapping[str, Type],
    lists: Collection[str] = (),
) -> None:
    """Check that the whole is a number; money and moments are numbers."""
    checker = _Checker(expression, environment, lists)
    checker.number(expression.root)


class _Checker:
    """One walk over one tree."""

    def __init__(
        self,
        expression: Expression,
        environment: Mapping[str, Type],
        lists: Collection[str],
    ) -> None:
        self.expression = expression
        self.environment = environment
        self.lists = lists

    def error(self, code: str, node: Node, **params: object) -> RuleError:
        origin = self.expression.origin
        return origin.error(code, self.expression.text, node.at, **params)

    def type_of(self, node: Node) -> Type:  # noqa: PLR0911 - one return a node
        match node:
            case Name():
                return self.name(node)
            case Number(_, value, _):
                return WHOLE if isinstance(value, int) else REAL
            case Word():
                return _LITERAL
            case Not(_, operand):
                return self.condition(operand)
            case Logic(_, _, parts):
                for part in parts:
                    self.condition(part)
                return CONDITION
            case Arithmetic(_, _, left, right):
                return self.common(left, right)
            case Negative(_, operand):
                return self.number(operand)
            case Call():
                return self.call(node)
        return self.comparison(node)

    def name(self, node: Name) -> Type:
        found = self.environment.get(node.name)
        if found is None:
            raise self.expression.origin.unknown(
                "unknown_name",
                self.expression.text,
                node.at,
                node.name,
                self.environment,
            )
        return found

    def condition(self, node: Node) -> Type:
        found = self.type_of(node)
        if found.sort not in (Sort.CONDITION, Sort.FLAG):
            raise self.error("not_a_condition", node, found=found.sort.value)
        return CONDITION

    def number(self, node: Node) -> Type:
        found = self.type_of(node)
        if found.sort is Sort.FLAG:
            return WHOLE
        if found.sort is not Sort.NUMBER:
            raise self.error("not_a_number", node, found=found.sort.value)
        return found

    def common(self, *nodes: Node) -> Type:
        """The type of numbers used together: whole if all are."""
        whole = [self.number(node).whole for node in nodes]
        return WHOLE if all(whole) else REAL

    def text(self, node: Node) -> Type:
        found = self.type_of(node)
        if found.sort is not Sort.TEXT:
            raise self.error("not_a_text", node, found=found.sort.value)
        return found

    def comparison(self, node: Compare | Between | Member | Listed) -> Type:
        match node:
            case Compare():
                self.compared(node)
            case Between(_, value, low, high):
                self.common(value, low, high)
            case Member(_, value, choices):
                for choice in choices:
                    self.alike(value, choice)
            case Listed(_, value, name):
                self.listed(node, value, name)
        return CONDITION

    def compared(self, node: Compare) -> None:
        sorts = {self.type_of(node.left).sort, self.type_of(node.right).sort}
        if Sort.TEXT not in sorts:
            self.common(node.left, node.right)
        elif node.op in ("==", "!="):
            self.alike(node.left, node.right)
        else:
            raise self.error("texts_have_no_order", node, op=node.op)

    def alike(self, left: Node, right: Node) -> Type:
        """Two texts of one domain, or two numbers."""
        if self.type_of(left).sort is not Sort.TEXT:
            return self.common(left, right)
        domains = [self.text(left).domain, self.text(right).domain]
        known = [d for d in domains if d != _LITERAL.domain]
        if not known:
            raise self.error("only_literals", left)
        if len(known) < len(domains) and known[0] in TOKEN_DOMAINS:
            raise self.error("person", left, domain=known[0])
        if len(set(known)) > 1:
            raise self.error("domains_differ", right, left=known[0], right=known[1])
        return Type(Sort.TEXT, known[0])

    def listed(self, node: Listed, value: Node, name: str) -> None:
        if name not in self.lists:
            raise self.expression.origin.unknown(
                "unknown_list", self.expression.text, node.at, name, self.lists
            )
        domain = self.text(value).domain
        if domain == _LITERAL.domain:
            raise self.error("only_literals", value)
        if domain in TOKEN_DOMAINS:
            raise self.error("person", value, domain=domain)

    def call(self, node: Call) -> Type:
        arguments = node.arguments
        match node.function:
            case "ratio":
                self.common(*arguments)
                return REAL
            case "missing":
                self.missing(arguments[0])
                return CONDITION
            case "has":
                self.has(arguments)
                return CONDITION
            case "hour":
                if not self.number(arguments[0]).whole:
                    raise self.error("not_a_moment", node)
                return WHOLE
            case "coalesce":
                return self.coalesced(arguments)
        return self.common(*arguments)

    def missing(self, argument: Node) -> None:
        if not isinstance(argument, Name):
            raise self.error("name_wanted", argument)
        self.name(argument)

    def has(self, arguments: tuple[Node, ...]) -> None:
        labels, word = arguments
        if not isinstance(labels, Name) or self.name(labels).sort is not Sort.LABELS:
            raise self.error("not_labels", labels)
        if not isinstance(word, Word):
            raise self.error("literal_wanted", word)
        known = VOCABULARY[self.name(labels).domain]
        if word.text not in known:
            raise self.expression.origin.unknown(
                "unknown_label", self.expression.text, word.at, word.text, known
            )

    def coalesced(self, arguments: tuple[Node, ...]) -> Type:
        first = self.type_of(arguments[0])
        if first.sort is not Sort.TEXT:
            return self.common(*arguments)
        for argument in arguments[1:]:
            if isinstance(argument, Word):
                raise self.error("name_wanted", argument)
            self.alike(arguments[0], argument)
        return first
