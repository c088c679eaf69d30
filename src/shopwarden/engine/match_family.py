"""One tangled family: lines that several of its orders might own.

First by exact amounts (`match_exact`); what that leaves over goes to the only
order still open, or else to the open orders together, laid along what each is
owed, and is marked as not exact. Lines that are no income (fees, refunds)
carry no target of their own and are shared by what each order is owed.

What it does not do: look outside the family.

>>> family = Family([500, 300], [800, -40], [0b11, 0b11], [True, False])
>>> [(p.line, p.order, p.fen) for p in settle(family)]
[(0, 0, 500), (0, 1, 300), (1, 0, -25), (1, 1, -15)]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.engine.match_exact import solve
from shopwarden.engine.match_share import lay, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Family:
    """Orders with what each is still owed; lines with the orders they may serve.

    `allowed[j]` is the bit set of orders line j may belong to; amounts in fen.
    """

    due: Sequence[int]
    amounts: Sequence[int]
    allowed: Sequence[int]
    income: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Part:
    """`fen` of a line belongs to an order; `exact` if the amounts prove it."""

    line: int
    order: int
    fen: int
    exact: bool


def settle(family: Family) -> Iterator[Part]:
    """The parts of every line; those of a line sum to its amount."""
    money = [
        j for j, amount in enumerate(family.amounts) if family.income[j] and amount > 0
    ]
    orders, found = _exact(family, money)
    closed: set[int] = set()
    left = []
    for line, owners in zip(money, found, strict=True):
        rows = [orders[o] for o in owners]
        closed.update(rows)
        if not rows:
            left.append(line)
        elif len(rows) == 1:
            yield Part(line, rows[0], family.amounts[line], exact=True)
        else:
            yield from (Part(line, r, family.due[r], exact=True) for r in rows)
    yield from _together(family, left, closed)
    taken = set(money)
    for line in range(len(family.amounts)):
        if line not in taken:
            yield from _followed(family, line)


def _exact(
    family: Family, money: Sequence[int]
) -> tuple[list[int], Sequence[tuple[int, ...]]]:
    """The orders still owed something, and for each line those it explains."""
    orders = [o for o, due in enumerate(family.due) if due > 0]
    allowed = [
        sum(1 << i for i, o in enumerate(orders) if family.allowed[j] >> o & 1)
        for j in money
    ]
    due = [family.due[o] for o in orders]
    found = solve(due, [family.amounts[j] for j in money], allowed)
    return orders, found if found is not None else [()] * len(money)


def _together(family: Family, left: Sequence[int], closed: set[int]) -> Iterator[Part]:
    """Lines left over, laid along what the open orders are owed."""
    if not left:
        return
    reach = 0
    for line in left:
        reach |= family.allowed[line]
    rows = [o for o in range(len(family.due)) if reach >> o & 1]
    rows = [o for o in rows if o not in closed] or rows
    amounts = [family.amounts[line] for line in left]
    widths = share(sum(amounts), [max(family.due[o], 0) for o in rows])
    for at, to, fen in lay(amounts, widths):
        yield Part(left[at], rows[to], fen, exact=False)


def _followed(family: Family, line: int) -> Iterator[Part]:
    """A fee or refund of the family, shared by what each order is owed."""
    rows = [o for o in range(len(family.due)) if family.allowed[line] >> o & 1]
    if not family.amounts[line]:
        rows = rows[:1]  # a line of nothing still belongs somewhere
    parts = share(family.amounts[line], [max(family.due[o], 0) for o in rows])
    for row, fen in zip(rows, parts, strict=True):
        if fen or len(rows) == 1:
            yield Part(line, row, fen, exact=False)
