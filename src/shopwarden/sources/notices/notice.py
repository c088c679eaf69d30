"""What was read of a notice: values, each with its line and how sure it is.

What it does not do: read (`notices.read`).

>>> Found("YJ0001", 1).sure
True
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value, the line of the text it stood on, and whether it is sure."""

    value: Value
    line: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: all its readings in UTC ms, the earliest first.

    `asks` is what is due by then. There are no readings where the notice's
    own time is unknown, from which the deadline runs.
    """

    said: str  # the words, e.g. 3个工作日内
    line: int
    dues: tuple[int, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as read; None and () stand for "not found"."""

    number: Found[str] | None = None
    level: Found[str] | None = None
    clause: Found[str] | None = None
    others: tuple[Found[str], ...] = ()  # further rules that are named
    orders: tuple[Found[str], ...] = ()
    skus: tuple[Found[str], ...] = ()
    amount: Found[int] | None = None  # fen
    each: bool = False  # the amount is one order's
    amounts: Mapping[str, int] = field(default_factory=dict)  # fen by order
    noticed: Found[int] | None = None  # UTC ms
    deadlines: tuple[Deadline, ...] = ()
    asks: tuple[Found[str], ...] = ()
    masked: int = 0  # pieces of personal data in the text

    @property
    def dues(self) -> tuple[int, ...]:
        """Every reading of every deadline, the earliest first."""
        return tuple(sorted({due for one in self.deadlines for due in one.dues}))

    @property
    def empty(self) -> bool:
        """Whether nothing of a notice was found."""
        told = (self.number, self.level, self.clause, self.amount)
        return not (any(told) or self.orders or self.deadlines or self.asks)
