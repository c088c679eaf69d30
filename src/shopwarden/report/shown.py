"""What every form of the report says alike: the money, the first five, the counts.

What it does not do: draw (each form does), or judge.

>>> [total for total in within(((0, 5), (86_400_000, 7)), 0, 86_400_000)]
[5]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from shopwarden.engine.finding import Lane, StakeKind
from shopwarden.records.choice import CHOICES
from shopwarden.records.judge import LABELS
from shopwarden.records.moment import DAY_MS, SHANGHAI_MS
from shopwarden.records.schema import SCHEMAS, Kind
from shopwarden.words import Bilingual, Text, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shopwarden.engine.finding import Evidence, Finding
    from shopwarden.records.problem import Problem
    from shopwarden.screening.result import (
        Incident,
        MoneySummary,
        RuleCard,
        ShopScreening,
    )

FIRST_THINGS = 5
WEEK_DAYS = 7
ROWS_NAMED = 12

LANES: Mapping[Lane, Text] = {
    Lane.RING: Text("report.lane_ring"),
    Lane.TODAY: Text("report.lane_today"),
    Lane.WEEKLY: Text("report.lane_weekly"),
}


def evidence_label(row: Evidence) -> Text:
    """What kind of row it is: in its file's words, or by the labels of its text."""
    named = [word for word in row.label.split(", ") if word in LABELS]
    if not row.label:
        return Text(f"columns.kind_{Kind(row.kind).name.lower()}")
    if not named:
        for column in SCHEMAS[Kind(row.kind)].columns.values():
            if row.label in CHOICES.get(column.domain, ()):
                return Text(f"choices.{column.domain}_{row.label}")
        return Text(Bilingual("{label}", "{label}"), {"label": row.label})
    # "lure" says less than "lure:deposit", which stands beside it.
    families = {word.partition(":")[0] for word in named if ":" in word}
    told = [Text(f"labels.{w.replace(':', '_')}") for w in named if w not in families]
    zh, en = (
        "、".join(say(t, "zh") for t in told),
        ", ".join(say(t, "en") for t in told),
    )
    return Text(Bilingual(zh, en))


def owed_fen(money: MoneySummary) -> int:
    """What JD has yet to pay: pending, and what nothing explains."""
    return money.pending_fen + money.remainder_fen


def past_due_fen(shop: ShopScreening) -> int:
    """Pending lines whose expected day, as JD stated it, is over."""
    if shop.money is None:
        return 0
    today = day_start(shop.as_of)
    return sum(fen for day, fen in shop.money.due_by_day if day < today)


def overdue_fen(shop: ShopScreening) -> int:
    """What should have arrived: orders without a bill, and pending past its day."""
    return past_due_fen(shop) + (shop.money.overdue_fen if shop.money else 0)


def within(days: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    """The amounts of the days (ms, fen) with start ≤ ms < end."""
    return [fen for day, fen in days if start <= day < end]


def day_start(ms: int) -> int:
    """The start of the Shanghai day that holds `ms`, UTC ms."""
    return (ms + SHANGHAI_MS) // DAY_MS * DAY_MS - SHANGHAI_MS


def due_today_fen(shop: ShopScreening) -> int:
    """What should arrive on the day of `as_of`."""
    start = day_start(shop.as_of)
    return _arriving(shop, start, start + DAY_MS)


def due_this_week_fen(shop: ShopScreening) -> int:
    """What should arrive within seven days, today included."""
    start = day_start(shop.as_of)
    return _arriving(shop, start, start + WEEK_DAYS * DAY_MS)


def _arriving(shop: ShopScreening, start: int, end: int) -> int:
    return sum(within(shop.money.due_by_day, start, end)) if shop.money else 0


def shop_title(shop: ShopScreening) -> Text:
    """What to call a shop: its name, else its id, else that it has none."""
    if shop.name:
        return plain(shop.name)
    if shop.shop:
        return Text("report.shop_titled", {"shop": shop.shop})
    return Text("report.shop_unknown")


def first_things(shop: ShopScreening) -> tuple[Incident, ...]:
    """At most five incidents to look at first; weekly ones wait."""
    return attended(shop)[:FIRST_THINGS]


def nothing_first(shop: ShopScreening) -> Text:
    """Why there is nothing to look at first: all is well, or nothing was judged."""
    judged = shop.money is not None or shop.incidents
    return Text("report.nothing_first" if judged else "report.nothing_judged")


def attended(shop: ShopScreening) -> tuple[Incident, ...]:
    """The incidents that ask for a person now, ranked."""
    return tuple(each for each in shop.incidents if each.lane is not Lane.WEEKLY)


def folded(shop: ShopScreening) -> tuple[Incident, ...]:
    """The weekly rest, ranked."""
    return tuple(each for each in shop.incidents if each.lane is Lane.WEEKLY)


def counts(shop: ShopScreening) -> dict[Lane, int]:
    """Incidents per lane, all lanes."""
    counted = Counter(incident.lane for incident in shop.incidents)
    return {lane: counted[lane] for lane in Lane}


def findings(incident: Incident) -> list[Finding]:
    """All findings of an incident, the leading alert's first."""
    return [finding for alert in incident.alerts for finding in alert.findings]


def weight(finding: Finding) -> tuple[int, int, str]:
    """Sorts findings by what is at stake, the most first."""
    amount = finding.stake.amount_fen if finding.stake else 0
    return (-amount, finding.ts, finding.id)


def leading(incident: Incident) -> Finding:
    """The finding that tells most of it: the leading alert's largest."""
    return min(incident.alerts[0].findings, key=weight)


def evidence(incident: Incident) -> list[Evidence]:
    """The rows that show it, each once: those judged first, then what they rest on.

    The rows of the leading finding, whose reason is told, come before all; within
    each part by time, file and row. A judged row has the moment of a finding that
    cites it.
    """
    lead = leading(incident)
    told = {row for row in lead.evidence if row.ts == lead.ts}
    cited = [(row, f.ts) for f in findings(incident) for row in f.evidence]
    judged = {row for row, ts in cited if row.ts == ts}

    def importance(row: Evidence) -> tuple[bool, bool, int, str, int, Evidence]:
        return (row not in told, row not in judged, row.ts, row.file, row.row, row)

    return sorted({row for row, _ in cited}, key=importance)


def rules_of(incident: Incident, shop: ShopScreening) -> dict[str, RuleCard]:
    """The cards of the incident's rules, the leading one first."""
    return {alert.rule: shop.rules[alert.rule] for alert in incident.alerts}


def stake_texts(incident: Incident) -> list[Text]:
    """Each kind of stake with its amount, what is lost before what may be."""
    return [
        Text(f"report.stake_{kind.value}", {"stake_fen": incident.stake[kind]})
        for kind in StakeKind
        if kind in incident.stake
    ]


def plain(text: str) -> Text:
    """A text that is the same in both languages (an id, a file name)."""
    return Text(Bilingual("{text}", "{text}"), {"text": text})


def alike(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Problems with the same file, column, reason and hint, by first row.

    Reasons that differ in nothing but the row they name are alike.
    """
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for each in problems:
        reason, hint = (_without_row(text) for text in (each.reason, each.hint))
        groups[each.file, each.column, reason, hint].append(each)
    return [sorted(groups[key], key=lambda p: p.row) for key in sorted(groups)]


def _without_row(text: Text) -> str:
    return say(replace(text, params={**text.params, "row": ""}), "zh")


def place(group: Sequence[Problem]) -> list[Text]:
    """Where alike problems are: rows, column, or the whole file."""
    rows = [str(each.row) for each in group if each.row]
    parts = []
    if len(rows) == 1:
        parts.append(Text("report.at_row", {"row": rows[0]}))
    elif rows:
        shown = ", ".join(rows[:ROWS_NAMED]) + (" …" if len(rows) > ROWS_NAMED else "")
        parts.append(Text("report.at_rows", {"rows": shown, "count": len(rows)}))
    if group[0].column:
        parts.append(Text("report.at_column", {"column": group[0].column}))
    return parts or [Text("report.whole_file")]


def deadline(incident: Incident, as_of: int) -> Text | None:
    """When it must be done, and how long that is from `as_of`."""
    if incident.deadline_ms is None:
        return None
    days = (day_start(incident.deadline_ms) - day_start(as_of)) // DAY_MS
    params = {"deadline_ms": incident.deadline_ms, "days": abs(days)}
    if incident.deadline_ms < as_of:
        return Text("report.deadline_past", params)
    if days == 0:
        return Text("report.deadline_today", params)
    return Text("report.deadline_ahead", params)
