"""What the red team found, as plain values for JSON: moves with their numbers.

>>> from shopwarden.screening.redteam.result import RuleResult, State
>>> plain_rule(RuleResult("a/b", State.NOBODY, 9))["state"]
'nobody'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shopwarden.screening.redteam.result import Reach, RuleResult, TextResult


def plain_rule(found: RuleResult) -> dict[str, Any]:
    """One rule's result."""
    price = found.price
    return {
        "rule": found.rule,
        "state": found.state.value,
        "example_line": found.line,
        "moves": [{"kind": move.kind, **move.params} for move in found.moves],
        "cost_fen": found.cost_fen if found.moves else None,
        "price": None
        if price is None
        else {
            "money_fen": price.money_fen,
            "minutes": price.minutes,
            "waited_minutes": price.waited_min,
            "forgone_thousandths": price.forgone,
        },
        "proven": found.proven,
        "caught_by": list(found.caught_by),
        "trials": found.trials,
    }


def plain_text(found: TextResult) -> dict[str, Any]:
    """One label's result; its texts are invented ones."""
    return {
        "label": found.label,
        "language": found.language,
        "state": found.state.value,
        "kind": found.kind,
        "by": found.by,
        "seed_text": found.seed,
        "moves": list(found.moves),
        "cost": found.cost if found.moves else None,
        "understood_percent": found.keeps,
        "messages": list(found.messages),
        "caught_by": list(found.caught_by),
        "proven": found.proven,
        "trials": found.trials,
    }


def plain_reach(found: Reach) -> dict[str, Any]:
    """How far one disguise reaches alone."""
    return {
        "disguise": found.disguise,
        "hidden_seeds": found.hidden,
        "seeds": found.seeds,
    }
