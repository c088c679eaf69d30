from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.practices.payments.fees import Role, load_fees
from shopwarden.practices.payments.rates import PPM, fair_fen, fits
from shopwarden.practices.payments.reasons import REASONS
from shopwarden.records.money import LIMIT_FEN

bases = st.integers(0, LIMIT_FEN)
rates = st.integers(0, PPM)
WAYS = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)


def rounded(base: int, ppm: int, way: str) -> int:
    return int((Decimal(base) * ppm / PPM).quantize(Decimal(1), way))


@given(bases, rates)
def test_the_fair_fee_is_rounded_half_up(base: int, ppm: int) -> None:
    found = int(fair_fen(np.array([base]), np.array([ppm]))[0])
    assert found == rounded(base, ppm, ROUND_HALF_UP)


@given(bases, rates, st.integers(-2, 2))
def test_a_fee_fits_by_any_way_to_round_half_a_fen(
    base: int, ppm: int, off: int
) -> None:
    amount = rounded(base, ppm, ROUND_HALF_UP) + off
    found = bool(fits(np.array([amount]), np.array([base]), np.array([ppm]))[0])
    assert found == (amount in {rounded(base, ppm, way) for way in WAYS})


def test_every_fee_leads_to_a_named_reason() -> None:
    for fee in load_fees().values():
        assert {fee.reason, fee.returned} <= set(REASONS)
        assert (fee.role in (Role.RATE, Role.STATED)) == bool(fee.bases)
