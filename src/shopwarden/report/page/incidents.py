"""The incidents of the page: what, why in numbers, what to do, which rows.

What it does not do: rank or group (`screening.group` did).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.report.page.because import why
from shopwarden.report.page.markup import Markup, both, joined, table, tag
from shopwarden.report.shown import (
    LANES,
    attended,
    deadline,
    evidence,
    evidence_label,
    first_things,
    folded,
    leading,
    nothing_first,
    rules_of,
    stake_texts,
)
from shopwarden.words import Text, show_fen, show_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shopwarden.engine.finding import Evidence
    from shopwarden.screening.result import Incident, RuleCard, ShopScreening

ROWS_SHOWN = 20


def first_part(shop: ShopScreening, at: int) -> Markup:
    """At most five things, each a link to its incident below."""
    things = first_things(shop)
    if not things:
        body = tag("p", both(nothing_first(shop)))
        return tag("section", body, class_="card")
    title = Text("report.first_things", {"count": len(things)})
    items = [_first(incident, shop, at) for incident in things]
    return tag("section", tag("h2", both(title)), tag("ol", *items, class_="first"))


def _first(incident: Incident, shop: ShopScreening, at: int) -> Markup:
    reason = leading(incident).reason
    link = tag("a", both(incident.title), href=f"#{_name(incident, at)}")
    return tag(
        "li",
        tag("div", _lane(incident), tag("h3", link), class_="line"),
        tag("p", both(reason)),
        tag("p", *_facts(incident, shop), class_="facts"),
        class_=incident.lane.value,
    )


def incidents_part(shop: ShopScreening, at: int) -> Markup:
    """Every incident: those of today first, the weekly rest folded."""
    now, weekly = attended(shop), folded(shop)
    if not shop.incidents:
        body = tag("p", both(Text("report.no_incidents")))
        return tag("section", tag("h2", both(Text("report.all"))), body)
    shown = [_incident(each, shop, at, opened=n == 0) for n, each in enumerate(now)]
    rest: list[Markup] = []
    if weekly:
        count = Text("report.folded_title", {"incidents": len(weekly)})
        inner = [_incident(each, shop, at, opened=False) for each in weekly]
        head = tag("summary", both(count))
        rest = [tag("details", head, *inner, class_="folded")]
    total = tag("small", f"{len(shop.incidents):,}")
    head = tag("h2", both(Text("report.all")), " ", total)
    return tag("section", head, *shown, *rest)


def _incident(
    incident: Incident, shop: ShopScreening, at: int, *, opened: bool
) -> Markup:
    head = tag(
        "summary",
        _lane(incident),
        tag("h3", both(incident.title)),
        tag("span", *_facts(incident, shop), class_="facts"),
    )
    rules = rules_of(incident, shop)
    body = tag(
        "div",
        why(incident),
        *(_advice(card, named=len(rules) > 1) for card in rules.values()),
        _rows(evidence(incident)),
        _rules(rules),
        class_="body",
    )
    name, lane = _name(incident, at), f"incident {incident.lane.value}"
    if opened:
        return tag("details", head, body, id=name, class_=lane, open="")
    return tag("details", head, body, id=name, class_=lane)


def _name(incident: Incident, at: int) -> str:
    return f"i-{at}-{incident.id}"


def _lane(incident: Incident) -> Markup:
    return tag("span", both(LANES[incident.lane]), class_=f"lane {incident.lane.value}")


def _facts(incident: Incident, shop: ShopScreening) -> list[Markup]:
    """Stakes, deadline, severity and orders, as one line of small marks."""
    stakes = [tag("span", both(each), class_="stake") for each in stake_texts(incident)]
    when = deadline(incident, shop.as_of)
    marks = [tag("span", both(when), class_="deadline")] if when else []
    severity = Text(f"report.severity_{incident.severity.value}")
    # Chats and pages need not be about an order.
    count = len(incident.orders)
    orders = [tag("span", both(Text("report.orders", {"orders": count})))]
    return [
        *stakes,
        *marks,
        tag("span", both(severity)),
        *(orders if count else ()),
    ]


def _advice(card: RuleCard, *, named: bool) -> Markup:
    """What to do, and what it may be instead; by rule where there are several."""
    parts = [tag("strong", both(card.title))] if named else []
    if card.runbook:
        steps = tag("ol", *(tag("li", both(step)) for step in card.runbook))
        parts.append(tag("div", tag("h4", both(Text("report.runbook"))), steps))
    if card.falsepositives:
        notes = tag("ul", *(tag("li", both(note)) for note in card.falsepositives))
        title = both(Text("report.falsepositives"))
        parts.append(tag("div", tag("h4", title), notes))
    if card.lesson is not None:
        parts.append(tag("p", both(card.lesson), class_="muted"))
    return tag("div", *parts, class_="advice")


def _rows(rows: Sequence[Evidence]) -> Markup:
    heads = (
        Text("report.head_time"),
        Text("report.head_order"),
        Text("report.head_what"),
        Text("report.head_amount"),
        Text("report.head_place"),
    )
    shown = table([both(h) for h in heads], map(_row, rows[:ROWS_SHOWN]), "rows")
    title = tag("h4", both(Text("report.evidence", {"rows": len(rows)})))
    if len(rows) <= ROWS_SHOWN:
        return tag("div", title, shown)
    more = Text("report.more_in_workbook", {"rows": len(rows) - ROWS_SHOWN})
    return tag("div", title, shown, tag("p", both(more), class_="muted"))


def _row(row: Evidence) -> Markup:
    parts = [
        both(Text(f"report.kind_{row.kind.name.lower()}")),
        both(evidence_label(row)),
        row.sku,
    ]
    what = joined([part for part in parts if part], " · ")
    amount = "" if row.amount_fen is None else show_fen(row.amount_fen)
    return tag(
        "tr",
        tag("td", show_moment(row.ts), class_="time"),
        tag("td", row.order, class_="id"),
        tag("td", what),
        tag("td", amount, class_="figure"),
        tag("td", f"{row.file}:{row.row}", class_="place"),
    )


def _rules(rules: dict[str, RuleCard]) -> Markup:
    links = [
        tag("a", f"{rule} v{card.version}", href=f"#r-{rule}")
        for rule, card in rules.items()
    ]
    return tag(
        "p", both(Text("report.by_rules")), " ", joined(links, " · "), class_="muted"
    )
