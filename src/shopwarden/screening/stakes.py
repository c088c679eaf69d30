"""What is at stake: summed over distinct orders per kind, never across kinds.

Within one rule each finding is a line of its own, so its amounts add up to the
order's. Several rules about one order speak of the same money: the largest
amount counts, once.

What it does not do: decide the amount of a finding (its rule does).

>>> total({("refund", "A"): 500, ("price", "A"): 700, ("price", "B"): 100})
800
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.finding import Finding, StakeKind


def stakes(findings: Iterable[Finding]) -> dict[StakeKind, int]:
    """The money of these findings by kind, in fen."""
    by_kind: dict[StakeKind, dict[tuple[str, str], int]] = {}
    for finding in {each.id: each for each in findings}.values():
        if finding.stake is None:
            continue
        amounts = by_kind.setdefault(finding.stake.kind, defaultdict(int))
        amounts[finding.rule, order_of(finding)] += finding.stake.amount_fen
    return {kind: total(by_kind[kind]) for kind in sorted(by_kind)}


def total(amounts: Mapping[tuple[str, str], int]) -> int:
    """The sum over orders of the largest amount any rule gave; keys (rule, order)."""
    largest: dict[str, int] = {}
    for (_, order), amount in amounts.items():
        largest[order] = max(amount, largest.get(order, 0))
    return sum(largest.values())


def order_of(finding: Finding) -> str:
    """The order a finding's money belongs to; its own id where there is none."""
    if finding.entity_kind == "order":
        return finding.entity
    stated = finding.values.get("order")
    if isinstance(stated, str):
        return stated
    if len(finding.orders) == 1:
        return finding.orders[0]
    judged = {e.order for e in finding.evidence if e.ts == finding.ts and e.order}
    return judged.pop() if len(judged) == 1 else finding.id
