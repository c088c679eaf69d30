"""Not evaluated: per rule, for how many facts, why, and what would open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.phrase import phrase
from shopwarden.records.schema import TOKEN_DOMAINS
from shopwarden.screening.result import NotEvaluated
from shopwarden.screening.tables import table_for
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.evaluate import RuleRun
    from shopwarden.sources.intake import ShopFacts


def not_evaluated(runs: Sequence[RuleRun], shop: ShopFacts) -> tuple[NotEvaluated, ...]:
    """The rules that left facts open, or had no facts to judge at all."""
    return tuple(_open(run, shop) for run in runs if run.unknown or not run.total)


def _open(run: RuleRun, shop: ShopFacts) -> NotEvaluated:
    cause = _main_cause(run)
    table = table_for(cause, run.rule.fact)
    what, _, name = cause.partition(":")
    if what == "list":
        opens = Text("screening.opens_list", {"list": name})
    elif table is None:
        opens = Text("screening.opens_nothing")
    else:
        code = "opens_confirmed" if table.verified else "opens_unverified"
        if _delivered(cause, shop):
            code = "opens_earlier"
        opens = Text(f"screening.{code}", {"table": table.title, "menu": table.menu})
    return NotEvaluated(
        rule=run.rule.id,
        title=Text(run.rule.title),
        facts=run.unknown,
        because=_because(cause, run, shop),
        opens_with=opens,
    )


def _delivered(cause: str, shop: ShopFacts) -> bool:
    """Whether the kind was exported, only not far enough back."""
    what, _, name = cause.partition(":")
    return what == "coverage" and any(c.kind == name for c in shop.facts.coverage)


def _main_cause(run: RuleRun) -> str:
    """The cause that left most facts open; without facts, their kind's coverage."""
    if not run.total:
        return f"coverage:{run.rule.fact}"
    causes = run.unknown_because or {"undefined": run.unknown}
    return min(causes, key=lambda cause: (-causes[cause], cause))


def _because(cause: str, run: RuleRun, shop: ShopFacts) -> Text:
    what, _, name = cause.partition(":")
    column = name.rpartition(".")[2]
    if not run.total:
        return Text("screening.because_no_facts", {"kind": run.rule.fact.value})
    if what == "coverage":
        return Text("screening.because_coverage", {"kind": name, "facts": run.unknown})
    if what == "missing" and column in TOKEN_DOMAINS and shop.masked.get(column):
        return Text(
            "screening.because_masked",
            {
                "column": phrase(run.rule, name, run.near.plan.settings),
                "masked": shop.masked[column],
            },
        )
    if what == "missing":
        called = phrase(run.rule, name, run.near.plan.settings)
        told = {"column": called, "facts": run.unknown}
        return Text("screening.because_missing", told)
    if what == "list":
        return Text("screening.because_list", {"list": name})
    return Text("screening.because_undefined", {"name": cause, "facts": run.unknown})
