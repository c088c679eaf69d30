"""A value of a clause for many facts: each by the version in force at its `ts`.

    value_at(clause, "fix", ts)   amounts in ms, fen, ppm …; MISSING where the
                                  clause had no such value, and `sure` per fact

Of several candidates the smallest is given, and it is not sure: never the rule.

What it does not do: choose the clause (a rule names it), or turn months into
days; a value in months stays a number of months.

>>> import numpy as np
>>> from shopwarden.practices.rulebook import load_rulebook
>>> clause = load_rulebook().clause("LAW-PRICE-16")
>>> value_at(clause, "lookback", np.array([1_795_000_000_000])).amounts.tolist()
[604800000]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.rulebook.confirmed import confirms
from shopwarden.records.schema import MISSING

if TYPE_CHECKING:
    import numpy.typing as npt

    from shopwarden.practices.rulebook.clause import Clause, Version
    from shopwarden.records.reference import Confirmation

    Moments = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ValuesAt:
    """Per fact: the value in its base, and whether it may be called the rule."""

    amounts: Moments
    sure: npt.NDArray[np.bool_]


def value_at(
    clause: Clause,
    name: str,
    ts: Moments,
    own: Confirmation | None = None,
    as_of_ms: int = 0,
) -> ValuesAt:
    """The value `name` for facts at the moments `ts`.

    `own` is the shop's confirmation, which counts if it holds as of
    `as_of_ms`, and only for facts of the version it was made for.
    """
    rows = [_row(v, clause, name, own, as_of_ms) for v in clause.versions]
    amounts = np.array([amount for amount, _ in rows], np.int64)
    sure = np.array([known for _, known in rows], np.bool_)
    at = _versions(clause, ts)
    known = at >= 0
    return ValuesAt(np.where(known, amounts[at], MISSING), known & sure[at])


def _versions(clause: Clause, ts: Moments) -> npt.NDArray[np.intp]:
    """Per moment the number of the version in force, -1 where there was none."""
    starts = [MISSING if v.from_ms is None else v.from_ms for v in clause.versions]
    ends = [
        np.iinfo(np.int64).max if v.until_ms is None else v.until_ms
        for v in clause.versions
    ]
    at = np.searchsorted(np.array(starts, np.int64), ts, side="right") - 1
    return np.where(ts < np.array(ends, np.int64)[at], at, -1)


def _row(
    version: Version,
    clause: Clause,
    name: str,
    own: Confirmation | None,
    as_of_ms: int,
) -> tuple[int, bool]:
    """A version's value and whether it is sure."""
    confirmed = {} if own is None else own.values
    if name in confirmed and confirms(clause, version, as_of_ms, own):
        return confirmed[name].amount, True
    stated = version.values.get(name)
    if stated is None:
        return int(MISSING), False
    single = len(stated.quantities) == 1
    return stated.earliest, single and version.firm(stated.state, as_of_ms)
