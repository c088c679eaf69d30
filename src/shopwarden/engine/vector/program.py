"""An expression computed over whole columns, three-valued, row by row alike.

Names are read from `Columns`; the result of a condition is an int8 array of
TRUE, FALSE and UNKNOWN. The tree is walked once for all rows; intermediate
columns are freed as soon as their parent is computed.

What it does not do: check types. Check the expression first.

>>> from shopwarden.engine.expression import parse
>>> columns = Columns({"a": exact(np.array([1, 5]))})
>>> verdicts(parse("a between 2 and 9").root, columns).tolist()
[-1, 1]
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING, cast

import numpy as np

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
from shopwarden.engine.vector import interval
from shopwarden.engine.vector.interval import Array, Numbers, exact
from shopwarden.engine.vector.logic import (
    FALSE,
    TRUE,
    UNKNOWN,
    Mask,
    Verdicts,
    all_of,
    any_of,
    negated,
    truth,
)
from shopwarden.records.judge import bits
from shopwarden.records.moment import DAY_MS, HOUR_MS, SHANGHAI_MS
from shopwarden.records.schema import MISSING, NO_CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# The code of a text that no fact holds: equal to nothing, yet known.
ABSENT = -2


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of texts, as codes of one domain; NO_CODE is unknown."""

    codes: Array
    domain: str


@dataclass(frozen=True, slots=True)
class LabelSets:
    """A column of sets of labels, as bit masks; MISSING is unknown.

    Bit i of a mask stands for word i of the domain's vocabulary.
    """

    masks: Array
    domain: str

    @property
    def known(self) -> Mask:
        """Where the set is known."""
        return np.asarray(self.masks != MISSING)


Value = Numbers | Codes | LabelSets


def known_rows(value: Value) -> Mask | None:
    """Where a column is not wholly unknown; None: everywhere."""
    match value:
        case Numbers():
            return value.partly
        case Codes(codes, _):
            return np.asarray(codes != NO_CODE)
        case LabelSets():
            return value.known


@dataclass(frozen=True, slots=True)
class Columns:
    """The values behind the names, equally long; and what texts are as codes.

    `code(domain, text)` is the code of a text, NO_CODE if no fact holds it.
    `lists` are the reference lists; one that is not given is unknown.
    `undecided` says where nobody knows whether a name has a value at all: what
    was not delivered is not missing, and `coalesce` must not fill it.
    """

    values: Mapping[str, Value]
    code: Callable[[str, str], int] = lambda _domain, _text: NO_CODE
    lists: Mapping[str, frozenset[str]] = field(
        default_factory=lambda: cast("Mapping[str, frozenset[str]]", {})
    )
    undecided: Mapping[str, Mask] = field(
        default_factory=lambda: cast("Mapping[str, Mask]", {})
    )

    def changed(self, name: str, value: Value) -> Columns:
        """The same columns with another value for one name."""
        decided = {n: mask for n, mask in self.undecided.items() if n != name}
        return replace(self, values={**self.values, name: value}, undecided=decided)

    def code_of(self, domain: str, text: str) -> int:
        """The code of a text, ABSENT if no fact holds it."""
        code = self.code(domain, text)
        return ABSENT if code == NO_CODE else code

    def known(self, name: str) -> Mask | None:
        """Where a name is not wholly unknown; None: everywhere."""
        return known_rows(self.values[name])

    def exact(self, name: str) -> Mask | None:
        """Where a name is known exactly; None: everywhere."""
        value = self.values[name]
        if isinstance(value, Numbers) and not value.exact:
            low, high = value.low_known, value.high_known
            return high if low is None else low if high is None else low & high
        return self.known(name)


def verdicts(  # noqa: PLR0911 - one return a node
    node: Node, columns: Columns
) -> Verdicts:
    """A condition's result for every row (one element where it names none)."""
    match node:
        case Logic(_, op, parts):
            join = all_of if op == "and" else any_of
            return join([verdicts(part, columns) for part in parts])
        case Not(_, operand):
            return negated(verdicts(operand, columns))
        case Compare(_, op, left, right):
            return _compared(op, left, right, columns)
        case Between(_, value, low, high):
            number = numbers(value, columns)
            below = interval.less(number, numbers(low, columns))
            above = interval.less(numbers(high, columns), number)
            return all_of([negated(below), negated(above)])
        case Member(_, value, choices):
            return any_of([_equal(value, choice, columns) for choice in choices])
        case Listed(_, value, name):
            return _listed(value, name, columns)
        case Call(_, "missing", (Name(_, name),)):
            return _missing(name, columns)
        case Call(_, "has", (Name(_, name), Word(_, word))):
            return _has(name, word, columns)
    flag = numbers(node, columns)
    return negated(interval.equal(flag, exact(np.asarray(0))))


def numbers(  # noqa: PLR0911 - one return a node
    node: Node, columns: Columns
) -> Numbers:
    """A number for every row (one element where the node names none)."""
    match node:
        case Name(_, name):
            found = columns.values[name]
            assert isinstance(found, Numbers)
            return found
        case Number(_, value, _):
            return exact(np.asarray(value))
        case Negative(_, operand):
            return interval.negative(numbers(operand, columns))
        case Arithmetic(_, op, left, right):
            operation = _ARITHMETIC[op]
            return operation(numbers(left, columns), numbers(right, columns))
        case Call(_, "abs", (argument,)):
            return interval.absolute(numbers(argument, columns))
        case Call(_, "hour", (argument,)):
            return _hour(numbers(argument, columns))
        case Call(_, "coalesce", arguments):
            return _first_known(arguments, columns)
        case Call(_, function, arguments):
            parts = [numbers(argument, columns) for argument in arguments]
            return reduce(_FUNCTIONS[function], parts)
    raise TypeError(node)


_ARITHMETIC = {
    "+": interval.add,
    "-": interval.subtract,
    "*": interval.multiply,
}
_FUNCTIONS = {
    "ratio": interval.ratio,
    "min": interval.smallest,
    "max": interval.largest,
}


def _first_known(arguments: tuple[Node, ...], columns: Columns) -> Numbers:
    """The first number with a value, unknown where that is not decided."""
    result = numbers(arguments[-1], columns)
    for argument in reversed(arguments[:-1]):
        name = argument.name if isinstance(argument, Name) else ""
        undecided = columns.undecided.get(name)
        if undecided is not None:
            result = interval.only_where(result, ~undecided)
        result = interval.first_known(numbers(argument, columns), result)
    return result


def _hour(moments: Numbers) -> Numbers:
    hours = (moments.low % DAY_MS + SHANGHAI_MS) // HOUR_MS % 24
    if moments.exact:
        return Numbers(hours, hours, moments.low_known, moments.low_known)
    never = np.zeros(np.shape(hours), np.bool_)
    return Numbers(hours, hours, never, never)


def _compared(op: str, left: Node, right: Node, columns: Columns) -> Verdicts:
    if op in ("==", "!="):
        same = _equal(left, right, columns)
        return same if op == "==" else negated(same)
    if op in (">", "<="):
        left, right = right, left
    smaller = interval.less(numbers(left, columns), numbers(right, columns))
    return smaller if op in ("<", ">") else negated(smaller)


def _is_text(node: Node, columns: Columns) -> bool:
    match node:
        case Word():
            return True
        case Name(_, name):
            return isinstance(columns.values[name], Codes)
        case Call(_, "coalesce", arguments):
            return _is_text(arguments[0], columns)
    return False


def _equal(left: Node, right: Node, columns: Columns) -> Verdicts:
    if not _is_text(left, columns):
        return interval.equal(numbers(left, columns), numbers(right, columns))
    if isinstance(left, Word):
        left, right = right, left
    texts = _texts(left, columns)
    if isinstance(right, Word):
        code = columns.code_of(texts.domain, right.text)
        return truth(texts.codes == code, texts.codes != NO_CODE)
    others = _texts(right, columns).codes
    known = (texts.codes != NO_CODE) & (others != NO_CODE)
    return truth(texts.codes == others, known)


def _texts(node: Node, columns: Columns) -> Codes:
    match node:
        case Name(_, name):
            found = columns.values[name]
            assert isinstance(found, Codes)
            return found
        case Call(_, "coalesce", arguments):
            parts = [_texts(argument, columns) for argument in arguments]
            codes = reduce(
                lambda one, two: np.where(one == NO_CODE, two, one),
                [part.codes for part in parts],
            )
            return Codes(codes, parts[0].domain)
    raise TypeError(node)


def _listed(value: Node, name: str, columns: Columns) -> Verdicts:
    texts = _texts(value, columns)
    choices = columns.lists.get(name)
    if choices is None:
        return np.full(np.shape(texts.codes), UNKNOWN, np.int8)
    codes = [columns.code_of(texts.domain, choice) for choice in choices]
    return truth(np.isin(texts.codes, codes), texts.codes != NO_CODE)


def _missing(name: str, columns: Columns) -> Verdicts:
    known = columns.known(name)
    if known is None:
        return np.asarray(FALSE, np.int8)
    undecided = columns.undecided.get(name)
    return truth(~known, None if undecided is None else ~undecided)


def _has(name: str, word: str, columns: Columns) -> Verdicts:
    labels = columns.values[name]
    assert isinstance(labels, LabelSets)
    bit = bits(labels.domain, (word,))
    return truth((labels.masks & bit) != 0, labels.known)


def every_row(result: Verdicts, length: int) -> Verdicts:
    """The result as one verdict a row, where the condition named no column."""
    return np.asarray(np.broadcast_to(result, length))


__all__ = [
    "ABSENT",
    "FALSE",
    "TRUE",
    "UNKNOWN",
    "Codes",
    "Columns",
    "LabelSets",
    "Numbers",
    "Value",
    "every_row",
    "exact",
    "known_rows",
    "numbers",
    "verdicts",
]
