"""Examples spread into acts are the facts that examples stand for."""

from __future__ import annotations

import pytest

from shopwarden.engine.examples import facts_of
from shopwarden.practices.guide import guide_rules
from shopwarden.screening.redteam.acts import acts

RULES = guide_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_spread_acts_are_the_facts_of_the_example(rule: object) -> None:
    for example in next(r for r in RULES if r is rule).examples:
        spread = facts_of([act.record for act in acts(example.facts)])
        whole = facts_of(example.facts)
        assert spread.tables.keys() == whole.tables.keys()
        for kind, table in whole.tables.items():
            for name, column in table.columns.items():
                if name not in ("row", "file"):
                    assert spread.table(kind)[name].tolist() == column.tolist()


def test_acts_are_in_order_of_time_and_numbered() -> None:
    scene = acts(
        [
            {"kind": "OrderPaid", "ts": 9_000, "order": "2"},
            {"kind": "OrderPaid", "repeat": 2, "every": "1s", "ts": 5, "order": "08"},
        ]
    )
    assert [act.ts for act in scene] == [5, 1_005, 9_000]
    assert [act.at for act in scene] == [0, 1, 2]
    assert [act.record["order"] for act in scene] == ["08", "09", "2"]


def test_acts_of_one_sort_are_one_group_whatever_their_identities() -> None:
    scene = acts(
        [
            {"kind": "Message", "ts": 1, "session": "s1", "staff": True},
            {"kind": "Message", "ts": 2, "session": "s2", "staff": True},
            {"kind": "Message", "ts": 3, "session": "s2", "staff": False},
        ]
    )
    assert [act.group for act in scene] == [0, 0, 1]


def test_an_act_is_about_its_order_else_its_chat_else_itself() -> None:
    scene = acts(
        [
            {"kind": "Message", "ts": 1, "session": "s1", "order": "3160000001"},
            {"kind": "Message", "ts": 2, "session": "s1"},
            {"kind": "SignIn", "ts": 3, "agent": "a1"},
        ]
    )
    cases = ["order:3160000001", "session:s1", "at:2"]
    assert [act.case for act in scene] == cases
