"""Why an incident is one: reasons in numbers, the nearest miss, a chart.

What it does not do: make up reasons; each comes from a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopwarden.records.moment import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from shopwarden.report.page.charts import Bar, bar, bin_size, bins, histogram
from shopwarden.report.page.markup import Markup, both, table, tag
from shopwarden.report.shown import findings, weight
from shopwarden.words import Text, say, show_fen, show_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shopwarden.engine.finding import Finding
    from shopwarden.screening.result import Incident

REASONS_SHOWN = 3
FEWEST_FOR_A_CHART = 6
PPM_A_PERCENT = 10_000

# Two numbers that explain a finding best side by side: what was, what should be.
_PAIRS = (
    ("rate_ppm", "fair_ppm"),
    ("unit_fen", "floor_fen"),
    ("unit_fen", "usual_fen"),
)
_LABELS: Mapping[str, Text] = {
    "rate_ppm": Text("report.pair_rate"),
    "fair_ppm": Text("report.pair_fair"),
    "unit_fen": Text("report.pair_unit"),
    "floor_fen": Text("report.pair_floor"),
    "usual_fen": Text("report.pair_usual"),
}
_UNITS: Mapping[int, Text] = {
    SECOND_MS: Text("report.per_second"),
    MINUTE_MS: Text("report.per_minute"),
    HOUR_MS: Text("report.per_hour"),
    DAY_MS: Text("report.per_day"),
}


def why(incident: Incident) -> Markup:
    """The reasons of each rule, the nearest miss and a chart if one says more."""
    told = _unlike(_told(incident))
    rest = len({f.id for f in findings(incident)}) - len(told)
    items = [tag("li", both(finding.reason), *_miss(finding)) for finding in told]
    if rest > 0:
        items.append(tag("li", both(Text("report.more_findings", {"findings": rest}))))
    head = tag("h4", both(Text("report.why")))
    return tag("div", head, tag("ul", *items), *_charts(incident), class_="why")


def _told(incident: Incident) -> list[Finding]:
    """The finding with the most at stake of each rule, filled up to three."""
    ranked = sorted(findings(incident), key=weight)
    leading = {finding.rule: finding for finding in reversed(ranked)}
    chosen = {finding.id for finding in leading.values()}
    spare = max(REASONS_SHOWN - len(leading), 0)
    filling = [finding.id for finding in ranked if finding.id not in chosen][:spare]
    return [finding for finding in ranked if finding.id in chosen | set(filling)]


def _unlike(told: list[Finding]) -> list[Finding]:
    """Those that say something new."""
    return list({say(finding.reason, "zh"): finding for finding in told}.values())


def _miss(finding: Finding) -> tuple[Markup, ...]:
    if finding.nearest_miss is None:
        return ()
    return (tag("small", both(finding.nearest_miss), class_="miss"),)


def _charts(incident: Incident) -> list[Markup]:
    lead = incident.alerts[0]
    pairs = [pair for pair in _PAIRS if all(_number(lead.findings[0], n) for n in pair)]
    drawn = [_pair(lead.findings[0], pairs[0])] if pairs else []
    moments = [finding.ts for finding in findings(incident)]
    if len(moments) >= FEWEST_FOR_A_CHART and len(set(moments)) > 1:
        drawn.append(_over_time(moments))
    return drawn


def _number(finding: Finding, name: str) -> int:
    """A positive integer of the finding, else 0."""
    value = finding.values.get(name)
    return value if isinstance(value, int) and value > 0 else 0


def _pair(finding: Finding, names: Sequence[str]) -> Markup:
    most = max(_number(finding, name) for name in names)
    rows = []
    for name, tone in zip(names, ("bad", "settled"), strict=True):
        value = _number(finding, name)
        money = name.endswith("_fen")
        shown = show_fen(value) if money else f"{value / PPM_A_PERCENT:.2f} %"
        drawing = bar(Bar(0, value, tone), 0, most)
        cells = (
            tag("th", both(_LABELS[name]), scope="row"),
            tag("td", drawing, class_="drawn"),
            tag("td", shown, class_="figure"),
        )
        rows.append(tag("tr", *cells))
    heads = (
        Text("report.head_what"),
        Text("report.head_share"),
        Text("report.head_amount"),
    )
    return table([both(head) for head in heads], rows, "bars pair")


def _over_time(moments: Sequence[int]) -> Markup:
    size = bin_size(min(moments), max(moments))
    counts = bins(moments, size)
    unit = _UNITS.get(size, Text("report.per_span", {"size_span": size}))
    caption = tag(
        "figcaption",
        both(unit),
        both(Text("report.most", {"most": max(counts)})),
        f" {show_moment(min(moments))} – {show_moment(max(moments))}",
    )
    return tag("figure", histogram(counts), caption)
