"""Profiles set what exists, within bounds, with a reason; and quiet a usual buyer."""

from __future__ import annotations

import json
from dataclasses import replace
from math import comb
from typing import TYPE_CHECKING

import jsonschema
import numpy as np
import pytest
import yaml

from shopwarden.cli import run
from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.engine.explain import explain
from shopwarden.practices.disputes.evidence import asks_for_evidence, evidence
from shopwarden.practices.guide import guide_rules
from shopwarden.practices.profiles import for_rule, goals, profiles, with_profile
from shopwarden.records.choice import CHOICES
from shopwarden.records.moment import DAY_MS, HOUR_MS, read_moment
from shopwarden.records.reference import Confirmation, Reference
from shopwarden.screening.cards import cards
from shopwarden.screening.clocks import clock_sources, shop_clocks
from shopwarden.screening.derive import derived, wanted
from shopwarden.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from shopwarden.practices.profiles import Setting

RULES = {rule.id: rule for rule in guide_rules()}
SETTINGS = [(c, s) for c, settings in profiles().items() for s in settings]
NOW = read_moment("2026-11-20 10:00:00") or 0
STARTS = np.array([NOW - DAY_MS])
DISPUTE = "disputes/evidence_thin"


def test_the_data_fits_its_schema(repository: Path) -> None:
    text = (repository / "docs/schemas/profiles.schema.json").read_text("utf-8")
    place = repository / "src/shopwarden/practices/profiles.yaml"
    jsonschema.validate(yaml.safe_load(place.read_text("utf-8")), json.loads(text))


def test_every_category_a_shop_can_name_has_a_profile_or_says_none() -> None:
    assert set(profiles()) == set(CHOICES["category"])
    assert not profiles()["home"]
    assert not profiles()["other"]


@pytest.mark.parametrize(
    ("category", "setting"),
    SETTINGS,
    ids=[f"{c}-{s.rule}-{s.name}" for c, s in SETTINGS],
)
def test_every_setting_exists_fits_and_changes_something(
    category: str, setting: Setting
) -> None:
    rule = RULES[setting.rule]
    settled = rule.settings(with_profile(Reference(category=category)))
    assert settled[setting.name] == setting.value
    assert setting.value != rule.params[setting.name].default
    assert setting.why.zh
    assert setting.why.en
    assert setting.why.zh != setting.why.en


def test_no_parameter_is_set_twice() -> None:
    named = [(c, s.rule, s.name) for c, s in SETTINGS]
    assert len(named) == len(set(named))


def test_the_shops_own_setting_wins() -> None:
    own = {"monitoring/serial_returns": {"share": 0.7}}
    merged = with_profile(Reference(category="apparel", params=own))
    assert merged.params["monitoring/serial_returns"] == {"share": 0.7, "least": 8}


def test_no_category_changes_nothing() -> None:
    assert with_profile(Reference()).params == {}


def test_what_categories_set_of_a_rule_is_found_by_the_rule() -> None:
    found = for_rule("monitoring/return_weight_gap")
    assert set(found) == {"cosmetics", "electronics", "apparel"}
    assert not for_rule("payments/settlement_missing")


def raised(category: str, orders: int, returns: int) -> bool:
    """Whether serial_returns fires on a buyer with so many orders and returns."""
    placed = {"kind": "OrderPlaced", "repeat": orders, "every": "1d"}
    opened = {"kind": "AfterSaleOpened", "repeat": returns, "every": "1d"}
    same = {"order": "3160000001", "buyer": "b1"}
    records = [
        placed | same | {"ts": "2026-10-01 08:00:00", "receivable_fen": 9900},
        opened
        | same
        | {"ts": "2026-11-01 08:00:00", "after_sale": "8800001", "sku": "100001"}
        | {"request": "return", "amount_fen": 9900},
    ]
    facts = facts_of(records)
    reference = with_profile(Reference(category=category))
    rule = RULES["monitoring/serial_returns"]
    (run,) = evaluate((rule,), facts, reference, NOW, threads=1)
    return bool(explain(run, facts))


@pytest.mark.parametrize(
    ("orders", "returns", "unprofiled", "apparel"),
    [(5, 3, True, False), (10, 7, True, False), (10, 10, True, True)],
)
def test_apparel_asks_for_nearly_all_orders_returned(
    orders: int, returns: int, *, unprofiled: bool, apparel: bool
) -> None:
    assert raised("", orders, returns) is unprofiled
    assert raised("apparel", orders, returns) is apparel


def chance(share: float, least: int, most: int, rate: float) -> float:
    """The chance that a buyer returning at `rate` ends within the rule, at worst."""
    return max(
        sum(
            comb(n, k) * rate**k * (1 - rate) ** (n - k)
            for k in range(n + 1)
            if k / n >= share
        )
        for n in range(least, most + 1)
    )


def test_a_usual_return_rate_of_apparel_does_not_raise_it_for_every_buyer() -> None:
    rule = RULES["monitoring/serial_returns"]
    plain = rule.settings(Reference())
    own = rule.settings(with_profile(Reference(category="apparel")))
    assert chance(plain["share"], int(plain["least"]), 40, 0.3) > 0.1
    assert chance(own["share"], int(own["least"]), 40, 0.3) < 1 / 1000


def test_goals_warn_earlier_and_leave_every_deadline_alone() -> None:
    plain = shop_clocks(Reference(), NOW)
    fresh = shop_clocks(Reference(category="fresh"), NOW)
    for name in clock_sources():
        before, after = plain[name].times(STARTS), fresh[name].times(STARTS)
        assert after.due_ms.tolist() == before.due_ms.tolist()
        assert after.confirmed.tolist() == before.confirmed.tolist()
        sooner = (after.warn_ms < before.warn_ms).any()
        assert bool(sooner) is (name in goals("fresh"))
    warned = fresh["dispatch"].times(STARTS).warn_ms.tolist()[0]
    assert warned[0] == STARTS[0] + 12 * HOUR_MS


@pytest.mark.parametrize(("category", "warned"), [("", 0), ("fresh", 1), ("home", 0)])
def test_fresh_food_still_in_the_store_after_twenty_hours_is_told(
    category: str, warned: int
) -> None:
    rule, paid = RULES["policies/dispatch_near"], "2026-11-03 09:00:00"
    now = read_moment("2026-11-04 05:00:00") or 0
    order = {"order": "3160000001", "buyer": "b1", "ts": paid}
    other = {"order": "3160000002", "waybill": "y2", "ts": "2026-11-04 04:00:00"}
    facts = facts_of(
        [
            {"kind": "OrderPlaced", "receivable_fen": 9900} | order,
            {"kind": "OrderPaid"} | order,
            {"kind": "Shipment"} | other,
        ]
    )
    reference = with_profile(Reference(category=category))
    clocks = shop_clocks(reference, now)
    facts = derived(facts, reference, now, clocks, wanted([rule]))
    (judged,) = evaluate((rule,), facts, reference, now, threads=1)
    assert len(explain(judged, facts)) == warned


def test_a_goal_beyond_the_limit_does_not_delay_a_warning() -> None:
    own = Confirmation(
        "JD-DISPATCH-1", "店长", NOW - DAY_MS, NOW + DAY_MS, {}, {"length": "6h"}
    )
    plain = Reference(clauses={"JD-DISPATCH-1": own})
    both = [
        shop_clocks(each, NOW)["dispatch"].times(STARTS).warn_ms.tolist()
        for each in (plain, replace(plain, category="fresh"))
    ]
    assert both[0] == both[1]


@pytest.mark.parametrize("category", CHOICES["category"])
def test_evidence_speaks_to_known_causes(category: str) -> None:
    for piece in evidence(category):
        assert piece.causes
        assert set(piece.causes) <= set(CHOICES["cause"])


def test_card_of_a_dispute_names_what_the_category_wants() -> None:
    rules = [RULES[DISPUTE], RULES["disputes/extortion"]]
    plain, own = cards(rules), cards(rules, "electronics")
    steps = own[DISPUTE].runbook[len(plain[DISPUTE].runbook) :]
    assert len(steps) == len(evidence("electronics"))
    assert "序列号" in say(steps[0], "zh")
    assert "serial number" in say(steps[0], "en")
    assert own["disputes/extortion"] == plain["disputes/extortion"]
    assert cards(rules, "home") == plain


def test_evidence_stands_on_rules_that_exist() -> None:
    assert {r for r in RULES if asks_for_evidence(r)} == {
        "disputes/dispute_near",
        DISPUTE,
    }


def test_rules_show_tells_what_a_category_sets_and_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--lang", "en", "rules", "show", "policies/dispatch_near"]) == 0
    told = capsys.readouterr().out
    assert "for fresh food: soon = 36 hours" in told
    assert "own choice, unverified" in told
    assert run(["--lang", "en", "rules", "show", "payments/fee_unknown"]) == 0
    assert "own choice, unverified" not in capsys.readouterr().out
