"""Fees against what they should be: contract, or what other orders pay.

A fee line is wholly explained only if it equals rate × base to the fen, and
the rate is the contract's or the lower median of *other* orders of the same
fee and 扣点类型 (at least ten, half of which follow it exactly). The rate the
line states is no evidence that the rate is right. Flat fees are compared with
the median amount in the same way.

What it does not do: assign lines to orders; it works on lines alone.

>>> fair_fen(np.array([990]), np.array([50_000])).tolist()  # 49.5, half up
[50]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shopwarden.practices.payments.bases import BASES, bases_of
from shopwarden.practices.payments.due import number
from shopwarden.practices.payments.fees import Role, fee_names, load_fees
from shopwarden.practices.payments.peers import median_of_others
from shopwarden.practices.payments.sums import Sums, pair, total_by
from shopwarden.records.reference import Standing
from shopwarden.records.schema import MISSING, NO_CODE

if TYPE_CHECKING:
    from shopwarden.practices.payments.expect import Expected
    from shopwarden.practices.payments.lines import Bill
    from shopwarden.records.facts import Array, Facts, Table
    from shopwarden.records.reference import Rate, Reference

PPM = 1_000_000
CHECKED_BY_CONTRACT, CHECKED_BY_OTHERS, UNCHECKED = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Checks:
    """A row per fee line `line`: what it should have been (signed fen).

    `contract` is 1, 0 (observed) or -1: not checked, and then expected is the
    line itself. Rates and bases are MISSING where unknown.
    """

    line: Array
    expected_fen: Array
    base_fen: Array
    rate_ppm: Array
    fair_ppm: Array
    contract: Array
    peers: Array


def fair_fen(base: Array, ppm: Array) -> Array:
    """Rate × base in fen, half up; base and rate ≥ 0, rate ≤ 100 %."""
    whole, rest = _product(base, ppm)
    return np.asarray(whole + (2 * rest >= PPM))


def fits(amount: Array, base: Array, ppm: Array) -> Array:
    """Whether an amount ≥ 0 is rate × base by any way to round half a fen."""
    whole, rest = _product(base, ppm)
    up = amount == whole + 1
    down = amount == whole
    return np.asarray(
        np.where(2 * rest == PPM, up | down, up & (2 * rest > PPM))
        | (down & (2 * rest < PPM))
    )


def _product(base: Array, ppm: Array) -> tuple[Array, Array]:
    """Base × ppm in whole fen and millionths; split so that int64 holds it."""
    high, low = np.divmod(base, PPM)
    whole, rest = np.divmod(low * ppm, PPM)
    return high * ppm + whole, rest


def check(facts: Facts, expected: Expected, bill: Bill, reference: Reference) -> Checks:
    """Every fee line against its fair amount."""
    line = np.flatnonzero(bill.fee)
    amount = bill.table["amount_fen"][line]
    role = bill.role[line]
    group = _groups(bill, line)
    base = _base(facts, expected, bill, line, group)
    rate = _rate(bill, line, base)
    fair, contract, peers = _fair(facts, bill, line, group, base, rate, reference)
    by_rate = np.flatnonzero((contract != UNCHECKED) & (base != MISSING))
    due = amount.copy()
    due[by_rate] = _expected(amount[by_rate], base[by_rate], fair[by_rate])
    contract[base == MISSING] = UNCHECKED
    stated = np.flatnonzero((role == Role.STATED) & (base != MISSING))
    stated = stated[bill.table["rate_ppm"][line[stated]] != MISSING]
    own = bill.table["rate_ppm"][line[stated]]
    due[stated] = _expected(amount[stated], base[stated], own)
    _check_flat(bill, line, group, due, contract, peers)
    return Checks(line, due, base, rate, fair, contract, peers)


def _expected(amount: Array, base: Array, ppm: Array) -> Array:
    """The signed fair amount; the amount itself where it fits."""
    fair = np.sign(amount) * fair_fen(base, ppm)
    return np.where(fits(abs(amount), base, ppm), amount, fair)


def _groups(bill: Bill, line: Array) -> Array:
    """Fee and 扣点类型 as one dense number."""
    table = bill.table
    width = int(table["fee_class"].max(initial=0))
    key = pair(table["fee"][line], classes(bill)[line], width)
    key += width + 2  # a line without a fee name counts from -1
    used = np.bincount(key) > 0
    return (np.cumsum(used) - 1)[key]


def classes(bill: Bill) -> Array:
    """扣点类型 of each line; where it says none, that of its SKU's other lines."""
    table = bill.table
    told = np.flatnonzero((table["fee_class"] != NO_CODE) & (table["sku"] != NO_CODE))
    of_sku = np.full(int(table["sku"].max(initial=0)) + 2, NO_CODE, np.int64)
    # In the total order, so that the newest line of a SKU decides.
    of_sku[table["sku"][told]] = table["fee_class"][told]
    own = table["fee_class"]
    return np.where(own == NO_CODE, of_sku[table["sku"]], own)


def _base(
    facts: Facts,
    expected: Expected,
    bill: Bill,
    line: Array,
    group: Array,
) -> Array:
    """The line's own base, else the one most other orders follow, if it is one."""
    table = bill.table
    base = abs(table["base_fen"][line])
    base[table["base_fen"][line] == MISSING] = MISSING
    lacking = np.flatnonzero(
        (base == MISSING)
        & np.isin(bill.role[line], (Role.RATE, Role.STATED))
        & (table["amount_fen"][line] != 0)
    )
    if not len(lacking):
        return base
    found = bases_of(facts, expected, bill, line[lacking])
    rows, groups = line[lacking], group[lacking]
    allowed = _allowed(facts, bill, rows)
    stack = np.stack([np.where(found[n] > 0, found[n], MISSING) for n in BASES])
    score = np.stack([_votes(bill, rows, b, groups) for b in stack])
    score[~allowed] = -1
    best = score.max(axis=0)
    base[lacking] = _agreed(np.where(score == best, stack, MISSING))
    return base


def _agreed(bases: Array) -> Array:
    """The one base that is left; MISSING where several differ."""
    told = bases != MISSING
    high = bases.max(axis=0)
    low = np.where(told, bases, np.iinfo(np.int64).max).min(axis=0)
    return np.where(told.any(axis=0) & (high == low), high, MISSING)


def _votes(bill: Bill, line: Array, base: Array, group: Array) -> Array:
    """Of the *other* orders that know a base, the share it makes exact.

    In thousandths, per line. A rate that differs from line to line is the
    line's own.
    """
    rate = _rate(bill, line, base)
    amount = abs(bill.table["amount_fen"][line])
    usual = _most_common(group, rate, int(group.max()) + 1)[group]
    stated = bill.role[line] == Role.STATED
    usual = np.where(stated, bill.table["rate_ppm"][line], usual)
    told = (base != MISSING) & (usual != MISSING)
    exact = told & fits(amount, np.where(told, base, 0), np.where(told, usual, 0))
    owner = bill.table["order"][line]
    known = _of_others(group, owner, base != MISSING)
    return 1000 * _of_others(group, owner, exact) // np.maximum(known, 1)


def _of_others(group: Array, owner: Array, mask: Array) -> Array:
    """Per row: how many rows of other owners in its group are in the mask."""
    counted = mask.astype(np.int64)
    whole = total_by(int(group.max()) + 1, group, counted)[group]
    key = pair(group, owner, int(owner.max()))
    return np.asarray(whole - Sums.of(key, counted).at(key, 0))


def _most_common(group: Array, rate: Array, size: int) -> Array:
    usual = np.full(size, MISSING, np.int64)
    told = np.flatnonzero(rate != MISSING)
    if not len(told):
        return usual
    keys, count = np.unique(group[told] * (PPM + 1) + rate[told], return_counts=True)
    groups, rates = np.divmod(keys, PPM + 1)
    ranked = np.lexsort((-rates, count))  # the lowest of the commonest comes last
    usual[groups[ranked]] = rates[ranked]
    return usual


def _allowed(facts: Facts, bill: Bill, line: Array) -> Array:
    """Which bases `fees.yaml` names for the fee of each line: bases × lines."""
    known = load_fees()
    fees = [known.get(name) for name in fee_names(facts)]
    named = [[bool(f and base in f.bases) for f in fees] for base in BASES]
    with_end = np.array([[*row, False] for row in named], bool)
    return np.asarray(with_end[:, bill.table["fee"][line]])


def _rate(bill: Bill, line: Array, base: Array) -> Array:
    """The rate a line really charges: stated if it fits, else the simplest one."""
    stated = bill.table["rate_ppm"][line]
    amount = abs(bill.table["amount_fen"][line])
    sane = (stated != MISSING) & (stated >= 0) & (stated <= PPM)
    told = (base != MISSING) & (base > 0)
    safe = np.where(told, base, 1)
    exact = sane & told & fits(amount, safe, np.where(sane, stated, 0))
    rate = np.where(told, MISSING, np.where(sane, stated, MISSING))
    rate[exact] = stated[exact]
    for step in (10_000, 1_000, 100, 10, 1):
        open_ = np.flatnonzero(told & (rate == MISSING) & (amount <= safe))
        near = _nearest(amount[open_], safe[open_], step)
        good = fits(amount[open_], safe[open_], near)
        rate[open_[good]] = near[good]
    return rate


def _nearest(amount: Array, base: Array, step: int) -> Array:
    """The multiple of `step` ppm closest to amount / base (≤ 1)."""
    # An estimate only: `fits` then decides in integers.
    return np.rint(amount / base * (PPM / step)).astype(np.int64) * step


def _fair(
    facts: Facts,
    bill: Bill,
    line: Array,
    group: Array,
    base: Array,
    rate: Array,
    reference: Reference,
) -> tuple[Array, Array, Array]:
    """Per line: the fair rate, who says so, and how many peers."""
    fair = np.full(len(line), MISSING, np.int64)
    contract = np.full(len(line), UNCHECKED, np.int8)
    peers = np.zeros(len(line), np.int64)
    rated = np.flatnonzero((bill.role[line] == Role.RATE) & (rate != MISSING))
    median, count = median_of_others(
        group[rated], bill.table["order"][line[rated]], rate[rated]
    )
    amount = abs(bill.table["amount_fen"][line[rated]])
    told = base[rated] != MISSING
    follows = np.where(
        told,
        (median != MISSING)
        & fits(amount, np.where(told, base[rated], 0), np.maximum(median, 0)),
        rate[rated] == median,
    )
    good = (count >= int(number("least_peers"))) & _quorum(group[rated], follows)
    fair[rated[good]] = median[good]
    contract[rated[good]] = CHECKED_BY_OTHERS
    peers[rated] = count
    _by_contract(facts, bill, line, base, reference, fair, contract)
    return fair, contract, peers


def _quorum(group: Array, follows: Array) -> Array:
    """Whether enough lines of a row's group follow its common value."""
    if not len(group):
        return np.empty(0, bool)
    size = int(group.max()) + 1
    share = total_by(size, group, follows.astype(np.int64)) / np.maximum(
        np.bincount(group, minlength=size), 1
    )
    return np.asarray((share >= float(number("quorum_share")))[group])


def _by_contract(
    facts: Facts,
    bill: Bill,
    line: Array,
    base: Array,
    reference: Reference,
    fair: Array,
    contract: Array,
) -> None:
    """Confirmed rates replace observed ones; a class beats the general rate.

    Which day's rate JD applies is not verified: around a change, a line that
    fits a rate in force between placing and settling is fair.
    """
    table = bill.table
    billed, latest = _charged_at(bill, line), table["ts"][line]
    placed = table["placed_ms"][line]
    placed = np.where(placed == MISSING, billed, placed)
    amount, told = abs(table["amount_fen"][line]), base != MISSING
    confirmed = [r for r in reference.rates if r.standing is Standing.CONTRACT]
    ranked = sorted(confirmed, key=lambda r: (r.fee, r.fee_class, r.since_ms))
    for at, rate in enumerate(ranked):
        mine = (bill.role[line] == Role.RATE) & _is_of(facts, table, line, rate)
        mine &= latest >= rate.since_ms
        taken = mine & (billed >= rate.since_ms)
        if at and _same(ranked[at - 1], rate):
            new, old = (
                told & fits(amount, np.where(told, base, 0), np.array(r.ppm))
                for r in (rate, ranked[at - 1])
            )
            taken = mine & ((billed >= rate.since_ms) | new)
            taken &= ~(old & (placed < rate.since_ms))
        fair[taken] = rate.ppm
        contract[taken] = CHECKED_BY_CONTRACT


def _is_of(facts: Facts, table: Table, line: Array, rate: Rate) -> Array:
    mine = table["fee"][line] == facts.code("fee", rate.fee)
    if rate.fee_class:
        mine &= table["fee_class"][line] == facts.code("fee_class", rate.fee_class)
    return np.asarray(mine)


def _same(first: Rate, second: Rate) -> bool:
    return (first.fee, first.fee_class) == (second.fee, second.fee_class)


def _charged_at(bill: Bill, line: Array) -> Array:
    """When a fee was billed; a returned one when its order was first billed."""
    table = bill.table
    billed = table["billed_ms"]
    billed = np.where(billed == MISSING, table["due_ms"], billed)
    billed = np.where(billed == MISSING, table["ts"], billed)
    first = np.full(int(table["order"].max(initial=0)) + 2, np.iinfo(np.int64).max)
    np.minimum.at(first, table["order"], billed)
    back = table["amount_fen"][line] > 0
    return np.where(back, first[table["order"][line]], billed[line])


def _check_flat(
    bill: Bill,
    line: Array,
    group: Array,
    due: Array,
    contract: Array,
    peers: Array,
) -> None:
    """Flat fees: the amount other orders pay."""
    flat = np.flatnonzero(bill.role[line] == Role.FLAT)
    amount = bill.table["amount_fen"][line[flat]]
    median, count = median_of_others(
        group[flat], bill.table["order"][line[flat]], abs(amount)
    )
    good = (count >= int(number("least_peers"))) & _quorum(
        group[flat], abs(amount) == median
    )
    due[flat[good]] = (np.sign(amount) * median)[good]
    contract[flat[good]] = CHECKED_BY_OTHERS
    peers[flat] = count
