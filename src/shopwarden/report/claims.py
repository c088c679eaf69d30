"""Claims: what the payments rules found, as rows JD's support can check.

A claim is one finding of a payments rule: an order, an amount, the rows it
rests on, why, and what is asked for.

What it does not do: judge whether JD will agree; it asks, and cites rows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.engine.finding import StakeKind
from shopwarden.report.shown import findings
from shopwarden.screening.stakes import order_of
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shopwarden.engine.finding import Evidence, Finding
    from shopwarden.screening.result import ShopScreening

# What JD's settlement support is asked about: bills and fees. What the shop's own
# staff, wallet or buyers did is for the shop alone and never on this list.
CLAIMS = frozenset(
    f"payments/{name}"
    for name in (
        *("settlement_missing", "settlement_short", "settlement_late"),
        *("settlement_duplicate", "fee_off_rate", "fee_overcharged", "fee_unknown"),
        *("foreign_bill_row", "refund_twice", "refund_above_paid", "refund_unpaid"),
        *("unexplained_remainder", "small_remainder"),
    )
)
ROWS_CITED = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of a claim list."""

    id: str
    title: Text
    shop: ShopScreening
    order: str
    ts: int
    deadline_ms: int | None
    stake: StakeKind | None
    amount_fen: int | None
    reason: Text
    request: Text
    cited: str


def claims(shops: Iterable[ShopScreening]) -> dict[str, list[Claim]]:
    """Claims by rule, the largest first; rules by name."""
    found: dict[str, dict[tuple[str, str], Claim]] = defaultdict(dict)
    for shop in shops:
        for incident in shop.incidents:
            for finding in findings(incident):
                if _asks(finding):
                    claim = _claim(finding, shop)
                    found[finding.rule][shop.shop, finding.id] = claim
    return {rule: sorted(found[rule].values(), key=_largest) for rule in sorted(found)}


def _asks(finding: Finding) -> bool:
    return finding.rule in CLAIMS


def _largest(claim: Claim) -> tuple[str, int, str]:
    return (claim.shop.shop, -(claim.amount_fen or 0), claim.id)


def _claim(finding: Finding, shop: ShopScreening) -> Claim:
    order = order_of(finding)
    order = "" if order == finding.id else order
    stake = finding.stake
    return Claim(
        id=finding.id,
        title=shop.rules[finding.rule].title,
        shop=shop,
        order=order,
        ts=finding.ts,
        deadline_ms=finding.deadline_ms,
        stake=stake.kind if stake else None,
        amount_fen=stake.amount_fen if stake else None,
        reason=finding.reason,
        request=_request(finding, order),
        cited=_cited(finding.evidence),
    )


def _request(finding: Finding, order: str) -> Text:
    named = order or ", ".join(finding.orders[:ROWS_CITED])
    stake = finding.stake
    # Only what is lost is asked back; what is at risk is asked about.
    if stake is None or stake.kind is not StakeKind.LOSS or not stake.amount_fen:
        return Text("report.request_check", {"order": named})
    amount = stake.amount_fen
    return Text("report.request_amount", {"order": named, "stake_fen": amount})


def _cited(rows: tuple[Evidence, ...]) -> str:
    """The places of the first rows, and how many more there are."""
    places = [f"{row.file}:{row.row}" for row in rows[:ROWS_CITED]]
    rest = len(rows) - ROWS_CITED
    return "; ".join(places) + (f" (+{rest})" if rest > 0 else "")
