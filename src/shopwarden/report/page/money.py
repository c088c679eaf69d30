"""The money part of the page: what JD owes, why, and when it should arrive.

What it does not do: compute the money (`screening` did).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopwarden.report.page.charts import Bar, bar
from shopwarden.report.page.markup import Markup, both, table, tag
from shopwarden.report.shown import (
    day_start,
    due_this_week_fen,
    due_today_fen,
    overdue_fen,
    owed_fen,
    past_due_fen,
    plain,
)
from shopwarden.words import Text, show_day, show_fen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shopwarden.screening.result import MoneySummary, ShopScreening

REASONS_SHOWN = 8
DAYS_SHOWN = 14


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the way from what is due to what has arrived."""

    label: Text
    note: Text | None
    fen: int
    bar: Bar


def money_part(shop: ShopScreening) -> Markup:
    """The headline, the tiles, and the two charts; a sentence without money."""
    if shop.money is None:
        return tag("section", tag("p", both(Text("report.no_money"))), class_="card")
    return tag(
        "section",
        _headline(shop, shop.money),
        tag(
            "div",
            _chart(Text("report.chart_way"), _way(shop.money)),
            _chart(Text("report.chart_days"), _days(shop, shop.money)),
            class_="charts",
        ),
        class_="card money",
    )


def _headline(shop: ShopScreening, money: MoneySummary) -> Markup:
    owed = Text("report.owed_label")
    tiles = [
        (Text("report.money_overdue"), overdue_fen(shop), "bad"),
        (Text("report.money_today"), due_today_fen(shop), ""),
        (Text("report.money_week"), due_this_week_fen(shop), ""),
        (Text("report.money_remainder"), money.remainder_fen, "bad"),
        (Text("report.money_pending"), money.pending_fen, ""),
        (Text("report.money_not_due"), money.not_due_fen, ""),
    ]
    hero = tag(
        "div",
        tag("h2", both(owed), class_="label"),
        tag("p", show_fen(owed_fen(money)), class_="hero"),
        tag("p", both(owed_how(shop, money)), class_="muted"),
        class_="headline",
    )
    return tag(
        "div",
        hero,
        tag("dl", *(_tile(*t) for t in tiles), class_="tiles"),
        class_="top",
    )


def owed_how(shop: ShopScreening, money: MoneySummary) -> Text:
    """What the headline adds up, and how much of it is late or unexplained."""
    parts = {
        "pending_fen": money.pending_fen,
        "past_fen": past_due_fen(shop),
        "remainder_fen": money.remainder_fen,
        "orders": money.orders,
    }
    return Text("report.owed_how", parts)


def _tile(label: Text, fen: int, tone: str) -> Markup:
    shown = tag("dd", show_fen(fen), class_=tone if fen else "none")
    return tag("div", tag("dt", both(label)), shown)


def _chart(title: Text, body: Markup) -> Markup:
    return tag("div", tag("h3", both(title)), body)


def _way(money: MoneySummary) -> Markup:
    steps = list(_steps(money))
    low = min(0, *(min(s.bar.start, s.bar.end) for s in steps))
    high = max(max(s.bar.start, s.bar.end) for s in steps)
    rows = [
        tag(
            "tr",
            tag("th", both(step.label), *_note(step), scope="row"),
            tag("td", bar(step.bar, low, high), class_="drawn"),
            tag("td", show_fen(step.fen), class_="figure"),
        )
        for step in steps
    ]
    heads = (
        Text("report.head_what"),
        Text("report.head_share"),
        Text("report.head_amount"),
    )
    return table([both(h) for h in heads], rows, "bars")


def _note(step: Step) -> tuple[Markup, ...]:
    return (tag("small", both(step.note)),) if step.note else ()


def _steps(money: MoneySummary) -> Iterator[Step]:
    """Due, less each reason, is what is settled, pending, and unexplained."""
    at = money.due_fen
    yield Step(Text("report.step_due"), None, at, Bar(0, at, "due"))
    for label, count, fen in _reasons(money):
        note = Text("report.times", {"count": count})
        yield Step(label, note, -fen, Bar(at, at - fen, "out" if fen >= 0 else "in"))
        at -= fen
    at = 0
    for label, fen, tone in (
        (Text("report.step_settled"), money.settled_fen, "settled"),
        (Text("report.step_pending"), money.pending_fen, "pending"),
        (Text("report.step_remainder"), money.remainder_fen, "bad"),
    ):
        yield Step(label, None, fen, Bar(at, at + fen, tone))
        at += fen


def _reasons(money: MoneySummary) -> list[tuple[Text, int, int]]:
    """The largest reasons; the smaller ones summed into one line."""
    ranked = sorted(money.reasons, key=lambda r: (-abs(r[2]), str(r[0].source)))
    shown, rest = ranked[:REASONS_SHOWN], ranked[REASONS_SHOWN:]
    if not rest:
        return shown
    other = Text("report.other_reasons", {"kinds": len(rest)})
    return [*shown, (other, sum(r[1] for r in rest), sum(r[2] for r in rest))]


def _days(shop: ShopScreening, money: MoneySummary) -> Markup:
    today = day_start(shop.as_of)
    past = past_due_fen(shop)
    coming = [pair for pair in money.due_by_day if pair[0] >= today]
    later = sum(fen for _, fen in coming[DAYS_SHOWN:])
    rows = [(plain(show_day(day)), fen, "pending") for day, fen in coming[:DAYS_SHOWN]]
    if past:
        rows.insert(0, (Text("report.days_past"), past, "bad"))
    if later:
        rows.append((Text("report.days_later"), later, "pending"))
    if not rows:
        return tag("p", both(Text("report.days_none")), class_="muted")
    low = min(0, *(fen for _, fen, _ in rows))
    high = max(0, *(fen for _, fen, _ in rows))
    shown = [
        tag(
            "tr",
            tag("th", both(label), scope="row"),
            tag("td", bar(Bar(0, fen, tone), low, high), class_="drawn"),
            tag("td", show_fen(fen), class_="figure"),
        )
        for label, fen, tone in rows
    ]
    heads = (
        Text("report.head_day"),
        Text("report.head_share"),
        Text("report.head_amount"),
    )
    return table([both(h) for h in heads], shown, "bars")
