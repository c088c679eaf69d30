from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.practices.payments.money_model import AS_OF, START, number, shop

from shopwarden.practices.payments.reasons import REASONS, Cite
from shopwarden.practices.payments.reconcile import Reconciliation, reconcile
from shopwarden.records.facts import Facts
from shopwarden.records.moment import DAY_MS
from shopwarden.records.reference import Rate, Reference, Standing
from shopwarden.records.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE = number(1)


def run(made: Any, reference: Reference | None = None) -> Reconciliation:
    found = reconcile(made.facts(), reference or Reference(), AS_OF)
    assert_balanced(found)
    return found


def assert_balanced(found: Reconciliation) -> None:
    """due − settled − pending = Σ reasons + remainder, order by order."""
    table = found.facts.table(Kind.ORDER_RECONCILED)
    gap = table["due_fen"] - table["settled_fen"] - table["pending_fen"]
    assert (gap == table["explained_fen"] + table["remainder_fen"]).all()
    for order, explained in zip(table["order"], table["explained_fen"], strict=True):
        assert found.reasons.of(int(order)).amount_fen.sum() == explained


def remainders(found: Reconciliation) -> dict[str, tuple[str, int]]:
    """Order → (pattern, remainder), those that are not clean."""
    table, facts = found.facts.table(Kind.ORDER_RECONCILED), found.facts
    rows: list[Mapping[str, int]] = [
        {n: int(table[n][at]) for n in ("order", "pattern", "remainder_fen")}
        for at in range(len(table))
    ]
    named = (
        (facts.name("order", r["order"]), facts.name("pattern", r["pattern"]), r)
        for r in rows
    )
    return {o: (p, r["remainder_fen"]) for o, p, r in named if p != "clean"}


def reasons_of(found: Reconciliation, order: str) -> dict[str, int]:
    mine = found.reasons.of(found.facts.code("order", order))
    return {
        REASONS[r]: int(a) for r, a in zip(mine.reason, mine.amount_fen, strict=True)
    }


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_a_clean_shop_leaves_nothing(seed: int, bases: bool) -> None:
    assert remainders(run(shop(seed, bases=bases))) == {}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 400), st.booleans())
def test_missing_goods_money_comes_out_to_the_fen(
    seed: int, fen: int, bases: bool
) -> None:
    made = shop(seed, bases=bases)
    made.bill(ONE, "货款")["amount_fen"] -= fen
    found = remainders(run(made))
    assert found.keys() == {ONE}
    assert found[ONE][1] == fen
    assert found[ONE][0].startswith("short")


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 400), st.booleans())
def test_an_overcharge_comes_out_to_the_fen(seed: int, fen: int, bases: bool) -> None:
    made = shop(seed, orders=80, bases=bases)
    made.bill(ONE, "佣金")["amount_fen"] -= fen
    assert remainders(run(made)) == {ONE: ("excess_fee:佣金", fen)}


def test_too_small_a_fee_is_money_to_be_taken_back() -> None:
    made = shop(3, bases=True)
    made.bill(ONE, "佣金")["amount_fen"] += 5
    assert remainders(run(made)) == {ONE: ("low_fee:佣金", -5)}


def test_an_order_without_a_bill() -> None:
    made = shop(3)
    made.without(ONE)
    due = made.orders[4]["receivable_fen"] + made.orders[4]["freight_fen"]
    found = run(made)
    assert remainders(found) == {ONE: ("no_bill", due)}
    assert reasons_of(found, ONE) == {}


def test_what_is_not_due_yet_cites_the_cycle() -> None:
    made = shop(3)
    made.without(ONE)
    due = made.orders[4]["receivable_fen"] + made.orders[4]["freight_fen"]
    found = reconcile(made.facts(), Reference(), START + 12 * DAY_MS)
    assert_balanced(found)
    assert remainders(found).get(ONE) is None
    assert reasons_of(found, ONE) == {"timing_not_due": due}
    cited = found.reasons.of(found.facts.code("order", ONE)).cite_kind
    assert cited.tolist() == [Cite.CYCLE]


def test_a_missing_bill_is_not_claimed_where_no_bill_was_delivered() -> None:
    made = shop(3)
    made.without(ONE)
    facts = made.facts()
    early = tuple(c for c in facts.coverage if c.kind != Kind.BILL_LINE)
    blind = Facts(facts.tables, facts.names, facts.files, early)
    found = reconcile(blind, Reference(), AS_OF)
    assert remainders(found) == {}
    assert found.skipped["no_bill_for_the_time"] == 1


def test_the_same_fee_twice_is_no_explanation() -> None:
    made = shop(3)
    line = made.bill(ONE, "佣金")
    made.bills.append({**line, "nth": 1})
    assert remainders(run(made)) == {ONE: ("duplicate_charge", -line["amount_fen"])}


def test_the_same_income_twice_will_be_taken_back() -> None:
    made = shop(3)
    line = made.bill(ONE, "货款")
    made.bills.append({**line, "nth": 1})
    assert remainders(run(made)) == {ONE: ("duplicate_income", -line["amount_fen"])}


def test_an_unknown_fee_is_named() -> None:
    made = shop(3)
    line = {**made.bill(ONE, "货款"), "fee": "神秘费", "amount_fen": -321}
    made.bills.append(line)
    assert remainders(run(made)) == {ONE: ("unknown_fee:神秘费", 321)}


def test_refunds_beyond_what_was_due_stay() -> None:
    made = shop(3)
    due = made.orders[4]["receivable_fen"] + made.orders[4]["freight_fen"]
    line = made.bill(ONE, "货款")
    for nth, fen in enumerate((due, 250)):
        back = {**line, "after_sale": f"77{nth}", "amount_fen": -fen}
        made.bills.append(back)
    found = run(made)
    assert remainders(found)[ONE] == ("refund_beyond", 250)
    assert reasons_of(found, ONE)["refund"] == due


def test_a_cancelled_order_is_owed_nothing() -> None:
    made = shop(3)
    made.extra.append(
        {"kind": "OrderState", "ts": AS_OF, "order": ONE, "status": "订单取消"}
    )
    made.without(ONE)
    assert remainders(run(made)) == {}


def test_an_order_deleted_after_it_was_finished_is_still_owed() -> None:
    made = shop(3)
    made.extra.append(
        {"kind": "OrderState", "ts": AS_OF, "order": ONE, "status": "完成"}
        | {"deleted": 1}
    )
    assert remainders(run(made)) == {}
    made.without(ONE)
    assert remainders(run(made))[ONE][0] == "no_bill"


def test_an_order_with_an_unread_line_is_not_judged() -> None:
    made = shop(3)
    made.bill(ONE, "货款").pop("amount_fen")
    found = run(made)
    assert remainders(found) == {}
    assert found.skipped["bill_unread"] == 1


def test_no_bill_is_claimed_while_a_line_has_lost_its_order() -> None:
    made = shop(3)
    made.bill(ONE, "货款").pop("order")
    made.without(ONE)
    found = run(made)
    assert remainders(found) == {}
    assert found.skipped["bill_without_order"] == 1
    assert found.skipped["no_bill_for_the_time"] >= 1


def test_goods_in_and_out_of_a_cancelled_order_cancel_out() -> None:
    made = shop(3)
    made.extra.append(
        {"kind": "OrderState", "ts": AS_OF, "order": ONE, "status": "订单取消"}
    )
    line = made.bill(ONE, "货款")
    made.without(ONE)
    back = {**line, "after_sale": "771", "amount_fen": -line["amount_fen"]}
    made.bills += [line, back]
    assert remainders(run(made)) == {}
    made.bills.remove(line)
    assert remainders(run(made)) == {ONE: ("refund_beyond", line["amount_fen"])}


def test_another_shops_order_is_foreign() -> None:
    made = shop(3)
    made.bills.append({**made.bill(ONE, "货款"), "order": "399900000001"})
    fen = made.bill(ONE, "货款")["amount_fen"]
    assert remainders(run(made)) == {"399900000001": ("foreign_order", -fen)}


def test_a_bill_on_the_parent_reaches_its_children() -> None:
    made = shop(3)
    two = number(2)
    for record in made.orders:
        if record["order"] in (ONE, two) and record["kind"] == "OrderPlaced":
            record["parent"] = "3160009"
    for line in made.bills:
        if line["order"] in (ONE, two):
            line["order"] = "3160009"
    assert remainders(run(made)) == {}


def test_a_contract_beats_what_others_pay() -> None:
    contract = Rate("佣金", "基础扣点", 40_000, Standing.CONTRACT)
    found = run(shop(3, bases=True), Reference(rates=(contract,)))
    assert {p for p, _ in remainders(found).values()} == {"excess_fee:佣金"}
    cited = found.reasons.cite_kind[found.reasons.rate_ppm == 40_000]
    assert set(cited.tolist()) == {Cite.CONTRACT}


def test_an_observed_rate_is_not_evidence_while_it_is_only_observed() -> None:
    seen = Rate("佣金", "基础扣点", 40_000, Standing.OBSERVED)
    assert remainders(run(shop(3), Reference(rates=(seen,)))) == {}


def test_with_few_peers_a_fee_is_not_checked() -> None:
    made = shop(3, orders=9)
    made.bill(ONE, "佣金")["amount_fen"] -= 999
    found = run(made)
    assert "fee_unchecked" in reasons_of(found, ONE)
    assert "commission" not in found.by_reason


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 300))
def test_a_line_never_moves_the_rate_that_explains_it(seed: int, fen: int) -> None:
    made = shop(seed, bases=True)
    before = fair_rate(run(made), ONE)
    made.bill(ONE, "佣金")["amount_fen"] -= fen
    made.bill(ONE, "佣金")["rate_ppm"] = 990_000
    assert fair_rate(run(made), ONE) == before


def fair_rate(found: Reconciliation, order: str) -> tuple[int, int]:
    table = found.facts.table(Kind.FEE_CHECKED)
    mine = table["order"] == found.facts.code("order", order)
    mine &= table["fee"] == found.facts.code("fee", "佣金")
    at = int(np.flatnonzero(mine & (table["amount_fen"] < 0))[0])
    return int(table["fair_ppm"][at]), int(table["peers"][at])


def test_reasons_cite_rows_that_exist() -> None:
    found = run(shop(3))
    assert (found.reasons.cite_file >= 0).all()
    assert (found.reasons.cite_row > 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_records_changes_nothing(seed: int) -> None:
    made = shop(seed)
    first = remainders(run(made))
    made.bills.reverse()
    made.orders.reverse()
    assert remainders(run(made)) == first
