"""Inputs: which imported kinds of facts a rule stands on.

A rule names the kind it judges, those its features count and those its key
paths lead to. A derived kind stands on others in turn; which ones depends on
the clock, or on the column, that the rule looks at.

What it does not do: say whether they were delivered (`posture`).

>>> from shopwarden.practices.guide import guide_rules
>>> rule = next(r for r in guide_rules() if r.id == "payments/settlement_missing")
>>> sorted(inputs(rule))[:2]
[<Kind.BILL_LINE: 'BillLine'>, <Kind.ORDER_FINISHED: 'OrderFinished'>]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.engine.expression import Word, names, walk
from shopwarden.engine.rule import reached_kind
from shopwarden.records.schema import SCHEMAS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shopwarden.engine.rule import Rule

_BILLED = frozenset({Kind.ORDER_PLACED, Kind.ORDER_FINISHED, Kind.BILL_LINE})

# What a derived kind stands on, whatever is asked of it.
_ALWAYS: Mapping[Kind, frozenset[Kind]] = {
    Kind.SETTLEMENT_DUE: _BILLED,
    Kind.ORDER_RECONCILED: _BILLED,
    Kind.FEE_CHECKED: frozenset({Kind.BILL_LINE}),
    Kind.ORDER_LINKED: frozenset({Kind.ORDER_PLACED}),
    Kind.HOUR_COUNTED: frozenset({Kind.ORDER_LINE}),
    Kind.PRICE_REACHABLE: frozenset({Kind.PROMOTION_PLAN}),
    Kind.PROMISE_CHECKED: frozenset(
        {Kind.ORDER_LINE, Kind.ORDER_PAID, Kind.PARCEL_SCANNED, Kind.SKU_FACTS}
    ),
}
_CHATS = frozenset({Kind.MESSAGE, Kind.ORDER_PLACED})

# What it stands on as well, where a rule names one of these columns.
_BY_COLUMN: Mapping[Kind, Mapping[str, frozenset[Kind]]] = {
    Kind.PRICE_REACHABLE: dict.fromkeys(
        ("usual_fen", "shifted"), frozenset({Kind.ORDER_LINE})
    ),
    Kind.AGENT_DAY: {
        **dict.fromkeys(
            ("records", "records_usual", "records_days"), frozenset({Kind.DATA_EXPORT})
        ),
        **dict.fromkeys(("decrypts", "handled"), frozenset({Kind.OPERATION})),
        **dict.fromkeys(
            ("sessions", "converted", "contacts", "converted_usual_ppm"), _CHATS
        ),
    },
    Kind.ACCOUNT_REVIEWED: {
        **dict.fromkeys(("seen_ms", "idle_ms"), frozenset({Kind.SIGN_IN})),
        "trained_ms": frozenset({Kind.TRAINING}),
        **dict.fromkeys(
            (
                *("role", "joined_ms", "left_ms", "active", "mfa", "admin"),
                *("may_export", "may_pay", "may_edit", "phone_shared", "admins"),
                "listed",
            ),
            frozenset({Kind.STAFF}),
        ),
    },
}

# What a deadline stands on, by the clock a rule names.
_BY_CLOCK: Mapping[str, frozenset[Kind]] = {
    "dispatch": frozenset({Kind.ORDER_PAID, Kind.SHIPMENT}),
    "first_scan": frozenset({Kind.SHIPMENT, Kind.PARCEL_SCANNED}),
    "after_sale": frozenset({Kind.AFTER_SALE_OPENED, Kind.AFTER_SALE_ANSWERED}),
    "refund": frozenset({Kind.RETURN_RECEIVED, Kind.AFTER_SALE_CLOSED}),
    "notice": frozenset({Kind.NOTICE, Kind.NOTICE_ANSWERED}),
    "dispute": frozenset({Kind.DISPUTE_OPENED, Kind.DISPUTE_ANSWERED}),
    "appeal": frozenset({Kind.DISPUTE_DECIDED, Kind.APPEAL_FILED}),
    "paper": frozenset({Kind.DOCUMENT}),
}


def inputs(rule: Rule) -> frozenset[Kind]:
    """The imported kinds a rule stands on."""
    found: set[Kind] = set()
    for kind in _named(rule):
        found |= _below(kind, rule) if SCHEMAS[kind].derived else {kind}
    return frozenset(found)


def _named(rule: Rule) -> Iterable[Kind]:
    yield rule.fact
    used = {*names(rule.when.root)}
    for feature in rule.features.values():
        yield feature.of
        yield from _reached(rule.fact, feature.read_by)
        yield from _reached(feature.of, feature.by)
        yield from _reached(feature.of, (feature.value or "",))
        if feature.where is not None:
            yield from _reached(feature.of, names(feature.where.root))
    yield from _reached(rule.fact, used)


def _reached(kind: Kind, paths: Iterable[str]) -> Iterable[Kind]:
    for path in paths:
        root, dot, _ = path.partition(".")
        target = reached_kind(kind, root) if dot else None
        if target is not None:
            yield target


def _below(kind: Kind, rule: Rule) -> set[Kind]:
    found = set(_ALWAYS.get(kind, ()))
    asked = [rule.when.root]
    asked += [f.where.root for f in rule.features.values() if f.where is not None]
    if kind is Kind.DEADLINE:
        for node in (node for root in asked for node in walk(root)):
            if isinstance(node, Word):
                found |= _BY_CLOCK.get(node.text, frozenset())
    used = {f.value or "" for f in rule.features.values()}
    used |= {name for root in asked for name in names(root)}
    for column, kinds in _BY_COLUMN.get(kind, {}).items():
        if column in used:
            found |= kinds
    return found
