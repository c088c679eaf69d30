"""What the page rests on: files read, problems, what stayed open, the rules.

What it does not do: show raw values of bad rows; a problem has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.report.page.markup import Markup, both, joined, table, tag
from shopwarden.report.shown import alike, place
from shopwarden.words import Text, show_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shopwarden.records.problem import Problem
    from shopwarden.screening.result import (
        FileRead,
        NotEvaluated,
        RuleCard,
        ShopScreening,
    )

PROBLEMS_SHOWN = 200


def left_open_part(shop: ShopScreening) -> Markup:
    """The rules that could not judge, and the file that would let them."""
    title = tag("h2", both(Text("report.open_title")))
    if not shop.not_evaluated:
        return tag("section", title, tag("p", both(Text("report.open_none"))))
    heads = (
        Text("report.head_rule"),
        Text("report.head_facts"),
        Text("report.head_because"),
        Text("report.head_opens"),
    )
    rows = [_open(each) for each in shop.not_evaluated]
    intro = tag("p", both(Text("report.open_intro")), class_="muted")
    return tag("section", title, intro, table([both(h) for h in heads], rows, "wide"))


def _open(each: NotEvaluated) -> Markup:
    return tag(
        "tr",
        tag("th", both(each.title), tag("small", each.rule), scope="row"),
        tag("td", f"{each.facts:,}", class_="figure"),
        tag("td", both(each.because)),
        tag("td", both(each.opens_with)),
    )


def files_part(shop: ShopScreening) -> Markup:
    """Every file: what it is, how many rows were kept, what days it covers."""
    heads = (
        Text("report.head_file"),
        Text("report.head_kind"),
        Text("report.head_rows"),
        Text("report.head_kept"),
        Text("report.head_covers"),
        Text("report.head_state"),
    )
    rows = [_file(each) for each in shop.files]
    notes = [tag("li", both(note)) for note in shop.notes]
    return tag(
        "section",
        tag("h2", both(Text("report.files_title"))),
        table([both(h) for h in heads], rows, "wide"),
        *([tag("ul", *notes)] if notes else []),
    )


def _file(each: FileRead) -> Markup:
    span = ""
    if each.start_ms is not None and each.end_ms is not None:
        span = f"{show_day(each.start_ms)} – {show_day(each.end_ms)}"
    return tag(
        "tr",
        tag("th", each.name, scope="row", class_="place"),
        tag("td", both(each.kind)),
        tag("td", f"{each.rows:,}", class_="figure"),
        tag("td", f"{each.kept:,}", class_="figure"),
        tag("td", span, class_="time"),
        tag("td", both(each.state)),
    )


def problems_part(shop: ShopScreening) -> Markup:
    """What could not be read, alike ones together: where, why, what to do."""
    title = tag("h2", both(Text("report.problems_title")))
    if not shop.problems:
        return tag("section", title, tag("p", both(Text("report.problems_none"))))
    groups = alike(shop.problems)
    heads = (
        Text("report.head_file"),
        Text("report.head_where"),
        Text("report.head_because"),
        Text("report.head_hint"),
    )
    rows = [_problem(group) for group in groups[:PROBLEMS_SHOWN]]
    shown = table([both(h) for h in heads], rows, "wide")
    rest = len(groups) - PROBLEMS_SHOWN
    if rest <= 0:
        return tag("section", title, shown)
    more = Text("report.more_problems", {"problems": rest})
    return tag("section", title, shown, tag("p", both(more), class_="muted"))


def _problem(group: Sequence[Problem]) -> Markup:
    one = group[0]
    return tag(
        "tr",
        tag("th", one.file, scope="row", class_="place"),
        tag("td", joined((both(part) for part in place(group)), " · ")),
        tag(
            "td", both(Text(f"report.extent_{one.extent.value}")), " ", both(one.reason)
        ),
        tag("td", both(one.hint)),
    )


def rules_part(shops: Iterable[ShopScreening]) -> Markup:
    """The rules that found something: what they rest on, and how sure that is."""
    used = {
        alert.rule: shop.rules[alert.rule]
        for shop in shops
        for incident in shop.incidents
        for alert in incident.alerts
    }
    cards = [_card(rule, used[rule]) for rule in sorted(used)]
    title = tag("h2", both(Text("report.rules_title")))
    intro = tag("p", both(Text("report.rules_intro")), class_="muted")
    return tag("section", title, intro, *cards, id="rules")


def _card(rule: str, card: RuleCard) -> Markup:
    marks = [*card.controls, *card.threats]
    about = tag("p", f"{rule} v{card.version} · ", " · ".join(marks), class_="muted")
    references = [tag("li", each, " ", _verified(each)) for each in card.references]
    return tag(
        "div",
        tag("h3", both(card.title)),
        about,
        tag("ul", *references),
        id=f"r-{rule}",
        class_="rule",
    )


def _verified(reference: str) -> Markup:
    """A mark beside what nobody confirmed; a reference says so itself."""
    doubtful = "verified" not in reference.lower() or "unverified" in reference.lower()
    if not doubtful:
        return Markup("")
    return tag("span", both(Text("report.unverified")), class_="unverified")
