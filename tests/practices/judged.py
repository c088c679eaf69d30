"""One rule over a small invented shop, everything derived as in a real scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.examples import facts_of
from shopwarden.engine.explain import explain
from shopwarden.practices.guide import guide_rules
from shopwarden.records.moment import read_moment
from shopwarden.records.reference import Reference
from shopwarden.screening.clocks import shop_clocks
from shopwarden.screening.derive import derived, wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.finding import Finding

RULES = {rule.id: rule for rule in guide_rules()}


def at(text: str) -> int:
    """A moment of China time as ms."""
    found = read_moment(text)
    assert found is not None
    return found


def findings(
    rule: str, records: Sequence[Mapping[str, Any]], as_of: str
) -> list[Finding]:
    """What a rule finds in records, as known at a moment of China time."""
    now, reference = at(as_of), Reference()
    facts = facts_of(records)
    clocks = shop_clocks(reference, now)
    facts = derived(facts, reference, now, clocks, wanted([RULES[rule]]))
    (run,) = evaluate((RULES[rule],), facts, reference, now, threads=1)
    return explain(run, facts)
