"""Screen one shop: derive, evaluate, explain, group; say what was not evaluated.

Facts come in, a `ShopScreening` goes out. The same facts and the same moment
give the same screening, whatever the order of files. It reads no clock: the
caller says as of when.

What it does not do: read files (`sources`), word anything (`words`), or draw
(`report`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.clock import Pause
from shopwarden.engine.evaluate import evaluate
from shopwarden.engine.explain import People, explain
from shopwarden.practices.guide import load_guide
from shopwarden.practices.payments.reconcile import reconcile
from shopwarden.records.schema import Kind
from shopwarden.screening.cards import cards
from shopwarden.screening.clocks import shop_clocks
from shopwarden.screening.derive import derived, wanted
from shopwarden.screening.group import group
from shopwarden.screening.money import money_summary
from shopwarden.screening.posture import delivered, posture
from shopwarden.screening.result import FileRead, ShopScreening
from shopwarden.screening.unanswered import not_evaluated
from shopwarden.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.rule import Rule
    from shopwarden.practices.disputes.deadlines import ShopClock
    from shopwarden.practices.payments.reconcile import Reconciliation
    from shopwarden.records.problem import Problem
    from shopwarden.records.reference import Reference
    from shopwarden.sources.intake import FileReport, ShopFacts


def screen(
    shop: ShopFacts,
    rules: Sequence[Rule],
    reference: Reference,
    as_of: int,
    unread: Sequence[Problem] = (),
) -> tuple[ShopScreening, Reconciliation]:
    """Apply every rule to one shop's facts as known at `as_of` (UTC ms).

    `unread` are problems of files that belong to no shop. Returns the
    screening and the reconciliation it rests on. Raises
    SettingsError where the shop's own parameters do not fit a rule.
    """
    reconciled = reconcile(shop.facts, reference, as_of)
    asked = wanted(rules)
    facts = derived(
        reconciled.facts,
        reference,
        as_of,
        _clocks(reference, as_of) if Kind.DEADLINE in asked else {},
        asked,
    )
    runs = evaluate(rules, facts, reference, as_of)
    people = People()
    findings = [f for run in runs for f in explain(run, facts, people)]
    by_id = {rule.id: rule for rule in rules}
    screening = ShopScreening(
        shop=shop.shop,
        name=shop.name,
        as_of=as_of,
        incidents=group(findings, by_id, as_of),
        not_evaluated=not_evaluated(runs, shop),
        money=money_summary(reconciled),
        files=tuple(_read(report) for report in shop.files),
        problems=(*unread, *shop.problems),
        notes=(*shop.notes, *_skipped(reconciled)),
        rules=cards(rules, reference.category),
        posture=posture(
            load_guide().controls,
            runs,
            delivered(shop, as_of),
            reference.attestations,
            as_of,
        ),
    )
    return screening, reconciled


def _clocks(reference: Reference, as_of: int) -> Mapping[str, ShopClock]:
    """The shop's clocks, standing still where JD announced it."""
    stops = (Pause(p.start_ms, p.end_ms, p.why) for p in reference.pauses)
    return shop_clocks(reference, as_of, stops)


def _read(report: FileReport) -> FileRead:
    return FileRead(
        name=report.name,
        kind=Text(f"screening.file_{report.kind.partition(':')[0]}"),
        rows=report.rows,
        kept=report.kept,
        start_ms=report.start_ms or None,
        end_ms=report.end_ms or None,
        state=Text(f"screening.state_{report.state_source}"),
    )


def _skipped(reconciled: Reconciliation) -> tuple[Text, ...]:
    """What the reconciliation could not judge, counted."""
    return tuple(
        Text(f"screening.skipped_{why}", {"orders": count})
        for why, count in sorted(reconciled.skipped.items())
    )
