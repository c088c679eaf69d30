"""A Pratt parser for the rule language: text in, typed tree out.

From weakest to strongest: `or`, `and`, `not`, comparisons with `in` and
`between` (which do not chain), `+ -`, `*`, unary minus. Work is bounded:
2,000 characters, depth 32.

What it does not do: know which names exist or what types they have (`check`).

>>> show(parse("a > 2 and not b in (1, 2)").root)
'a > 2 and not b in (1, 2)'
"""

from __future__ import annotations

from dataclasses import dataclass

from shopwarden.engine.expression.place import Origin
from shopwarden.engine.expression.show import show
from shopwarden.engine.expression.tokens import Token, tokens
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
    depth,
)

__all__ = ["Expression", "parse", "show"]

MAX_DEPTH = 32
INT64_MAX = 2**63 - 1

SPAN_MS = {"d": 86_400_000, "h": 3_600_000, "min": 60_000, "s": 1_000, "ms": 1}

# How strongly an operator binds its left side.
_POWER = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "between", "not"), 4),
    **dict.fromkeys("+-", 5),
    "*": 6,
}
_NOT_POWER, _COMPARE_POWER, _MINUS_POWER = 3, 4, 7

# The language's functions and how many arguments they take.
FUNCTIONS = {
    "ratio": (2, 2),
    "abs": (1, 1),
    "min": (2, 8),
    "max": (2, 8),
    "coalesce": (2, 8),
    "missing": (1, 1),
    "has": (2, 2),
    "hour": (1, 1),
}


_NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed text: its tree, and where it came from."""

    text: str
    root: Node
    origin: Origin = _NOWHERE


def parse(text: str, origin: Origin | None = None) -> Expression:
    """Parse one expression. Raises RuleError with line, column and a hint."""
    origin = origin or Origin()
    root = _Parser(text, origin).whole()
    if depth(root) > MAX_DEPTH:
        raise origin.error("too_deep", text, root.at, limit=MAX_DEPTH)
    return Expression(text, root, origin)


def span_ms(text: str) -> int:
    """The milliseconds of a duration such as 48h. Raises KeyError, ValueError."""
    digits = text.rstrip("dhmins")
    return int(digits) * SPAN_MS[text[len(digits) :]]


class _Parser:
    """The tokens, how far they are read, and how deep the reading is."""

    def __init__(self, text: str, origin: Origin) -> None:
        self.text = text
        self.origin = origin
        self.tokens = tokens(text, origin)
        self.position = 0
        self.level = 0

    def whole(self) -> Node:
        """The whole text as one expression."""
        root = self.expression(0)
        if self.here.sort != "end":
            raise self.unexpected()
        return root

    @property
    def here(self) -> Token:
        return self.tokens[self.position]

    def advance(self) -> Token:
        token = self.here
        self.position += 1
        return token

    def unexpected(self) -> Exception:
        token = self.here
        if token.sort == "end":
            return self.origin.error("ends_early", self.text, token.at)
        return self.origin.error("unexpected", self.text, token.at, token=token.text)

    def expect(self, text: str) -> Token:
        if self.here.text != text or self.here.sort == "word":
            raise self.unexpected()
        return self.advance()

    def expression(self, power: int) -> Node:
        """A node that binds more strongly than `power`."""
        self.level += 1
        if self.level > MAX_DEPTH:
            raise self.origin.error(
                "too_deep", self.text, self.here.at, limit=MAX_DEPTH
            )
        left = self.prefix()
        while (strength := self.strength()) > power:
            left = self.infix(left, strength)
        self.level -= 1
        return left

    def strength(self) -> int:
        """How strongly the operator here binds; 0 if there is none."""
        if self.here.sort not in ("mark", "keyword"):
            return 0
        return _POWER.get(self.here.text, 0)

    def prefix(self) -> Node:  # noqa: PLR0911 - one return a node
        token = self.here
        match token.sort, token.text:
            case "number", text:
                self.advance()
                return self.number(token, float(text) if "." in text else int(text))
            case "span", text:
                self.advance()
                return self.number(token, span_ms(text), text)
            case "word", text:
                self.advance()
                return Word(token.at, text[1:-1])
            case "name", _:
                return self.name()
            case "mark", "(":
                self.advance()
                inner = self.expression(0)
                self.expect(")")
                return inner
            case "mark", "-":
                self.advance()
                return Negative(token.at, self.expression(_MINUS_POWER))
            case "keyword", "not":
                self.advance()
                return Not(token.at, self.expression(_NOT_POWER))
        raise self.unexpected()

    def number(self, token: Token, value: float, written: str = "") -> Number:
        if value > INT64_MAX:
            raise self.origin.error("number_too_large", self.text, token.at)
        return Number(token.at, value, written)

    def name(self) -> Node:
        token = self.advance()
        if self.here.text != "(" or self.here.sort != "mark":
            return Name(token.at, token.text)
        bounds = FUNCTIONS.get(token.text)
        if bounds is None:
            raise self.origin.unknown(
                "unknown_function", self.text, token.at, token.text, FUNCTIONS
            )
        arguments = self.arguments()
        if not bounds[0] <= len(arguments) <= bounds[1]:
            raise self.origin.error(
                "arguments", self.text, token.at, function=token.text, least=bounds[0]
            )
        return Call(token.at, token.text, arguments)

    def arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        found = [self.expression(0)]
        while self.here.text == "," and self.here.sort == "mark":
            self.advance()
            found.append(self.expression(0))
        self.expect(")")
        return tuple(found)

    def infix(self, left: Node, strength: int) -> Node:
        token = self.advance()
        match token.text:
            case "and" | "or":
                return self.joined(token, left, strength)
            case "+" | "-" | "*":
                right = self.expression(strength)
                return Arithmetic(token.at, token.text, left, right)
        node = self.compared(token, left)
        if self.strength() == _COMPARE_POWER:
            raise self.origin.error("chained", self.text, self.here.at)
        return node

    def joined(self, token: Token, left: Node, strength: int) -> Logic:
        """One flat node for a chain, so that long chains are not deep."""
        right = self.expression(strength)
        chain = isinstance(left, Logic) and left.op == token.text
        parts = left.parts if isinstance(left, Logic) and chain else (left,)
        return Logic(token.at, token.text, (*parts, right))

    def compared(self, token: Token, left: Node) -> Node:
        match token.text:
            case "not":
                if self.here.text not in ("in", "between"):
                    raise self.unexpected()
                return Not(token.at, self.compared(self.advance(), left))
            case "in":
                return self.membership(token, left)
            case "between":
                low = self.expression(_COMPARE_POWER)
                self.expect("and")
                return Between(token.at, left, low, self.expression(_COMPARE_POWER))
        return Compare(token.at, token.text, left, self.expression(_COMPARE_POWER))

    def membership(self, token: Token, left: Node) -> Node:
        if self.here.sort == "name":
            return Listed(token.at, left, self.advance().text)
        self.expect("(")
        choices = [self.choice()]
        while self.here.text == "," and self.here.sort == "mark":
            self.advance()
            choices.append(self.choice())
        self.expect(")")
        return Member(token.at, left, tuple(choices))

    def choice(self) -> Number | Word:
        node = self.expression(_COMPARE_POWER)
        if isinstance(node, Negative) and isinstance(node.operand, Number):
            return Number(node.at, -node.operand.value, f"-{node.operand.written}")
        if not isinstance(node, Number | Word):
            raise self.origin.error("literal_wanted", self.text, node.at)
        return node
