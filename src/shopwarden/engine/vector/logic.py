"""Three-valued (Kleene) logic on int8 arrays, as in SQL.

FALSE < UNKNOWN < TRUE, so `and` is the minimum, `or` the maximum and `not`
the negative.

>>> import numpy as np
>>> int(negated(truth(np.array([True]), None))[0]) == FALSE
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

FALSE, UNKNOWN, TRUE = -1, 0, 1

Verdicts = NDArray[np.int8]
Mask = NDArray[np.bool_]


def truth(holds: Mask, known: Mask | None) -> Verdicts:
    """TRUE where it holds, FALSE where it does not, UNKNOWN where not known."""
    verdicts: Verdicts = np.asarray(holds).astype(np.int8) * np.int8(2) - np.int8(1)
    return verdicts if known is None else np.asarray(verdicts * known, np.int8)


def decided(true: Mask, false: Mask) -> Verdicts:
    """TRUE and FALSE where shown, UNKNOWN elsewhere; the two never overlap."""
    return np.asarray(np.asarray(true).astype(np.int8) - false.astype(np.int8))


def all_of(parts: Sequence[Verdicts]) -> Verdicts:
    """Kleene `and`."""
    result = parts[0]
    for part in parts[1:]:
        result = np.minimum(result, part)
    return result


def any_of(parts: Sequence[Verdicts]) -> Verdicts:
    """Kleene `or`."""
    result = parts[0]
    for part in parts[1:]:
        result = np.maximum(result, part)
    return result


def negated(verdicts: Verdicts) -> Verdicts:
    """Kleene `not`."""
    return np.asarray(-verdicts)


def both(left: Mask | None, right: Mask | None) -> Mask | None:
    """Where both hold; None stands for everywhere."""
    if left is None:
        return right
    return left if right is None else left & right
