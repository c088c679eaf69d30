"""What a feature is: an aggregate of facts, by an entity, over a window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from shopwarden.records.facts import Array
    from shopwarden.records.schema import Kind


class Aggregate(StrEnum):
    """What is computed over the facts of a window."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    DISTINCT = "distinct"
    SINCE_LAST = "since_last"  # ms since the last fact
    FIRST_SEEN = "first_seen"  # ts of the first fact
    LAST = "last"  # the last known value


@dataclass(frozen=True, slots=True)
class Window:
    """One feature to compute.

    Facts of kind `of` feed the entity their columns `by` name; a fact that is
    judged reads the entity its columns `read_by` name (empty: the same
    names). `value` is the column aggregated: an integer column, for distinct
    any column; count, since_last and first_seen take none. `feed` names a
    mask of the facts that count, empty: all do.
    """

    name: str
    aggregate: Aggregate
    of: Kind
    by: tuple[str, ...]
    read_by: tuple[str, ...] = ()
    value: str | None = None
    window_ms: int | None = None  # None: since the beginning
    include_self: bool = True
    feed: str = ""

    def __post_init__(self) -> None:
        if not self.read_by:
            object.__setattr__(self, "read_by", self.by)
        if len(self.read_by) != len(self.by):
            raise ValueError(self.read_by)


@dataclass(frozen=True, slots=True)
class Values:
    """One feature at each fact: int64 (float64 for a mean), and where known.

    Where `known` is False the value is 0 and means nothing: the entity is
    missing, or there is no value (the maximum of nothing).
    """

    values: Array
    known: NDArray[np.bool_]
