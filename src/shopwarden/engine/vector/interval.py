"""Columns of numbers that may be known from one side only.

A number is the interval [low, high]. `low_known` and `high_known` say where
each end is known (None: everywhere). Exactly known columns share one array
for both ends and take the fast path. A window that is not wholly covered has
a known low end and no high end.

A number without any known end is wholly unknown, and whatever is computed
from it is wholly unknown too, as NULL is in SQL. int64 never wraps: where a
result would, that end is not known any more.

>>> import numpy as np
>>> add(exact(np.array([2**62])), exact(np.array([2**62]))).low_known
array([False])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shopwarden.engine.vector.logic import Mask, Verdicts, both, decided, truth

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[Any]

# Float64 nearest below 2**63: at or above it an int64 result may have wrapped.
_LARGEST = 9.223372036854774e18


@dataclass(frozen=True, slots=True)
class Numbers:
    """Equally long columns of interval ends; int64 or float64."""

    low: Array
    high: Array
    low_known: Mask | None = None
    high_known: Mask | None = None

    @property
    def exact(self) -> bool:
        """Whether the two ends are one and the same column."""
        return self.low is self.high and self.low_known is self.high_known

    @property
    def partly(self) -> Mask | None:
        """Where at least one end is known; None: everywhere."""
        if self.low_known is None or self.high_known is None:
            return None
        if self.exact:
            return self.low_known
        return self.low_known | self.high_known


def exact(values: Array, known: Mask | None = None) -> Numbers:
    """Exactly known numbers; unknown ones become 0 so that no result wraps."""
    if known is not None:
        if known.all():
            known = None
        else:
            values = np.where(known, values, values.dtype.type(0))
    return Numbers(values, values, known, known)


def at_least(values: Array, known: Mask, whole: Mask) -> Numbers:
    """Numbers known exactly where `whole`, and from below where only `known`."""
    filled = np.where(known, values, values.dtype.type(0))
    if (whole | ~known).all():
        return exact(filled, known)
    return Numbers(filled, filled.copy(), known, known & whole)


def _restricted(result: Numbers, *operands: Numbers) -> Numbers:
    """The result, wholly unknown where an operand is wholly unknown."""
    known: Mask | None = None
    for operand in operands:
        known = both(known, operand.partly)
    if known is None:
        return result
    return Numbers(
        result.low,
        result.high,
        both(result.low_known, known),
        both(result.high_known, known),
    )


def _reach(values: Array) -> int:
    """The largest absolute value."""
    if not values.size:
        return 0
    return max(abs(int(values.min())), abs(int(values.max())))


def _fitting(
    operation: Callable[[Array, Array], Array], left: Array, right: Array
) -> tuple[Array, Mask | None]:
    """The result, and where it fits its type; None: everywhere."""
    with np.errstate(over="ignore", invalid="ignore"):
        result = np.asarray(operation(left, right))
        if result.dtype.kind == "f":
            fits = np.isfinite(result)
        else:
            ends = _reach(left), _reach(right)
            largest = ends[0] * ends[1] if operation is np.multiply else sum(ends)
            if largest < _LARGEST:
                return result, None
            sizes = operation(left.astype(np.float64), right.astype(np.float64))
            fits = np.abs(sizes) < _LARGEST
    return np.where(fits, result, result.dtype.type(0)), None if fits.all() else fits


def _ends(
    operation: Callable[[Array, Array], Array],
    left: tuple[Array, Mask | None],
    right: tuple[Array, Mask | None],
) -> tuple[Array, Mask | None]:
    """One end of a result, from the ends it is made of."""
    values, fits = _fitting(operation, left[0], right[0])
    return values, both(both(left[1], right[1]), fits)


def _made(low: tuple[Array, Mask | None], high: tuple[Array, Mask | None]) -> Numbers:
    return Numbers(low[0], high[0], low[1], high[1])


def _exactly(end: tuple[Array, Mask | None]) -> Numbers:
    return Numbers(end[0], end[0], end[1], end[1])


def _low(numbers: Numbers) -> tuple[Array, Mask | None]:
    return numbers.low, numbers.low_known


def _high(numbers: Numbers) -> tuple[Array, Mask | None]:
    return numbers.high, numbers.high_known


def add(left: Numbers, right: Numbers) -> Numbers:
    """The sum."""
    low = _ends(np.add, _low(left), _low(right))
    if left.exact and right.exact:
        return _exactly(low)
    result = _made(low, _ends(np.add, _high(left), _high(right)))
    return _restricted(result, left, right)


def subtract(left: Numbers, right: Numbers) -> Numbers:
    """The difference."""
    low = _ends(np.subtract, _low(left), _high(right))
    if left.exact and right.exact:
        return _exactly(low)
    result = _made(low, _ends(np.subtract, _high(left), _low(right)))
    return _restricted(result, left, right)


def negative(numbers: Numbers) -> Numbers:
    """The numbers with their sign turned."""
    if numbers.exact:
        return _exactly((-numbers.low, numbers.low_known))
    return Numbers(-numbers.high, -numbers.low, numbers.high_known, numbers.low_known)


def multiply(left: Numbers, right: Numbers) -> Numbers:
    """The product; from one side only where neither can be negative."""
    if left.exact and right.exact:
        return _exactly(_ends(np.multiply, _low(left), _low(right)))
    low = _ends(np.multiply, _low(left), _low(right))
    high = _ends(np.multiply, _high(left), _high(right))
    natural = _at_least_zero(left) & _at_least_zero(right)
    one = _point(left) & _point(right)
    usable = natural | one
    return _made((low[0], both(low[1], usable)), (high[0], both(high[1], usable)))


def _at_least_zero(numbers: Numbers) -> Mask:
    holds = np.asarray(numbers.low >= 0)
    return holds if numbers.low_known is None else holds & numbers.low_known


def _point(numbers: Numbers) -> Mask:
    """Where a number is known exactly."""
    known = both(numbers.low_known, numbers.high_known)
    same = np.asarray(numbers.low == numbers.high)
    return same if known is None else same & known


def absolute(numbers: Numbers) -> Numbers:
    """|numbers|; from one side only where it cannot be negative."""
    if numbers.exact:
        return _exactly((np.abs(numbers.low), numbers.low_known))
    natural = _at_least_zero(numbers)
    usable = natural | _point(numbers)
    low, high = np.abs(numbers.low), np.abs(numbers.high)
    return _made(
        (low, both(numbers.low_known, usable)), (high, both(numbers.high_known, usable))
    )


def smallest(left: Numbers, right: Numbers) -> Numbers:
    """The smaller of the two; unknown if one is, as a comparison would be."""
    return _extreme(np.minimum, left, right)


def largest(left: Numbers, right: Numbers) -> Numbers:
    """The larger of the two; unknown if one is, as a comparison would be."""
    return _extreme(np.maximum, left, right)


def _extreme(
    operation: Callable[[Array, Array], Array], left: Numbers, right: Numbers
) -> Numbers:
    low = operation(left.low, right.low), both(left.low_known, right.low_known)
    if left.exact and right.exact:
        return _exactly(low)
    high = operation(left.high, right.high), both(left.high_known, right.high_known)
    return _restricted(_made(low, high), left, right)


def ratio(left: Numbers, right: Numbers) -> Numbers:
    """The quotient left ÷ right as float64, unknown where right is 0.

    From one side only where left ≥ 0 and right > 0.
    """
    if left.exact and right.exact:
        return _exactly(_divided(_low(left), _low(right)))
    low = _divided(_low(left), _high(right))
    high = _divided(_high(left), _low(right))
    usable = _at_least_zero(left) & _at_least_zero(right) | (
        _point(left) & _point(right)
    )
    return _made((low[0], both(low[1], usable)), (high[0], both(high[1], usable)))


def _divided(
    top: tuple[Array, Mask | None], bottom: tuple[Array, Mask | None]
) -> tuple[Array, Mask | None]:
    divisor = bottom[0].astype(np.float64)
    nonzero = np.asarray(divisor != 0)
    quotient = np.divide(top[0].astype(np.float64), np.where(nonzero, divisor, 1.0))
    known = both(top[1], bottom[1])
    return quotient, both(known, None if nonzero.all() else nonzero)


def only_where(numbers: Numbers, decided: Mask) -> Numbers:
    """The numbers, wholly unknown elsewhere."""
    low = numbers.low, both(numbers.low_known, decided)
    if numbers.exact:
        return _exactly(low)
    return _made(low, (numbers.high, both(numbers.high_known, decided)))


def first_known(numbers: Numbers, otherwise: Numbers) -> Numbers:
    """The numbers, or `otherwise` where they are wholly unknown."""
    chosen = numbers.partly
    if chosen is None:
        return numbers

    def end(
        one: tuple[Array, Mask | None], two: tuple[Array, Mask | None]
    ) -> tuple[Array, Mask | None]:
        known = np.where(
            chosen,
            True if one[1] is None else one[1],
            True if two[1] is None else two[1],
        )
        return np.where(chosen, one[0], two[0]), known

    low = end(_low(numbers), _low(otherwise))
    if numbers.exact and otherwise.exact:
        return _exactly(low)
    return _made(low, end(_high(numbers), _high(otherwise)))


def less(left: Numbers, right: Numbers) -> Verdicts:
    """Where left < right."""
    if left.exact and right.exact:
        return truth(left.low < right.low, both(left.low_known, right.low_known))
    true = _surely(np.less, _high(left), _low(right))
    return decided(true, _surely(np.greater_equal, _low(left), _high(right)))


def equal(left: Numbers, right: Numbers) -> Verdicts:
    """Where left == right."""
    if left.exact and right.exact:
        return truth(left.low == right.low, both(left.low_known, right.low_known))
    apart = _surely(np.less, _high(left), _low(right)) | _surely(
        np.greater, _low(left), _high(right)
    )
    same = np.asarray(left.low == right.low) & _point(left) & _point(right)
    return decided(same, apart)


def _surely(
    comparison: Callable[[Array, Array], Array],
    left: tuple[Array, Mask | None],
    right: tuple[Array, Mask | None],
) -> Mask:
    known = both(left[1], right[1])
    holds = np.asarray(comparison(left[0], right[0]), np.bool_)
    return holds if known is None else holds & known
