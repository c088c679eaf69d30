"""Proposal: a first `shop.yaml` out of what the bills show.

Each line is marked "observed, not contract" until a person confirms it: a
rate that was wrong from the first day would otherwise become the contract.

What it does not do: propose from fewer than `ENOUGH` rows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from shopwarden.records.moment import DAY_MS
from shopwarden.records.reference import Rate, Reference, Standing
from shopwarden.records.schema import MISSING, Kind
from shopwarden.sources.exports.bills import GOODS
from shopwarden.sources.exports.normalise import PPM
from shopwarden.sources.settings import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from shopwarden.records.facts import Facts, Table

ENOUGH = 10
_MARK = "# 由账单观察所得，并非合同 / observed in bills, not contract"


def propose(facts: Facts, shop: str = "") -> Reference:
    """The rates and the cycle that a shop's bill lines show.

    A rate is the median of those JD states, else of amount ÷ base, per fee
    and class; the cycle is the median from 订单完成时间 to 到账时间, up to
    whole days. Fewer than `ENOUGH` rows propose nothing.
    """
    bills = facts.table(Kind.BILL_LINE)
    return Reference(
        shop=shop, rates=tuple(_rates(facts, bills)), cycle_ms=_cycle(bills)
    )


def _rates(facts: Facts, bills: Table) -> Iterator[Rate]:
    ppm = _ppm(bills)
    charged = (bills["amount_fen"] < 0) & (ppm > 0)
    charged &= bills["fee"] != facts.code("fee", GOODS)
    pairs = np.stack([bills["fee"][charged], bills["fee_class"][charged]])
    kinds, which, counts = np.unique(
        pairs, axis=1, return_inverse=True, return_counts=True
    )
    for at in np.flatnonzero(counts >= ENOUGH):
        fee, fee_class = (int(code) for code in kinds[:, at])
        yield Rate(
            facts.name("fee", fee),
            facts.name("fee_class", fee_class),
            _median(ppm[charged][which.reshape(-1) == at]),
            Standing.OBSERVED,
        )


def _ppm(bills: Table) -> NDArray[np.int64]:
    """Per line the rate JD states, else the one its amount and base show; 0 if none."""
    stated, base = bills["rate_ppm"], bills["base_fen"]
    usable = (base != MISSING) & (base != 0)
    shown = np.abs(bills["amount_fen"]) * PPM // np.where(usable, np.abs(base), 1)
    found = np.where(stated != MISSING, stated, np.where(usable, shown, 0))
    return np.asarray(found, np.int64)


def _cycle(bills: Table) -> int | None:
    arrived, finished = bills["arrived_ms"], bills["finished_ms"]
    known = (arrived != MISSING) & (finished != MISSING) & (arrived >= finished)
    if int(known.sum()) < ENOUGH:
        return None
    median = _median(arrived[known] - finished[known])
    return -(-median // DAY_MS) * DAY_MS


def _median(values: NDArray[Any]) -> int:
    """The lower median: always one of the values."""
    return int(np.sort(values)[(len(values) - 1) // 2])


def write_proposal(path: Path, proposed: Reference) -> None:
    """Write a proposal as `shop.yaml`, each proposed line marked; OutputError."""
    write_whole(path, proposal_text(proposed))


def proposal_text(proposed: Reference) -> str:
    """The proposal as the text of a `shop.yaml`."""
    return "\n".join(_lines(proposed)) + "\n"


def _lines(proposed: Reference) -> Iterator[str]:
    yield "# 确认后把 standing 改为 contract，并删去行尾注释"
    yield "# once confirmed, set standing to contract and remove the comment"
    yield f"shop: {_quoted(proposed.shop)}"
    yield "rates:" if proposed.rates else "rates: []"
    for rate in proposed.rates:
        yield (
            f"  - {{fee: {_quoted(rate.fee)}, class: {_quoted(rate.fee_class)}, "
            f"rate: {_percent(rate.ppm)}, standing: observed}}  {_MARK}"
        )
    if proposed.cycle_ms is not None:
        days = proposed.cycle_ms // DAY_MS
        yield f"cycle: {{length: {days}d, standing: observed}}  {_MARK}"


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, whatever it holds.
    return json.dumps(text, ensure_ascii=False)


def _percent(ppm: int) -> str:
    whole, rest = divmod(ppm, PPM // 100)
    digits = f"{rest:04d}".rstrip("0")
    return f"{whole}.{digits}%" if digits else f"{whole}%"
